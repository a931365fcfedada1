"""The form as a PDF with fields: tagged, with the report's fonts, the same bytes for the same questions."""

from __future__ import annotations

from typing import Any

from sane_cli.core.paper import Paper
from sane_cli.exporters._engine import complaints, engine, fetcher, font_faces, judge, without_glyphs
from sane_cli.exporters._form import page
from sane_cli.exporters._form.fields import repair
from sane_cli.exporters._report.glyphs import missing
from sane_cli.exporters._report.tags import finish
from sane_cli.exporters._report.theme import load
from sane_cli.exporters._report.writer import repaired

_THEME = "handbook"


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
    face = next(face.path for face in theme.faces if (face.family, face.weight, face.style) == page.FACE)

    def finisher(_document: Any, pdf: Any) -> None:
        finish(pdf)
        repair(pdf, face)

    with engine() as weasyprint, complaints() as heard, repaired():
        html = weasyprint.HTML(string=source, base_url="sane-form:/", url_fetcher=fetcher(weasyprint, theme))
        fonts = weasyprint.text.fonts.FontConfiguration()
        pdf: bytes = html.write_pdf(font_config=fonts, pdf_forms=True, pdf_variant="pdf/ua-1", finisher=finisher)
    judge(heard, theme)
    return pdf
