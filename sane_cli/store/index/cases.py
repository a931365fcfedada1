"""What stands in the case files: the data of each, kept with the hash of its bytes, so that it is parsed once.

A number stands for one file with one content: a file that changes gets another number, so that whatever is kept of a
number somewhere else can never belong to an older content.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from sane_cli import __version__, core
from sane_cli.store.index import columns
from sane_cli.store.index.database import Opened, Part
from sane_cli.store.index.manifest import Manifest

TABLES = (
    """CREATE TABLE row_head (mark INTEGER, state BLOB, short BLOB, names BLOB, facts BLOB, sure INTEGER, cases TEXT,
    seal BLOB)""",
    "CREATE TABLE row_case (number INTEGER PRIMARY KEY, data TEXT, seal BLOB)",
    """CREATE TABLE row_view (number INTEGER PRIMARY KEY, name TEXT UNIQUE, mark INTEGER, since INTEGER, until INTEGER,
    stamp INTEGER, cases BLOB, names TEXT, seal BLOB, made TEXT, made_seal BLOB)""",
    columns.TABLE,
    "CREATE TABLE row_whole (view INTEGER, number INTEGER, data TEXT, seal BLOB, PRIMARY KEY (view, number))",
    "CREATE TABLE row_words (view INTEGER PRIMARY KEY, numbers TEXT, seal BLOB)",
)
_FORMAT = 2
Read: TypeAlias = tuple[str, str | None, str]  # hash, id if there is a case, data as JSON
# what reads, gates and cuts into words: another one makes other rows
_DECIDES = (
    *("access", "audience", "case", "closed_names", "common_words", "edtf", "kept", "query", "search", "text", "tlp"),
    *(
        "../store/yaml_read",
        "../store/yaml_quick",
        "../store/index/cases",
        "../store/index/columns",
        "../store/index/views",
        "../store/index/words",
    ),
)


class Known(NamedTuple):
    """A case file that was read: its number, the hash of its bytes, the id inside; no id when it holds no case."""

    number: int
    digest: str
    id: str | None


class Head(NamedTuple):
    """What was there when the index last looked.

    Attributes:
        before: the manifest of then, settled.
        mark: above every number ever given, so it differs whenever the numbers differ.
    """

    before: Manifest
    mark: int
    cases: str

    @property
    def known(self) -> dict[str, Known]:
        """The case files by path."""
        return {path: Known(*parts) for path, parts in json.loads(self.cases).items()}


def part() -> Part:
    """Return the share of the index that lists and searches have; its rows depend on the program that made them."""
    home = Path(core.__file__).parent
    made = [(home / f"{name}.py").stat().st_mtime_ns for name in _DECIDES if (home / f"{name}.py").exists()]
    return Part("row", f"{_FORMAT} {__version__} {sys.hexversion} {made}", TABLES)


def state(opened: Opened) -> tuple[int, bytes] | None:
    """Return the mark and the state of the files then, without all that is known of them; None as for ``head``."""
    row = opened.connection.execute("SELECT mark, state, short FROM row_head").fetchone()
    if row is None or not isinstance(row[1], bytes) or _short(opened, *row[:2]) != row[2]:
        return None
    return row[0], row[1]


def head(opened: Opened) -> Head | None:
    """Return what is known of the files, or None when nothing is, or nothing that can be trusted."""
    row = opened.connection.execute("SELECT names, facts, sure, cases, mark, seal FROM row_head").fetchone()
    if row is None:
        return None
    names, facts, sure, cases, mark, seal = row
    if not isinstance(names, bytes) or not isinstance(facts, bytes) or not isinstance(cases, str):
        return None
    if opened.seal(b"head", names, facts, repr((sure, mark)).encode(), cases.encode()) != seal:
        return None
    return Head(Manifest(names, facts, bool(sure)), mark, cases)


def write_head(opened: Opened, before: Manifest, known: Mapping[str, Known], mark: int) -> None:
    """Keep what is known of the files."""
    cases = json.dumps({path: (each.number, each.digest, each.id) for path, each in known.items()})
    rest = repr((int(before.sure), mark)).encode()
    seal = opened.seal(b"head", before.names, before.facts, rest, cases.encode())
    opened.connection.execute("DELETE FROM row_head")
    short = (mark, before.digest, _short(opened, mark, before.digest))
    values = (*short, before.names, before.facts, int(before.sure), cases, seal)
    opened.connection.execute("INSERT INTO row_head VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


def write(opened: Opened, cases: Iterable[tuple[int, str]]) -> None:
    """Keep the data of case files, given as JSON, by number."""
    rows = ((number, data, _seal(opened, number, data)) for number, data in cases)
    opened.connection.executemany("INSERT INTO row_case VALUES (?, ?, ?)", rows)


def remove(opened: Opened, numbers: Iterable[int]) -> None:
    """Forget the data of case files."""
    opened.connection.executemany("DELETE FROM row_case WHERE number = ?", ((number,) for number in numbers))


def texts(opened: Opened, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the data of case files as JSON.

    Raises:
        sqlite3.DatabaseError: one was broken.
    """
    import sqlite3

    for number in numbers:
        row = opened.connection.execute("SELECT data, seal FROM row_case WHERE number = ?", (number,)).fetchone()
        if row is None or not isinstance(row[0], str) or _seal(opened, number, row[0]) != row[1]:
            raise sqlite3.DatabaseError("broken")
        yield number, row[0]


def read(opened: Opened, number: int) -> Mapping[str, Any]:
    """Return the data of a case file.

    Raises:
        sqlite3.DatabaseError: it was broken.
    """
    (_number, text), *_none = texts(opened, (number,))
    data: Mapping[str, Any] = json.loads(text)
    return data


def numbered(read: Mapping[str, Read], now: Manifest, head: Head | None) -> tuple[dict[str, Known], int]:
    """Give a number to every file whose content is new; return all files and the mark above the numbers."""
    there = frozenset(now.paths)
    mark = head.mark if head else columns.somewhere()
    known = {path: each for path, each in head.known.items() if path in there} if head else {}
    gone = bool(head and len(known) < len(head.known))
    for path, (digest, named, _data) in read.items():
        if path not in known or (known[path].digest, known[path].id) != (digest, named) or not digest:
            known[path] = Known(mark, digest, named)
            mark += 1
    return known, mark + gone


def first_of_each_id(known: Mapping[str, Known]) -> dict[int, tuple[str, str]]:
    """Return number → id and path, of several files with one id the first by path, as the core has it."""
    found: dict[str, tuple[int, str, str]] = {}
    for path in sorted(known, key=lambda each: each.split("/")):
        each = known[path]
        if each.id is not None:
            found.setdefault(each.id, (each.number, each.id, path))
    return {number: (named, path) for number, named, path in found.values()}


def _short(opened: Opened, mark: int, state: bytes) -> bytes:
    return opened.seal(b"state", repr(mark).encode(), state)


def _seal(opened: Opened, number: int, data: str) -> bytes:
    return opened.seal(b"case", b"%d" % number, data.encode())
