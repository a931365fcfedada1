"""The report as a tree of elements, read from the very page that a theme's templates make.

Word and EPUB files are made from it: they have the same parts, the same order and the same words as the PDF, a
network's own theme included, and nothing of it is written twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from sane_cli.core.product import Product
from sane_cli.core.text import visible
from sane_cli.exporters._report.model import Report, report
from sane_cli.exporters._report.page import html
from sane_cli.exporters._report.theme import Theme, load

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True)
class Tree:
    """A report, its look, and its page: ``body`` holds the cover, chapters and cases one after the other."""

    report: Report
    theme: Theme
    body: Element


def tree(product: Product) -> Tree:
    """Fill the theme's templates without page numbers and read what they make.

    Raises:
        UsageError: the theme, or one of its templates, cannot be used.
    """
    import tinyhtml5

    theme = load(product.theme)
    laid_out = report(product)
    # XML can't hold control characters at all, wherever a template may have put them
    page = tinyhtml5.parse(visible(html(laid_out, product, theme, "")))
    body = next(child for child in page if name(child) == "body")
    for case in body:
        _lead_first(case)
    return Tree(laid_out, theme, body)


def _lead_first(case: Element) -> None:
    """Move the key facts behind the first paragraph: where there is no margin, a reader wants to know what it is."""
    facts = next((each for each in case if "facts" in classes(each)), None)
    lead = next((each for each in case if "lead" in classes(each)), None)
    if facts is not None and lead is not None:
        case.remove(facts)
        case.insert(list(case).index(lead) + 1, facts)


def name(element: Element) -> str:
    """Return the name of an element without its namespace; nothing for a comment."""
    tag: object = element.tag  # the tag of a comment is the function that makes one
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def classes(element: Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset(element.get("class", "").split())


def pieces(element: Element) -> Iterator[str | Element]:
    """Yield text and child elements in their order; comments are left out, the text after them is not."""
    if element.text:
        yield element.text
    for child in element:
        if name(child):  # a comment has none
            yield child
        if child.tail:
            yield child.tail


def words(element: Element) -> str:
    """Return all text inside an element on one line."""
    return " ".join("".join(element.itertext()).split())
