"""Unfinished interviews on disk: replaced as a whole after every answer, readable by their owner only, never in git.

A draft holds the answers as they were given and the place in the interview. Its name is the case's id and a random
ending, so two interviews at once never meet; the id itself is settled when the case is written.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sane_cli.core.case import mapping, text, texts
from sane_cli.core.document import Path as DataPath
from sane_cli.core.error import UsageError
from sane_cli.core.finding import pointer
from sane_cli.core.text import one_line
from sane_cli.core.words import _
from sane_cli.store import yaml_read
from sane_cli.store.case_writer import plain_text
from sane_cli.store.files import CannotWriteError, UnreadableFileError, read_inside, write_atomically

_FORMAT = 1
_UNTITLED = "untitled"
_OWNER_ONLY = 0o600
_OWNER_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft file holds.

    Attributes:
        settled: stations that were answered or left.
        at: the station that was being asked, or None.
        touched: time of the last answer, in seconds since 1970.
    """

    path: Path
    answers: Mapping[str, Any]
    settled: frozenset[DataPath]
    at: DataPath | None
    touched: float

    @property
    def name(self) -> str:
        """The name to give to ``--resume``."""
        return self.path.stem

    @property
    def title(self) -> str:
        """The title so far, or a stand-in."""
        return one_line(text(self.answers, "title")) or _("(no title yet)")


class DraftInUseError(UsageError):
    """Somebody is answering this draft right now."""


class DraftFile:
    """The file of one running interview; made with the first answer."""

    def __init__(self, folder: Path, path: Path | None = None) -> None:
        self._folder = folder
        self.path = path
        self._lock: int | None = None  # descriptor; open as long as the interview lasts
        if path is not None:
            self._claim(path)

    def _claim(self, path: Path) -> None:
        """Hold the draft for this process; the system lets go of it when the process ends, however it ends.

        Raises:
            DraftInUseError: another interview holds it.
        """
        try:
            lock = os.open(self._lock_path(path), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, _OWNER_ONLY)
        except OSError as error:
            raise CannotWriteError(error.strerror or _("It cannot be written."), where=str(path)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(lock)
            raise DraftInUseError(
                _("This draft is open in another window."), where=path.stem, todo=_("Go on there, or stop it first.")
            ) from error
        except OSError:
            pass  # a file system without locks; the draft is replaced as a whole all the same
        self._lock = lock

    def _lock_path(self, path: Path) -> Path:
        """Beside the draft, by the random ending, which stays when the draft is renamed."""
        return self._folder / f".{path.stem.rpartition('-')[2]}.lock"

    def save(self, answers: Mapping[str, Any], settled: frozenset[DataPath], at: DataPath | None) -> None:
        """Replace the draft as a whole.

        Raises:
            CannotWriteError: with the reason; the draft before the last answer is untouched.
        """
        data = {
            "format": _FORMAT,
            "at": None if at is None else pointer(at),
            "settled": sorted(map(pointer, settled)),
            "answers": dict(answers),
        }
        _prepare(self._folder)
        self.path = self._named(text(answers, "id"))
        comment = _("An unfinished interview. Go on with: sane new --resume {name}").format(name=self.path.stem)
        write_atomically(self.path, plain_text(data, comment).encode("utf-8", "surrogatepass"), mode=_OWNER_ONLY)

    def _named(self, case_id: str) -> Path:
        """Return the file's place, under the case's id as soon as there is one."""
        wanted = case_id or _UNTITLED
        if self.path is None:
            return self._new(wanted)
        stem, _dash, ending = self.path.stem.rpartition("-")
        if stem in (wanted, "") or not case_id:
            return self.path
        renamed = self.path.with_name(f"{wanted}-{ending}{self.path.suffix}")
        try:
            if not renamed.exists():
                self.path.rename(renamed)
                return renamed
        except OSError:
            pass  # a name is a convenience; the answers are safe under the old one
        return self.path

    def _new(self, stem: str) -> Path:
        """Claim a name that nobody has; the file is empty until the first write replaces it."""
        while True:
            path = self._folder / f"{stem}-{secrets.token_hex(3)}.yaml"
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ONLY))
            except FileExistsError:
                continue
            except OSError as error:
                raise CannotWriteError(error.strerror or _("It cannot be written."), where=str(path)) from error
            self._claim(path)
            return path

    def remove(self) -> None:
        """Remove the draft, once the case stands in its own file."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self._lock_path(self.path).unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Let another interview have the draft."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def folder(root: Path) -> Path:
    """Where the drafts of the playbook at ``root`` are."""
    return root / "playbook" / ".drafts"


def open_drafts(root: Path) -> list[Draft]:
    """Return the drafts that can be read, the last touched first."""
    found = (draft for path in _paths(root) if (draft := _read(root, path)) is not None)
    return sorted(found, key=lambda draft: (-draft.touched, draft.name))


def find(root: Path, name: str) -> Draft | None:
    """Return the draft called ``name``: its file name, its case's id, or a beginning that only one has."""
    drafts = open_drafts(root)
    exact = [draft for draft in drafts if name in (draft.name, text(draft.answers, "id"), draft.path.name)]
    near = exact or [draft for draft in drafts if draft.name.startswith(name)]
    return near[0] if len(near) == 1 or (exact and near) else None


def _prepare(place: Path) -> None:
    """Make the folder, for its owner only, and keep it out of git whatever the repository ignores."""
    try:
        place.mkdir(mode=_OWNER_FOLDER, parents=True, exist_ok=True)
        ignore = place / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise CannotWriteError(error.strerror or _("It cannot be written."), where=str(place)) from error


def _paths(root: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder(root).glob("[!.]*.yaml"))
    except OSError:
        return


def _read(root: Path, path: Path) -> Draft | None:
    """Read one draft; None for an empty or broken one."""
    try:
        data = yaml_read.parse(read_inside(root, path))
        touched = path.stat().st_mtime
    except (UnreadableFileError, yaml_read.RefusedError, OSError):
        return None
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        return None
    at = data.get("at")
    settled = frozenset(map(_path, texts(data, "settled")))
    return Draft(path, mapping(data, "answers"), settled, _path(at) if isinstance(at, str) else None, touched)


def _path(written: str) -> DataPath:
    """Read an RFC 6901 pointer; numbers are entries of lists, as no field's name is a number."""
    parts = (part.replace("~1", "/").replace("~0", "~") for part in written.split("/")[1:])
    return tuple(int(part) if part.isdigit() else part for part in parts)
