"""The form as a PDF with fields: tagged, with the report's fonts, the same bytes for the same questions."""

from __future__ import annotations

from typing import Any

from sane_cli.core.paper import Paper
from sane_cli.exporters._engine import complaints, engine, fetcher, font_faces, judge, without_glyphs
from sane_cli.exporters._form import page
from sane_cli.exporters._report.glyphs import missing
from sane_cli.exporters._report.tags import finish
from sane_cli.exporters._report.theme import load
from sane_cli.exporters._report.writer import repaired

_THEME = "handbook"
_RADIO, _NO_TOGGLE = 1 << 15, 1 << 14  # ISO 32000-2, table 229


def made(paper: Paper) -> bytes:
    """Make the PDF.

    Raises:
        UsageError: the engine's system libraries are missing.
        FindingsError: the form uses characters that no font has.
    """
    theme = load(_THEME)
    source = page.page(paper, f"{font_faces(theme)}\n{page.style()}")
    lacking = missing(source, theme)
    if lacking:
        raise without_glyphs(lacking, theme)
    with engine() as weasyprint, complaints() as heard, repaired():
        html = weasyprint.HTML(string=source, base_url="sane-form:/", url_fetcher=fetcher(weasyprint, theme))
        fonts = weasyprint.text.fonts.FontConfiguration()
        pdf: bytes = html.write_pdf(font_config=fonts, pdf_forms=True, pdf_variant="pdf/ua-1", finisher=_finish)
    judge(heard, theme)
    return pdf


def _finish(document: Any, pdf: Any) -> None:
    """Repair the tags, and let a choice be taken back: an answer given by mistake must not stay."""
    finish(document, pdf)
    for found in pdf.objects:
        if isinstance(found, dict) and found.get("Ff") == _RADIO + _NO_TOGGLE:
            found["Ff"] = _RADIO
