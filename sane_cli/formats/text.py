"""For people: findings with place, plain words and a remedy; a case as a pleasant page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sane_cli.core.finding import Finding, Severity
from sane_cli.core.format import Format, Look
from sane_cli.core.text import visible, written
from sane_cli.core.words import N_, _

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Checked, Shown

# yellow and cyan cannot be read on a white ground, blue cannot on a black one
_COLOR = {Severity.ERROR: "31", Severity.WARNING: "35", Severity.NOTE: "1"}
_WIDE = 140
_MARGIN = 10
_NARROWEST = 40


def findings(checked: Checked, look: Look) -> str:
    """Write every finding as a short paragraph."""
    return "".join("\n".join(_paragraph(finding, checked, look)) + "\n\n" for finding in checked.findings)


def _paragraph(finding: Finding, checked: Checked, look: Look) -> Iterator[str]:
    place = finding.place
    severity = _painted(_(finding.severity.value), _COLOR[finding.severity], look)
    yield f"{written(place.path)}:{place.line}:{place.column}: {severity}: {finding.message} [{finding.rule}]"
    yield from _excerpt(checked.source(place.path, place.line), finding, look)
    for other in finding.related:
        yield _("  also: {path}:{line}:{column}").format(path=written(other.path), line=other.line, column=other.column)
    if finding.hint:
        yield "  → " + finding.hint


def _excerpt(line: str, finding: Finding, look: Look) -> Iterator[str]:
    """Yield the line itself and a caret below the place; long lines are cut around it.

    No caret below text that runs from right to left: a terminal turns it, and the caret would point elsewhere.
    """
    line, column = line.rstrip(), finding.place.column - 1
    if not line.strip():
        return
    room = min(max(look.width - _MARGIN, _NARROWEST), _WIDE) if look.width else _WIDE
    start = max(0, column - room // 2) if len(line) > room else 0
    end = start + room
    shown = ("…" if start else "") + visible(_one_cell(line[start:end])) + ("…" if end < len(line) else "")
    yield f"  {finding.place.line:>4} | {shown}"
    if not any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line[start:end]):
        before = ("…" if start else "") + visible(_one_cell(line[start:column]))
        yield "       | " + " " * _cells(before) + _painted("^", _COLOR[finding.severity], look)


def _one_cell(text: str) -> str:
    return text.replace("\t", " ")


def _cells(text: str) -> int:
    """Return how many columns a terminal needs for ``text``; East Asian characters take two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    cells = int(wcswidth(text))
    return cells if cells >= 0 else len(text)


def _painted(text: str, color: str, look: Look) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if look.color else text


def page(shown: Shown, look: Look) -> str:
    """Write one case as a page for the terminal; as plain Markdown where there is none."""
    if not look.width:
        from sane_cli.core import markdown_page
        from sane_cli.core.view import view

        return markdown_page.page(view(shown.case, shown.labels, shown.titles), shown.explained)
    from sane_cli.formats import _page

    return _page.page(shown, look)


PLUGIN = Format(summary=N_("paragraphs for people"), page=page, findings=findings)
