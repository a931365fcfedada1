"""Two repairs to pydyf, the PDF writer below the engine, in force only while a report is written."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any


@contextmanager
def repaired() -> Iterator[None]:
    """Write streams whose length nobody can misread, and count pages once instead of once for each tag."""
    import pydyf

    before = pydyf.zlib, pydyf.PDF.page_references
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=_Compressor)
    pydyf.PDF.page_references = property(_page_references)
    try:
        yield
    finally:
        pydyf.zlib, pydyf.PDF.page_references = before


@contextmanager
def swapped(module: Any, name: str, ours: Any) -> Iterator[None]:
    """Put something of ours into the place of a module's own, for a while."""
    before = getattr(module, name)
    setattr(module, name, ours)
    try:
        yield
    finally:
        setattr(module, name, before)


class _Compressor:
    """Compress so that the result does not end in an end of line.

    The writer puts a line feed after a stream. When the last byte (of the checksum) happens to be one itself, or a
    carriage return, a strict reader takes both for one end of line, finds the stream a byte short, and the file is no
    PDF/A (ISO 19005-3, 6.1.7.1). What follows the checksum is no data to any reader.
    """

    def __init__(self, level: int = 9) -> None:
        self._inner = zlib.compressobj(level)

    def compress(self, data: bytes) -> bytes:
        """Compress a part."""
        return self._inner.compress(data)

    def flush(self) -> bytes:
        """Return the rest."""
        rest = self._inner.flush()
        return rest + b" " if rest.endswith((b"\r", b"\n")) else rest


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of all pages; the engine asks once for each structure element, which is quadratic."""
    kids = pdf.pages["Kids"]
    kept: tuple[int, tuple[bytes, ...]] | None = pdf.__dict__.get("_kept_references")
    if kept is None or kept[0] != len(kids):
        kept = len(kids), tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
        pdf.__dict__["_kept_references"] = kept
    return kept[1]
