"""Zip files that are the same to the byte from the same content: fixed order, fixed dates, no trace of the machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_FIRST_YEAR, _LAST_YEAR = 1980, 2107  # what a zip file can say (APPNOTE.TXT 4.4.6, MS-DOS dates)


def packed(files: Iterable[tuple[str, bytes]], made: datetime, stored: frozenset[str] = frozenset()) -> bytes:
    """Pack files in the order given.

    Args:
        files: names and contents.
        made: the date that every member gets.
        stored: names of members that are not compressed, such as ``mimetype`` of an EPUB.
    """
    whole = io.BytesIO()
    year = min(max(made.year, _FIRST_YEAR), _LAST_YEAR)
    stamp = (year, made.month, made.day, made.hour, made.minute, made.second)
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files:
            member = zipfile.ZipInfo(name, stamp)
            member.create_system = _UNIX
            member.external_attr = _PLAIN_FILE
            member.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, content, compresslevel=9)
    return whole.getvalue()
