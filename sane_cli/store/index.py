"""The index: what was read of each file last time, so that reading it again costs a look at its date only.

It holds no more than the files do, belongs to one person (mode 0600 in a folder that git ignores) and is never
trusted over a file. An entry counts when size, inode, time of change and time of modification are those of the file
and the file was already old when it was read: the rule of git for «racily clean» entries, since within one tick of
the clock a file can change and keep its date. Every entry carries a checksum. Locked, broken, forged or forbidden:
the program does without and is only slower.
"""

from __future__ import annotations

import json
import os
import stat
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sane_cli import __version__
from sane_cli.core.document import Document

PLACE = Path(".sane") / "index.sqlite"
_EDITION = 1
_TICK = 2_000_000_000  # nanoseconds; the coarsest clock of a file system in use (FAT) counts two seconds
_PATIENCE = 0.2  # seconds to wait for another process
_MAKE = """
CREATE TABLE IF NOT EXISTS edition (words TEXT);
CREATE TABLE IF NOT EXISTS document (path TEXT PRIMARY KEY, facts TEXT, digest TEXT, data TEXT, sum INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was read of a file: its facts then, the hash of its bytes, its data as JSON."""

    facts: str
    digest: str
    data: str


@dataclass(slots=True)
class Index:
    """The entries of last time, and those that are to be kept for the next time."""

    path: Path
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
        if not facts or document.failure is not None or changed + _TICK >= read_at:
            return
        with suppress(ValueError, RecursionError):
            data = json.dumps(document.data, ensure_ascii=False, allow_nan=False)
            self.fresh[document.path] = Entry(facts, document.digest, data)

    def save(self) -> None:
        """Write what is new and forget files that are gone; all of it or nothing, and nothing when it is not ours."""
        gone = [path for path in self.known if path not in self.seen]
        if not (self.fresh or gone):
            return
        import sqlite3

        with suppress(sqlite3.Error, OSError), closing(_opened(self.path)) as database, database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("DELETE FROM edition")
            database.execute("INSERT INTO edition VALUES (?)", (_edition(),))
            database.executemany("DELETE FROM document WHERE path = ?", ((path,) for path in gone))
            rows = ((path, e.facts, e.digest, e.data, _sum(path, e)) for path, e in self.fresh.items())
            database.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", rows)


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
    """Read the index of the playbook at ``root``; an empty one when there is none that can be used."""
    path = root / PLACE
    known: dict[str, Entry] = {}
    if not _ours(path):
        return Index(path, known)
    import sqlite3

    try:
        with closing(_opened(path)) as database:
            if database.execute("SELECT words FROM edition").fetchone() == (_edition(),):
                known = dict(_entries(database))
    except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
        busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in busy:
            with suppress(OSError):
                path.unlink()  # broken: begin anew; locked by another process: do without
        return Index(path, {})
    return Index(path, known)


def now() -> int:
    """Return the time by which files are dated, in nanoseconds."""
    return time.time_ns()


def _entries(database: Any) -> Iterator[tuple[str, Entry]]:
    for path, facts_then, digest, data, checksum in database.execute("SELECT * FROM document"):
        if all(isinstance(part, str) for part in (path, facts_then, digest, data)):
            entry = Entry(facts_then, digest, data)
            if _sum(path, entry) == checksum:
                yield path, entry


def _sum(path: str, entry: Entry) -> int:
    whole = f"{path}\0{entry.facts}\0{entry.digest}\0{entry.data}"
    return zlib.crc32(whole.encode("utf-8", "surrogatepass"))


def _edition() -> str:
    """Return what an entry depends on beside its file: this format, the program, its reader."""
    reader = Path(__file__).with_name("yaml_read.py")
    return f"{_EDITION} {__version__} {facts(reader)}"


def _ours(path: Path) -> bool:
    """Tell whether the index is a plain file of this person alone; one that came with a repository is not."""
    try:
        folder, found = path.parent.lstat(), path.lstat()
    except OSError:
        return False
    private = stat.S_IMODE(found.st_mode) & 0o077 == 0 and found.st_uid == os.geteuid()
    return stat.S_ISDIR(folder.st_mode) and stat.S_ISREG(found.st_mode) and private


def _opened(path: Path) -> Any:
    """Open the index for reading and writing; make it, for its owner only, where there is none."""
    import sqlite3

    if not _ours(path):
        _make_room(path)
    database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA synchronous = NORMAL")
        if not database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'document'").fetchone()[0]:
            database.executescript(_MAKE)
    except BaseException:
        database.close()
        raise
    return database


def _make_room(path: Path) -> None:
    """Make folder and file; whatever stands there and is not ours is replaced, a link is refused.

    Raises:
        OSError: it cannot be made.
    """
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not stat.S_ISDIR(path.parent.lstat().st_mode):
        raise NotADirectoryError(path.parent)
    ignored = path.with_name(".gitignore")
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
