"""For people: findings with place, plain words and a remedy; a case as a pleasant page."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core import markdown_page
from sane_cli.core.finding import Finding, Severity
from sane_cli.core.format import Checked, Format, Look, Shown
from sane_cli.core.text import visible
from sane_cli.core.view import view
from sane_cli.core.words import N_, _

_COLOR = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_WIDE = 140


def findings(checked: Checked, look: Look) -> str:
    """Write every finding as a short paragraph."""
    return "".join("\n".join(_paragraph(finding, checked, look)) + "\n\n" for finding in checked.findings)


def _paragraph(finding: Finding, checked: Checked, look: Look) -> Iterator[str]:
    place = finding.place
    severity = _painted(_(finding.severity.value), _COLOR[finding.severity], look)
    yield f"{visible(place.path)}:{place.line}:{place.column}: {severity}: {finding.message} [{finding.rule}]"
    source = visible(checked.source(place.path, place.line).expandtabs(1).rstrip())
    if source:
        start = max(0, place.column - _WIDE // 2)
        yield f"  {place.line:>4} | {source[start : start + _WIDE]}"
        yield "       | " + " " * (place.column - 1 - start) + _painted("^", _COLOR[finding.severity], look)
    for other in finding.related:
        yield _("  also: {path}:{line}:{column}").format(path=visible(other.path), line=other.line, column=other.column)
    if finding.hint:
        yield "  → " + finding.hint


def _painted(text: str, color: str, look: Look) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if look.color else text


def page(shown: Shown, look: Look) -> str:
    """Write one case as a page for the terminal; as plain Markdown where there is none."""
    if not look.width:
        return markdown_page.page(view(shown.case, shown.labels, shown.titles), shown.explained)
    from sane_cli.formats import _page

    return _page.page(shown, look)


PLUGIN = Format(summary=N_("paragraphs for people"), page=page, findings=findings)
