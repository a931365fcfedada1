"""JSON Lines: one case a line, for streams."""

from __future__ import annotations

from sane_cli.core.format import COLUMNS, Format, Listing, Look, cell
from sane_cli.core.json_text import dumped
from sane_cli.core.words import N_


def rows(listing: Listing, _look: Look) -> str:
    """Write each case as one line of JSON."""
    columns = listing.columns or COLUMNS
    return "".join(dumped({column: cell(case, column) for column in columns}, None) + "\n" for case in listing.cases)


PLUGIN = Format(summary=N_("one JSON object a line"), rows=rows)
