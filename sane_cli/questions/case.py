"""The id of another case of this playbook."""

from __future__ import annotations

from sane_cli.core.question import Kind, Widget
from sane_cli.core.words import N_
from sane_cli.questions import one

PLUGIN = Kind(
    parse=one.parse,
    spell=one.spell,
    show=one.show,
    widget=Widget.ONE,
    hint=N_("A case of this playbook, by title or id."),
)
