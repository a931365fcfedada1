"""The whole document: every part of the report's page in its order, each in a section that says what it is."""

from __future__ import annotations

import io
from itertools import pairwise
from xml.etree.ElementTree import Element

from docx import Document

from sane_cli.core.product import Product
from sane_cli.core.words import _
from sane_cli.exporters._docx import frame, heat
from sane_cli.exporters._docx.book import Book
from sane_cli.exporters._docx.flow import Flow, Spot
from sane_cli.exporters._docx.look import dress
from sane_cli.exporters._docx.marks import Voice, run, w
from sane_cli.exporters._report.tree import Tree, classes, name, tree


def written(product: Product) -> bytes:
    """Write a product as a Word document, as the library packs it."""
    page = tree(product)
    document = Document()
    dress(document, page.theme.colours)
    book = Book(document, page.body, page.report.language)
    _write(book, page)
    frame.finish(book, product, page.report)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _write(book: Book, page: Tree) -> None:
    body = book.document.element.body
    states = {entry.anchor: entry.unpublished for entry in page.report.entries}
    ours = Spot(body, Voice("", page.report.direction == "rtl"))
    contents = state = None
    for part in (part for part in page.body if name(part) not in ("p", "")):
        now = states.get(part.get("id", ""), "")
        if now != state:
            frame.begin_section(book.document, page.report, now, page.theme.colours, is_first=state is None)
            state = now
        book.is_cover = "cover" in classes(part)
        book.goes_on = "index" in classes(part) and "chapter" not in classes(part)
        if part.get("id") == "contents":
            contents = _place_of_contents(Flow(book), ours)
        else:
            _part(Flow(book), part, ours, page)
    if contents is not None and book.chapters:
        frame.contents(book, contents)


def _part(flow: Flow, part: Element, ours: Spot, page: Tree) -> None:
    """Write one part; where the page draws, a document has tables."""
    matrix = page.report.matrix
    match part.get("id"):
        case "matrix" if matrix is not None:
            heat.write(flow, ours, part, matrix, page.theme.colours)
        case "when-where":
            return  # the same stands as tables in the appendix
        case _:
            is_drawn = any(each.get("id") == "matrix" for each in page.body)
            flow.block(_without_counts(part) if is_drawn else part, ours)


def _place_of_contents(flow: Flow, ours: Spot) -> object:
    """Begin the page of the contents; return the paragraph to put them at when all headings are known."""
    heading = flow.line(Spot(ours.into, ours.voice, "TOCHeading"))
    heading.paragraph[0].insert(1, w("pageBreakBefore"))
    heading.add(run(_("Contents"), ours.voice))
    return flow.line(ours).paragraph


def _without_counts(part: Element) -> Element:
    """Take out the table of counts, which the figure of a Word document already is, and its heading."""
    for before, each in list(pairwise(part)):
        if "counts" in classes(each):
            part.remove(before)
            part.remove(each)
    return part
