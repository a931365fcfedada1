"""What certain readers may see: for one audience, the gated rows of every case and which of them hold what.

Every audience has rows of its own, made by the gate from gated data only, so nothing is ever shared between audiences.
A decision of the gate can depend on the day: it is kept with the days between which it holds.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sane_cli.core import kept
from sane_cli.core.access import steady
from sane_cli.core.audience import PublicCase, Request, gate
from sane_cli.core.case import Case
from sane_cli.core.query import FACETS, values_in
from sane_cli.store.index import cases, words
from sane_cli.store.index.database import Opened

_MOST = 8  # audiences and choices of statuses that are kept at a time
_EVER = (date.min.toordinal(), date.max.toordinal())


class Row(NamedTuple):
    """What the gate said of one case file: the short row and all data, or neither when it is withheld."""

    number: int
    days: tuple[int, int]
    short: str = ""
    whole: str = ""


class View(NamedTuple):
    """What certain readers saw of the files that bear ``mark``, on the days from ``since`` until before ``until``.

    Attributes:
        made: number → days, of every case that the gate was asked about.
        shown: numbers of the cases that may be seen, by id.
    """

    number: int
    mark: int
    since: int
    until: int
    made: str
    shown: str
    ids: str

    def holds(self, mark: int, today: date) -> bool:
        """Tell whether it is true of the files that bear ``mark`` today."""
        return self.mark == mark and self.since <= today.toordinal() < self.until


def name(request: Request) -> str:
    """Return what tells the readers of ``request`` from others; the curator's own view knows no statuses."""
    floors = repr(sorted((field, label.value) for field, label in request.floors.items()))
    more = "" if request.curator else f"{sorted(request.statuses)} {request.allow_overdue}"
    words = f"{request.audience.value} {request.purpose.value} {more} {floors}"
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def find(opened: Opened, called: str) -> View | None:
    """Return the view with this name, or None when there is none that can be trusted."""
    row = opened.connection.execute(
        "SELECT number, mark, since, until, made, shown, ids, seal FROM row_view WHERE name = ?", (called,)
    ).fetchone()
    if row is None:
        return None
    view = View(*row[:-1])
    return view if _seal(opened, called, view) == row[-1] else None


def made(number: int, named: str, path: str, data: Mapping[str, Any], request: Request) -> Row:
    """Ask the gate about one case."""
    case = Case(named, path, data)
    since, until = steady(case, request.today)
    seen = gate(case, request)
    days = (since.toordinal(), until.toordinal())
    if not isinstance(seen, PublicCase):
        return Row(number, days)
    # the curator sees what the file holds, which is kept already
    return Row(number, days, kept.row(seen), "" if request.curator else kept.written(dict(seen.data)))


def write(opened: Opened, called: str, mark: int, days: Mapping[int, tuple[int, int]], rows: Iterable[Row]) -> View:
    """Bring a view up to date.

    Args:
        opened: the index, for writing.
        called: its name.
        mark: of the files that it is now true of.
        days: number → days of every case that was asked about, now and before; others are forgotten.
        rows: what the gate said now; the rows of before stay.
    """
    number = _number(opened, called)
    listed = list(rows)
    before = {found for (found,) in opened.connection.execute("SELECT number FROM row_short WHERE view = ?", (number,))}
    forget(opened, number, before & ({each.number for each in listed} | (before - days.keys())))
    _insert(opened, number, [each for each in listed if each.short])
    shown, ids = _holders(opened, number)
    spans = [*days.values(), _EVER]
    since, until = max(a for a, _b in spans), min(b for _a, b in spans)
    view = View(number, mark, since, until, json.dumps(days), shown, ids)
    opened.connection.execute(
        "UPDATE row_view SET mark = ?, since = ?, until = ?, made = ?, shown = ?, ids = ?, seal = ? WHERE number = ?",
        (mark, since, until, view.made, shown, ids, _seal(opened, called, view), number),
    )
    return view


def forget(opened: Opened, view: int, numbers: Iterable[int]) -> None:
    """Remove rows of a view, and their words."""
    gone = [(view, number) for number in numbers]
    _forget_words(opened, view, frozenset(number for _view, number in gone))
    for table in ("row_short", "row_whole"):
        opened.connection.executemany(f"DELETE FROM {table} WHERE view = ? AND number = ?", gone)  # noqa: S608


def numbers(opened: Opened) -> list[int]:
    """Return the numbers of all views."""
    return [number for (number,) in opened.connection.execute("SELECT number FROM row_view")]


def shorts(opened: Opened, view: int, wanted: Iterable[int] | None = None) -> Iterator[tuple[int, str]]:
    """Yield the short rows of a view with their numbers, all of them or the wanted.

    Raises:
        sqlite3.DatabaseError: one was broken.
    """
    asked = "SELECT number, data, seal FROM row_short WHERE view = ?"
    if wanted is None:
        found: Iterator[tuple[int, str, bytes]] = iter(opened.connection.execute(asked, (view,)))
    else:
        one = f"{asked} AND number = ?"
        found = (row for number in wanted for row in opened.connection.execute(one, (view, number)))
    for number, data, seal in found:
        if _sealed(opened, b"short", view, number, data) != seal:
            raise broken()
        yield number, data


def add_words(opened: Opened, view: View) -> None:
    """Bring the words of a view up to date."""
    shown = frozenset(json.loads(view.shown))
    there = words.listed(opened, view.number)
    if there is None:
        words.drop(opened, view.number)
        there = frozenset()
    words.change(
        opened,
        view.number,
        _texts(opened, view.number, there - shown),
        _texts(opened, view.number, shown - there),
        shown,
    )


def _forget_words(opened: Opened, view: int, gone: frozenset[int]) -> None:
    """Take the words of cases out while what they were made of is still there."""
    there = words.listed(opened, view)
    if there is None:
        words.drop(opened, view)
    elif there & gone:
        words.change(opened, view, _texts(opened, view, there & gone), (), there - gone)


def _texts(opened: Opened, view: int, wanted: Iterable[int]) -> Iterator[tuple[int, str]]:
    from sane_cli.core.search import tokens  # only who searches for words pays for it

    for number in sorted(wanted):
        yield number, tokens(whole(opened, view, number))


def holders(opened: Opened, view: int, field: str) -> Mapping[str, Sequence[int]]:
    """Return which cases hold which values of a field.

    Raises:
        sqlite3.DatabaseError: it was broken.
    """
    asked = "SELECT cases, seal FROM row_holder WHERE view = ? AND field = ?"
    text, seal = opened.connection.execute(asked, (view, field)).fetchone() or ("", b"")
    if _sealed(opened, b"holder " + field.encode(), view, 0, text) != seal:
        raise broken()
    found: Mapping[str, Sequence[int]] = json.loads(text)
    return found


def whole(opened: Opened, view: int, number: int) -> Mapping[str, Any]:
    """Return all that these readers may see of a case.

    Raises:
        sqlite3.DatabaseError: it was broken.
    """
    asked = "SELECT data, seal FROM row_whole WHERE view = ? AND number = ?"
    row = opened.connection.execute(asked, (view, number)).fetchone()
    if row is None or not isinstance(row[0], str) or _sealed(opened, b"whole", view, number, row[0]) != row[1]:
        raise broken()
    text = row[0]
    if not text:  # the curator's own view: all that the file holds
        return cases.read(opened, number)
    data: Mapping[str, Any] = json.loads(text)
    return data


def _insert(opened: Opened, view: int, seen: Sequence[Row]) -> None:
    for table, kind in (("row_short", "short"), ("row_whole", "whole")):
        rows = ((each.number, getattr(each, kind)) for each in seen)
        opened.connection.executemany(
            f"INSERT INTO {table} VALUES (?, ?, ?, ?)",  # noqa: S608
            ((view, number, text, _sealed(opened, kind.encode(), view, number, text)) for number, text in rows),
        )


def _number(opened: Opened, called: str) -> int:
    """Return the number of a view; a new one takes the place of the oldest when there are many."""
    ask = opened.connection
    row = ask.execute("SELECT number FROM row_view WHERE name = ?", (called,)).fetchone()
    if row is not None:
        return int(row[0])
    known = sorted(numbers(opened))
    for old in known[: len(known) - _MOST + 1] if len(known) >= _MOST else ():
        words.drop(opened, old)
        for table in ("row_short", "row_whole", "row_holder"):
            ask.execute(f"DELETE FROM {table} WHERE view = ?", (old,))  # noqa: S608
        ask.execute("DELETE FROM row_view WHERE number = ?", (old,))
    # begins anywhere, so that whoever still holds a number of an index that was removed meets no other readers' view
    number = max(known, default=somewhere()) + 1
    ask.execute("INSERT INTO row_view VALUES (?, ?, 0, 0, 0, '', '', '', NULL)", (number, called))
    return number


def _holders(opened: Opened, view: int) -> tuple[str, str]:
    """Note which of the cases hold which values; return their numbers by id, and the ids."""
    listed: list[tuple[str, int]] = []
    by_field: dict[str, dict[str, list[int]]] = {field: {} for field in FACETS.values()}
    for number, short in shorts(opened, view):
        row = json.loads(short)
        listed.append((row["id"], number))
        for field, found in by_field.items():
            for value in values_in(row["data"], row["status"], field):
                found.setdefault(value, []).append(number)
    for field, found in by_field.items():
        text = json.dumps(found)
        seal = _sealed(opened, b"holder " + field.encode(), view, 0, text)
        opened.connection.execute("INSERT OR REPLACE INTO row_holder VALUES (?, ?, ?, ?)", (view, field, text, seal))
    listed.sort()
    return json.dumps([number for _id, number in listed]), json.dumps([each for each, _number in listed])


def _sealed(opened: Opened, kind: bytes, view: int, number: int, text: str) -> bytes:
    return opened.seal(kind, b"%d %d" % (view, number), text.encode())


def _seal(opened: Opened, called: str, view: View) -> bytes:
    numbers = repr((view.number, view.mark, view.since, view.until)).encode()
    return opened.seal(b"view", called.encode(), numbers, view.made.encode(), view.shown.encode(), view.ids.encode())


def somewhere() -> int:
    """Return where numbers begin in an index: elsewhere than in the one before."""
    return int.from_bytes(os.urandom(6), "big")


def broken() -> Exception:
    """Return the error that makes an index be thrown away."""
    import sqlite3

    return sqlite3.DatabaseError("broken")
