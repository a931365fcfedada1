"""What was read of each file last time, so that reading it again costs a look at its date only.

An entry counts when the facts of the file are those of then and the file was already old when it was read. Every entry
is sealed. Locked, broken, forged or forbidden: the program does without and is only slower.
"""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sane_cli import __version__
from sane_cli.core.document import Document
from sane_cli.core.record import record
from sane_cli.store.index import database, manifest
from sane_cli.store.index.database import Opened, Part

_TABLE = "CREATE TABLE document_read (path TEXT PRIMARY KEY, facts TEXT, digest TEXT, data TEXT, seal BLOB)"


@record(frozen=True, slots=True, eq=False, repr=False)
class Entry:
    """What was read of a file: its facts then, the hash of its bytes, its data as JSON."""

    facts: str
    digest: str
    data: str


@dataclass(slots=True, eq=False, repr=False)
class Index:
    """The entries of last time, and those that are to be kept for the next time."""

    root: Path
    known: dict[str, Entry]
    fresh: dict[str, Entry] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def recall(self, path: str, facts: str) -> Entry | None:
        """Return the entry of a file with these ``facts``, when it can be trusted."""
        self.seen.add(path)
        entry = self.known.get(path)
        return entry if entry is not None and facts and entry.facts == facts else None

    def keep(self, document: Document, facts: str, read_at: int) -> None:
        """Remember what was read at ``read_at`` of a file with these ``facts``, unless it may still be changing."""
        changed = max(map(int, facts.split()[2:4]), default=0) if facts else 0
        if not facts or document.failure is not None or changed + manifest.TICK >= read_at:
            return
        with suppress(ValueError, RecursionError):
            data = json.dumps(document.data, ensure_ascii=False, allow_nan=False)
            self.fresh[document.path] = Entry(facts, document.digest, data)

    def save(self) -> None:
        """Write what is new and forget files that are gone; all of it or nothing, and nothing when it is not ours."""
        gone = [path for path in self.known if path not in self.seen]
        if not (self.fresh or gone):
            return

        def keep(opened: Opened) -> None:
            ask = opened.connection.executemany
            ask("DELETE FROM document_read WHERE path = ?", ((path,) for path in gone))
            rows = ((path, e.facts, e.digest, e.data, _seal(opened, path, e)) for path, e in self.fresh.items())
            ask("INSERT OR REPLACE INTO document_read VALUES (?, ?, ?, ?, ?)", rows)

        with suppress(UnicodeEncodeError):  # a name that is no text is read anew each time
            database.change(self.root, _part(), keep)


def facts(path: Path) -> str:
    """Return what tells one state of a regular file from another; empty for links and everything else."""
    try:
        found = path.lstat()
    except OSError:
        return ""
    if not stat.S_ISREG(found.st_mode):
        return ""
    return f"{found.st_size} {found.st_ino} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_mode}"


def load(root: Path) -> Index:
    """Read the entries for the playbook at ``root``; none when there is no index that can be used."""
    return Index(root, database.ask(root, _part(), lambda opened: dict(_entries(opened))) or {})


def now() -> int:
    """Return the time by which files are dated, in nanoseconds."""
    return time.time_ns()


def _entries(opened: Opened) -> Iterator[tuple[str, Entry]]:
    for path, facts_then, digest, data, seal in opened.connection.execute("SELECT * FROM document_read"):
        if all(isinstance(part, str) for part in (path, facts_then, digest, data)):
            entry = Entry(facts_then, digest, data)
            if _seal(opened, path, entry) == seal:
                yield path, entry


def _seal(opened: Opened, path: str, entry: Entry) -> bytes:
    return opened.seal(*(part.encode() for part in (path, entry.facts, entry.digest, entry.data)))


def _part() -> Part:
    """Return our part of the index; its rows depend on the program and its reader."""
    reader = Path(__file__).parents[1] / "yaml_read.py"
    return Part("document", f"2 {__version__} {facts(reader)}", (_TABLE,))
