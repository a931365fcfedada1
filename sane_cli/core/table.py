"""A table of submissions: what a form tool exported, as columns and rows of cells, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One submission.

    Attributes:
        number: from 1 as a spreadsheet counts, the header being a row; in JSON and YAML, from 1 without a header.
        cells: one for each column, empty where nothing was said; a list that came as a list stays one.
        surplus: how many filled cells stand beyond the last column.
    """

    number: int
    cells: tuple[Cell, ...]
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Everything one file holds.

    Attributes:
        columns: names of the columns as they are written.
        is_ours: the file is a form that this program printed, so its questions are ours word by word.
        is_spreadsheet: cells may hold formulas.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    is_ours: bool = False
    is_spreadsheet: bool = False
