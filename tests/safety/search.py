"""Search whatever the program wrote for words: bytes, decompressed streams, text layers, metadata, attachments."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

_BASE64 = re.compile(rb"base64,([A-Za-z0-9+/=\s]{16,})")
_TAG = re.compile(rb"<[^>]*>")
_JOINERS = re.compile("[\\s\u00ad\u200b\u2010\u2011-]+")


class Words:
    """The words to look for, found in any encoding that a format may use."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known: dict[bytes, frozenset[str]] = {}
        self._words = frozenset(word.encode() for word in words)
        self._lengths = sorted({len(word) for word in self._words})
        self._tail = _common_tail(self._words)

    def in_text(self, text: str) -> set[str]:
        plain = html.unescape(unquote(text)).casefold()
        return self._found(plain.encode()) | self._found(_JOINERS.sub("", plain).encode())

    def in_bytes(self, data: bytes, depth: int = 0) -> set[str]:
        """Find the words in ``data`` and in everything packed inside it; what was seen before is not searched again."""
        key = sha256(data).digest()
        if key not in self._known:
            self._known[key] = frozenset(self._searched(data, depth))
        return set(self._known[key])

    def _searched(self, data: bytes, depth: int) -> set[str]:
        found: set[str] = set()
        for layer in _layers(data) if depth < 4 else (data,):
            if layer is data:
                lower = data.lower()
                found |= self._found(lower) | self._found(lower.replace(b"\0", b""))
                if len(data) < 4 << 20:
                    found |= self.in_text(data.decode("utf-8", "ignore"))
            elif isinstance(layer, str):
                found |= self.in_text(layer)
            else:
                found |= self.in_bytes(layer, depth + 1)
        return found

    def _found(self, data: bytes) -> set[str]:
        """Look at each place where all the words end alike: a pattern of a thousand words would take minutes."""
        found: set[str] = set()
        at = data.find(self._tail)
        while at >= 0:
            end = at + len(self._tail)
            found |= {
                data[end - size : end].decode()
                for size in self._lengths
                if data[max(end - size, 0) : end] in self._words
            }
            at = data.find(self._tail, at + 1)
        return found


def _common_tail(words: Iterable[bytes]) -> bytes:
    """Return what all words end with; there must be something, so that they can be looked for quickly."""
    listed = list(words)
    tail = min(listed, key=len)
    while not all(word.endswith(tail) for word in listed):
        tail = tail[1:]
    assert tail, "canaries end alike"
    return tail


def _layers(data: bytes) -> Iterator[bytes | str]:
    yield data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield packed.comment
            for member in packed.infolist():
                yield f"{member.filename} {member.comment!r} {member.extra!r}"
                content = packed.read(member)
                yield content
                if content.lstrip()[:1] == b"<":
                    yield _TAG.sub(b"", content)  # a word may be cut by marks, such as runs of a Word document
    elif data[:5] == b"%PDF-":
        yield from _pdf(data)
    elif data[:2] == b"\x1f\x8b":
        yield zlib.decompress(data, 31)
    elif data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1"):
        yield from _picture(data)
    for match in _BASE64.finditer(data):
        try:
            yield base64.b64decode(match.group(1))
        except binascii.Error:
            continue


def _pdf(data: bytes) -> Iterator[bytes | str]:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, _generation in [each.objgen for each in pdf.objects]:
            thing = pdf.get_object(number, 0)
            yield from _strings(thing, 0)
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield thing.read_bytes()
                except pikepdf.PdfError:
                    yield thing.read_raw_bytes()
        yield from _strings(pdf.trailer, 0)
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True, timeout=120)
        yield done.stdout.decode("utf-8", "replace")
    else:
        from pypdf import PdfReader

        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _strings(thing: Any, depth: int) -> Iterator[str]:
    """Yield every text string and name inside one object, without following references."""
    import pikepdf

    if isinstance(thing, pikepdf.String | pikepdf.Name):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array) and depth < 20:
        for part in thing:
            if not getattr(part, "is_indirect", False):
                yield from _strings(part, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and depth < 20:
        for name, part in thing.items():
            yield name
            if not getattr(part, "is_indirect", False):
                yield from _strings(part, depth + 1)


def _picture(data: bytes) -> Iterator[str]:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as made:
        yield repr(made.info) + repr(dict(made.getexif()))
