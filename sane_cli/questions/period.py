"""A stretch of time with a beginning, an end, or both; asked as two dates."""

from __future__ import annotations

import re
from typing import Any

from sane_cli.core.question import Kind, Question, Shape, UnclearError
from sane_cli.core.words import N_, _
from sane_cli.questions import date

_BETWEEN = re.compile(r"\s*(?:/|\.\.+|–|—|\s-\s|\bto\b|\buntil\b|\bà\b|\ba\b)\s*")


def parse(words: str, question: Question) -> dict[str, str]:
    """Read ``2013/2017``, ``2013 to 2017``, ``2013/`` while it goes on, or ``/2017``; one date is both ends.

    Raises:
        UnclearError: one of the two is no date.
    """
    parts = _BETWEEN.split(words.strip(), maxsplit=1)
    ends = (parts[0], parts[-1])
    found = {name: date.parse(end, question) for name, end in zip(("from", "to"), ends, strict=True) if end.strip(" .")}
    if not found:
        raise UnclearError(_("Write it like 2013/2017, or 2013/ while it goes on."))
    return found


def spell(value: Any, _question: Question) -> str:
    """Give both ends with a slash between, as EDTF writes an interval."""
    return f"{value.get('from', '')}/{value.get('to', '')}"


def show(value: Any, _question: Question) -> str:
    """Give both ends with a dash between."""
    return f"{value.get('from', '…')} – {value.get('to', '…')}"


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=show,
    shape=Shape.PARTS,
    hint=N_("From and to, such as 2013/2017; 2013/ while it goes on."),
    samples=(("2013/2017", {"from": "2013", "to": "2017"}), ("2013 to 2017-09", {"from": "2013", "to": "2017-09"})),
)
