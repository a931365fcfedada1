"""Any number of values out of several."""

from __future__ import annotations

from typing import Any

from sane_cli.core.matching import match, separate
from sane_cli.core.question import Kind, Question, UnclearError, Widget
from sane_cli.core.words import N_


def parse(words: str, question: Question) -> list[str]:
    """Find every choice that is meant. A comma may also stand inside the name of a choice."""
    if not question.choices:
        return list(dict.fromkeys(separate(words)))
    exact = question.field.typed
    try:
        return list(dict.fromkeys(match(part, question.choices, exact=exact) for part in separate(words)))
    except UnclearError:
        whole = _whole(words, question)
        if whole:
            return whole
        raise


def _whole(words: str, question: Question) -> list[str]:
    try:
        return [match(words, question.choices, exact=True)] if "," in words else []
    except UnclearError:
        return []


def spell(value: Any, _question: Question) -> str:
    """Give the values with commas between."""
    return ", ".join(map(str, value))


def show(value: Any, question: Question) -> str:
    """Give the words of the choices."""
    labels = {choice.value: choice.label for choice in question.choices}
    return ", ".join(labels.get(item, str(item)) for item in value)


PLUGIN = Kind(parse=parse, spell=spell, show=show, widget=Widget.MANY, hint=N_("Several with a comma between."))
