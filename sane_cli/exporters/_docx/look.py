"""The look of a Word document: styles under the names people know, in a theme's colours.

Fonts are those of the document's own theme («Design», «Fonts»), which every Word has; nothing is embedded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from sane_cli.exporters._docx.marks import w

_BODY, _HEADS, _OTHER_SCRIPTS = "Calibri", "Georgia", "Arial"
_LEVELS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A style.

    Attributes:
        size: in points; 0 leaves that of ``base``.
        colour: name of a colour of the theme; empty leaves that of ``base``.
        before, after: space in points.
        edge: name of the colour of a line at the left, or below for ``Rule``.
        extra: more elements for ``pPr``, after those above.
    """

    base: str = "Body Text"
    follows: str = ""
    size: float = 0
    colour: str = ""
    bold: bool | None = None
    italic: bool | None = None
    before: float = 0
    after: float = 6
    line: float = 0
    keep: bool = False
    edge: str = ""
    tint: str = ""
    indent: float = 0
    heads: bool = False


# the names that Word itself has come first: they show in its gallery, its navigation pane and its contents
_KINDS: Mapping[str, Kind] = {
    "Normal": Kind(base="", size=10.5, colour="ink", after=0, line=1.15),
    "Body Text": Kind(base="Normal", after=7),
    "Title": Kind(base="Normal", size=34, colour="ink", before=150, after=10, line=1.0, heads=True, bold=False),
    "Subtitle": Kind(base="Normal", size=15, colour="soft", after=18, italic=False, bold=False),
    "Heading 1": Kind(base="Normal", follows="Body Text", size=22, colour="ink", after=10, line=1.05, keep=True,
                      heads=True, bold=False),
    "Heading 2": Kind(base="Normal", follows="Body Text", size=14, colour="accent", before=14, after=4, keep=True,
                      bold=True),
    "Heading 3": Kind(base="Normal", follows="Body Text", size=12, colour="ink", before=10, after=3, keep=True,
                      bold=True),
    "Heading 4": Kind(base="Normal", follows="Body Text", size=11, colour="soft", before=8, after=2, keep=True,
                      bold=True, italic=False),
    "Heading 5": Kind(base="Heading 4", follows="Body Text", size=10.5, before=8, after=2, keep=True),
    "Heading 6": Kind(base="Heading 5", follows="Body Text", before=8, after=2, keep=True, italic=False),
    "TOC Heading": Kind(base="Normal", size=22, colour="ink", after=10, heads=True, bold=False),
    "toc 1": Kind(base="Normal", after=5),
    "Quote": Kind(colour="soft", italic=True, edge="rule", indent=12),
    "Caption": Kind(size=9, colour="soft", bold=False),
    "List Bullet": Kind(after=3), "List Bullet 2": Kind(after=3), "List Bullet 3": Kind(after=3),
    "List Number": Kind(after=3), "List Number 2": Kind(after=3), "List Number 3": Kind(after=3),
    "footnote text": Kind(base="Normal", size=8.5, colour="soft", after=1),
    "Header": Kind(base="Normal", size=8.5, colour="soft"),
    "Footer": Kind(base="Normal", size=8.5, colour="soft"),
    "Lead": Kind(size=13, colour="soft", after=12, line=1.2),
    "Overline": Kind(size=9.5, colour="warm", bold=True, after=4, keep=True),
    "Lesson": Kind(edge="accent", indent=12),
    "Callout": Kind(tint="warm-tint", after=0),
    "Whom": Kind(size=9, colour="soft", edge="accent", indent=12, after=12),
    "Hint": Kind(size=9.5, colour="soft"),
    "Term": Kind(bold=True, colour="accent", after=1, keep=True),
    "Meaning": Kind(after=8),
    "Source Note": Kind(size=9, colour="soft"),
    "Citation": Kind(indent=12),
    "Table Text": Kind(base="Normal", size=9.5, before=1, after=1, line=1.0),
    "Figure Text": Kind(base="Normal", size=8.5, before=0, after=0, line=1.0),
    "Figure Group": Kind(base="Normal", size=8.5, colour="warm", bold=True, before=1, after=0, line=1.0, keep=True),
    "Code": Kind(size=9, after=0, tint="accent-tint"),
    "Rule": Kind(size=4, edge="rule"),
    "Gap": Kind(base="Normal", size=4, after=4),
}  # fmt: skip
_IDS = {"toc 1": "TOC1", "footnote text": "FootnoteText", "TOC Heading": "TOCHeading"}


def dress(document: Document, colours: Mapping[str, str]) -> None:
    """Give the document its page, its styles and its lists."""
    for old in [each for each in document.styles.element if each.get(qn("w:type")) == "table"]:
        if old.get(qn("w:styleId")) != "TableNormal":
            old.getparent().remove(old)  # a hundred looks for tables that nobody asked for
    for old in [each for each in document.styles.element if each.find(qn("w:link")) is not None]:
        if old.get(qn("w:type")) == "character":
            old.getparent().remove(old)  # twins of paragraph styles that are made anew below
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22.5)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    for name, kind in _KINDS.items():
        _style(document, name, kind, colours)
    _characters(document, colours)
    _table_style(document, colours)
    _lists(document, colours)
    _fonts(document)


def _style(document: Document, name: str, kind: Kind, colours: Mapping[str, str]) -> None:
    styles = document.styles.element
    identity = _IDS.get(name, name.replace(" ", ""))
    old = next((each for each in styles if each.get(qn("w:styleId")) == identity), None)
    if old is not None:
        styles.remove(old)
    inside = [w("name", val=name)]
    inside += [w("basedOn", val=_IDS.get(kind.base, kind.base.replace(" ", "")))] if kind.base else []
    inside += [w("next", val=kind.follows.replace(" ", ""))] if kind.follows else []
    inside += [w("qFormat")]
    style = w("style", *inside, _paragraph(name, kind, colours), _letters(kind, colours), type="paragraph")
    style.set(qn("w:styleId"), identity)
    if name == "Normal":
        style.set(qn("w:default"), "1")
    styles.append(style)


def _paragraph(name: str, kind: Kind, colours: Mapping[str, str]) -> Any:
    found = [w("keepNext"), w("keepLines")] if kind.keep else []
    found += [w("pageBreakBefore")] if name == "Heading 1" else []
    if name.startswith("List "):
        level = int(name[-1]) - 1 if name[-1].isdigit() else 0
        found.append(w("numPr", w("ilvl", val=level), w("numId", val=1 if "Bullet" in name else 2)))
    if kind.edge:
        side = "bottom" if name == "Rule" else "left"
        line = w(side, val="single", sz=6 if name == "Rule" else 12, space=8, color=colours[kind.edge][1:])
        found.append(w("pBdr", line))
    found += [w("shd", val="clear", color="auto", fill=colours[kind.tint][1:])] if kind.tint else []
    if name in ("Header", "Footer"):
        found.append(w("tabs", w("tab", val="right", pos=9354)))
    space = {"before": round(kind.before * 20), "after": round(kind.after * 20)}
    line_height = {"line": round(kind.line * 240), "lineRule": "auto"} if kind.line else {}
    found.append(w("spacing", **space, **line_height))
    found += [w("ind", left=round(kind.indent * 20))] if kind.indent else []
    found += [w("outlineLvl", val=int(name[-1]) - 1)] if name.startswith("Heading ") else []
    return w("pPr", *found)


def _letters(kind: Kind, colours: Mapping[str, str]) -> Any:
    found: list[Any] = []
    if kind.heads:
        found.append(w("rFonts", asciiTheme="majorHAnsi", hAnsiTheme="majorHAnsi", cs=_OTHER_SCRIPTS))
    elif not kind.base:
        found.append(w("rFonts", asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi", cs=_OTHER_SCRIPTS))
    for names, value in ((("b", "bCs"), kind.bold), (("i", "iCs"), kind.italic)):
        if value is not None:
            found += [w(each, val=int(value)) for each in names]
    found += [w("color", val=colours[kind.colour][1:])] if kind.colour else []
    found += [w(each, val=round(kind.size * 2)) for each in ("sz", "szCs")] if kind.size else []
    return w("rPr", *found)


def _characters(document: Document, colours: Mapping[str, str]) -> None:
    accent = w("color", val=colours["accent"][1:])
    for name, inside in (
        ("Hyperlink", [accent, w("u", val="single")]),
        ("footnote reference", [w("vertAlign", val="superscript")]),
        ("Code Words", [w("rFonts", ascii="Consolas", hAnsi="Consolas")]),
        ("Light", [w("color", val="FFFFFF")]),
        ("State", [w("b"), w("bCs"), w("color", val=colours["warm"][1:])]),
    ):
        identity = "FootnoteReference" if name.startswith("footnote") else name.replace(" ", "")
        style = w("style", w("name", val=name), w("rPr", *inside), type="character")
        style.set(qn("w:styleId"), identity)
        document.styles.element.append(style)


def _table_style(document: Document, colours: Mapping[str, str]) -> None:
    style = document.styles.add_style("Playbook Table", WD_STYLE_TYPE.TABLE).element
    style.set(qn("w:styleId"), "PlaybookTable")
    hair = {"val": "single", "sz": 4, "space": 0, "color": colours["rule"][1:]}
    borders = w("tblBorders", w("top", **hair), w("bottom", **hair), w("insideH", **hair))
    margins = w("tblCellMar", *(w(side, w=wide, type="dxa") for side, wide in
                                (("top", 30), ("left", 80), ("bottom", 30), ("right", 80))))  # fmt: skip
    shade = w("tcPr", w("shd", val="clear", color="auto", fill=colours["accent-tint"][1:]))
    style.append(w("tblPr", borders, margins))
    style.append(w("tblStylePr", shade, type="firstRow"))


def _lists(document: Document, colours: Mapping[str, str]) -> None:
    """Define the two kinds of lists, nine levels each: 1 has dots, 2 has numbers."""
    part = document.part.numbering_part.element
    for old in list(part):
        part.remove(old)
    dots, numbers = ("•", "–", "▪"), ("decimal", "lowerLetter", "lowerRoman")
    for kind in (1, 2):
        levels = []
        for at in range(_LEVELS):
            shape = w("numFmt", val="bullet" if kind == 1 else numbers[at % 3])
            text = w("lvlText", val=dots[at % 3] if kind == 1 else f"%{at + 1}.")
            place = w("pPr", w("ind", left=360 * (at + 1), hanging=360))
            letters = w("rPr", w("color", val=colours["accent"][1:]))
            parts = (w("start", val=1), shape, text, w("lvlJc", val="left"), place, letters)
            levels.append(w("lvl", *parts, ilvl=at))
        part.append(w("abstractNum", w("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=kind))
    for kind in (1, 2):
        part.append(w("num", w("abstractNumId", val=kind), numId=kind))


def _fonts(document: Document) -> None:
    """Put our two families into the document's theme."""
    theme = next(part for part in document.part.package.iter_parts() if part.partname.endswith("theme1.xml"))
    text = theme.blob.decode()
    for kind, family in (("major", _HEADS), ("minor", _BODY)):
        head, font, tail = text.partition(f"<a:{kind}Font>")
        before, latin, after = tail.partition('<a:latin typeface="')
        text = head + font + before + latin + family + after[after.index('"') :]
    theme._blob = text.encode()  # noqa: SLF001  (the library has no way to change a part that it does not know)
