"""What stands around the pages: the TLP label at head and foot, contents, footnotes, properties, the mark of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.section import Section

from sane_cli.core.product import Product
from sane_cli.core.text import shortened
from sane_cli.core.words import _
from sane_cli.exporters._docx.book import Book, words_of_note
from sane_cli.exporters._docx.marks import OURS, field, language_of, run, w
from sane_cli.exporters._report.model import Report
from sane_cli.exporters._report.typography import running

# What python-docx's own template brings along: a thumbnail, a bibliography, styles for Word 2010.
_BALLAST = ("thumbnail", "customXml", "stylesWithEffects", "webSettings")
_LONGEST = 255  # characters of a property, python-docx says after Word
_ABOUT = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>sane</Application></Properties>"
)
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def begin_section(document: Document, report: Report, state: str, colours: Any, *, is_first: bool = False) -> None:
    """Put label and running words on the pages that follow; ``state`` marks those of a case that is not published."""
    section = document.sections[0] if is_first else _next_section(document)
    if is_first and not report.single:
        section.different_first_page_header_footer = True
        for part in (section.first_page_header, section.first_page_footer):
            _bar(part, [], report)
    else:
        section.different_first_page_header_footer = False
    title = running(report.book)
    _bar(section.header, [run(f"{state} – {title}" if state else title, OURS)], report)
    _bar(section.footer, field("PAGE"), report)
    if state:
        section.header._element.append(_watermark(state, colours["watermark"]))  # noqa: SLF001


def _next_section(document: Document) -> Section:
    """Begin a section with its own head and foot, without the empty paragraph that the library puts before it."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    for part in (section.header, section.footer):
        part.is_linked_to_previous = False
    holder = document.element.body[-2]
    before = holder.getprevious()
    if before is not None and before.tag == qn("w:p"):
        before.get_or_add_pPr().append(holder.pPr[-1])
        holder.getparent().remove(holder)
    return section


def _bar(part: Any, left: list[Any], report: Report) -> None:
    """Write words at the left and the label at the right, in the standard's colours (TLP 2.0, 12 points)."""
    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]._p  # noqa: SLF001
    label = w("r", w("rPr", w("b"), w("bCs"), w("color", val=report.meaning.colour[1:].upper()), w("sz", val=24),
                     w("szCs", val=24), w("shd", val="clear", color="auto", fill="000000")))  # fmt: skip
    label.append(run(f"\u00a0{report.label}\u00a0", OURS)[-1])
    paragraph.extend([*left, w("r", w("tab")), label])


def _watermark(words: str, colour: str) -> Any:
    """Write ``words`` across the page, behind the text, as Word's own watermarks are."""
    wide = min(440, 60 * len(words))
    style = (
        f"position:absolute;width:{wide}pt;height:{min(wide / len(words) * 2, 110):.0f}pt;rotation:315;z-index:-1;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return parse_xml(
        f'<w:p {nsdecls("w")} {_VML}><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject" type="#_x0000_t136" alt="" style="{style}" fillcolor="{colour}" '
        f'stroked="f"><v:textpath style="font-family:&quot;Calibri&quot;;font-weight:bold" string="{escape(words)}"/>'
        "</v:shape></w:pict></w:r></w:p>"
    )


def contents(book: Book, at: Any) -> None:
    """Write the contents as a field that Word keeps up to date, with links that work before it has done so.

    Args:
        book: knows the headings.
        at: the paragraph that holds their place.
    """
    begin, code, middle, shown, end = field('TOC \\o "1-1" \\h \\z \\u')
    del shown
    lines = [
        w("p", w("pPr", w("pStyle", val="TOC1")), w("hyperlink", run(title, OURS), anchor=mark, history=1))
        for mark, title in book.chapters
    ]
    for piece in (middle, code, begin):
        lines[0].insert(1, piece)
    lines[-1].append(end)
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    box = w("sdt", w("sdtPr", gallery), w("sdtContent", *lines))
    at.getparent().replace(at, box)


def finish(book: Book, product: Product, report: Report) -> None:
    """Write footnotes, settings and properties; take out what the library's template brings along."""
    document = book.document
    _notes(book)
    _settings(document.settings.element)
    _language(document, report)
    _properties(document, product, report)
    _without_ballast(document)


def _properties(document: Document, product: Product, report: Report) -> None:
    properties = document.core_properties
    publisher = report.settings.get("publisher") or report.book
    for name, words in (
        ("title", report.title),
        ("subject", report.subtitle),
        ("author", publisher),
        ("last_modified_by", publisher),
        ("keywords", report.label),
        ("category", _("Case studies")),
        ("comments", report.meaning.words),
        ("language", report.language),
        ("identifier", product.collection.id),
        ("version", product.provenance.commit[:12]),
    ):
        setattr(properties, name, shortened(words, _LONGEST))
    properties.created = properties.modified = product.provenance.made.replace(tzinfo=None)
    properties.revision = 1
    # what Word says of itself and of a document's size; it counts anew when it saves
    about = next(part for part in document.part.package.iter_parts() if part.partname == "/docProps/app.xml")
    about._blob = _ABOUT  # noqa: SLF001  (the library has no way to change a part that it does not know)


def _language(document: Document, report: Report) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    letters = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in letters.findall(qn("w:lang")):
        letters.remove(old)
    tag = language_of(report.language)
    is_rtl = report.direction == "rtl"
    if is_rtl:
        style = next(each for each in document.styles.element if each.get(qn("w:styleId")) == "TOC1")
        style.pPr.insert(0, w("bidi"))  # Word writes the lines of the contents anew, in this style
    letters.append(w("lang", val="en-GB" if is_rtl else tag, bidi=tag if is_rtl else "ar-SA"))


def _notes(book: Book) -> None:
    lines = [
        w("footnote", w("p", w("r", w(kind))), type=kind, id=at)
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    lines += [words_of_note(at, words) for at, words in enumerate(book.notes, 1)]
    package = book.document.part.package
    blob = serialize_part_xml(w("footnotes", *lines))
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
    book.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    known = w("footnotePr", w("footnote", id=-1), w("footnote", id=0))
    book.document.settings.element.append(known)


# ISO/IEC 29500-1, 17.15.1.78: the order of what we add and of what is kept from the template
_SETTINGS = (
    "defaultTabStop", "characterSpacingControl", "updateFields", "footnotePr", "compat", "mathPr", "clrSchemeMapping",
    "decimalSymbol", "listSeparator",
)  # fmt: skip


def _settings(settings: Any) -> None:
    """Ask for fields to be worked out, and keep of the template's settings what says something of this document."""
    settings.append(w("updateFields", val="true"))
    kept = sorted(
        (each for each in settings if _local(each) in _SETTINGS), key=lambda each: _SETTINGS.index(_local(each))
    )
    for each in list(settings):
        settings.remove(each)
    settings.extend(kept)
    for each in list(settings.iter(qn("w:useFELayout"), qn("w:compatSetting"))):
        if _local(each) == "useFELayout":
            each.getparent().remove(each)
        elif each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), "15")  # Word 2013 and later: no «Compatibility Mode» in its title


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _without_ballast(document: Document) -> None:
    for holder in (document.part.package.rels, document.part.rels):
        for name in [name for name, rel in holder.items() if any(_is_ballast(rel))]:
            del holder[name]


def _is_ballast(rel: Any) -> Iterator[bool]:
    if not rel.is_external:
        yield any(word in str(rel.target_part.partname) for word in _BALLAST)
