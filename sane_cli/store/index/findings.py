"""What ``sane validate`` found: the outcome of a whole check, and what is needed to check a few files again.

A *view* is one way of asking: language and rules. It is kept with the manifest of the files it is about, so that it is
told again, without looking into any file, while they are the same. To the view of all rules belong *columns*: what was
picked out of each case, so that rules which compare cases need not read them all again. A column is called by its seal,
so that views in several languages share what they have in common, and none ever meets the columns of another state.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from sane_cli.core.finding import Edit, Finding, Outcome, Place, Severity
from sane_cli.core.record import record
from sane_cli.store.index import database, program
from sane_cli.store.index.database import Opened, Part
from sane_cli.store.index.manifest import Manifest

_FORMAT = 2
_MOST = 4  # views; each is about as large as the manifest
_TABLES = (
    (
        "CREATE TABLE finding_view"
        " (key TEXT PRIMARY KEY, made INTEGER, head TEXT, outcome TEXT, names BLOB, facts BLOB, files BLOB, seal BLOB)"
    ),
    "CREATE TABLE finding_column (seal TEXT PRIMARY KEY, data BLOB)",
)
_VIEW = "SELECT head, outcome, names, facts, files, seal FROM finding_view WHERE key = ?"


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
    files: tuple[str, ...]
    outcome: Outcome
    open: bool
    apart: bool
    columns: Mapping[str, str] = field(default_factory=dict)


def load(root: Path, key: str) -> View | None:
    """Return the view called ``key``, or None."""
    return database.ask(root, _part(), lambda opened: _view(opened, key))


def column(root: Path, view: View, name: str) -> bytes | None:
    """Return a column of ``view``; None when it is not there as it was kept."""
    wanted = view.columns.get(name, "")

    def found(opened: Opened) -> bytes | None:
        row = opened.connection.execute("SELECT data FROM finding_column WHERE seal = ?", (wanted,)).fetchone()
        data = row[0] if row else None
        return data if isinstance(data, bytes) and _sealed(opened, name, data) == wanted else None

    return database.ask(root, _part(), found)


def keep(root: Path, key: str, view: View, columns: Mapping[str, bytes]) -> None:
    """Keep a view.

    Args:
        root: where the playbook is.
        key: what the view is called.
        view: what was found, with the seals of the columns that are the same as before.
        columns: new columns by name.
    """

    def write(opened: Opened) -> None:
        ask = opened.connection.execute
        seals = {name: _sealed(opened, name, data) for name, data in columns.items()}
        for name, data in columns.items():
            ask("INSERT OR REPLACE INTO finding_column VALUES (?, ?)", (seals[name], data))
        _write(opened, key, replace(view, columns={**view.columns, **seals}))
        used = {
            seal for (head,) in ask("SELECT head FROM finding_view") for seal in json.loads(head)["columns"].values()
        }
        for (seal,) in ask("SELECT seal FROM finding_column").fetchall():
            if seal not in used:
                ask("DELETE FROM finding_column WHERE seal = ?", (seal,))

    database.change(root, _part(), write)


def _sealed(opened: Opened, name: str, data: bytes) -> str:
    return opened.seal(name.encode(), data).hex()


def _part() -> Part:
    return Part("finding", f"{_FORMAT} {program.edition()}", _TABLES)


def _write(opened: Opened, key: str, view: View) -> None:
    """Write a view and forget the oldest."""
    head = json.dumps({"day": view.day, "open": view.open, "apart": view.apart, "columns": dict(view.columns)})
    parts = (view.outcome.found, view.outcome.covered, view.outcome.idle)
    outcome = json.dumps([list(map(_packed, part)) for part in parts])
    blobs = (view.manifest.names, view.manifest.facts, _bytes("\0".join(view.files)))
    seal = opened.seal(key.encode(), head.encode(), outcome.encode(), *blobs)
    ask = opened.connection.execute
    (made,) = ask("SELECT coalesce(max(made), 0) + 1 FROM finding_view").fetchone()
    ask("INSERT OR REPLACE INTO finding_view VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (key, made, head, outcome, *blobs, seal))
    ask("DELETE FROM finding_view WHERE made <= ?", (made - _MOST,))


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
    return View(manifest=Manifest(names, facts), files=listed, outcome=Outcome(*parts), **json.loads(head))


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
