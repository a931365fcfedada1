"""EPUB: the report for phones and reading devices, with no network needed: EPUB 3, one file for each case."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_
from sane_cli.exporters._archive import packed
from sane_cli.exporters._epub.chapters import Chapter, chapters, pictures
from sane_cli.exporters._epub.cover import cover
from sane_cli.exporters._epub.package import CONTAINER, File, navigation, package
from sane_cli.exporters._epub.style import style
from sane_cli.exporters._epub.xhtml import page
from sane_cli.exporters._report.tree import Tree, name, tree

_XHTML = "application/xhtml+xml"
_PARTS = {"cover": "cover", "front": "frontmatter", "case": "bodymatter", "back": "backmatter"}


def make(product: Product) -> Mapping[str, bytes]:
    """Cut the theme's page into chapters and pack them.

    Raises:
        UsageError: the theme cannot be used.
    """
    whole = tree(product)
    found = chapters(whole)
    drawn = pictures(found)
    report = whole.report
    picture = cover(whole)
    files = {
        "nav.xhtml": (File("nav.xhtml", _XHTML, "nav"), navigation(report, found)),
        "style.css": (File("style.css", "text/css"), style(whole)),
        "cover.png": (File("cover.png", "image/png", "cover-image"), picture),
    }
    for each in found:
        files[each.file] = (File(each.file, _XHTML, _properties(each.element)), _content(each, whole))
    files |= {file: (File(file, kind), content) for file, (kind, content) in drawn.items()}
    listed = package(product, report, found, [file for file, _content in files.values()])
    members = [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("EPUB/package.opf", listed),
        *((f"EPUB/{file}", content) for file, (_file, content) in files.items()),
    ]
    return {"": packed(members, product.provenance.made, stored=frozenset({"mimetype"}))}


def _content(chapter: Chapter, whole: Tree) -> bytes:
    return page(
        chapter.element,
        title=chapter.title,
        language=whole.report.language,
        direction=whole.report.direction,
        label=whole.report.label,
        kind=_PARTS[chapter.kind],
    )


def _properties(element: Element) -> str:
    return "svg" if any(name(each) == "svg" for each in element.iter()) else ""


PLUGIN = Exporter(suffix=".epub", summary=N_("the report as an e-book, for phones and reading devices"), make=make)
