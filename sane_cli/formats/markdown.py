"""A Markdown table, for issues and wikis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sane_cli.core import markdown_page, paper_markdown
from sane_cli.core.format import Format, Listing, Look, cell, plain
from sane_cli.core.text import one_line
from sane_cli.core.view import view
from sane_cli.core.words import N_

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Shown

_COLUMNS = ("id", "title", "countries", "threats", "mechanisms", "as_of", "tlp")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~!&])")


def rows(listing: Listing, _look: Look) -> str:
    """Write the cases as a Markdown table; markup inside values is escaped."""
    columns = listing.columns or _COLUMNS
    lines = [columns, ["---"] * len(columns)]
    lines += [[escaped(plain(cell(case, column))) for column in columns] for case in listing.cases]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def escaped(value: str) -> str:
    """Return ``value`` on one line with Markdown's own characters escaped."""
    return _MARKUP.sub(r"\\\1", one_line(value))


def page(shown: Shown, _look: Look) -> str:
    """Write one case as a Markdown document."""
    return markdown_page.page(view(shown.case, shown.labels, shown.titles), shown.explained)


PLUGIN = Format(summary=N_("Markdown"), rows=rows, page=page, form=paper_markdown.written)
