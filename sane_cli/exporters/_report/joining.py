"""Join the pieces of a report to one PDF file.

The pieces come from the engine as objects that only lack their numbers, so nothing is parsed: numbers are written
into their marks and the objects go to the file, those of a piece into one object stream (ISO 32000-1, 7.5.7).
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, repeat
from types import MappingProxyType

from sane_cli.exporters._report.numbering import filled
from sane_cli.exporters._report.piece import (
    COLOURS,
    DOCUMENT,
    FIRST_FREE,
    FONTS,
    PAGES,
    PROFILE,
    Bookmark,
    Face,
    Piece,
    moved,
)
from sane_cli.exporters._report.taking import compressed

_AT_ONCE = 2  # threads that compress
_TOGETHER = 2000  # objects in one stream: enough to pack well, few enough to be unpacked for one of them
_ROW = struct.Struct(">BIH")  # of the cross-reference stream (ISO 32000-1, 7.5.8.3)
_FREE = _ROW.pack(0, 0, 0xFFFF)


def faces(pieces: Iterable[Piece]) -> tuple[Face, ...]:
    """Unite what the pieces use of each font, in order of its glyphs; where two differ, the first one counts."""
    known: dict[str, Face] = {}
    widths: dict[str, dict[int, int]] = {}
    texts: dict[str, dict[int, str]] = {}
    for piece in pieces:
        for face in piece.faces:
            known.setdefault(face.name, face)
            widths[face.name] = {**face.widths, **widths.get(face.name, {})}
            texts[face.name] = {**face.texts, **texts.get(face.name, {})}
    return tuple(
        replace(known[name], widths=dict(sorted(widths[name].items())), texts=dict(sorted(texts[name].items())))
        for name in sorted(known)
    )


def joined(pieces: Sequence[Piece], fonts: Piece, frame: Piece, digits: int) -> bytes:
    """Return the whole file.

    Args:
        pieces: the pages, in order.
        fonts: what the pages are set in.
        frame: metadata, colours and attachment.
        digits: how wide the slots for page numbers are.
    """
    anchors = _anchors(pieces)
    with ThreadPoolExecutor(_AT_ONCE) as compressing:  # it leaves the interpreter to others
        book = _Book(_File(compressing))
        numbered = compressing.map(partial(_numbered, anchors, digits), pieces, _first_pages(pieces))
        for piece, data in zip(pieces, numbered, strict=True):
            book.add(piece, data)
        book.close(fonts, frame)
        return book.file.written()


def _first_pages(pieces: Iterable[Piece]) -> Iterator[int]:
    """Yield the page number with which each piece begins."""
    before = 0
    for piece in pieces:
        yield before + 1
        before += len(piece.pages)


def _numbered(anchors: Mapping[str, int], digits: int, piece: Piece, first: int) -> Mapping[int, bytes]:
    """Return the data of a piece's streams with page numbers in them."""
    number: dict[str | int, int] = {at: first + at for at in range(len(piece.pages))}
    number.update({name: anchors[name] for slot in piece.slots if (name := str(slot.target)) in anchors})
    return {
        stream.number: compressed(filled(stream.data, piece.slots, digits, number))
        for stream in piece.streams
        if stream.has_slots
    }


def _anchors(pieces: Sequence[Piece]) -> dict[str, int]:
    """Return the page number of every anchor; of two with one name, that of the first."""
    found: dict[str, int] = {}
    for piece, first in zip(pieces, _first_pages(pieces), strict=True):
        for name, (page, _x, _y) in piece.anchors.items():
            found.setdefault(name, first + page)
    return found


@dataclass(slots=True)
class _Book:
    """What grows over all pieces: pages, tags, places, outline."""

    file: _File
    pages: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    parents: int = 0
    leaves: list[int] = field(default_factory=list)
    places: dict[str, bytes] = field(default_factory=dict)
    outline: list[tuple[Bookmark, list[int]]] = field(default_factory=list)

    def add(self, piece: Piece, data: Mapping[int, bytes]) -> None:
        """Put a piece's pages behind those that are there; ``data`` replaces that of some streams."""
        start = self.file.objects(piece, self.parents, data)
        own = [start + page for page in piece.pages]
        self.pages += own
        self.tags += [start + tag for tag in piece.tags]
        if piece.parents:
            last = self.parents + len(piece.parents) - 1
            entries = b" ".join(
                b"%d %s" % (number, entry) for number, entry in enumerate(moved(piece.parents, start, 0), self.parents)
            )
            self.leaves.append(self.file.plain(b"<</Limits[%d %d]/Nums[%s]>>" % (self.parents, last, entries)))
            self.parents = last + 1
        for name, (page, x, y) in piece.anchors.items():
            self.places.setdefault(name, _place(own[page], x, y))
        self.outline += [(mark, own) for mark in piece.bookmarks]
        self.file.flush(_TOGETHER)

    def close(self, fonts: Piece, frame: Piece) -> None:
        """Write what holds the pages together."""
        file = self.file
        at = file.objects(fonts, 0, {})
        file.plain(b"<<%s>>" % moved([fonts.others["fonts"]], at, 0)[0], FONTS)
        start = file.objects(frame, 0, {}, {int(frame.others["profile"]): PROFILE})
        about = dict(zip(frame.others, moved(frame.others.values(), start, 0), strict=True))
        file.plain(b"<<%s>>" % about["colours"], COLOURS)
        file.plain(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.pages), _references(self.pages)), PAGES)
        tree = file.plain(b"<</Kids[%s]>>" % _references(self.leaves))
        root = file.plain(
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (DOCUMENT, tree, self.parents)
        )
        file.plain(b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (root, _references(self.tags)), DOCUMENT)
        named = b" ".join(text + place for text, place in sorted((_text(n), p) for n, p in self.places.items()))
        names = file.plain(b"<</Names[%s]>>" % named)
        outlines = _outlined(file, self.outline)
        file.catalog = file.plain(
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Outlines %d 0 R/PageMode/UseOutlines"
            b"/PageLabels<</Nums[0<</S/D>>]>>/Names<</Dests %d 0 R/EmbeddedFiles %s>>%s>>"
            % (PAGES, root, outlines, names, about["attached"], about["catalog"])
        )
        file.info = file.plain(b"<<%s>>" % about["info"])


def _outlined(file: _File, marks: Sequence[tuple[Bookmark, Sequence[int]]]) -> int:
    """Write the outline and return the number of its root."""
    root = file.taken(1)
    first, last, count = _level(file, marks, root)
    file.plain(b"<</Count %d/First %d 0 R/Last %d 0 R>>" % (count, first, last), root)
    return root


def _level(file: _File, marks: Sequence[tuple[Bookmark, Sequence[int]]], above: int) -> tuple[int, int, int]:
    """Write the lines below ``above``; return the numbers of the first and the last, and how many lines there are."""
    first = file.taken(len(marks))
    total = len(marks)
    for at, (mark, pages) in enumerate(marks):
        text = b"<</Title %s/Parent %d 0 R/Dest%s" % (
            _text(mark.words),
            above,
            _place(pages[mark.page], mark.x, mark.y),
        )
        text += b"/Prev %d 0 R" % (first + at - 1) if at else b""
        text += b"/Next %d 0 R" % (first + at + 1) if at + 1 < len(marks) else b""
        if mark.below:
            inner = _level(file, [(each, pages) for each in mark.below], first + at)
            text += b"/First %d 0 R/Last %d 0 R/Count %d" % inner
            total += inner[2]
        file.plain(text + b">>", first + at)
    return first, first + len(marks) - 1, total


def _place(page: int, x: float, y: float) -> bytes:
    import pydyf

    data: bytes = pydyf.Array([b"%d 0 R" % page, "/XYZ", x, y, 0]).data
    return data


def _text(words: str) -> bytes:
    import pydyf

    data: bytes = pydyf.String(words).data
    return data


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


class _File:
    """A PDF file as it grows: streams as they come, plain objects together in object streams."""

    def __init__(self, compressing: Executor) -> None:
        self.catalog = self.info = 0
        self._compressing = compressing
        self._streams: deque[tuple[int, bytes, bytes | Future[bytes]]] = deque()
        self._next = FIRST_FREE
        self._numbers: list[int] = []  # of the plain objects that wait, and
        self._texts: list[bytes] = []
        self._found: dict[int, bytes] = {}  # number → row of the cross-reference stream

    def taken(self, count: int) -> int:
        """Return the first of so many numbers that are now taken."""
        first = self._next
        self._next += count
        return first

    def objects(
        self, piece: Piece, parents: int, data: Mapping[int, bytes], fixed: Mapping[int, int] = MappingProxyType({})
    ) -> int:
        """Write the objects of a piece and return the number of its first.

        Args:
            piece: what to write.
            parents: the number of its first entry in the parent tree.
            data: number in the piece → what stands in a stream instead of what the piece has.
            fixed: number in the piece → number in every file.
        """
        start = self.taken(piece.size)
        heads = [stream.head for stream in piece.streams]
        texts = moved([*piece.objects.values(), *heads], start, parents)
        self._numbers += [start + number for number in piece.objects]
        self._texts += texts[: len(piece.objects)]
        for stream, head in zip(piece.streams, texts[len(piece.objects) :], strict=True):
            self.stream(head, data.get(stream.number, stream.data), fixed.get(stream.number, start + stream.number))
        return start

    def plain(self, text: bytes, number: int = 0) -> int:
        """Put an object into the next object stream and return its number."""
        number = number or self.taken(1)
        self._numbers.append(number)
        self._texts.append(text)
        return number

    def stream(self, head: bytes, data: bytes | Future[bytes], number: int = 0) -> int:
        """Write a stream, its dictionary without the closing brackets."""
        number = number or self.taken(1)
        self._streams.append((number, head, data))
        return number

    def flush(self, least: int = 1) -> None:
        """Write the plain objects that wait, when there are at least so many."""
        count = len(self._numbers)
        if count < least:
            return
        places = accumulate((len(text) + 1 for text in self._texts), initial=0)
        table = b" ".join(map(b"%d %d".__mod__, zip(self._numbers, places, strict=False))) + b"\n"
        head = b"<</Type/ObjStm/Filter/FlateDecode/N %d/First %d" % (count, len(table))
        home = self.stream(head, self._compressing.submit(compressed, table + b"\n".join(self._texts)))
        self._found.update(zip(self._numbers, map(_ROW.pack, repeat(2), repeat(home), range(count)), strict=False))
        self._numbers, self._texts = [], []

    def written(self) -> bytes:
        """Write all streams and the table of what is where, and return the file."""
        self.flush()
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
        while self._streams:  # each leaves as it is written
            number, head, made = self._streams.popleft()
            data = made if isinstance(made, bytes) else made.result()
            self._found[number] = _ROW.pack(1, out.tell(), 0)
            out.write(b"%d 0 obj\n%s/Length %d>>\nstream\n" % (number, head, len(data)))
            out.write(data)
            out.write(b"\nendstream\nendobj\n")
        number, place = self.taken(1), out.tell()
        self._found[number] = _ROW.pack(1, place, 0)
        rows = [_FREE, *(self._found.get(each, _FREE) for each in range(1, self._next))]
        name = hashlib.sha256(out.getbuffer()).hexdigest()[:32].encode()
        data = compressed(b"".join(rows))
        head = b"<</Type/XRef/Filter/FlateDecode/W[1 4 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Length %d>>" % (
            self._next,
            self.catalog,
            self.info,
            name,
            name,
            len(data),
        )
        out.write(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, data))
        out.write(b"startxref\n%d\n%%%%EOF\n" % place)
        return out.getvalue()
