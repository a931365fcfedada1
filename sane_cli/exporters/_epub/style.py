"""The style sheet of a book: the theme's ``epub.css`` its colours written in: many devices know no variables."""

from __future__ import annotations

import re

from sane_cli.exporters._report.tree import Tree

_VARIABLE = re.compile(r"var\(--([a-z-]+)\)")


def style(whole: Tree) -> bytes:
    """Return the style sheet; a theme without one leaves the book to the device."""
    path = whole.theme.file("epub.css")
    colours = {**whole.theme.colours, "tlp-colour": whole.report.meaning.colour}
    text = path.read_text("utf-8") if path is not None else ""
    return _VARIABLE.sub(lambda match: colours.get(match.group(1), "inherit"), text).encode()
