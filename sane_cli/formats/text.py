"""For people: findings with place, plain words and a remedy; a case as a pleasant page."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core import markdown_page
from sane_cli.core.audience import PublicCase
from sane_cli.core.finding import Finding, Severity
from sane_cli.core.format import Checked, Format, Look
from sane_cli.core.labels import Labels
from sane_cli.core.text import visible
from sane_cli.core.view import view
from sane_cli.core.words import N_, _

_COLOR = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_WIDE = 140
_PAGE = 88


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


def page(case: PublicCase, labels: Labels, look: Look) -> str:
    """Write one case as a page for the terminal; as plain Markdown where there is none."""
    text = markdown_page.page(view(case, labels))
    if not look.width:
        return text
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    out = StringIO()
    wide = min(look.width, _PAGE)
    console = Console(file=out, width=wide, force_terminal=look.color, no_color=not look.color, legacy_windows=False)
    console.print(Markdown(text, hyperlinks=False, justify="left"))
    return out.getvalue()


PLUGIN = Format(summary=N_("paragraphs for people"), page=page, findings=findings)
