"""PDF: the report as a tagged book, PDF/UA-1 and PDF/A-3a at once, the same bytes from the same cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_, _
from sane_cli.exporters._engine import complaints, engine, fetcher, font_faces, judge, without_glyphs
from sane_cli.exporters._report.data import cases_json
from sane_cli.exporters._report.glyphs import missing
from sane_cli.exporters._report.model import report
from sane_cli.exporters._report.numbering import digits_for, fill, slot
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
    digits = digits_for(len(product.cases))
    with engine() as weasyprint:
        while True:
            pdf = _made(weasyprint, product, theme, slot(digits))
            if pdf is not None:
                return {"": pdf}
            digits += 1


PLUGIN = Exporter(
    suffix=".pdf",
    summary=N_("a report to read and print: tagged, with contents, figures and indexes, the data attached"),
    make=make,
)


def _made(weasyprint: Any, product: Product, theme: Theme, room: str) -> bytes | None:
    """Make the whole file; None when its page numbers are wider than the room for them."""
    laid_out = report(product, room)
    style = f"{font_faces(theme)}\n{style_for(laid_out, theme)}"
    source = html(laid_out, product, theme, style)
    lacking = missing(source, theme)
    if lacking:
        raise without_glyphs(lacking, theme)
    fetch = fetcher(weasyprint, theme)
    fonts = weasyprint.text.fonts.FontConfiguration()
    with complaints() as heard, repaired():
        page = weasyprint.HTML(string=source, base_url="sane-theme:/", url_fetcher=fetch)
        document = page.render(font_config=fonts)
        if not fill(document, room):
            return None
        pdf = _written(weasyprint, document, product)
    judge(heard, theme)
    return pdf


def _written(weasyprint: Any, document: Any, product: Product) -> bytes:
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
    written: bytes = document.write_pdf(pdf_variant="pdf/a-3a", finisher=finish, attachments=[attachment])
    return written
