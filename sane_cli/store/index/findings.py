"""What ``sane validate`` found: the outcome of a whole check, and what is needed to check a few files again.

A *view* is one way of asking: language and rules. It is kept with the manifest of the files it is about, so that it is
told again, without looking into any file, while they are the same. To the view of all rules belong *columns*: what was
picked out of each case, so that rules which compare cases need not read them all again.

Whatever is as long as the playbook lies in pieces, and a piece is called by its seal. So views in several languages
share what they have in common, none ever meets the pieces of another state, an edit writes the few pieces that it
concerns, and what is written of a hundred thousand cases passes through memory piece by piece.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from sane_cli.core.finding import Finding, Outcome
from sane_cli.core.record import record
from sane_cli.core.series import Series
from sane_cli.store.index import database, program
from sane_cli.store.index.database import Opened, Part
from sane_cli.store.index.manifest import Manifest

_FORMAT = 3
_MOST = 4  # views; each is about as large as the manifest
_TABLES = (
    "CREATE TABLE finding_view (key TEXT PRIMARY KEY, made INTEGER, head TEXT, outcome TEXT, seal BLOB)",
    "CREATE TABLE finding_piece (seal BLOB PRIMARY KEY, data BLOB)",
)
_VIEW = "SELECT head, outcome, seal FROM finding_view WHERE key = ?"
_NAMES, _FACTS, _FILES = "names", "facts", "files"  # of the view itself, kept like its columns
_CHUNK = 1 << 16  # bytes of the manifest in a piece
_SEAL, _LENGTH = 16, 4  # bytes of a seal, and of how many values a piece holds


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class View:
    """The outcome of one way of asking.

    Attributes:
        manifest: the files it is about; what was still changing is blanked.
        day: the date on which it holds; empty when it holds on every day.
        files: paths of the documents that were looked at, in order.
        open: whether everybody may read the repository.
        apart: whether each finding belongs to the document it is placed in, else to playbook.yaml.
        columns: the seals of its columns, by name; without columns everything has to be checked when anything changed.
    """

    manifest: Manifest
    day: str
    files: Sequence[str]
    outcome: Outcome
    open: bool
    apart: bool
    columns: Mapping[str, str] = field(default_factory=dict)


def load(root: Path, key: str) -> View | None:
    """Return the view called ``key``, or None."""
    return database.ask(root, _part(), lambda opened: _view(opened, key))


def column(root: Path, view: View, name: str) -> Series | None:
    """Return a column of ``view``; None when it is not there any more."""
    return database.ask(root, _part(), lambda opened: _series(opened, view.columns.get(name, "")))


def keep(root: Path, key: str, view: View, columns: Mapping[str, Series]) -> None:
    """Keep a view.

    Args:
        root: where the playbook is.
        key: what the view is called.
        view: what was found, with the columns that are the same as before.
        columns: new columns by name.
    """

    def write(opened: Opened) -> None:
        names, facts, files = view.manifest.names, view.manifest.facts, view.files
        long = {
            _NAMES: _written(opened, _chunks(names)),
            _FACTS: _written(opened, _chunks(facts)),
            _FILES: _written(opened, _measured(files if isinstance(files, Series) else Series.of(files))),
        }
        new = {name: _written(opened, _measured(series)) for name, series in columns.items()}
        _write(opened, key, replace(view, columns={**view.columns, **new, **long}))
        _forget(opened)

    database.change(root, _part(), write)


def _part() -> Part:
    return Part("finding", f"{_FORMAT} {program.edition()}", _TABLES)


def _write(opened: Opened, key: str, view: View) -> None:
    """Write a view and forget the oldest."""
    head = json.dumps({"day": view.day, "open": view.open, "apart": view.apart, "columns": dict(view.columns)})
    parts = (view.outcome.found, view.outcome.covered, view.outcome.idle)
    outcome = json.dumps([[each.plain for each in part] for part in parts])
    seal = opened.seal(key.encode(), head.encode(), outcome.encode())
    ask = opened.connection.execute
    made = ask("SELECT coalesce(max(made), 0) + 1 FROM finding_view").fetchone()[0]
    ask("INSERT OR REPLACE INTO finding_view VALUES (?, ?, ?, ?, ?)", (key, made, head, outcome, seal))
    ask("DELETE FROM finding_view WHERE made <= ?", (made - _MOST,))


def _forget(opened: Opened) -> None:
    """Remove the pieces that no view needs.

    Raises:
        sqlite3.DatabaseError: a view was broken.
    """
    ask = opened.connection.execute
    used: set[bytes] = set()
    for (head,) in ask("SELECT head FROM finding_view").fetchall():
        try:
            lists = list(json.loads(head)["columns"].values())
            used.update(map(bytes.fromhex, lists))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise database.broken() from error
        for listed in lists:
            used.update(seal for seal, _length in _listed(opened, listed) or ())
    for (seal,) in ask("SELECT seal FROM finding_piece").fetchall():
        if seal not in used:
            ask("DELETE FROM finding_piece WHERE seal = ?", (seal,))


def _view(opened: Opened, key: str) -> View | None:
    found = opened.connection.execute(_VIEW, (key,)).fetchone()
    if found is None:
        return None
    head, outcome, seal = found
    if not isinstance(head, str) or not isinstance(outcome, str):
        return None
    if opened.seal(key.encode(), head.encode(), outcome.encode()) != seal:
        return None
    known = json.loads(head)
    names, facts, files = (_series(opened, known["columns"][name]) for name in (_NAMES, _FACTS, _FILES))
    if names is None or facts is None or files is None:
        return None
    parts = ([Finding.of(each) for each in part] for part in json.loads(outcome))
    manifest = Manifest(b"".join(names.pieces), b"".join(facts.pieces))
    return View(manifest=manifest, files=files, outcome=Outcome(*parts), **known)


def _chunks(data: bytes) -> Iterable[tuple[bytes, int]]:
    return ((data[at : at + _CHUNK], 1) for at in range(0, len(data), _CHUNK))


def _measured(series: Series) -> Iterable[tuple[bytes, int]]:
    return zip(series.pieces, series.lengths, strict=True)


def _written(opened: Opened, pieces: Iterable[tuple[bytes, int]]) -> str:
    """Write pieces, given with how many values each holds, and the list of them; return its seal."""
    listed = b"".join(_put(opened, data) + length.to_bytes(_LENGTH, "little") for data, length in pieces)
    return _put(opened, listed).hex()


def _put(opened: Opened, data: bytes) -> bytes:
    seal = opened.seal(data)
    opened.connection.execute("INSERT OR IGNORE INTO finding_piece VALUES (?, ?)", (seal, data))
    return seal


def _series(opened: Opened, listed: str) -> Series | None:
    """Return what was written; None when it is not there any more.

    Raises:
        sqlite3.DatabaseError: it was broken.
    """
    places = _listed(opened, listed)
    pieces = [_got(opened, seal) for seal, _length in places or ()]
    if places is None or None in pieces:
        return None
    found: list[Any] = pieces
    return Series(found.__getitem__, (length for _seal, length in places))


def _listed(opened: Opened, listed: str) -> list[tuple[bytes, int]] | None:
    """Return the seals of pieces, with how many values each holds."""
    data = _got(opened, bytes.fromhex(listed))
    if data is None:
        return None
    places = range(0, len(data), _SEAL + _LENGTH)
    return [(data[at : at + _SEAL], int.from_bytes(data[at + _SEAL : at + _SEAL + _LENGTH], "little")) for at in places]


def _got(opened: Opened, seal: bytes) -> bytes | None:
    row = opened.connection.execute("SELECT data FROM finding_piece WHERE seal = ?", (seal,)).fetchone()
    if row is None:
        return None
    if not isinstance(row[0], bytes) or opened.seal(row[0]) != seal:
        raise database.broken()
    return row[0]
