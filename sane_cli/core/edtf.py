"""Dates of known precision: EDTF level 0, that is ISO 8601-2 years, months and days.

``2017``, ``2017-09`` and ``2017-09-20`` are different statements. Nothing here invents the missing part:
a date stands for the days from ``first`` to ``last``.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from sane_cli.core.record import record

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


@record(frozen=True, slots=True, eq=False, repr=False)
class PartialDate:
    """A year, a month or a day, kept with the precision it was given in."""

    text: str
    first: date
    last: date

    @property
    def precision(self) -> str:
        """``year``, ``month`` or ``day``."""
        return ("year", "month", "day")[self.text.count("-")]


def parse(text: object) -> PartialDate | None:
    """Read an EDTF level 0 date; return None for anything else, impossible days included."""
    match = _SHAPE.match(text) if isinstance(text, str) else None
    if match is None or not isinstance(text, str):
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if "00" in match.groups()[1:]:  # there is no month or day 0, and 0 means «not given» below
        return None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return PartialDate(text, first, first)
    end_month = month or 12
    return PartialDate(text, first, date(year, end_month, calendar.monthrange(year, end_month)[1]))
