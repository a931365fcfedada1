"""Reading a PDF back: words by page, outline, links, tags, and every byte that a stream holds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache

import pikepdf
import pypdf


@lru_cache(maxsize=8)
def pages(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page, white space folded."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return tuple(re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages)


def outline(pdf: bytes) -> list[tuple[str, int]]:
    """Return titles and page numbers (from 1) of the bookmarks, in order."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    def walk(items: list[object]) -> Iterator[tuple[str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                number = reader.get_destination_page_number(item)
                yield " ".join(str(item.title).split()), number + 1

    return list(walk(reader.outline))


def targets(pdf: bytes) -> dict[str, int]:
    """Return the page number (from 1) of every named destination."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = {}
    for name, destination in reader.named_destinations.items():
        found[str(name)] = reader.get_destination_page_number(destination) + 1
    return found


def links(pdf: bytes) -> list[str]:
    """Return every address and every name that a link leads to."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = []
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                action = annotation.get("/A")
                found.append(str(action.URI) if action is not None and "/URI" in action else "#" + str(annotation.Dest))
        return found


def everything(pdf: bytes) -> bytes:
    """Return the file, every stream of it opened, and every word on its pages."""
    parts = [pdf, " ".join(pages(pdf)).encode()]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        parts += [item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream)]
        parts += [bytes(stream) for stream in (document.Root.unparse(resolved=True), document.trailer.unparse())]
    return b"\n".join(parts)


def tags(pdf: bytes) -> list[tuple[str, str, str]]:
    """Return type, alternative text and language of every element of the structure tree."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            (str(item.S), str(item.get("/Alt", "")), str(item.get("/Lang", "")))
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        ]


def spoken(pdf: bytes) -> str:
    """Return all tagged words, each run of them after the language in which a screen reader speaks it, in brackets."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        said = {page.objgen: _marked(page) for page in document.pages}

        def walk(item: pikepdf.Dictionary, language: str) -> None:
            own = str(item.get("/Lang", language))
            for kid in item.get("/K", []):
                if isinstance(kid, int):
                    found.append(f"[{own}] {said[item.Pg.objgen].get(kid, '')}")
                elif kid.get("/Type") == "/StructElem":
                    walk(kid, own)

        walk(document.Root.StructTreeRoot.K[0], str(document.Root.Lang))
    return " ".join(found)


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """Return the words of a page by the number of their mark."""
    letters = {name: _letters(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
    words: dict[int, str] = {}
    mark, face = -1, ""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            mark = int(operands[1].get("/MCID", -1)) if isinstance(operands[1], pikepdf.Dictionary) else -1
        elif str(operator) == "Tf":
            face = str(operands[0])
        elif str(operator) == "TJ":
            shown = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            glyphs = (shown[at : at + 2].hex() for at in range(0, len(shown), 2))
            words[mark] = words.get(mark, "") + "".join(letters[face].get(glyph, "") for glyph in glyphs)
    return words


def _letters(table: bytes) -> dict[str, str]:
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", table)
    return {glyph.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}
