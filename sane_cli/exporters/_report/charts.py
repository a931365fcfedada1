"""The figures, drawn from numbers: sizes and patterns tell, never colour alone, so that they survive a grey print."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from sane_cli.core.words import _, plural
from sane_cli.exporters._report.cases import Entry
from sane_cli.exporters._report.figures import Axis, Matrix, Places, Span, Timeline
from sane_cli.exporters._report.svg import drawing, element, number, text
from sane_cli.exporters._report.typography import running

WIDTH = 172.0
_LABELS = 62.0  # width of the column of words
_ROW = 4.6
_LINE = 3.3
_COUNTRIES, _DOTS, _BESIDE = 28.0, 62.0, 58.0  # columns of the figure of places
_CASE = 5.6  # height of a case's row
_TALLEST = 206.0  # mm for a figure below the heading of its page
_MOST = 32  # rows of a figure: more go to the next page
_SLANT = math.radians(42)
_LETTER = 1.5  # mean width of a letter of the small type
_NARROW = 44  # characters of a label that fit one line
_SANS = "font-family:'Source Sans 3';font-size:2.9px"

Colours = Mapping[str, str]
Row = TypeVar("Row")


def matrix_chart(matrix: Matrix, colours: Colours) -> str:
    """Draw threats × groups of mechanisms as dots, their area the number of cases."""
    step = (WIDTH - _LABELS - 20) / len(matrix.columns)
    longest = max(len(column.words) for column in matrix.columns)
    head = max(longest * _LETTER * math.sin(_SLANT) + 3, 24.0)
    parts = [_column_head(axis, _LABELS + (at + 0.5) * step, head, colours) for at, axis in enumerate(matrix.columns)]
    y = head + 1
    most = max(matrix.cells.values())
    for row in matrix.rows:
        if row.group:
            y += 5.7
            parts.append(text(row.group, 0, y - 1.3, style="font-weight:600", fill=colours["warm"]))
            parts.append(_line(0, y, _LABELS + step * len(matrix.columns), y, colours["rule"]))
        lines = textwrap.wrap(row.words, _NARROW) or [""]
        height = _ROW + _LINE * (len(lines) - 1)
        parts += [text(line, 0, y + 3.2 + at * _LINE, fill=colours["ink"]) for at, line in enumerate(lines)]
        for at, column in enumerate(matrix.columns):
            count = matrix.cells.get((row.id, column.id), 0)
            parts.append(_dot(_LABELS + (at + 0.5) * step, y + height / 2, count, most, colours))
        y += height
        parts.append(_line(0, y, _LABELS + step * len(matrix.columns), y, colours["hair"]))
    row_words, column_words, count = matrix.top
    told = plural("Most often, in {count} case", "Most often, in {count} cases", count)
    words = _("{told}, «{threat}» was answered from the group «{mechanism}». All numbers stand in the appendix.")
    return drawing(
        WIDTH,
        y + 1,
        parts,
        tallest=_TALLEST,
        title=_("Threats and the mechanisms that answered them"),
        words=words.format(told=told, threat=row_words, mechanism=column_words),
        style=f"text{{{_SANS}}}",
    )


def timeline_charts(timeline: Timeline, colours: Colours) -> list[str]:
    """Draw when each case happened: solid where it is certain, light where only the year or month is known.

    Returns:
        One figure for each page that is needed.
    """
    rows: list[tuple[Entry, Span | None]] = [(span.entry, span) for span in timeline.spans]
    rows += [(entry, None) for entry in timeline.undated]
    words = _("From {first} to {last}; the dates stand in the appendix as a table.")
    told = words.format(first=timeline.first_year, last=timeline.last_year)
    return [_timeline(part, timeline, told, colours) for part in _pages(rows)]


def _timeline(rows: list[tuple[Entry, Span | None]], timeline: Timeline, words: str, colours: Colours) -> str:
    first, last = timeline.first_year, timeline.last_year + 1
    scale = (WIDTH - _LABELS) / (last - first)

    def x(day: date) -> float:
        return _LABELS + (day.year - first + (day.timetuple().tm_yday - 1) / 365.25) * scale

    bottom = 8 + len(rows) * _CASE
    parts = [_year(year, _LABELS + (year - first) * scale, bottom, scale, colours) for year in range(first, last)]
    for at, (entry, span) in enumerate(rows):
        y = 8 + at * _CASE
        parts.append(text(running(entry.title, 42), 0, y + 3.7, fill=colours["ink"]))
        parts += _bar(span, y + 1, x, colours) if span else []
        parts.append(_mark(entry, y + 2.7, x, colours))
    return drawing(WIDTH, bottom + 1, parts, title=_("When it happened"), words=words, style=f"text{{{_SANS}}}")


def places_charts(places: Places, colours: Colours) -> list[str]:
    """Draw one dot a case, with its name, behind the name of each country, grouped by region. No borders.

    Returns:
        One figure for each page that is needed.
    """
    rows: list[tuple[str, str, tuple[Entry, ...]]] = []
    for region, listed in places.regions:
        for place in listed:
            name = place.words or _("no single country")
            pairs = [place.cases[at : at + 2] for at in range(0, len(place.cases), 2)]
            rows += [(region, name if at == 0 else "", pair) for at, pair in enumerate(pairs)]
    counted = "; ".join(f"{region}: {sum(len(p.cases) for p in listed)}" for region, listed in places.regions)
    return [_places(part, counted, colours) for part in _pages(rows)]


def _places(rows: list[tuple[str, str, tuple[Entry, ...]]], words: str, colours: Colours) -> str:
    parts = []
    above = ""
    for at, (region, country, cases) in enumerate(rows):
        y = at * _CASE
        if region != above:
            parts.append(_line(0, y, WIDTH, y, colours["rule"]))
            parts.append(text(region, 0, y + 4.1, style="font-weight:600", fill=colours["warm"]))
            above = region
        parts.append(text(country, _COUNTRIES, y + 4.1, fill=colours["ink"]))
        for beside, case in enumerate(cases):
            x = _DOTS + beside * _BESIDE
            parts.append(element("circle", cx=x, cy=y + 3.1, r=1.5, fill=colours["accent"]))
            parts.append(text(running(case.title, 36), x + 2.9, y + 4.1, fill=colours["soft"]))
    title = _("Where it happened")
    return drawing(WIDTH, len(rows) * _CASE + 1, parts, title=title, words=words, style=f"text{{{_SANS}}}")


def _pages(rows: list[Row]) -> list[list[Row]]:
    """Cut rows into what fits a page."""
    return [rows[at : at + _MOST] for at in range(0, len(rows), _MOST)]


def watermark(words: str, colours: Colours) -> str:
    """Write words large and light across a page of A4."""
    size = min(46.0, 300 / max(len(words), 1))
    style = f"font-family:'Source Sans 3';font-weight:700;font-size:{number(size)}px"
    turn = "rotate(-55 105 150)"
    line = text(words, 105, 165, text_anchor="middle", transform=turn, fill=colours["watermark"], style=style)
    return drawing(210, 297, [line], title=words, words="")


def _column_head(axis: Axis, x: float, y: float, colours: Colours) -> str:
    turn = f"rotate({-math.degrees(_SLANT):.0f} {number(x)} {number(y)})"
    return text(axis.words, x, y, transform=turn, fill=colours["ink"], style="font-weight:600")


def _dot(x: float, y: float, count: int, most: int, colours: Colours) -> str:
    if not count:
        return element("circle", cx=x, cy=y, r=0.28, fill=colours["rule"])
    radius = 0.95 + (2.45 - 0.95) * (math.sqrt(count) - 1) / max(math.sqrt(most) - 1, 0.5)
    dot = element("circle", cx=x, cy=y, r=radius, fill=colours["accent"])
    if count == 1:
        return dot
    return dot + text(str(count), x + radius + 0.5, y + 1, fill=colours["ink"], style="font-size:2.8px")


def _year(year: int, x: float, bottom: float, scale: float, colours: Colours) -> str:
    room = 9  # mm for four figures
    step = next((step for step in (1, 2, 5, 10, 25, 100, 500) if scale * step > room), 1000)
    if year % step and scale < 1:
        return ""
    line = _line(x, 5, x, bottom, colours["hair"])
    return line + (text(str(year), x + 0.6, 3.6, fill=colours["soft"]) if year % step == 0 else "")


def _bar(span: Span, y: float, place: Callable[[date], float], colours: Colours) -> list[str]:
    left, right = place(span.first), place(span.last)
    parts = [
        element("rect", x=left, y=y, width=max(right - left, 0.8), height=3.4, fill=colours["accent-tint"],
                stroke=colours["accent"], stroke_width=0.2, stroke_dasharray="0.8 0.5" if span.open_end else None)
    ]  # fmt: skip
    if span.sure_from <= span.sure_to:
        inner, end = place(span.sure_from), place(span.sure_to)
        parts.append(element("rect", x=inner, y=y, width=max(end - inner, 0.4), height=3.4, fill=colours["accent"]))
    return parts


def _mark(entry: Entry, y: float, x: Callable[[date], float], colours: Colours) -> str:
    """Draw the date as of which a case was told, in the middle of what is known of it."""
    as_of = entry.dates[2]
    if as_of is None:
        return ""
    middle = (x(as_of.first) + x(as_of.last)) / 2
    corners = ((-1.3, 0), (0, -1.7), (1.3, 0), (0, 1.7))
    points = " ".join(f"{number(middle + dx)},{number(y + dy)}" for dx, dy in corners)
    return element("polygon", points=points, fill=colours["warm"], stroke="#ffffff", stroke_width=0.35)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return element("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke=colour, stroke_width=0.18)
