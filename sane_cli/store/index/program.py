"""What the program itself is made of, cheaply: with another program, what it found before says nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sane_cli import __version__
from sane_cli.core.hashing import blake2b

_HOME = Path(__file__).parents[2]
# what has no say in what is found
_ELSEWHERE = frozenset({"__pycache__", "exporters", "formats", "prompters", "questions", "themes"})


@cache
def edition() -> str:
    """Return a digest of the program's version, its sources and packaged data, Python, and the installed libraries.

    It is told once a process, which runs one program, whatever is installed meanwhile.
    Of a folder with libraries its dates are enough: whatever is installed, upgraded or removed adds or removes a name
    there.
    """
    facts = [__version__, sys.version, *_sources(str(_HOME)), *_sources(str(_packaged_schema()))]
    facts += [_dated(path) for path in sys.path if path.endswith("-packages")]
    return blake2b("\n".join(facts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _sources(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name in _ELSEWHERE:
            continue
        if entry.is_dir():
            yield from _sources(entry.path)
        else:
            seen = entry.stat()
            yield f"{entry.path} {seen.st_size} {seen.st_mtime_ns} {seen.st_ino}"


def _packaged_schema() -> Path:
    """Return the folder of the schemas that travel with the program: inside it, or beside it in the source tree."""
    inside = _HOME / "schema"
    return inside if inside.is_dir() else _HOME.parent / "schema"


def _dated(folder: str) -> str:
    try:
        seen = os.stat(folder)  # noqa: PTH116
    except OSError:
        return folder
    return f"{folder} {seen.st_mtime_ns} {seen.st_ino}"
