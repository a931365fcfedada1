"""The manifest: what tells one state of every file of a playbook from another, without opening a single one.

Size, inode, time of modification, time of change and mode of each file, in two compact blobs, so that «nothing has
changed» is one comparison. A file counts as unchanged only when it was already old when the manifest was made: the
rule of git for «racily clean» entries, since within one tick of the clock a file can change and keep its dates.
"""

from __future__ import annotations

import os
import re
import stat
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sane_cli.core.hashing import blake2b
from sane_cli.core.record import record

TICK = 2_000_000_000  # nanoseconds; the coarsest clock of a file system in use (FAT) counts two seconds
_TOPS = ("playbook", "schema")
_FACTS = 5  # numbers a file: size, inode, modified, changed, mode
_CHUNK = _FACTS * array("q").itemsize
_UNSURE = bytes(_CHUNK)  # equals nothing that a file system says
_LINK = "//"  # stands in no path: what follows is where a link leads
_MOST = 1000  # files seen before they are packed
_ABSENT = (-1,) * _FACTS


@record(frozen=True, slots=True, repr=False)
class Manifest:
    """The state of a playbook's files at one moment.

    Attributes:
        names: paths relative to the root, as the folders list them, as bytes with NUL between them.
        facts: the numbers of each, in the same order.
        sure: False where a folder leads out of the playbook: what is there was not looked at, so it may have changed.
    """

    names: bytes
    facts: bytes
    sure: bool = True

    def settled(self, at: int) -> Manifest:
        """Return what may be kept of a manifest made at ``at``: facts of files that may still be changing are blanked.

        Args:
            at: when the manifest was begun, in nanoseconds by the clock of the file system.
        """
        facts = bytearray(self.facts)
        for number in self._young(at):
            facts[number * _CHUNK : (number + 1) * _CHUNK] = _UNSURE
        return Manifest(self.names, bytes(facts), self.sure)

    def _young(self, at: int) -> list[int]:
        numbers = array("q", self.facts)
        newest = map(max, numbers[2::_FACTS], numbers[3::_FACTS])
        return [number for number, when in enumerate(newest) if when + TICK >= at]

    def since(self, before: Manifest) -> Changes:
        """Compare with an earlier, settled manifest. What cannot be told to be the same counts as changed."""
        if self.sure and self == before:
            return Changes()
        if self.sure and self.names == before.names:
            now, then, listed = self.facts, before.facts, self._listed()
            places = range(0, len(now), _CHUNK)
            differing = [at // _CHUNK for at in places if now[at : at + _CHUNK] != then[at : at + _CHUNK]]
            return Changes(tuple(sorted({_path(listed[number]) for number in differing})))
        here, there = dict(self._each()), dict(before._each())
        changed = {_path(name) for name, facts in here.items() if not self.sure or there.get(name) != facts}
        gone = {_path(name) for name in there if name not in here}
        still = {_path(name) for name in here}
        return Changes(tuple(sorted(changed | (gone & still))), tuple(sorted(gone - still)))

    @property
    def digest(self) -> bytes:
        """What tells it from every other manifest."""
        found = blake2b(b"%d %d" % (self.sure, len(self.names)), digest_size=32)
        found.update(self.names)
        found.update(self.facts)
        return found.digest()

    def doubts(self, at: int) -> Iterator[tuple[str, bool]]:
        """Yield every path, that of a link twice, and whether the file may still be changing, as ``settled`` has it."""
        young = frozenset(self._young(at))
        return ((_path(name), number in young) for number, (name, _facts) in enumerate(self._each()))

    @property
    def paths(self) -> tuple[str, ...]:
        """The files' paths, relative to the root, with ``/``."""
        return tuple(name for name in self._listed() if _LINK not in name)

    def _listed(self) -> list[str]:
        return self.names.decode("utf-8", "surrogateescape").split("\0") if self.names else []

    def _each(self) -> Iterator[tuple[str, bytes]]:
        at = 0
        for found in re.finditer(rb"[^\0]+", self.names):
            yield found.group().decode("utf-8", "surrogateescape"), self.facts[at : at + _CHUNK]
            at += _CHUNK


@record(frozen=True, slots=True, eq=False, repr=False)
class Changes:
    """What differs between two manifests.

    Attributes:
        changed: new files, files that differ, and files of which nobody can be sure; sorted.
        gone: files that are no longer there; sorted.
    """

    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.changed or self.gone)


def take(root: Path) -> Manifest:
    """Look at every file below ``playbook/`` and ``schema/``, hidden ones left out; nothing is opened.

    Of a link the place it leads to is looked at as well: both can change.
    """
    looked = _Look(os.path.realpath(root))
    for top in _TOPS:
        path = f"{root}/{top}"
        if not os.path.islink(path) or looked.follow(path, top):  # noqa: PTH114  (pathlib costs more than looking)
            looked.into(path, top)
    looked.pack()
    return Manifest(b"\0".join(looked.packed), looked.numbers.tobytes(), looked.sure)


@dataclass(slots=True, eq=False, repr=False)
class _Look:
    """What has been seen so far below ``home``; now and then names and facts go into ``packed`` and ``numbers``."""

    home: str
    names: list[str] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))
    sure: bool = True

    def pack(self) -> None:
        """Pack what has been seen, so that of many files it takes little memory."""
        if self.names:
            self.packed.append("\0".join(self.names).encode("utf-8", "surrogateescape"))
            self.numbers.extend(self.facts)
            self.names.clear()
            self.facts.clear()

    def into(self, folder: str, inside: str) -> None:
        """Add the files of ``folder``, then those of the folders in it."""
        folders: list[tuple[str, str]] = []
        names, facts, prefix = self.names, self.facts, f"{inside}/"
        try:
            # names relative to an open folder are looked up quickest
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            return
        try:
            for name in os.listdir(descriptor):  # noqa: PTH208
                if len(names) == _MOST:
                    self.pack()
                if name[0] == ".":
                    continue
                try:
                    seen = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                except OSError:
                    continue
                mode = seen.st_mode
                if stat.S_ISDIR(mode):
                    folders.append((f"{folder}/{name}", prefix + name))
                    continue
                names.append(prefix + name)
                facts += (seen.st_size, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, mode)
                # the reader enters the folders of a playbook even when they are links
                if stat.S_ISLNK(mode) and self.follow(f"{folder}/{name}", prefix + name) and inside in _TOPS:
                    folders.append((f"{folder}/{name}", prefix + name))
        finally:
            os.close(descriptor)
        for path, name in sorted(folders):
            self.into(path, name)

    def follow(self, path: str, name: str) -> bool:
        """Add where a link leads and what stands there; tell whether it is a folder that may be entered."""
        target = os.path.realpath(path)
        self.names.append(name + _LINK + target)
        try:
            seen = os.stat(path)  # noqa: PTH116
        except OSError:
            self.facts += _ABSENT
            return False
        self.facts += (seen.st_size, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_mode)
        if not stat.S_ISDIR(seen.st_mode):
            return False
        here = f"{target}/".startswith(f"{self.home}/")
        self.sure = self.sure and (here or name.count("/") > 1)
        return here


def _path(name: str) -> str:
    return name.partition(_LINK)[0]
