"""A piece of a report: some pages as PDF objects that can stand anywhere in a file.

An object of a piece does not know its number yet. Where it names another one of the piece, or its place in the
parent tree, stands a mark with the number inside the piece; joining adds what came before. What all pieces share
(pages, document, fonts, colours) has a fixed number. Pieces are kept as bytes, in a plain form that cannot do
anything when it is read.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sane_cli.exporters._report.numbering import Slot

# the numbers of what all pieces share
PAGES, DOCUMENT, FONTS, COLOURS, PROFILE, FIRST_FREE = range(1, 7)
# Marks are bytes that an object's text cannot hold: the engine writes ASCII, and other letters as hexadecimal digits.
REFERENCE, PARENT, END, BETWEEN = b"\xff", b"\xfd", b"\xfe", b"\xfc"
_REFERENCE, _PARENT = re.compile(rb"\xff(\d+)\xfe"), re.compile(rb"\xfd(\d+)\xfe")


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of a piece.

    Attributes:
        head: its dictionary, without the closing brackets and the length.
        has_slots: whether numbers are to be written into its data, which are not compressed then.
    """

    number: int
    head: bytes
    has_slots: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: its words, page of the piece (from 0), place on it, and lines below it."""

    words: str
    page: int
    x: float
    y: float
    below: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """What a piece uses of a font: glyph → width and glyph → text, and by what the engine finds the font again."""

    name: str
    family: str
    weight: int
    style: int
    widths: Mapping[int, int]
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Pages of a report.

    Attributes:
        objects: number → the object's text with marks.
        pages: the numbers of its pages.
        tags: the numbers of the uppermost elements of its structure tree.
        parents: what its pages and annotations are, in order of the parent tree, with marks.
        anchors: name → page of the piece (from 0), x and y.
        others: texts of objects, with marks, that have their places elsewhere in the file.
    """

    objects: Mapping[int, bytes]
    streams: Sequence[Stream]
    pages: Sequence[int] = ()
    tags: Sequence[int] = ()
    parents: Sequence[bytes] = ()
    anchors: Mapping[str, tuple[int, float, float]] = field(default_factory=dict)
    bookmarks: tuple[Bookmark, ...] = ()
    faces: Sequence[Face] = ()
    slots: Sequence[Slot] = ()
    others: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many numbers it takes."""
        return 1 + max([*self.objects, *(stream.number for stream in self.streams)], default=-1)


def moved(texts: Iterable[bytes], start: int, parents: int) -> list[bytes]:
    """Write numbers of the whole file into the marks of texts of a piece.

    Args:
        texts: with marks.
        start: the number of the piece's first object.
        parents: the number of its first entry in the parent tree.
    """
    # all at once: there are some three hundred marks a case
    cut = _REFERENCE.split(BETWEEN.join(texts))
    known: dict[bytes, bytes] = {number: b"%d 0 R" % (start + int(number)) for number in set(cut[1::2])}
    cut[1::2] = map(known.__getitem__, cut[1::2])
    whole = _PARENT.sub(lambda mark: b"%d" % (parents + int(mark[1])), b"".join(cut))
    return whole.split(BETWEEN)


def packed(piece: Piece) -> bytes:
    """Return a piece as bytes."""
    heads = [stream.head for stream in piece.streams]
    texts = [*piece.objects.values(), *piece.parents, *piece.others.values(), *heads]
    head = {
        "objects": list(piece.objects),
        "streams": [(stream.number, stream.has_slots, len(stream.data)) for stream in piece.streams],
        "pages": list(piece.pages),
        "tags": list(piece.tags),
        "parents": len(piece.parents),
        "anchors": dict(piece.anchors),
        "bookmarks": [_listed(mark) for mark in piece.bookmarks],
        "others": list(piece.others),
        "faces": [
            (face.name, face.family, face.weight, face.style, list(face.widths.items()), list(face.texts.items()))
            for face in piece.faces
        ],
        "slots": [(slot.target, list(slot.glyphs)) for slot in piece.slots],
    }
    parts = [json.dumps(head).encode(), BETWEEN.join(texts), *(stream.data for stream in piece.streams)]
    sizes = b"%d %d\n" % (len(parts[0]), len(parts[1]))
    return zlib.compress(sizes + b"".join(parts), 1)


def unpacked(data: bytes) -> Piece:
    """Read what ``packed`` wrote."""
    whole = zlib.decompress(data)
    first = whole.index(b"\n") + 1
    middle, after = (int(size) for size in whole[:first].split())
    head: dict[str, Any] = json.loads(whole[first : first + middle])
    at = first + middle + after
    texts = whole[first + middle : at].split(BETWEEN)
    streams = []
    for (number, has_slots, size), text in zip(head["streams"], texts[-len(head["streams"]) :], strict=False):
        streams.append(Stream(number, text, has_slots, whole[at : at + size]))
        at += size
    remaining = iter(texts)
    return Piece(
        objects=dict(zip(head["objects"], remaining, strict=False)),
        parents=list(islice(remaining, head["parents"])),
        others=dict(zip(head["others"], islice(remaining, len(head["others"])), strict=True)),
        streams=streams,
        pages=head["pages"],
        tags=head["tags"],
        anchors={name: tuple(place) for name, place in head["anchors"].items()},
        bookmarks=tuple(_read(mark) for mark in head["bookmarks"]),
        faces=[
            Face(name, family, weight, style, dict(widths), dict(words))
            for name, family, weight, style, widths, words in head["faces"]
        ],
        slots=[Slot(target, glyphs) for target, glyphs in head["slots"]],
    )


def _listed(mark: Bookmark) -> list[Any]:
    return [mark.words, mark.page, mark.x, mark.y, [_listed(each) for each in mark.below]]


def _read(listed: list[Any]) -> Bookmark:
    words, page, x, y, below = listed
    return Bookmark(words, page, x, y, tuple(_read(each) for each in below))
