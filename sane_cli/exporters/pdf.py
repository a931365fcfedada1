"""PDF: the report as a tagged book, PDF/UA-1 and PDF/A-3a at once, the same bytes from the same cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import _
from sane_cli.exporters._engine import complaints, engine, fetcher, font_faces, judge, without_glyphs
from sane_cli.exporters._report.data import cases_json
from sane_cli.exporters._report.glyphs import missing
from sane_cli.exporters._report.model import report
from sane_cli.exporters._report.page import html, style_for
from sane_cli.exporters._report.tags import declare_ua, finish
from sane_cli.exporters._report.theme import Theme, load
from sane_cli.exporters._report.writer import repaired


def make(product: Product) -> Mapping[str, bytes]:
    """Make the report of a product as one PDF.

    Raises:
        UsageError: the engine's system libraries are missing, or the theme cannot be used.
        FindingsError: the text uses characters that no font of the theme has.
    """
    theme = load(product.theme)
    laid_out = report(product)
    style = f"{font_faces(theme)}\n{style_for(laid_out, theme)}"
    source = html(laid_out, product, theme, style)
    lacking = missing(source, theme)
    if lacking:
        raise without_glyphs(lacking, theme)
    with engine() as weasyprint:
        return {"": _render(weasyprint, source, theme, product)}


PLUGIN = Exporter(
    suffix=".pdf",
    summary="a report to read and print: tagged, with contents, figures and indexes, the data attached",
    make=make,
)


def _render(weasyprint: Any, source: str, theme: Theme, product: Product) -> bytes:
    fetch = fetcher(weasyprint, theme)
    fonts = weasyprint.text.fonts.FontConfiguration()
    with complaints() as heard, repaired():
        page = weasyprint.HTML(string=source, base_url="sane-theme:/", url_fetcher=fetch)
        document = page.render(font_config=fonts, uncompressed_pdf=False)
        declare_ua(document)
        made = product.provenance.made
        attachment = weasyprint.Attachment(
            string=cases_json(product),
            name="cases.json",
            description=_("The cases of this report as data"),
            created=made,
            modified=made,
            relationship="Source",
        )
        pdf: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a", finisher=finish, attachments=[attachment], custom_metadata=False
        )
    judge(heard, theme)
    return pdf
