"""The figure of the start page: threats × groups of mechanisms, every crossing a way to its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sane_cli.exporters._site.model import Facet, Site, Value

ROWS, COLUMNS = 40, 12  # more than that is no figure any more, and no small page
_FEW_ROWS = 20
_STEPS = 5  # sizes of a dot


@dataclass(frozen=True, slots=True)
class Cell:
    """A crossing: where it leads, its number of cases, and the size of its dot, 1 to 5; 0 cases have no way."""

    count: int
    size: int
    column: Value


@dataclass(frozen=True, slots=True)
class Row:
    """A threat with its crossings."""

    threat: Value
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under their groups. ``whole`` is false when only the most frequent are shown."""

    columns: tuple[Value, ...]
    groups: tuple[tuple[Value | None, tuple[Row, ...]], ...]
    whole: bool


def grid(site: Site) -> Grid | None:
    """Return the figure, or None when the cases name no threats or no mechanisms."""
    by_name = {facet.name: facet for facet in site.facets}
    threats, mechanisms = by_name.get("threats"), by_name.get("mechanisms")
    if threats is None or mechanisms is None or not threats.used or not mechanisms.used:
        return None
    columns = tuple(value for value in mechanisms.tops if value.cases)
    shown = _most(columns, COLUMNS)
    groups, whole = _groups(threats)
    inside = {column.id: frozenset(entry.id for entry in column.cases) for column in shown}
    counts = {
        (row.id, column.id): sum(1 for entry in row.cases if entry.id in inside[column.id])
        for _group, rows in groups
        for row in rows
        for column in shown
    }
    most = max(counts.values(), default=0) or 1
    filled = tuple((group, tuple(_row(row, shown, counts, most) for row in rows)) for group, rows in groups)
    return Grid(shown, filled, whole and len(shown) == len(columns))


def _row(row: Value, columns: tuple[Value, ...], counts: Mapping[tuple[str, str], int], most: int) -> Row:
    cells = []
    for column in columns:
        count = counts[row.id, column.id]
        # the area tells the number; one case is the smallest dot
        size = 1 + round((_STEPS - 1) * ((count - 1) / (most - 1)) ** 0.5) if count and most > 1 else int(bool(count))
        cells.append(Cell(count, size, column))
    return Row(row, tuple(cells))


def _groups(threats: Facet) -> tuple[list[tuple[Value | None, tuple[Value, ...]]], bool]:
    tops = [top for top in threats.tops if top.cases]
    used = {top.id: tuple(value for value in threats.below(top.id) if value.cases) for top in tops}
    if any(used.values()) and sum(max(len(below), 1) for below in used.values()) <= ROWS:
        return [(top, used[top.id] or (top,)) for top in tops], True
    few = _most(tuple(tops), _FEW_ROWS)
    return [(None, few)], len(few) == len(tops) and not any(used.values())


def _most(values: tuple[Value, ...], limit: int) -> tuple[Value, ...]:
    """Return the ``limit`` values with most cases, in their own order."""
    best = sorted(values, key=lambda value: -len(value.cases))[:limit]
    chosen = {value.id for value in best}
    return tuple(value for value in values if value.id in chosen)
