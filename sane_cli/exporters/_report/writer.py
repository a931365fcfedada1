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


class _Compressor:
    """Compress so that the result does not end in a carriage return.

    The writer puts a line feed after a stream. After a carriage return a strict reader takes both for one end of
    line, finds the stream one byte short, and the file is no PDF/A (ISO 19005-3, 6.1.7.1).
    """

    def __init__(self, level: int = 9) -> None:
        self._levels = (level, *(other for other in range(9, 0, -1) if other != level))
        self._parts: list[bytes] = []

    def compress(self, data: bytes) -> bytes:
        """Keep ``data`` for the end."""
        self._parts.append(data)
        return b""

    def flush(self) -> bytes:
        """Return everything, compressed."""
        whole = b"".join(self._parts)
        best = zlib.compress(whole, self._levels[0])
        others = (zlib.compress(whole, level) for level in self._levels[1:])
        return best if not best.endswith(b"\r") else next((o for o in others if not o.endswith(b"\r")), best)


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of all pages; the engine asks once for each structure element, which is quadratic."""
    kids = pdf.pages["Kids"]
    kept: tuple[int, tuple[bytes, ...]] | None = pdf.__dict__.get("_kept_references")
    if kept is None or kept[0] != len(kids):
        kept = len(kids), tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
        pdf.__dict__["_kept_references"] = kept
    return kept[1]
