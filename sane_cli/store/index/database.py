"""The index file: who may open it, what it is bound to, and what happens when it is locked, broken or not ours.

It lies in ``.sane`` at the root, for its owner only (mode 0600) and ignored by git. It is bound to the folder it was
made in: the header holds a digest of the inode and dates of ``.sane/.gitignore``, which no repository can bring along
or guess, and what is kept is sealed with the same secret. So an index that came with a clone is thrown away, and so is
one that was copied. Every user has a part with an edition and tables of its own, whose names begin with the part's.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sane_cli.core.hashing import blake2b
from sane_cli.core.record import record

if TYPE_CHECKING:
    import sqlite3

Answer = TypeVar("Answer")

FOLDER = ".sane"
PLACE = Path(FOLDER) / "index.sqlite"
_FORMAT = 1  # of this file itself; another one is another index
_IGNORED = ".gitignore"
_PATIENCE = 0.2  # seconds to wait for another process
_SIDECARS = ("", "-journal", "-wal", "-shm")
_BUSY = (5, 6)  # SQLITE_BUSY and SQLITE_LOCKED
_PARTS = "CREATE TABLE part (name TEXT PRIMARY KEY, edition TEXT)"


@record(frozen=True, slots=True, eq=False, repr=False)
class Part:
    """One user's share of the index.

    Attributes:
        name: with which the names of its tables begin.
        edition: all that its rows depend on beside the files; with another edition its tables are made anew.
        tables: the statements that make them.
    """

    name: str
    edition: str
    tables: tuple[str, ...]


@record(frozen=True, slots=True, eq=False, repr=False)
class Opened:
    """The open index; ``connection`` is in autocommit unless it was opened for writing."""

    connection: sqlite3.Connection
    _secret: bytes

    def seal(self, *parts: bytes) -> bytes:
        """Return the mark of ``parts`` as kept here by us: whatever is read without it was broken or forged."""
        mark = blake2b(key=self._secret, digest_size=16)
        for part in parts:
            mark.update(len(part).to_bytes(8, "little"))
            mark.update(part)
        return mark.digest()


def ask(root: Path, part: Part, question: Callable[[Opened], Answer]) -> Answer | None:
    """Return what ``question`` finds in the index of the playbook at ``root``.

    None when there is no index that can be used: missing, not ours, of another edition, broken (it is then removed) or
    locked (it is left alone). Errors of the database inside ``question`` count as broken.
    """
    path = root / PLACE
    secret = _secret(root) if _ours(path) else b""
    if not secret:
        return None
    import sqlite3

    try:
        with _connected(path, secret) as opened:
            return question(opened) if _edition(opened, part) == part.edition else None
    except (sqlite3.Error, UnicodeDecodeError) as error:
        _discard(path, error)
        return None


def change(root: Path, part: Part, keep: Callable[[Opened], object]) -> bool:
    """Let ``keep`` write into the index, in one transaction: all of it or nothing.

    What is no index of ours is replaced. Returns False when nothing could be kept.
    """
    import sqlite3

    path = root / PLACE
    try:
        secret = _room(root)
    except OSError:
        return False
    try:
        with _connected(path, secret) as opened:
            opened.connection.execute("BEGIN IMMEDIATE")
            if _edition(opened, part) != part.edition:
                _make(opened, part)
            keep(opened)
            opened.connection.execute("COMMIT")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        _discard(path, error)
        return False
    return True


def broken() -> Exception:
    """Return the error that makes an index be thrown away."""
    import sqlite3

    return sqlite3.DatabaseError("broken")


def clock(root: Path) -> int:
    """Return the time by which files there are dated, in nanoseconds; 0 (nothing is old) when nobody can tell.

    On a shared drive that is another machine's clock.
    """
    path = root / FOLDER / f".clock.{os.getpid()}"
    try:
        _room(root)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        try:
            return os.fstat(descriptor).st_ctime_ns
        finally:
            os.close(descriptor)
            path.unlink()
    except OSError:
        return 0


@contextmanager
def _connected(path: Path, secret: bytes) -> Iterator[Opened]:
    import sqlite3

    database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        database.execute("PRAGMA synchronous = NORMAL")
        _bind(database, secret)
        yield Opened(database, secret)
    finally:
        database.close()


def _bind(database: sqlite3.Connection, secret: bytes) -> None:
    """Insist that the header bears our mark; a new, empty file gets it.

    Raises:
        sqlite3.DatabaseError: it bears another one.
    """
    import sqlite3

    mark = blake2b(secret, digest_size=8, person=b"header").digest()
    wanted = [int.from_bytes(half, "little", signed=True) or 1 for half in (mark[:4], mark[4:])]
    for _turn in range(2):
        found = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        if found == wanted:
            return
        if found != [0, 0]:
            break
        database.execute("BEGIN IMMEDIATE")
        if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            database.execute(_PARTS)
            database.execute(f"PRAGMA application_id = {wanted[0]}")
            database.execute(f"PRAGMA user_version = {wanted[1]}")
        database.execute("COMMIT")
    raise sqlite3.DatabaseError("not our index")


def _edition(opened: Opened, part: Part) -> str | None:
    row = opened.connection.execute("SELECT edition FROM part WHERE name = ?", (part.name,)).fetchone()
    return str(row[0]) if row else None


def _make(opened: Opened, part: Part) -> None:
    """Make the tables of ``part`` anew; those of an older edition go first."""
    found = opened.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    ours = [(name, sql) for name, sql in found if name.startswith(f"{part.name}_")]
    for name, _sql in sorted(ours, key=lambda row: "VIRTUAL" not in str(row[1])):  # they take their shadows along
        opened.connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    for statement in part.tables:
        opened.connection.execute(statement)
    opened.connection.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (part.name, part.edition))


def _discard(path: Path, error: Exception) -> None:
    """Remove a broken index, so that the next run begins anew; leave alone one that another process is using.

    A broken one can make SQLite itself stumble over its words: hence UnicodeDecodeError.
    """
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
        return
    for ending in _SIDECARS:
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


def _ours(path: Path) -> bool:
    """Tell whether the index, and whatever SQLite left beside it, are plain files of this person alone."""
    try:
        if not stat.S_ISDIR(path.parent.lstat().st_mode):
            return False
        path.lstat()
    except OSError:
        return False
    return all(_private(path.with_name(path.name + ending)) for ending in _SIDECARS)


def _private(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return True
    return stat.S_ISREG(found.st_mode) and stat.S_IMODE(found.st_mode) & 0o077 == 0 and found.st_uid == os.geteuid()


def _secret(root: Path) -> bytes:
    """Return what an index there is bound to, which whoever filled the repository cannot know; empty if missing."""
    try:
        found = (root / FOLDER / _IGNORED).lstat()
    except OSError:
        return b""
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        return b""
    words = f"{_FORMAT} {found.st_dev} {found.st_ino} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_size}"
    return blake2b(words.encode(), digest_size=32).digest()


def _room(root: Path) -> bytes:
    """Make folder and file where they are missing; what stands there and is not ours is replaced, a link is refused.

    Returns:
        What the index is bound to.

    Raises:
        OSError: it cannot be made.
    """
    folder, path = root / FOLDER, root / PLACE
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise NotADirectoryError(folder)
    with suppress(FileExistsError):
        descriptor = os.open(folder / _IGNORED, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o644)
        os.write(descriptor, b"*\n")
        os.close(descriptor)
    secret = _secret(root)
    if not secret:
        raise PermissionError(folder / _IGNORED)
    if not _ours(path):
        for ending in _SIDECARS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    return secret
