"""The words of what certain readers may see, for searching: SQLite's FTS5, one table for each view.

It only narrows: what is found is read and decided by ``core.search``, so the table keeps no order of words and no text,
just which word stands in which case. FTS5 does not notice a flipped bit, so everything it keeps is sealed as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sane_cli.store.index.database import Opened

# the words come cut and folded, with spaces between: the tokeniser has nothing to decide
_MAKE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS {} USING fts5"
    "(words, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '_'\")"
)


def listed(opened: Opened, view: int) -> frozenset[int] | None:
    """Return the numbers of the cases whose words are kept, or None when there are none that can be trusted."""
    row = opened.connection.execute("SELECT numbers, seal FROM row_words WHERE view = ?", (view,)).fetchone()
    if row is None or not isinstance(row[0], str) or _seal(opened, view, row[0]) != row[1]:
        return None
    return frozenset(json.loads(row[0]))


def holding(opened: Opened, view: int, query: str) -> frozenset[int]:
    """Return the numbers of the cases that hold what ``query`` asks for; ask ``listed`` before."""
    table = _table(view)
    found = opened.connection.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (query,))  # noqa: S608
    return frozenset(number for (number,) in found)


def change(
    opened: Opened, view: int, gone: Iterable[tuple[int, str]], new: Iterable[tuple[int, str]], kept: frozenset[int]
) -> None:
    """Take out and put in the words of cases, by number; ``kept`` are the numbers after that."""
    table, ask = _table(view), opened.connection
    ask.execute(_MAKE.format(table))
    ask.executemany(f"INSERT INTO {table}({table}, rowid, words) VALUES ('delete', ?, ?)", gone)  # noqa: S608
    ask.executemany(f"INSERT INTO {table}(rowid, words) VALUES (?, ?)", new)  # noqa: S608
    # one piece is quicker to seal and to search, and holds nothing any more of what was taken out
    ask.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
    numbers = json.dumps(sorted(kept))
    ask.execute("INSERT OR REPLACE INTO row_words VALUES (?, ?, ?)", (view, numbers, _seal(opened, view, numbers)))


def drop(opened: Opened, view: int) -> None:
    """Forget the words of a view."""
    opened.connection.execute("DELETE FROM row_words WHERE view = ?", (view,))
    opened.connection.execute(f"DROP TABLE IF EXISTS {_table(view)}")


def _seal(opened: Opened, view: int, numbers: str) -> bytes:
    """Seal everything that FTS5 keeps, but for its averages (1): it writes them late, and nobody asks for them."""
    table = _table(view)
    blocks = opened.connection.execute(f"SELECT id, block FROM {table}_data WHERE id > 1 ORDER BY id")  # noqa: S608
    index = opened.connection.execute(f"SELECT segid, term, pgno FROM {table}_idx ORDER BY segid, term")  # noqa: S608
    whole = b"".join(
        bytes(str(part), "utf-8") if not isinstance(part, bytes) else part for row in blocks for part in row
    )
    return opened.seal(b"words %d" % view, numbers.encode(), whole, repr(index.fetchall()).encode())


def _table(view: int) -> str:
    return f"row_text_{view:d}"
