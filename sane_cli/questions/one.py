"""One of several values."""

from __future__ import annotations

from sane_cli.core.matching import match
from sane_cli.core.question import Kind, Question, Widget
from sane_cli.core.words import N_


def parse(words: str, question: Question) -> str:
    """Find the choice that is meant; without choices the words themselves are the value."""
    if not question.choices:
        return words.strip()
    return match(words, question.choices, exact=question.field.typed)


def spell(value: object, _question: Question) -> str:
    """Give the value itself."""
    return str(value)


def show(value: object, question: Question) -> str:
    """Give the words of the choice."""
    return next((choice.label for choice in question.choices if choice.value == value), str(value))


PLUGIN = Kind(parse=parse, spell=spell, show=show, widget=Widget.ONE, hint=N_("One of the choices."))
