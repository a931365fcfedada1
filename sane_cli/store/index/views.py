"""What certain readers may see: for one audience, the gated rows of every case and which of them hold what.

Every audience has rows of its own, made by the gate from gated data only, so nothing is ever shared between audiences.
A decision of the gate can depend on the day: it is kept with the days between which it holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, NamedTuple

from sane_cli.core import kept
from sane_cli.core.access import steady
from sane_cli.core.audience import PublicCase, Request, gate
from sane_cli.core.case import Case
from sane_cli.core.hashing import blake2b
from sane_cli.store.index import cases, columns, database, words
from sane_cli.store.index.columns import Layout, somewhere
from sane_cli.store.index.database import Opened

_MOST = 8  # audiences and choices of statuses that are kept at a time
_EVER = (date.min.toordinal(), date.max.toordinal())


class Row(NamedTuple):
    """What the gate said of one case file: its entries in the columns and all data, or neither when it is withheld."""

    number: int
    days: tuple[int, int]
    entries: Mapping[str, str] | None = None
    whole: str = ""


class View(NamedTuple):
    """What certain readers saw of the files that bear ``mark``, on the days from ``since`` until before ``until``."""

    number: int
    mark: int
    since: int
    until: int
    layout: Layout

    def holds(self, mark: int, today: date) -> bool:
        """Tell whether it is true of the files that bear ``mark`` today."""
        return self.mark == mark and self.since <= today.toordinal() < self.until


def name(request: Request) -> str:
    """Return what tells the readers of ``request`` from others; the curator's own view knows no statuses."""
    floors = repr(sorted((field, label.value) for field, label in request.floors.items()))
    more = "" if request.curator else f"{sorted(request.statuses)} {request.allow_overdue}"
    words = f"{request.audience.value} {request.purpose.value} {more} {floors}"
    return blake2b(words.encode(), digest_size=16).hexdigest()


def find(opened: Opened, called: str) -> View | None:
    """Return the view with this name, or None when there is none.

    Raises:
        sqlite3.DatabaseError: it was broken.
    """
    row = opened.connection.execute(
        "SELECT number, mark, since, until, stamp, cases, names, seal FROM row_view WHERE name = ?", (called,)
    ).fetchone()
    if row is None:
        return None
    number, mark, since, until, stamp, listed, names, seal = row
    if not isinstance(listed, bytes) or not isinstance(names, str):
        raise database.broken()
    view = View(number, mark, since, until, Layout(number, stamp, listed, names))
    if _seal(opened, called, view) != seal:
        raise database.broken()
    return view


def asked(opened: Opened, called: str) -> dict[int, tuple[int, int]]:
    """Return for which days the gate has decided about each case, by number; nothing where that cannot be trusted."""
    row = opened.connection.execute("SELECT number, made, made_seal FROM row_view WHERE name = ?", (called,)).fetchone()
    if row is None or not isinstance(row[1], str) or _sealed(opened, b"made", row[0], 0, row[1]) != row[2]:
        return {}
    return {int(number): (since, until) for number, (since, until) in json.loads(row[1]).items()}


def made(number: int, named: str, path: str, data: Mapping[str, Any], request: Request) -> Row:
    """Ask the gate about one case."""
    case = Case(named, path, data)
    since, until = steady(case, request.today)
    seen = gate(case, request)
    days = (since.toordinal(), until.toordinal())
    if not isinstance(seen, PublicCase):
        return Row(number, days)
    # the curator sees what the file holds, which is kept already
    return Row(
        number, days, kept.entries(seen, request.floors), "" if request.curator else kept.written(dict(seen.data))
    )


def write(opened: Opened, called: str, mark: int, days: Mapping[int, tuple[int, int]], rows: Sequence[Row]) -> View:
    """Bring a view up to date.

    Args:
        opened: the index, for writing.
        called: its name.
        mark: of the files that it is now true of.
        days: number → days of every case that was asked about, now and before; others are forgotten.
        rows: what the gate said now; the rows of before stay.
    """
    before = find(opened, called) or View(_number(opened, called), 0, 0, 0, Layout(0))
    number = before.number
    there = frozenset(before.layout.numbers)
    gone = there & ({each.number for each in rows} | (there - days.keys()))
    _forget_wholes(opened, number, gone)
    new = [(each.number, each.entries) for each in rows if each.entries is not None]
    layout = columns.rewrite(opened, before.layout._replace(view=number), gone, new)
    opened.connection.executemany(
        "INSERT OR REPLACE INTO row_whole VALUES (?, ?, ?, ?)",
        (
            (number, each.number, each.whole, _sealed(opened, b"whole", number, each.number, each.whole))
            for each in rows
            if each.entries is not None
        ),
    )
    spans = [*days.values(), _EVER]
    view = View(number, mark, max(a for a, _b in spans), min(b for _a, b in spans), layout)
    text = json.dumps(days)
    _keep(opened, called, view)
    opened.connection.execute(
        "UPDATE row_view SET made = ?, made_seal = ? WHERE number = ?",
        (text, _sealed(opened, b"made", number, 0, text), number),
    )
    return view


def forget(opened: Opened, gone: AbstractSet[int]) -> None:
    """Remove cases, by number, from every view, and their words; what is left is no answer until it is asked again."""
    for (called,) in opened.connection.execute("SELECT name FROM row_view").fetchall():
        view = find(opened, called)
        if view is not None and not gone.isdisjoint(view.layout.numbers):
            _forget_wholes(opened, view.number, gone)
            _keep(opened, called, view._replace(mark=0, layout=columns.rewrite(opened, view.layout, gone, ())))


def add_words(opened: Opened, view: View) -> None:
    """Bring the words of a view up to date."""
    shown = frozenset(view.layout.numbers)
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


def _forget_wholes(opened: Opened, view: int, gone: AbstractSet[int]) -> None:
    """Remove the data of cases; their words first, while what they were made of is still there."""
    there = words.listed(opened, view)
    if there is None:
        words.drop(opened, view)
    elif there & gone:
        words.change(opened, view, _texts(opened, view, there & gone), (), there - gone)
    pairs = [(view, number) for number in gone]
    opened.connection.executemany("DELETE FROM row_whole WHERE view = ? AND number = ?", pairs)


def _texts(opened: Opened, view: int, wanted: Iterable[int]) -> Iterator[tuple[int, str]]:
    from sane_cli.core.search import tokens  # only who searches for words pays for it

    for number in sorted(wanted):
        yield number, tokens(whole(opened, view, number))


def whole(opened: Opened, view: int, number: int) -> Mapping[str, Any]:
    """Return all that these readers may see of a case.

    Raises:
        sqlite3.DatabaseError: it was broken.
    """
    asked = "SELECT data, seal FROM row_whole WHERE view = ? AND number = ?"
    row = opened.connection.execute(asked, (view, number)).fetchone()
    if row is None or not isinstance(row[0], str) or _sealed(opened, b"whole", view, number, row[0]) != row[1]:
        raise database.broken()
    text = row[0]
    if not text:  # the curator's own view: all that the file holds
        return cases.read(opened, number)
    data: Mapping[str, Any] = json.loads(text)
    return data


def _number(opened: Opened, called: str) -> int:
    """Return the number of a new view; it takes the place of the oldest when there are many."""
    ask = opened.connection
    known = sorted(found for (found,) in ask.execute("SELECT number FROM row_view"))
    for old in known[: len(known) - _MOST + 1] if len(known) >= _MOST else ():
        words.drop(opened, old)
        columns.drop(opened, old)
        ask.execute("DELETE FROM row_whole WHERE view = ?", (old,))
        ask.execute("DELETE FROM row_view WHERE number = ?", (old,))
    # begins anywhere, so that whoever still holds a number of an index that was removed meets no other readers' view
    number = max(known, default=somewhere()) + 1
    ask.execute("INSERT INTO row_view (number, name) VALUES (?, ?)", (number, called))
    return number


def _keep(opened: Opened, called: str, view: View) -> None:
    """Write a view that has its number."""
    opened.connection.execute(
        """UPDATE row_view SET mark = ?, since = ?, until = ?, stamp = ?, cases = ?, names = ?, seal = ?
        WHERE number = ?""",
        (*view[1:4], *view.layout[1:], _seal(opened, called, view), view.number),
    )


def _sealed(opened: Opened, kind: bytes, view: int, number: int, text: str) -> bytes:
    return opened.seal(kind, b"%d %d" % (view, number), text.encode())


def _seal(opened: Opened, called: str, view: View) -> bytes:
    numbers = repr((*view[:4], view.layout.stamp)).encode()
    return opened.seal(b"view", called.encode(), numbers, view.layout.cases, view.layout.names.encode())
