"""What ``sane validate`` found: the outcome of a whole check, and what is needed to check a few files again.

A *view* is one way of asking: language and rules. It is kept with the manifest of the files it is about, so that it is
told again, without looking into any file, while they are the same. Beside the view that looked at everything stand
*rows*: of each file the hash of its bytes and the few fields that rules may read of other documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from sane_cli.core.finding import Edit, Finding, Outcome, Place, Severity
from sane_cli.store.index import database, program
from sane_cli.store.index.database import Opened, Part
from sane_cli.store.index.manifest import Manifest

_FORMAT = 1
_MOST = 4  # views; each is about as large as the manifest
_TABLES = (
    (
        "CREATE TABLE finding_view"
        " (key TEXT PRIMARY KEY, made INTEGER, head TEXT, outcome TEXT, names BLOB, facts BLOB, files BLOB, seal BLOB)"
    ),
    "CREATE TABLE finding_row (path BLOB PRIMARY KEY, kind TEXT, id TEXT, digest TEXT, fields TEXT, seal BLOB)",
    "CREATE TABLE finding_beside (seal BLOB)",  # which view the rows stand beside
)
_VIEW = "SELECT head, outcome, names, facts, files, seal FROM finding_view WHERE key = ?"
_ROW = "SELECT path, kind, id, digest, fields, seal FROM finding_row"
_AT_ONCE = 500  # parameters of one query


Choice: TypeAlias = "Callable[[Opened], Iterable[Row]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The outcome of one way of asking.

    Attributes:
        manifest: the files it is about; what was still changing is blanked.
        day: the date on which it holds; empty when it holds on every day.
        files: paths of the documents that were looked at, in order.
        open: whether everybody may read the repository.
        apart: whether each finding belongs to the document it is placed in, else to playbook.yaml.
        seal: which state of the index it came from; empty before it is kept.
    """

    manifest: Manifest
    day: str
    files: tuple[str, ...]
    outcome: Outcome
    open: bool
    apart: bool
    seal: bytes = b""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of one file.

    Attributes:
        kind: the kind of document; empty for other files, ``-`` before it when it could not be read.
        id: the id by which other documents mean it, as JSON.
        digest: SHA-256 of its bytes, hexadecimal.
        fields: what rules may read of it from elsewhere, as JSON.
    """

    path: str
    kind: str
    id: str
    digest: str
    fields: str

    @property
    def sealed(self) -> tuple[bytes, ...]:
        """The row as bytes, in the order of its columns."""
        return (_bytes(self.path), *(part.encode() for part in (self.kind, self.id, self.digest, self.fields)))


def load(root: Path, key: str) -> View | None:
    """Return the view called ``key``, or None."""
    return database.ask(root, _part(), lambda opened: _view(opened, key))


def rows(root: Path, view: View, which: Choice) -> list[Row] | None:
    """Return rows beside ``view``; None when there are none, or the index has moved on since it was loaded."""

    def together(opened: Opened) -> list[Row] | None:
        opened.connection.execute("BEGIN")
        beside = opened.connection.execute("SELECT seal FROM finding_beside").fetchall()
        return list(which(opened)) if beside == [(view.seal,)] else None

    return database.ask(root, _part(), together)


def by_path(paths: Sequence[str]) -> Choice:
    """Choose the rows of these files."""

    def chosen(opened: Opened) -> Iterator[Row]:
        for at in range(0, len(paths), _AT_ONCE):
            part = [_bytes(path) for path in paths[at : at + _AT_ONCE]]
            marks = ", ".join("?" * len(part))
            yield from _sealed_rows(opened, f"{_ROW} WHERE path IN ({marks})", part)

    return chosen


def documents(opened: Opened) -> Iterator[Row]:
    """Choose the rows of all documents."""
    return _sealed_rows(opened, f"{_ROW} WHERE kind != ''", ())


def keep(root: Path, key: str, view: View, rows: Iterable[Row] | None, *, gone: Iterable[str] = ()) -> None:
    """Keep a view.

    Args:
        root: where the playbook is.
        key: what the view is called.
        view: what was found; with a seal it takes the place of the one it was loaded from, unless somebody else was
            quicker.
        rows: with a seal, what is new beside it; without, all of it; None when there is nothing beside it.
        gone: files whose rows go.
    """

    def write(opened: Opened) -> None:
        if view.seal and not _is_current(opened, key, view):
            return
        if rows is not None:
            _write_rows(opened, rows, gone, anew=not view.seal)
        seal = _write(opened, key, view)
        if rows is not None:
            opened.connection.execute("DELETE FROM finding_beside")
            opened.connection.execute("INSERT INTO finding_beside VALUES (?)", (seal,))

    database.change(root, _part(), write)


def _part() -> Part:
    return Part("finding", f"{_FORMAT} {program.edition()}", _TABLES)


def _write_rows(opened: Opened, rows: Iterable[Row], gone: Iterable[str], *, anew: bool) -> None:
    if anew:
        opened.connection.execute("DELETE FROM finding_row")
    many = opened.connection.executemany
    many("DELETE FROM finding_row WHERE path = ?", ((_bytes(path),) for path in gone))
    kept = ((_bytes(row.path), row.kind, row.id, row.digest, row.fields, opened.seal(*row.sealed)) for row in rows)
    many("INSERT OR REPLACE INTO finding_row VALUES (?, ?, ?, ?, ?, ?)", kept)


def _write(opened: Opened, key: str, view: View) -> bytes:
    """Write a view, forget the oldest, and return its seal."""
    head = json.dumps({"day": view.day, "open": view.open, "apart": view.apart})
    parts = (view.outcome.found, view.outcome.covered, view.outcome.idle)
    outcome = json.dumps([list(map(_packed, part)) for part in parts])
    blobs = (view.manifest.names, view.manifest.facts, _bytes("\0".join(view.files)))
    seal = opened.seal(key.encode(), head.encode(), outcome.encode(), *blobs)
    ask = opened.connection.execute
    (made,) = ask("SELECT coalesce(max(made), 0) + 1 FROM finding_view").fetchone()
    ask("INSERT OR REPLACE INTO finding_view VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (key, made, head, outcome, *blobs, seal))
    ask("DELETE FROM finding_view WHERE made <= ?", (made - _MOST,))
    return seal


def _view(opened: Opened, key: str) -> View | None:
    found = opened.connection.execute(_VIEW, (key,)).fetchone()
    if found is None:
        return None
    head, outcome, names, facts, files, seal = found
    texts, blobs = (head, outcome), (names, facts, files)
    if not all(isinstance(each, str) for each in texts) or not all(isinstance(each, bytes) for each in blobs):
        return None
    if opened.seal(key.encode(), *(each.encode() for each in texts), *blobs) != seal:
        return None
    parts = ([_unpacked(each) for each in part] for part in json.loads(outcome))
    listed = tuple(_text(files).split("\0")) if files else ()
    return View(
        manifest=Manifest(names, facts), files=listed, outcome=Outcome(*parts), seal=bytes(seal), **json.loads(head)
    )


def _is_current(opened: Opened, key: str, view: View) -> bool:
    found = opened.connection.execute("SELECT seal FROM finding_view WHERE key = ?", (key,)).fetchone()
    return found is not None and found[0] == view.seal


def _sealed_rows(opened: Opened, query: str, values: Sequence[bytes]) -> Iterator[Row]:
    """Yield rows.

    Raises:
        sqlite3.DatabaseError: one of them is not as we kept it.
    """
    import sqlite3

    for path, kind, name, digest, fields, seal in opened.connection.execute(query, values):
        row = Row(_text(path), kind, name, digest, fields)
        if opened.seal(*row.sealed) != seal:
            raise sqlite3.DatabaseError("a row is broken")
        yield row


def _packed(finding: Finding) -> list[Any]:
    return [
        finding.rule,
        finding.severity.value,
        _spot(finding.place),
        finding.pointer,
        finding.message,
        finding.hint,
        finding.value,
        [_spot(place) for place in finding.related],
        [(edit.start, edit.end, edit.text) for edit in finding.fix],
    ]


def _unpacked(packed: list[Any]) -> Finding:
    rule, severity, place, pointer, message, hint, value, related, fix = packed
    return Finding(
        rule=rule,
        severity=Severity(severity),
        place=Place(*place),
        pointer=pointer,
        message=message,
        hint=hint,
        value=value,
        related=tuple(Place(*each) for each in related),
        fix=tuple(Edit(*each) for each in fix),
    )


def _spot(place: Place) -> tuple[str, int, int]:
    return (place.path, place.line, place.column)


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
