"""The figure of a Word document: threats × mechanisms as a real table whose cells grow darker with their number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from sane_cli.core.words import _
from sane_cli.exporters._docx.flow import Flow, Spot
from sane_cli.exporters._docx.marks import PLAIN, Look, w
from sane_cli.exporters._report.figures import Matrix
from sane_cli.exporters._report.tree import name

_WORDS, _ALL = 3500, 9354  # twentieths of a point: the column of words, and the width of the page
_HEAD_HEIGHT = 1900
_DARK = 0.55  # from here on the number is white


def write(flow: Flow, spot: Spot, part: Element, matrix: Matrix, colours: Mapping[str, str]) -> None:
    """Write the chapter with heading, help and table."""
    book = flow.book
    for heading in (each for each in part.iter() if name(each) == "h1"):
        flow.block(heading, spot)
    words = _(
        "Each row is a threat, each column a group of mechanisms. The number is how many cases have both, the darker "
        "the more. An empty crossing is not advice against: nobody in this collection told of it."
    )
    flow.line(Spot(spot.into, spot.voice, "Hint")).say(words, spot.voice, PLAIN)
    columns = len(matrix.columns)
    step = (_ALL - _WORDS) // columns
    lengths = [columns + 1] * (1 + len(matrix.rows) + sum(1 for row in matrix.rows if row.group))
    widths = [_ALL - step * columns, *[step] * columns]
    table, cells = book.table(spot.into, lengths, 1, is_rtl=spot.voice.is_rtl, widths=widths)
    _head(flow, spot, table[2], cells[0], matrix)
    at = 1
    most = max(matrix.cells.values())
    for row in matrix.rows:
        if row.group:
            _group(flow, spot, cells[at], row.group)
            at += 1
        flow.line(Spot(cells[at][0], spot.voice, "FigureText")).say(row.words, spot.voice, PLAIN)
        for column, cell in zip(matrix.columns, cells[at][1:], strict=True):
            _number(flow, spot, cell, matrix.cells.get((row.id, column.id), 0) / most, most, colours)
        at += 1
    book.after_table(table)


def _head(flow: Flow, spot: Spot, row: Any, cells: list[Any], matrix: Matrix) -> None:
    row[0].insert(1, w("trHeight", val=_HEAD_HEIGHT, hRule="atLeast"))
    bold = Look(bold=True)
    flow.line(Spot(cells[0], spot.voice, "FigureText")).say(_("Threat"), spot.voice, bold)
    for column, cell in zip(matrix.columns, cells[1:], strict=True):
        cell[0].extend([w("textDirection", val="btLr"), w("vAlign", val="center")])
        flow.line(Spot(cell, spot.voice, "FigureText")).say(column.words, spot.voice, bold)


def _group(flow: Flow, spot: Spot, cells: list[Any], words: str) -> None:
    """Write the name of a group over the whole width."""
    first, *rest = cells
    for cell in rest:
        cell.getparent().remove(cell)
    first[0][0].set(w("x", w=0).keys()[0], str(_ALL))
    first[0].append(w("gridSpan", val=len(cells)))
    flow.line(Spot(first, spot.voice, "FigureGroup")).say(words, spot.voice, PLAIN)


def _number(flow: Flow, spot: Spot, cell: Any, share: float, most: int, colours: Mapping[str, str]) -> None:
    line = flow.line(Spot(cell, spot.voice, "FigureText"))
    line.paragraph[0].append(w("jc", val="center"))
    if not share:
        line.say("–", spot.voice, PLAIN)
        return
    cell[0].append(w("shd", val="clear", color="auto", fill=_mixed(colours, share)))
    line.say(str(round(share * most)), spot.voice, Look(style="Light" if share > _DARK else "", bold=True))


def _mixed(colours: Mapping[str, str], share: float) -> str:
    """Return a colour between the light and the full one."""
    light, full = (colours[each][1:] for each in ("accent-tint", "accent"))
    pairs = ((int(light[at : at + 2], 16), int(full[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(low + (high - low) * share):02X}" for low, high in pairs)
