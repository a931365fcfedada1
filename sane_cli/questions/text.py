"""A short text on one line."""

from __future__ import annotations

from sane_cli.core.question import Kind, Question
from sane_cli.core.text import DANGEROUS


def parse(words: str, _question: Question) -> str:
    """Fold white space to single blanks and drop characters that could steer a terminal."""
    return " ".join(DANGEROUS.sub("", words).split())


def spell(value: object, _question: Question) -> str:
    """Give the text itself."""
    return " ".join(str(value).split())


PLUGIN = Kind(parse=parse, spell=spell, show=spell, samples=(("  A  title ", "A title"),))
