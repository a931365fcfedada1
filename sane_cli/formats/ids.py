"""Ids only, one a line, for other commands."""

from __future__ import annotations

from sane_cli.core.format import Format, Listing, Look
from sane_cli.core.text import one_line
from sane_cli.core.words import N_


def rows(listing: Listing, _look: Look) -> str:
    """Write each case's id on a line of its own."""
    return "".join(one_line(case.id) + "\n" for case in listing.cases)


PLUGIN = Format(summary=N_("ids only"), rows=rows)
