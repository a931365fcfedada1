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
