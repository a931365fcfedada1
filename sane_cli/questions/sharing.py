"""Who may see the case, and with whose consent. Asked part by part; nothing in it has a default."""

from __future__ import annotations

from sane_cli.core.question import Kind, Shape
from sane_cli.core.words import N_
from sane_cli.questions import parts

PLUGIN = Kind(
    parse=parts.parse,
    spell=parts.spell,
    show=parts.show,
    shape=Shape.PARTS,
    hint=N_("Asked part by part; without an answer the case stays most closed."),
)
