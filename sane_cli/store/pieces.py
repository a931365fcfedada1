"""What an export keeps for the next one: pieces of laid out pages, each under the hash of all that it was made of.

A piece holds what an audience was shown. Its name is made of that very content, and every audience has a folder of
its own, so what was made for some readers is never found for others. The folders belong to one person (mode 0700,
files 0600) and git ignores them. A piece that is not ours, not whole or not what its checksum says counts as absent.
All of it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PLACE = Path(".sane") / "pieces"
_LIMIT = 256 << 20  # bytes; some ten thousand cases
_LARGEST = 64 << 20  # bytes of one piece
_SUM = hashlib.sha256().digest_size


@dataclass(slots=True)
class Pieces:
    """The pieces of the playbook at ``root`` for one audience, by the audience's word."""

    root: Path
    audience: str

    def recall(self, name: str) -> bytes | None:
        """Return the piece of that name when it is ours and whole."""
        place = self._folder / name
        if not self._is_ours_alone():
            return None
        try:
            descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(descriptor)
            if not _is_private(facts) or not stat.S_ISREG(facts.st_mode) or facts.st_size > _LARGEST:
                return None
            written = file.read(_LARGEST)
        data = written[_SUM:]
        if _checksum(name, data) != written[:_SUM]:
            with suppress(OSError):
                place.unlink()
            return None
        with suppress(OSError):
            os.utime(place)  # used now: the last to be forgotten
        return data

    def keep(self, name: str, data: bytes) -> None:
        """Keep a piece; a full disk or a folder that is not ours only costs time."""
        place = self._folder / name
        temporary = place.with_name(f".{name}.{os.getpid()}.tmp")
        try:
            self._make_folder()
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(_checksum(name, data) + data)
            temporary.replace(place)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise

    def forget(self, limit: int = _LIMIT) -> None:
        """Remove what was not used for longest until no more than ``limit`` bytes are left, and what was left half."""
        if not self._is_ours_alone():
            return
        used = sorted(self._files(), reverse=True)
        total = 0
        for _when, size, path in used:
            total += size
            if total > limit or path.suffix == ".tmp":
                with suppress(OSError):
                    path.unlink()

    @property
    def _folder(self) -> Path:
        return self.root / PLACE / self.audience

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        """Yield when each piece of any audience was used last, its size and its place."""
        for folder in (self.root / PLACE).iterdir():
            with suppress(OSError), os.scandir(folder) as listed:
                for entry in listed:
                    facts = entry.stat(follow_symlinks=False)
                    yield facts.st_mtime_ns, facts.st_size, Path(entry.path)

    def _make_folder(self) -> None:
        for folder in self._above():
            folder.mkdir(mode=0o700, exist_ok=True)
        if not self._is_ours_alone():
            raise PermissionError(self._folder)
        ignored = self.root / PLACE.parent / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")

    def _above(self) -> tuple[Path, ...]:
        return self.root / PLACE.parent, self.root / PLACE, self._folder

    def _is_ours_alone(self) -> bool:
        """Tell whether the folders are real ones of this person, closed to others."""
        try:
            above, *own = (folder.lstat() for folder in self._above())
        except OSError:
            return False
        is_real = all(stat.S_ISDIR(facts.st_mode) for facts in (above, *own))
        return is_real and above.st_uid == os.geteuid() and all(map(_is_private, own))


def _is_private(facts: os.stat_result) -> bool:
    return stat.S_IMODE(facts.st_mode) & 0o077 == 0 and facts.st_uid == os.geteuid()


def _checksum(name: str, data: bytes) -> bytes:
    return hashlib.sha256(name.encode() + data).digest()
