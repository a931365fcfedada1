"""A permanent short name: small letters, digits and hyphens."""

from __future__ import annotations

from sane_cli.core.question import Kind, Question
from sane_cli.core.slug import slug
from sane_cli.core.words import N_

_LIMIT = 80


def parse(words: str, question: Question) -> str:
    """Turn any words into a slug: «Vuka! Coalition» becomes ``vuka-coalition``."""
    return slug(words, question.field.limit or _LIMIT)


def spell(value: object, _question: Question) -> str:
    """Give the slug itself."""
    return str(value)


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=spell,
    hint=N_("Small letters, digits and hyphens."),
    samples=(("Vuka! Coalition", "vuka-coalition"), ("Civilizáció 2017", "civilizacio-2017")),
)
