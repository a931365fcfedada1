"""The columns of a view: one field of all its cases each, as ``core.kept`` packs them, in the order of the ids.

Every writing has a stamp of its own, so that whoever read the view before never meets the columns of another order.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sane_cli.core import kept
from sane_cli.store.index import database
from sane_cli.store.index.database import Opened

TABLE = """CREATE TABLE row_column (view INTEGER, name TEXT, stamp INTEGER, listed TEXT, places BLOB, seal BLOB,
    PRIMARY KEY (view, name))"""


class Layout(NamedTuple):
    """Which cases stand in the columns, and which columns there are.

    Attributes:
        view: to which they belong.
        stamp: of the writing.
        cases: the numbers of the cases, by id.
        names: the names of the columns, as JSON; what is not named is absent in every case.
    """

    view: int
    stamp: int = 0
    cases: bytes = b""
    names: str = "[]"

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the cases, by id."""
        return array("q", self.cases)


def read(opened: Opened, layout: Layout, name: str) -> kept.Column | None:
    """Return a column, or None when it is there no longer.

    Raises:
        sqlite3.DatabaseError: it was broken.
    """
    row = _row(opened, layout, name)
    return None if row is None else kept.unpacked(*row)


def rewrite(
    opened: Opened, before: Layout, gone: AbstractSet[int], new: Sequence[tuple[int, Mapping[str, str]]]
) -> Layout:
    """Write all columns anew, without the cases that are ``gone`` and with ``new`` ones, given by number.

    Raises:
        sqlite3.DatabaseError: what was there was broken.
    """
    stay = [at for at, number in enumerate(before.numbers) if number not in gone]
    old = before.numbers
    numbers = [*(old[at] for at in stay), *(number for number, _entries in new)]
    names = dict.fromkeys(json.loads(before.names))
    names.update(dict.fromkeys(name for _number, entries in new for name in entries))
    ids = [json.loads(text) for text in _texts(opened, before, "id", stay, new)]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    layout = Layout(before.view, somewhere(), array("q", (numbers[at] for at in order)).tobytes())
    written = []
    for name in names:
        texts = _texts(opened, before, name, stay, new)
        if any(texts):
            written.append((name, *kept.packed([texts[at] for at in order])))
    drop(opened, before.view)
    for name, listed, places in written:
        packed = array("I", places).tobytes()
        seal = _seal(opened, layout, name, listed, packed)
        values = (layout.view, name, layout.stamp, listed, packed, seal)
        opened.connection.execute("INSERT INTO row_column VALUES (?, ?, ?, ?, ?, ?)", values)
    return layout._replace(names=json.dumps([name for name, *_packed in written]))


def drop(opened: Opened, view: int) -> None:
    """Remove the columns of a view."""
    opened.connection.execute("DELETE FROM row_column WHERE view = ?", (view,))


def _texts(
    opened: Opened, before: Layout, name: str, stay: Sequence[int], new: Sequence[tuple[int, Mapping[str, str]]]
) -> list[str]:
    """Return what stands in a column for the cases that stay, and for the new ones."""
    row = _row(opened, before, name) if stay else None
    if row is None and stay and name in json.loads(before.names):
        raise database.broken()
    known = kept.texts(*row) if row else []
    texts = [known[at] for at in stay] if known else [kept.ABSENT] * len(stay)
    return texts + [entries.get(name, kept.ABSENT) for _number, entries in new]


def _row(opened: Opened, layout: Layout, name: str) -> tuple[str, Sequence[int]] | None:
    asked = "SELECT listed, places, seal FROM row_column WHERE view = ? AND name = ? AND stamp = ?"
    row = opened.connection.execute(asked, (layout.view, name, layout.stamp)).fetchone()
    if row is None:
        return None
    listed, places, seal = row
    if not isinstance(listed, str) or not isinstance(places, bytes):
        raise database.broken()
    if _seal(opened, layout, name, listed, places) != seal:
        raise database.broken()
    return listed, array("I", places)


def _seal(opened: Opened, layout: Layout, name: str, listed: str, places: bytes) -> bytes:
    of = b"%d %d" % (layout.view, layout.stamp)
    return opened.seal(b"column", of, name.encode(), listed.encode(), places)


def somewhere() -> int:
    """Return where numbers begin in an index: elsewhere than in the one before."""
    return int.from_bytes(os.urandom(6), "big")
