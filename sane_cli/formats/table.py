"""A table for people: aligned columns that fit the terminal, plain lines in a pipe.

The layout is our own: a rich table of 10 000 rows takes seconds, and in a pipe nobody wants frames.
"""

from __future__ import annotations

from collections.abc import Sequence

from sane_cli.core.format import Format, Listing, Look, cell, plain
from sane_cli.core.text import one_line
from sane_cli.core.words import N_

_COLUMNS = ("id", "title", "countries", "as_of", "status", "tlp", "threats")
_NARROW = 80
_GAP = "  "
_LEAST = 8


def rows(listing: Listing, look: Look) -> str:
    """Write one line a case under a line of column names."""
    columns = listing.columns or (_COLUMNS[:5] if 0 < look.width <= _NARROW else _COLUMNS)
    lines = [[one_line(plain(cell(case, column))) for column in columns] for case in listing.cases]
    heads = [column.replace("_", " ").upper() for column in columns]
    if not look.width:
        return "".join("\t".join(line) + "\n" for line in lines)
    widths = _fitted([max(map(width, column)) for column in zip(heads, *lines, strict=True)], look.width)
    head = _line(heads, widths).rstrip()
    shown = [f"\x1b[1m{head}\x1b[0m" if look.color else head, *(_line(line, widths).rstrip() for line in lines)]
    return "".join(line + "\n" for line in shown)


def _fitted(wanted: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns until a line fits, none below a readable least."""
    widths = list(wanted)
    room -= len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _LEAST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(_padded(text, room) for text, room in zip(cells, widths, strict=True))


def _padded(text: str, room: int) -> str:
    """Cut or fill ``text`` to ``room`` columns."""
    if width(text) > room:
        while width(text) > room - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (room - width(text))


def width(text: str) -> int:
    """Return how many columns a terminal needs for ``text``; East Asian characters take two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)


PLUGIN = Format(summary=N_("a table for people"), rows=rows)
