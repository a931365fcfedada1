"""Take a piece out of the PDF that the engine made of it: its objects, without those that all pieces share."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from sane_cli.exporters._report.numbering import Drawing
from sane_cli.exporters._report.piece import (
    COLOURS,
    DOCUMENT,
    END,
    FONTS,
    PAGES,
    PARENT,
    PROFILE,
    REFERENCE,
    Bookmark,
    Face,
    Piece,
    Stream,
)

# strings first, so that nothing inside one is taken for a reference
_TOKEN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]+>|(\d+) 0 R|(/StructParents? )(\d+)", re.DOTALL)
_OURS = frozenset({"Type", "Pages", "StructTreeRoot", "Names"})  # what joining writes into the catalog
_SCALE = 0.75  # PDF points a CSS pixel


def taken(document: Any, pdf: Any, fonts: Any, drawing: Drawing) -> Piece:
    """Return the pages of a document as a piece.

    Args:
        document: the engine's, laid out and drawn.
        pdf: its objects, their tags in order.
        fonts: the object that stands for the dictionary of fonts.
        drawing: how its texts were drawn.
    """
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    tree, above = _at(pdf, root["ParentTree"]), _at(pdf, root["K"][0])
    pages = [_at(pdf, reference) for reference in pdf.page_references]
    colours = _at(pdf, _at(pdf, pages[0]["Resources"])["ColorSpace"])
    shared = {pdf.pages.number: PAGES, above.number: DOCUMENT, fonts.number: FONTS, colours.number: COLOURS}
    shared |= {_number(profile.pdf_reference): PROFILE for profile in document.color_profiles.values()}
    gone = {pdf.catalog.number, root.number, tree.number, _number(pdf.catalog["Metadata"])}
    kept = [item for item in pdf.objects[1:] if item.number not in shared and item.number not in gone]
    places = Places({item.number: at for at, item in enumerate(kept)}, shared)
    return Piece(
        **objects(kept, places),
        pages=[places.own[page.number] for page in pages],
        tags=[places.own[_number(reference)] for reference in above["K"]],
        parents=[places.marked(_bytes(entry)) for entry in tree["Nums"][1::2]],
        anchors=_anchors(pdf),
        bookmarks=_bookmarks(document.make_bookmark_tree(_SCALE, transform_pages=True)),
        faces=[face(font) for font in document.fonts.values()],
        slots=drawing.drawn,
    )


def frame(document: Any, pdf: Any) -> Piece:
    """Return what a file has beside its pages: ``catalog``, ``info``, ``colours``, ``attached`` as other texts."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    tree, above = _at(pdf, root["ParentTree"]), _at(pdf, root["K"][0])
    (profile,) = (profile.pdf_reference for profile in document.color_profiles.values())
    colours: Any = next(item for item in pdf.objects[1:] if isinstance(item, dict) and profile in _inside(item))
    gone = {pdf.pages.number, pdf.catalog.number, root.number, tree.number, above.number, colours.number}
    kept = [item for item in pdf.objects[1:] if item.number not in gone]
    places = Places(
        {item.number: at for at, item in enumerate(kept)}, {_number(profile): PROFILE, colours.number: COLOURS}
    )
    catalog = {key: value for key, value in pdf.catalog.items() if key not in _OURS}
    others = {
        "catalog": _inner(catalog),
        "info": _inner(pdf.info),
        "colours": _inner(colours),
        "profile": b"%d" % places.own[_number(profile)],
        "attached": pdf.catalog["Names"]["EmbeddedFiles"],
    }
    return Piece(**objects(kept, places), others={name: places.marked(text) for name, text in others.items()})


def font_objects(pdf: Any, dictionary: Any) -> Piece:
    """Return the fonts of a file, with their ``fonts`` dictionary as another object."""
    kept = pdf.objects[3:]
    places = Places({item.number: at for at, item in enumerate(kept)}, {})
    return Piece(**objects(kept, places), others={"fonts": places.marked(_inner(dictionary))})


def _inner(dictionary: Mapping[str, Any]) -> bytes:
    """Return the text of a dictionary without its brackets."""
    import pydyf

    text: bytes = pydyf.Dictionary(dictionary).data
    return text[2:-2]


def _inside(item: Mapping[str, Any]) -> set[Any]:
    return {part for value in item.values() if isinstance(value, list) for part in value if isinstance(part, bytes)}


class Places:
    """Which number an object of the engine's file has in its piece, or in every file."""

    def __init__(self, own: Mapping[int, int], shared: Mapping[int, int]) -> None:
        self.own = own
        self._shared = shared

    def marked(self, text: bytes) -> bytes:
        """Put marks in the place of numbers."""

        def token(found: re.Match[bytes]) -> bytes:
            if found[2]:
                return found[2] + PARENT + found[3] + END
            if not found[1]:
                return found[0]
            number = int(found[1])
            if number in self._shared:
                return b"%d 0 R" % self._shared[number]
            return REFERENCE + b"%d" % self.own[number] + END

        return _TOKEN.sub(token, text)


def objects(kept: Iterable[Any], places: Places) -> dict[str, Any]:
    """Return ``objects`` and ``streams`` of a piece."""
    import pydyf

    plain: dict[int, bytes] = {}
    streams: list[Stream] = []
    for item in kept:
        number = places.own[item.number]
        if isinstance(item, pydyf.Stream):
            streams.append(_stream(number, item, places))
        elif item:
            plain[number] = places.marked(item.data)
    return {"objects": plain, "streams": streams}


def face(font: Any) -> Face:
    """Return what was used of one of the engine's fonts."""
    return Face(font.hash, font.family, int(font.weight), int(font.style), font.widths, font.to_unicode)


def compressed(data: bytes) -> bytes:
    """Compress so that the result does not end in an end of line.

    A line feed follows every stream. When the last byte (of the checksum) happens to be one itself, or a carriage
    return, a strict reader takes both for one end of line, finds the stream a byte short, and the file is no PDF/A
    (ISO 19005-3, 6.1.7.1). What follows the checksum is no data to any reader.
    """
    made = zlib.compress(data, 6)
    return made + b" " if made.endswith((b"\r", b"\n")) else made


def _stream(number: int, item: Any, places: Places) -> Stream:
    import pydyf

    data = b"\n".join(map(_bytes, item.stream))
    has_slots = hasattr(item, "page_rectangle") and b"\xf8" in data  # drawn by the engine, not a picture or a font
    extra = pydyf.Dictionary(item.extra)
    if item.compress:
        extra["Filter"] = "/FlateDecode"
        data = data if has_slots else compressed(data)
    return Stream(number, places.marked(extra.data)[: -len(b">>")], has_slots, data)


def _anchors(pdf: Any) -> dict[str, tuple[int, float, float]]:
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    numbers = {reference: at for at, reference in enumerate(pdf.page_references)}
    return {
        name.string: (numbers[place[0]], float(place[2]), float(place[3]))
        for name, place in zip(names[::2], names[1::2], strict=True)
    }


def _bookmarks(tree: Iterable[Any]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(words, page, float(x), float(y), _bookmarks(below)) for words, (page, x, y), below, _state in tree
    )


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _bytes(item: Any) -> bytes:
    import pydyf

    if isinstance(item, bytes):
        return item
    data: bytes = pydyf.Array([item]).data
    return data[1:-1]
