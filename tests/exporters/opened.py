"""Word documents and EPUB books opened again and told as plain text, so that a change of them can be read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def members(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def told(docx: bytes) -> str:
    """Tell a Word document paragraph by paragraph: style, marks, words, where links lead; then notes, head and foot."""
    files = members(docx)
    links = {
        each.get("Id"): each.get("Target") for each in etree.fromstring(files["word/_rels/document.xml.rels"]) if True
    }
    lines = list(_blocks(etree.fromstring(files["word/document.xml"])[0], links))
    for name in sorted(name for name in files if re.match(r"word/(footnotes|header\d|footer\d)\.xml", name)):
        lines += ["", f"== {name}", *_blocks(etree.fromstring(files[name]), links)]
    return "\n".join(lines) + "\n"


def _blocks(parent: etree._Element, links: dict[str, str]) -> Iterator[str]:
    for block in parent:
        match etree.QName(block).localname:
            case "p":
                yield _paragraph(block, links)
            case "tbl":
                for row in block.iter(w("tr")):
                    cells = (" / ".join(_paragraph(p, links) for p in cell.iter(w("p"))) for cell in row.iter(w("tc")))
                    head = "head" if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None else "row"
                    yield f"  {head}: " + " | ".join(cells)
            case "sdt" | "sdtContent" | "footnote":
                yield from _blocks(block, links)
            case "sectPr":
                yield "-- section"


def _paragraph(paragraph: etree._Element, links: dict[str, str]) -> str:
    properties = paragraph.find(w("pPr"))
    style = properties.find(w("pStyle")) if properties is not None else None
    marks = [] if style is None else [style.get(w("val"))]
    if properties is not None:
        marks += [name for name in ("numPr", "bidi", "sectPr") if properties.find(w(name)) is not None]
    return f"[{' '.join(marks)}] " + "".join(_inline(paragraph, links))


def _inline(parent: etree._Element, links: dict[str, str]) -> Iterator[str]:
    for each in parent:
        match etree.QName(each).localname:
            case "hyperlink":
                target = links.get(each.get(f"{{{R}}}id")) or "#" + str(each.get(w("anchor")))
                yield f"{{{''.join(_inline(each, links))} → {target}}}"
            case "bookmarkStart":
                yield f"<{each.get(w('name'))}>"
            case "r":
                yield from _run(each)


def _run(run: etree._Element) -> Iterator[str]:
    properties = run.find(w("rPr"))
    signs = {"b": "**", "i": "*", "strike": "~~"}
    marks = "".join(
        sign for name, sign in signs.items() if properties is not None and properties.find(w(name)) is not None
    )
    lang = properties.find(w("lang")) if properties is not None else None
    tongue = "" if lang is None else f"({lang.get(w('bidi')) or lang.get(w('val'))})"
    for each in run:
        match etree.QName(each).localname:
            case "t":
                yield f"{tongue}{marks}{each.text}{marks[::-1]}"
            case "br":
                yield "⏎"
            case "tab":
                yield "⇥"
            case "instrText":
                yield f"«{each.text.strip()}»"
            case "footnoteReference":
                yield f"[^{each.get(w('id'))}]"
            case "drawing":
                yield f"(picture: {next(each.iter('{*}docPr')).get('descr')})"
            case "pict":
                yield f"(watermark: {next(each.iter('{*}textpath')).get('string')})"
