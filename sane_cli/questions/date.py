"""A date with its own precision: a year, a month or a day (EDTF level 0, ISO 8601-2)."""

from __future__ import annotations

import re

from sane_cli.core import edtf
from sane_cli.core.question import Kind, Question, UnclearError
from sane_cli.core.text import folded
from sane_cli.core.words import N_, _

_NAMES = (
    "jan january janvier janv enero ene",
    "feb february fevrier fevr febrero",
    "mar march mars marzo",
    "apr april avril avr abril abr",
    "may mai mayo",
    "jun june juin junio",
    "jul july juillet juil julio",
    "aug august aout agosto ago",
    "sep sept september septembre septiembre",
    "oct october octobre octubre",
    "nov november novembre noviembre",
    "dec december decembre diciembre dic",
)
_MONTHS = {word: number for number, words in enumerate(_NAMES, start=1) for word in words.split()}
_ISO = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?\Z")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})\Z")
_WORDS = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th|er|\.)?\s+)?(?:de\s+)?([a-z]+)\.?\s+(?:de\s+)?([0-9]{4})\Z")
_UNSURE = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}\Z")


def parse(words: str, _question: Question) -> str:
    """Read ``2017-9``, ``9/2017``, ``Sept 2017`` or ``20 September 2017``; the precision stays as it was given.

    Raises:
        UnclearError: it is no date, no day of the calendar, or could be two days.
    """
    plain = " ".join(folded(words).replace(",", " ").split())
    if _UNSURE.match(plain):
        raise UnclearError(_("Day and month can be mixed up. Write the year first: 2017-09-20."))
    found = _numbers(plain) or _named(plain)
    if found is None or edtf.parse(found) is None:
        raise UnclearError(_("‘{words}’ is not a date. Write 2017, 2017-09 or 2017-09-20.").format(words=words.strip()))
    return found


def _numbers(plain: str) -> str | None:
    if month_first := _MONTH_FIRST.match(plain):
        return f"{month_first[2]}-{int(month_first[1]):02}"
    if iso := _ISO.match(plain):
        return "-".join(part.zfill(2) for part in iso.groups() if part)
    return None


def _named(plain: str) -> str | None:
    found = _WORDS.match(plain)
    if found is None or found[2] not in _MONTHS:
        return None
    day = f"-{found[1].zfill(2)}" if found[1] else ""
    return f"{found[3]}-{_MONTHS[found[2]]:02}{day}"


def spell(value: object, _question: Question) -> str:
    """Give the date itself."""
    return str(value)


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=spell,
    hint=N_("A year, a month such as 2017-09, or a day such as 2017-09-20."),
    samples=(("2017", "2017"), ("9/2017", "2017-09"), ("Sept 2017", "2017-09"), ("20 septembre 2017", "2017-09-20")),
)
