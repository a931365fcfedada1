"""CSV for spreadsheets, safe against formulas hidden in a case (CWE-1236)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sane_cli.core.cell import safe
from sane_cli.core.format import COLUMNS, Format, Listing, Look, cells, once, plain
from sane_cli.core.words import N_

if TYPE_CHECKING:
    from sane_cli.core.given import Terms
    from sane_cli.core.matrix import Gaps, Matrix


def rows(listing: Listing, _look: Look) -> str:
    """Write a header and one row a case."""
    columns = listing.columns or COLUMNS
    texts = [once(cells(listing.cases, column), plain) for column in columns]
    return _written([columns, *zip(*texts, strict=True)])


def matrix(shown: Matrix, _look: Look) -> str:
    """Write a row a threat and a column a mechanism, by id, all terms of the vocabulary; cells are counts."""
    grid = shown.terms
    head = ["threat", *(each.id for each in grid.mechanisms)]
    return _written(
        [head, *([line.id, *(len(grid.cell(line, each)) for each in grid.mechanisms)] for line in grid.threats)]
    )


def gaps(shown: Gaps, _look: Look) -> str:
    """Write the work list, a gap a row."""
    lines = ((gap.threat, gap.mechanism, gap.region) for gap in shown.gaps)
    ids = ([line.id if line else "" for line in three] for three in lines)
    listed = [[gap.kind, *three, len(gap.cases), *gap.cases] for gap, three in zip(shown.gaps, ids, strict=True)]
    return _written([["kind", "threat", "mechanism", "region", "count", "case"], *listed])


def terms(shown: Terms, _look: Look) -> str:
    """Write a term a row."""
    head = ["vocabulary", "id", "label", "broader", "aliases", "count"]
    listed = [
        [
            vocabulary.id,
            term.id,
            term.label(shown.language),
            term.broader,
            ", ".join(term.aliases),
            len(shown.cases.get((vocabulary.id, term.id), ())),
        ]
        for vocabulary, terms in shown.listed
        for term in terms
    ]
    return _written([head, *listed])


def _written(table: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([safe(str(value)) for value in row] for row in table)
    return text.getvalue()


PLUGIN = Format(summary=N_("a table for spreadsheets"), rows=rows, matrix=matrix, gaps=gaps, terms=terms)
