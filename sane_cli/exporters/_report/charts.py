"""The figures, drawn from numbers: sizes and patterns tell, never colour alone, so that they survive a grey print."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from datetime import date

from sane_cli.core.words import _, plural
from sane_cli.exporters._report.figures import Axis, Matrix, Places, Span, Timeline
from sane_cli.exporters._report.svg import drawing, element, number, text

WIDTH = 172.0
_LABELS = 62.0  # width of the column of words
_ROW = 5.0
_LINE = 3.5
_NARROW = 44  # characters of a label that fit one line
_SANS = "font-family:'Source Sans 3';font-size:3px"

Colours = Mapping[str, str]


def matrix_chart(matrix: Matrix, colours: Colours) -> str:
    """Draw threats × groups of mechanisms as dots, their area the number of cases."""
    step = (WIDTH - _LABELS - 20) / len(matrix.columns)
    head = 27.0
    parts = [_column_head(axis, _LABELS + (at + 0.5) * step, head, colours) for at, axis in enumerate(matrix.columns)]
    y = head + 1
    most = max(matrix.cells.values())
    for row in matrix.rows:
        if row.group:
            y += 6.6
            parts.append(text(row.group, 0, y - 1.7, style="font-weight:600", fill=colours["warm"]))
            parts.append(_line(0, y, _LABELS + step * len(matrix.columns), y, colours["rule"]))
        lines = textwrap.wrap(row.words, _NARROW) or [""]
        height = _ROW + _LINE * (len(lines) - 1)
        parts += [text(line, 0, y + 3.6 + at * _LINE, fill=colours["ink"]) for at, line in enumerate(lines)]
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
        title=_("Threats and the mechanisms that answered them"),
        words=words.format(told=told, threat=row_words, mechanism=column_words),
        style=f"text{{{_SANS}}}",
    )


def timeline_chart(timeline: Timeline, colours: Colours) -> str:
    """Draw when each case happened: solid where it is certain, light where only the year or month is known."""
    first, last = timeline.first_year, timeline.last_year + 1
    scale = (WIDTH - _LABELS) / ((last - first) or 1)

    def x(day: date) -> float:
        return _LABELS + (day.year - first + (day.timetuple().tm_yday - 1) / 365.25) * scale

    bottom = 8 + len(timeline.spans) * 5.6
    parts = [_year(year, _LABELS + (year - first) * scale, bottom, scale, colours) for year in range(first, last)]
    for at, span in enumerate(timeline.spans):
        y = 8 + at * 5.6
        parts.append(text(span.entry.running, 0, y + 3.7, fill=colours["ink"]))
        parts += _bar(span, y + 1, x, colours)
    words = _("From {first} to {last}; the dates stand in the appendix as a table.")
    return drawing(
        WIDTH,
        bottom + 1,
        parts,
        title=_("When it happened"),
        words=words.format(first=first, last=timeline.last_year),
        style=f"text{{{_SANS}}}",
    )


def places_chart(places: Places, colours: Colours) -> str:
    """Draw one dot a case behind the name of each country, grouped by region. No borders."""
    parts = []
    y = 0.0
    for region, listed in places.regions:
        parts.append(_line(0, y, WIDTH, y, colours["rule"]))
        parts.append(text(region, 0, y + 4.1, style="font-weight:600", fill=colours["warm"]))
        for place in listed:
            words = place.words or _("no single country")
            parts.append(text(words, _LABELS - 22, y + 4.1, fill=colours["ink"]))
            for at, _case in enumerate(place.cases):
                x = _LABELS + 14 + at * 4.4
                parts.append(element("circle", cx=x, cy=y + 3, r=1.6, fill=colours["accent"]))
            y += 5.4
        y += 0.8
    title = _("Where it happened")
    counted = "; ".join(f"{region}: {sum(len(p.cases) for p in listed)}" for region, listed in places.regions)
    return drawing(WIDTH, y, parts, title=title, words=counted, style=f"text{{{_SANS}}}")


def _column_head(axis: Axis, x: float, y: float, colours: Colours) -> str:
    turn = f"rotate(-42 {number(x)} {number(y)})"
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
    line = _line(x, 5, x, bottom, colours["hair"])
    step = next(step for step in (1, 2, 5, 10, 25, 100) if scale * step > 9)  # noqa: PLR2004  (room for four figures)
    return line + (text(str(year), x + 0.6, 3.6, fill=colours["soft"]) if year % step == 0 else "")


def _bar(span: Span, y: float, x: object, colours: Colours) -> list[str]:
    place = x if callable(x) else float
    left, right = place(span.first), place(span.last)
    parts = [
        element("rect", x=left, y=y, width=max(right - left, 0.8), height=3.4, fill=colours["accent-tint"],
                stroke=colours["accent"], stroke_width=0.2, stroke_dasharray="0.8 0.5" if span.open_end else None)
    ]  # fmt: skip
    if span.sure_from <= span.sure_to:
        inner, end = place(span.sure_from), place(span.sure_to)
        parts.append(element("rect", x=inner, y=y, width=max(end - inner, 0.4), height=3.4, fill=colours["accent"]))
    if span.as_of:
        middle = (place(span.as_of.first) + place(span.as_of.last)) / 2
        mark = " ".join(f"{number(middle + dx)},{number(y + 1.7 + dy)}" for dx, dy in ((-1.3, 0), (0, -1.7), (1.3, 0), (0, 1.7)))
        parts.append(element("polygon", points=mark, fill=colours["warm"], stroke="#ffffff", stroke_width=0.35))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return element("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke=colour, stroke_width=0.18)
