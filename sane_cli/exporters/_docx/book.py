"""The document that is being written: where things go, and what they share: marks, links, notes, lists, pictures."""

from __future__ import annotations

import io
import re
import struct
from base64 import b64decode
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm

from sane_cli.exporters._docx.marks import OURS, run, w

_WEB = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+\Z", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpeg|gif);base64,([A-Za-z0-9+/=]+)\Z")
_NAME = 40  # characters of a bookmark
_WIDEST, _TALLEST = Mm(165), Mm(200)
_DOTS, _NUMBERS = 1, 2  # kinds of list, see look.py
TEXT_WIDTH = 9354  # twentieths of a point: the width of text on the page


class Book:
    """Keeps what paragraphs refer to."""

    dots = _DOTS

    def __init__(self, document: Document, body: Element, language: str) -> None:
        self.document = document
        self.language = language
        self.is_cover = False  # its heading is the title of the whole
        self.goes_on = False  # its heading begins no page
        self.chapters: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self._names = _names(body)
        self._waiting: list[str] = []
        self._placed = 0
        self._links: dict[str, str] = {}
        self._lists = _NUMBERS
        self._pictures = 0

    def put(self, into: Any, block: Any) -> None:
        """Put a paragraph or table at the end of the body, or of a cell; marks that wait begin there."""
        if into.tag == qn("w:body"):
            into[-1].addprevious(block)
        else:
            into.append(block)
        if block.tag == qn("w:p"):
            for name in self._waiting:
                self._placed += 1
                block.append(w("bookmarkStart", id=self._placed, name=name))
                block.append(w("bookmarkEnd", id=self._placed))
            self._waiting = []

    def mark(self, anchor: str) -> None:
        """Let links to ``anchor`` lead to the next paragraph."""
        if anchor in self._names:
            self._waiting.append(self._names[anchor])

    def chapter(self, title: str, paragraph: Any) -> None:
        """Remember a heading for the contents."""
        self._placed += 1
        mark = f"_Toc{self._placed:08d}"
        paragraph.append(w("bookmarkStart", id=self._placed, name=mark))
        paragraph.append(w("bookmarkEnd", id=self._placed))
        self.chapters.append((mark, title))

    def link(self, address: str) -> Any:
        """Make an empty link; None when it would lead nowhere."""
        if address.startswith("#"):
            name = self._names.get(address[1:])
            return w("hyperlink", anchor=name, history=1) if name else None
        if not _WEB.match(address):
            return None
        if address not in self._links:
            self._links[address] = self.document.part.relate_to(address, REL.HYPERLINK, is_external=True)
        link = w("hyperlink", history=1)
        link.set(qn("r:id"), self._links[address])
        return link

    def note(self, words: str) -> Any:
        """Make the sign of a footnote and keep its words."""
        self.notes.append(words)
        return w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteReference", id=len(self.notes)))

    def numbering(self, start: int, level: int) -> int:
        """Begin a numbered list of its own; return what its paragraphs refer to."""
        self._lists += 1
        override = w("lvlOverride", w("startOverride", val=start), ilvl=level)
        listed = w("num", w("abstractNumId", val=_NUMBERS), override, numId=self._lists)
        self.document.part.numbering_part.element.append(listed)
        return self._lists

    def picture(self, source: str, words: str) -> Any:
        """Draw a picture of the playbook with its alternative text; None when it cannot be read."""
        from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError

        found = _DATA.match(source)
        if found is None:
            return None
        try:
            inline = self.document.part.new_pic_inline(io.BytesIO(b64decode(found.group(1))))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, struct.error, ValueError):
            return None
        self._pictures += 1
        inline.extent.cx, inline.extent.cy = size = _fitting(inline.extent.cx, inline.extent.cy)
        extent = inline.graphic.graphicData.pic.spPr
        extent.cx, extent.cy = size
        for properties in inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
            properties.set("id", str(self._pictures))
            properties.set("name", f"Picture {self._pictures}")
            properties.set("descr", words)
        return w("r", w("drawing", inline))

    def table(
        self, into: Any, lengths: Sequence[int], heads: int, *, is_rtl: bool, widths: Sequence[int] = ()
    ) -> tuple[Any, list[list[Any]]]:
        """Put an empty table; return it and its cells.

        Args:
            into: where it goes.
            lengths: number of cells of each row; a row that is too short gets empty ones.
            heads: rows at the top that are repeated on every page.
            is_rtl: whether the first column stands at the right.
            widths: of the columns, in twentieths of a point; all the same when there are none.
        """
        columns = max(lengths, default=1) or 1
        wide = list(widths) or _widths(columns)
        layout = [w("tblStyle", val="PlaybookTable"), *([w("bidiVisual")] if is_rtl else [])]
        layout += [w("tblW", w=sum(wide), type="dxa"), w("tblLayout", type="fixed")]
        layout.append(w("tblLook", val="0620" if heads else "0600", firstRow=int(heads > 0), noHBand=1, noVBand=1))
        table = w("tbl", w("tblPr", *layout), w("tblGrid", *(w("gridCol", w=each) for each in wide)))
        cells = []
        for at in range(len(lengths)):
            row = [w("tc", w("tcPr", w("tcW", w=each, type="dxa"))) for each in wide]
            properties = [w("trPr", w("cantSplit"), w("tblHeader"))] if at < heads else []
            table.append(w("tr", *properties, *row))
            cells.append(row)
        self.put(into, table)
        return table, cells

    def after_table(self, table: Any) -> None:
        """Put the small gap that keeps two tables apart; a cell or body may not end with a table anyway."""
        table.addnext(w("p", w("pPr", w("pStyle", val="Gap"))))


def words_of_note(number: int, words: str) -> Any:
    """Make the paragraph of a footnote."""
    sign = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))
    text = w("p", w("pPr", w("pStyle", val="FootnoteText")), sign, run(f" {words}", OURS))
    return w("footnote", text, id=number)


def _names(body: Element) -> dict[str, str]:
    """Give every anchor that a link leads to a name that Word takes: letters, digits and low lines, 40 at most."""
    wanted = {each.get("href", "")[1:] for each in body.iter() if each.get("href", "").startswith("#")}
    anchors = [each.get("id", "") for each in body.iter() if each.get("id", "") in wanted]
    names = {}
    for number, anchor in enumerate(dict.fromkeys(anchors), 1):
        end = f"_{number}"
        names[anchor] = re.sub(r"[^A-Za-z0-9]", "_", f"to_{anchor}")[: _NAME - len(end)] + end
    return names


def _fitting(width: Length, height: Length) -> tuple[Length, Length]:
    """Shrink a picture to what fits the page; never enlarge it."""
    scale = min(1.0, _WIDEST / max(width, 1), _TALLEST / max(height, 1))
    return Emu(max(int(width * scale), 1)), Emu(max(int(height * scale), 1))


def _widths(columns: int) -> list[int]:
    return [TEXT_WIDTH // columns] * columns
