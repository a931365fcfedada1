"""CSV for spreadsheets, safe against formulas hidden in a case (CWE-1236)."""

from __future__ import annotations

import csv
import io

from sane_cli.core.format import COLUMNS, Format, Listing, Look, cell, plain
from sane_cli.core.text import visible
from sane_cli.core.words import N_

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(listing: Listing, _look: Look) -> str:
    """Write a header and one row a case."""
    columns = listing.columns or COLUMNS
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(plain(cell(case, column))) for column in columns] for case in listing.cases)
    return text.getvalue()


def safe(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes it for a formula."""
    shown = visible(value)
    return "'" + shown if shown.lstrip(" ").startswith(_FORMULA) else shown


PLUGIN = Format(summary=N_("a table for spreadsheets"), rows=rows)
