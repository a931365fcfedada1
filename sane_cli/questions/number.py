"""A number."""

from __future__ import annotations

from sane_cli.core.question import Kind, Question, UnclearError
from sane_cli.core.words import N_, _


def parse(words: str, _question: Question) -> int | float:
    """Read a whole number, or one with a decimal point or comma.

    Raises:
        UnclearError: it is no number.
    """
    plain = words.strip().replace(" ", "").replace("\u00a0", "")
    for read in (int, lambda text: float(text.replace(",", "."))):
        try:
            return read(plain)
        except (ValueError, OverflowError):
            continue
    raise UnclearError(_("‘{words}’ is not a number.").format(words=words.strip()))


def spell(value: object, _question: Question) -> str:
    """Give the number itself."""
    return str(value)


PLUGIN = Kind(parse=parse, spell=spell, show=spell, hint=N_("A number."), samples=(("160", 160), ("1,5", 1.5)))
