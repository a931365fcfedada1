"""Yes or no, without a default."""

from __future__ import annotations

from sane_cli.core.matching import match
from sane_cli.core.question import Choice, Kind, Question, Widget
from sane_cli.core.words import N_, _

CHOICES = (
    Choice("yes", N_("Yes"), also=("true", "y", "oui", "sí", "1")),
    Choice("no", N_("No"), also=("false", "n", "non", "0")),
)


def parse(words: str, _question: Question) -> bool:
    """Read yes or no in any of the languages of the program."""
    own = tuple(Choice(choice.value, _(choice.label), also=choice.also) for choice in CHOICES)
    return match(words, own, exact=True) == "yes"


def spell(value: object, _question: Question) -> str:
    """Give the value of the choice."""
    return "yes" if value is True else "no"


def show(value: object, _question: Question) -> str:
    """Give the word."""
    return _("Yes") if value is True else _("No")


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=show,
    widget=Widget.ONE,
    builtin=CHOICES,
    hint=N_("Yes or no."),
    samples=(("yes", True), ("n", False), ("oui", True)),
)
