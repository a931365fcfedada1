"""A static site: works from a web server, from a folder below one, from a USB stick, and without JavaScript."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from pathlib import Path

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_
from sane_cli.exporters._report.provenance import meaning, origin
from sane_cli.exporters._report.theme import load
from sane_cli.exporters._site import contents, downloads, kept, meta, picture, rows, style
from sane_cli.exporters._site.model import Site, site
from sane_cli.exporters._site.pages import Writer

_STATIC = Path(__file__).parent / "_site" / "static"


def make(product: Product) -> Mapping[str, bytes]:
    """Return the files of the site by path.

    Raises:
        UsageError: the theme cannot be used, or the system libraries for PDFs are missing.
    """
    gc.freeze()  # the cases live to the end: nobody has to look for garbage in them while pages are made
    theme = load(product.theme)
    laid_out = site(product)
    offered = downloads.offered(product)
    writer = Writer(laid_out, theme, offered)
    threads = picture.threads(laid_out, theme)
    contents.start(writer, picture.words(laid_out) if threads else "")
    contents.lists(writer)
    contents.cases(writer, kept.opened(product, theme, repr(offered)))
    contents.values(writer)
    contents.collections(writer)
    contents.others(writer, origin(product, laid_out.title))
    made = writer.files | threads | style.files(theme, meaning(product.label))
    made |= {f"{path.name}": path.read_bytes() for path in sorted(_STATIC.iterdir())}
    made |= dict(_data(laid_out)) | dict(downloads.data(product)) | dict(downloads.pdfs(product))
    made |= dict(downloads.questionnaire(product, laid_out.title, theme))
    if laid_out.address and laid_out.is_open:
        made["sitemap.xml"] = meta.sitemap(laid_out, writer.listed)
    return made


def _data(laid_out: Site) -> Iterator[tuple[str, bytes]]:
    yield "data/cases.js", rows.cases_script(laid_out)
    yield "data/search.js", rows.search_script(laid_out)
    yield "feed.xml", meta.feed(laid_out)


PLUGIN = Exporter(
    suffix=".site",
    summary=N_("a website in a folder, with filter and search, for any host or a USB stick"),
    make=make,
)
