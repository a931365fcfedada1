"""From the report's page to paragraphs: headings, prose, lists, tables, pictures, in the styles that Word knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element

from sane_cli.exporters._docx.book import Book
from sane_cli.exporters._docx.marks import OURS, PLAIN, Look, Voice, language_of, run, w
from sane_cli.exporters._report.tree import classes, name, pieces, words

_INLINE = frozenset("a abbr b br cite code em i img s small span strong sub sup".split())  # noqa: SIM905
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# the class a template gives → the style of the paragraph
_STYLES: Mapping[str, str] = {
    "publisher": "Overline", "subtitle": "Subtitle", "where": "Overline", "lead": "Lead", "label": "Overline",
    "whom": "Whom", "help": "Hint", "source": "SourceNote", "cite": "Citation", "colophon": "SourceNote",
    "lesson": "Lesson", "status": "Callout",
}  # fmt: skip
_KINDS = {"blockquote": "Quote", "figcaption": "Caption"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "em": {"italic": True}, "i": {"italic": True}, "cite": {"italic": True}, "strong": {"bold": True},
    "b": {"bold": True}, "s": {"struck": True}, "code": {"style": "CodeWords"}, "sub": {"raised": "subscript"},
    "sup": {"raised": "superscript"},
}  # fmt: skip
# what style sheets draw between two pieces of a line, in words
_BEFORE: Mapping[str, str] = {"pages": ": ", "how": "– "}
_INDENT = 360  # twentieths of a point: one step of a list
_FACTS, _PAIRS = (2400, 6954), (3100, 6254)  # widths of columns
_DEEPEST = 8  # levels of a list, from 0


@dataclass(slots=True)
class Item:
    """An item of a list; its first paragraph gets the number or dot."""

    number: int
    level: int
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph goes and how it looks there."""

    into: Any
    voice: Voice = OURS
    style: str = "BodyText"
    look: Look = PLAIN
    item: Item | None = None


@dataclass(slots=True)
class Line:
    """A paragraph being written; white space is folded as in HTML."""

    paragraph: Any
    after_space: bool = True
    link: Any = field(default=None)

    def say(self, text: str, voice: Voice, look: Look) -> None:
        """Add words."""
        folded = _SPACE.sub(" ", text)
        folded = folded.lstrip(" ") if self.after_space else folded
        if folded:
            self.after_space = folded.endswith(" ")
            self.add(run(folded, voice, look))

    def add(self, *parts: Any) -> None:
        """Add what is made already."""
        (self.paragraph if self.link is None else self.link).extend(parts)


class Flow:
    """Writes elements of the page into a document."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def children(self, element: Element, spot: Spot) -> None:
        """Write everything inside ``element``; words that no block holds become paragraphs."""
        line: Line | None = None
        for piece in pieces(element):
            if isinstance(piece, Element) and name(piece) not in _INLINE:
                line = None
                self.block(piece, spot)
                continue
            if line is None:
                if isinstance(piece, str) and not piece.strip():
                    continue
                line = self.line(spot)
            self._inline(piece, line, spot.voice, spot.look)

    def block(self, element: Element, spot: Spot) -> None:
        """Write one block and what is inside it."""
        spot = replace(spot, voice=voice_of(element, spot.voice, self.book.language))
        if element.get("id"):
            self.book.mark(element.get("id", ""))
        kind = "facts" if "facts" in classes(element) else name(element)
        writers: Mapping[str, Callable[[Element, Spot], None]] = {
            **dict.fromkeys(_HEADINGS, self._heading),
            **dict.fromkeys(("ul", "ol"), self._list),
            **dict.fromkeys(("svg", "style", "script"), _nothing),
            "dl": self._definitions,
            "facts": self._facts,
            "header": self._opening,
            "hr": self._rule,
            "pre": self._code,
            "table": self._table,
        }
        if kind in writers:
            writers[kind](element, spot)
        else:
            self.children(element, replace(spot, style=_style(element, spot.style)))

    def line(self, spot: Spot) -> Line:
        """Begin a paragraph."""
        item = spot.item
        goes_on = item is not None and item.is_begun
        properties = [w("pStyle", val="BodyText" if goes_on and spot.style.startswith("List") else spot.style)]
        if item is not None and not goes_on:
            item.is_begun = True
            level = min(item.level, _DEEPEST)
            properties.append(w("numPr", w("ilvl", val=level), w("numId", val=item.number)))
        properties += [w("bidi")] if spot.voice.is_rtl else []
        if item is not None and goes_on:
            properties.append(w("ind", left=_INDENT * (item.level + 1)))
        paragraph = w("p", w("pPr", *properties))
        self.book.put(spot.into, paragraph)
        return Line(paragraph)

    def _opening(self, element: Element, spot: Spot) -> None:
        """Write the head of a case, its heading first: that begins the page."""
        for each in sorted(element, key=lambda each: name(each) not in _HEADINGS):
            self.block(each, spot)

    def _rule(self, _element: Element, spot: Spot) -> None:
        self.line(replace(spot, style="Rule"))

    def _code(self, element: Element, spot: Spot) -> None:
        for text in "".join(element.itertext()).rstrip("\n").split("\n"):
            self.line(replace(spot, style="Code")).add(run(text, spot.voice))

    def _heading(self, element: Element, spot: Spot) -> None:
        level = int(name(element)[1])
        style = "Title" if level == 1 and self.book.is_cover else f"Heading{level}"
        line = self.line(replace(spot, style=style, item=None))
        if level == 1 and self.book.goes_on:
            line.paragraph[0].insert(1, w("pageBreakBefore", val=0))
            line.paragraph[0].append(w("spacing", before=480))
        if level == 1 and not self.book.is_cover:
            self.book.chapter(words(element), line.paragraph)
        self._inside(element, line, spot.voice, PLAIN)

    def _list(self, element: Element, spot: Spot) -> None:
        level = spot.item.level + 1 if spot.item else 0
        is_ordered = name(element) == "ol"
        start = element.get("start", "1")
        number = self.book.numbering(int(start) if start.isdecimal() else 1, level) if is_ordered else self.book.dots
        style = ("ListNumber" if is_ordered else "ListBullet") + (str(level + 1) if 0 < level <= 2 else "")  # noqa: PLR2004
        for each in element:
            if name(each) == "li":
                self.children(each, replace(spot, style=style, item=Item(number, level)))

    def _definitions(self, element: Element, spot: Spot) -> None:
        for each in element:
            style = "Term" if name(each) == "dt" else "Meaning"
            self.block(each, replace(spot, style=style))

    def _facts(self, element: Element, spot: Spot) -> None:
        """Write the key facts as a table of two columns: what, and the values one below the other."""
        for label in (each for each in element if "label" in classes(each)):
            self.block(label, spot)
        pairs: list[tuple[Element, list[Element]]] = []
        for each in (each for each in element.iter() if name(each) in ("dt", "dd")):
            if name(each) == "dt":
                pairs.append((each, []))
            elif pairs:
                pairs[-1][1].append(each)
        inside = next((each for each in element if name(each) == "dl"), element)
        voice = voice_of(inside, spot.voice, self.book.language)
        table, cells = self.book.table(spot.into, [2] * len(pairs), 0, is_rtl=voice.is_rtl, widths=_FACTS)
        for (head, values), (left, right) in zip(pairs, cells, strict=True):
            self.children(head, Spot(left, voice, "TableText", Look(bold=True)))
            for value in values:
                self.children(value, Spot(right, voice, "TableText"))
        self._fill(cells, spot)
        self.book.after_table(table)

    def _table(self, element: Element, spot: Spot) -> None:
        rows = [[cell for cell in row if name(cell) in ("th", "td")] for row in element.iter() if name(row) == "tr"]
        heads = sum(1 for head in element if name(head) == "thead" for row in head if name(row) == "tr")
        widths = _PAIRS if "pairs" in classes(element) else ()
        lengths = [len(row) for row in rows]
        table, cells = self.book.table(spot.into, lengths, heads, is_rtl=spot.voice.is_rtl, widths=widths)
        for row, made in zip(rows, cells, strict=True):
            for cell, into in zip(row, made, strict=False):
                look = Look(bold=True) if name(cell) == "th" else PLAIN
                self.children(cell, Spot(into, spot.voice, "TableText", look))
        self._fill(cells, spot)
        self.book.after_table(table)

    def _fill(self, cells: list[list[Any]], spot: Spot) -> None:
        """Put a paragraph into every empty cell: without one it is no cell to Word."""
        for into in (cell for row in cells for cell in row if cell[-1].tag.endswith("}tcPr")):
            self.line(Spot(into, spot.voice, "TableText"))

    def _inside(self, element: Element, line: Line, voice: Voice, look: Look) -> None:
        for piece in pieces(element):
            self._inline(piece, line, voice, look)

    def _inline(self, piece: str | Element, line: Line, voice: Voice, look: Look) -> None:
        if isinstance(piece, str):
            line.say(piece, voice, look)
            return
        kind = name(piece)
        voice = voice_of(piece, voice, self.book.language)
        if piece.get("id"):
            self.book.mark(piece.get("id", ""))
        if kind == "br":
            line.add(w("r", w("br")))
            line.after_space = True
        elif kind == "img":
            self._picture(piece, line, voice)
        elif kind == "a":
            self._link(piece, line, voice, look)
        elif "note" in classes(piece):
            line.add(self.book.note(words(piece)))
        else:
            for each in classes(piece) & _BEFORE.keys():
                line.say(_BEFORE[each], voice, look)
            look = replace(look, style="State") if "state" in classes(piece) else look
            self._inside(piece, line, voice, replace(look, **_LOOKS.get(kind, {})))

    def _link(self, element: Element, line: Line, voice: Voice, look: Look) -> None:
        link = self.book.link(element.get("href", ""))
        if link is None or line.link is not None:
            self._inside(element, line, voice, look)
            return
        line.add(link)
        line.link = link
        self._inside(element, line, voice, replace(look, style="Hyperlink"))
        line.link = None

    def _picture(self, element: Element, line: Line, voice: Voice) -> None:
        drawn = self.book.picture(element.get("src", ""), element.get("alt", ""))
        if drawn is None:
            line.say(element.get("alt", ""), voice, PLAIN)
        else:
            line.add(drawn)


def voice_of(element: Element, around: Voice, ours: str) -> Voice:
    """Return in which language and direction an element speaks; ``ours`` is the language of the document."""
    language, direction = element.get("lang"), element.get("dir")
    if language is None and direction is None:
        return around
    other = language_of(language) if language and language != ours else ""
    return Voice(other if language else around.language, direction == "rtl")


def _style(element: Element, style: str) -> str:
    named = next((_STYLES[each] for each in sorted(classes(element)) if each in _STYLES), style)
    return _KINDS.get(name(element), named)


def _nothing(_element: Element, _spot: Spot) -> None:
    """Write nothing: the numbers of a drawing stand in tables."""
