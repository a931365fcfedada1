"""The package of an EPUB 3.3 book: what is in it, in which order, in which language, and how accessible it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from uuid import NAMESPACE_URL, uuid5

from sane_cli.core.product import Product
from sane_cli.core.words import _
from sane_cli.exporters._epub.chapters import Chapter
from sane_cli.exporters._epub.xhtml import document, marked
from sane_cli.exporters._report.model import Report

CONTAINER = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
# Schema.org's words, as «EPUB Accessibility 1.1» asks for them. Conformance is not claimed: that takes an evaluation.
_ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the book as the package lists it."""

    name: str
    kind: str
    properties: str = ""


def package(product: Product, report: Report, chapters: tuple[Chapter, ...], files: Iterable[File]) -> bytes:
    """Write the package document."""
    listed = list(files)
    items = [
        f'<item id="f{at}" href="{escape(each.name)}" media-type="{each.kind}"'
        + (f' properties="{each.properties}"' if each.properties else "")
        + "/>"
        for at, each in enumerate(listed)
    ]
    number = {each.name: at for at, each in enumerate(listed)}
    order = [each.file for each in chapters]
    # the contents stand where a book has them: after the cover
    order.insert(sum(1 for each in chapters[:1] if each.kind == "cover"), "nav.xhtml")
    spine = "".join(f'<itemref idref="f{number[name]}"/>' for name in order)
    tongue = escape(report.language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{tongue}" '
        f'dir="{report.direction}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        + "\n".join(_metadata(product, report))
        + f"\n</metadata>\n<manifest>\n{chr(10).join(items)}\n</manifest>\n"
        f'<spine page-progression-direction="{report.direction}">{spine}</spine>\n</package>\n'
    ).encode()


def _metadata(product: Product, report: Report) -> list[str]:
    publisher = report.settings.get("publisher", "")
    # the same book in each edition of the same collection for the same readers; its date tells editions apart
    identity = uuid5(NAMESPACE_URL, f"{publisher}\n{product.collection.id}\n{product.label.value}\n{report.language}")
    made = product.provenance.made
    pairs = [
        ("title", report.title),
        ("creator", publisher or report.book),
        ("publisher", publisher),
        ("language", report.language),
        ("date", made.strftime("%Y-%m-%d")),
        ("rights", f"{report.label}. {report.meaning.words} {report.settings.get('licence', '')}".strip()),
        ("description", report.subtitle),
        ("source", product.provenance.commit),
    ]
    summary = _(
        "Text with headings, lists, tables and a contents to navigate by. Figures have a text in their place, and "
        "their numbers stand in tables at the end. Not evaluated by a third party."
    )
    return [
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>',
        *(f"<dc:{name}>{escape(words, quote=False)}</dc:{name}>" for name, words in pairs if words),
        f'<meta property="dcterms:modified">{made.strftime("%Y-%m-%dT%H:%M:%SZ")}</meta>',
        *(f'<meta property="schema:{name}">{words}</meta>' for name, words in _ACCESS),
        f'<meta property="schema:accessibilitySummary">{escape(summary, quote=False)}</meta>',
    ]


def navigation(report: Report, chapters: tuple[Chapter, ...]) -> bytes:
    """Write the contents as EPUB's navigation document: what leads in, the cases, what to look things up in."""
    parts = [_entries(each for each in chapters if each.kind in ("cover", "front"))]
    cases = _entries(each for each in chapters if each.kind == "case")
    parts.append(f"<li><span>{escape(_('Cases'))}</span><ol>{cases}</ol></li>" if not report.single else cases)
    parts.append(_entries(each for each in chapters if each.kind == "back"))
    cover = next((each.file for each in chapters if each.kind == "cover"), "")
    body = next(each.file for each in chapters if each.kind == "case")
    marks = [f'<li><a epub:type="cover" href="{cover}">{escape(_("Cover"))}</a></li>'] if cover else []
    marks += [
        f'<li><a epub:type="toc" href="nav.xhtml">{escape(_("Contents"))}</a></li>',
        f'<li><a epub:type="bodymatter" href="{body}">{escape(_("Cases"))}</a></li>',
    ]
    label = marked(report.label)
    whole = (
        f'{label}<nav epub:type="toc" id="toc"><h1>{escape(_("Contents"))}</h1><ol>{"".join(parts)}</ol></nav>'
        f'<nav epub:type="landmarks" hidden="hidden"><ol>{"".join(marks)}</ol></nav>{label}'
    )
    return document(
        whole, title=_("Contents"), language=report.language, direction=report.direction, kind="frontmatter"
    )


def _entries(chapters: Iterable[Chapter]) -> str:
    return "".join(f'<li><a href="{each.file}">{escape(each.title, quote=False)}</a></li>' for each in chapters)
