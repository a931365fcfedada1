"""HTML: the report as one file that needs nothing else: no network, no fonts, no scripts."""

from __future__ import annotations

from collections.abc import Mapping

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_
from sane_cli.exporters._report.model import report
from sane_cli.exporters._report.page import html, style_for
from sane_cli.exporters._report.theme import load


def make(product: Product) -> Mapping[str, bytes]:
    """Fill the same templates as the PDF, for a screen: links instead of page numbers."""
    theme = load(product.theme)
    laid_out = report(product)
    sheets = [theme.style(), style_for(laid_out, theme)]
    screen = theme.file("screen.css")
    if screen is not None:
        sheets.append(screen.read_text("utf-8"))
    return {"": html(laid_out, product, theme, "\n".join(sheets)).encode()}


PLUGIN = Exporter(suffix=".html", summary=N_("the report as one web page, for screens"), make=make)
