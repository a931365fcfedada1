"""Share work among processes: fork, take the next few items from a queue, lay the results aside.

Below a few hundred items a second process costs more than it brings. Whoever is quicker does more, so that nobody
waits long for another: cores are seldom equally idle. The order of the results is that of the items, whoever worked on
them. A child that fails is not missed: what it has not done is done here, where errors can be told.

The results of very many items wait in files without names, one of each process, and are read when they are looked at:
they would take more memory than all else. Those of fewer never leave memory, nor does what ``spread`` shares, since
that may be whole cases.
"""

from __future__ import annotations

import gc
import os
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Told = Callable[[int], None]

_FEWEST = 200  # items from which on a second process pays off
_MOST = 2  # processes when nobody says how many
_TURNS = 16  # of each process, about, when there are few items
_AT_ONCE = 200  # items in a turn, when there are many
_FIRST = 40  # items worked on before anybody is forked, at most; of 200 it is one
_LAST = 4  # turns of each process in which the last items would be done, were they not to become smaller still
_IN_MEMORY = 20_000  # items whose results take no room worth a file
_QUEUED = 1000  # turns that every pipe can hold (4 096 bytes)
_WORD = 4  # bytes of a number in the queue; so few are read or written at once


def spread(items: Sequence[Item], work: Callable[[Sequence[Item]], list[Result]], jobs: int = 0) -> list[Result]:
    """Return what ``work`` makes of ``items``, in order.

    Args:
        items: what to work on.
        work: takes some of the items; its results must survive pickling.
        jobs: processes; 0 chooses.
    """
    if _processes(items, jobs) == 1:
        return work(items)
    return [result for part in _parts(items, work, jobs, None, Shelf) for result in part]


def laid_aside(
    items: Sequence[Item], work: Callable[[Sequence[Item]], bytes], jobs: int = 0, begun: Told | None = None
) -> Sequence[bytes]:
    """Return what ``work`` makes of a few items at a time, in order.

    What it makes of very many is laid aside in files: it must be nothing that may not leave memory.

    Args:
        items: what to work on.
        work: takes some of the items.
        jobs: processes; 0 chooses.
        begun: is told now and then how many of the items somebody has begun with.
    """
    return _parts(items, work, jobs, begun, Shelf if len(items) <= _IN_MEMORY else FileShelf)


def _parts(
    items: Sequence[Item], work: Callable[[Sequence[Item]], Any], jobs: int, begun: Told | None, shelf: type[Shelf]
) -> Laid:
    count = _processes(items, jobs)
    turns = _turns(len(items), count)

    def do(starts: Iterable[int], mine: Shelf, told: Told | None = None) -> None:
        for at in starts:
            if told is not None:
                told(at)
            mine.put(at, work(items[at : turns[bisect_right(turns, at)]]))

    own = shelf()
    if count == 1:
        do(turns[:-1], own, begun)
        return Laid([own], turns[:-1])
    do(turns[:1], own, begun)  # it brings in, and warms up, what all items need: every process then has it
    queue = _queue(turns[1:-1])
    children = [_begin(queue, do, shelf()) for _child in range(count - 1)]
    do(_taken(queue), own, begun)
    os.close(queue)
    shelves = [own, *(_finish(*child) for child in children)]
    do((at for at in turns[:-1] if not any(at in each for each in shelves)), own)
    return Laid(shelves, turns[:-1])


def _processes(items: Sequence[object], jobs: int) -> int:
    count = min(jobs or min(_MOST, os.cpu_count() or 1), len(items) // (_FEWEST // 2))
    return max(count, 1) if hasattr(os, "fork") else 1


def _turns(items: int, count: int) -> list[int]:
    """Return with which item each turn begins, and the end of the last one.

    Turns of several processes become smaller towards the end, so that nobody waits long for another's last one.
    """
    least = max(1, -(-items // _QUEUED))
    if count == 1:
        return [*range(0, items, max(_AT_ONCE, least)), items]
    most = max(least, min(_AT_ONCE, items // (count * _TURNS)))
    turns = [0, min(items, max(1, min(_FIRST, items // _FEWEST)))]
    while turns[-1] < items:
        left = items - turns[-1]
        turns.append(turns[-1] + min(left, max(least, min(most, left // (count * _LAST)))))
    return turns


class Shelf:
    """What one process laid aside, by number."""

    def __init__(self) -> None:
        self._held: dict[int, Any] = {}

    def put(self, at: int, data: Any) -> None:
        """Lay ``data`` aside."""
        self._held[at] = data

    def __contains__(self, at: int) -> bool:
        """Tell whether something was laid aside under this number."""
        return at in self._held

    def __getitem__(self, at: int) -> Any:
        """Return it."""
        return self._held[at]

    def told(self) -> bytes:
        """Return what another process has to be told so that it has the same on its copy of this shelf."""
        import pickle

        return pickle.dumps(self._held, pickle.HIGHEST_PROTOCOL)

    def tell(self, told: bytes) -> None:
        """Have what another process laid aside on its copy."""
        import pickle

        self._held = pickle.loads(told)  # noqa: S301  (from our own fork)


class FileShelf(Shelf):
    """The same for bytes, in a file that has no name; what it has no room for stays in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._file = _nameless()
        self._end = 0
        self._places: dict[int, tuple[int, int]] = {}

    def put(self, at: int, data: Any) -> None:
        """Lay ``data`` aside."""
        written = 0
        if self._file is not None:
            with suppress(OSError):
                written = os.pwrite(self._file, data, self._end)
        if written == len(data):
            self._places[at] = self._end, written
            self._end += written
        else:
            super().put(at, data)

    def __contains__(self, at: int) -> bool:
        """Tell whether something was laid aside under this number."""
        return at in self._places or super().__contains__(at)

    def __getitem__(self, at: int) -> Any:
        """Return it."""
        if self._file is None or at not in self._places:
            return super().__getitem__(at)
        begin, length = self._places[at]
        data = os.pread(self._file, length, begin)
        assert len(data) == length
        return data

    def told(self) -> bytes:
        """Return where it lies, and what there was no room for."""
        import pickle

        return pickle.dumps((self._places, self._held), pickle.HIGHEST_PROTOCOL)

    def tell(self, told: bytes) -> None:
        """Have what another process laid aside: the file is the same."""
        import pickle

        self._places, self._held = pickle.loads(told)  # noqa: S301  (from our own fork)

    def __del__(self) -> None:
        """Give the room back."""
        if self._file is not None:
            os.close(self._file)


class Laid(Sequence[Any]):
    """What several processes laid aside, in order."""

    def __init__(self, shelves: Sequence[Shelf], numbers: Sequence[int]) -> None:
        self._shelves = [next(shelf for shelf in shelves if number in shelf) for number in numbers]
        self._numbers = array("q", numbers)

    def __len__(self) -> int:
        """Return how much there is."""
        return len(self._numbers)

    def __getitem__(self, at: Any) -> Any:
        """Return what stands there."""
        if isinstance(at, slice):
            return list(map(self.__getitem__, range(len(self))[at]))
        return self._shelves[at][self._numbers[at]]


def _nameless() -> int | None:
    """Return a file that nobody can open by name and that is gone with the process; None where none can be made."""
    path = os.path.join(os.environ.get("TMPDIR") or "/tmp", f"sane-{os.urandom(12).hex()}")  # noqa: PTH118, S108
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108
    return descriptor


def _queue(numbers: Iterable[int]) -> int:
    """Return the end of a pipe from which processes take numbers, one by one, until none is left."""
    reader, writer = os.pipe()
    os.write(writer, b"".join(number.to_bytes(_WORD, "little") for number in numbers))
    os.close(writer)
    return reader


def _taken(queue: int) -> Iterator[int]:
    while number := os.read(queue, _WORD):
        yield int.from_bytes(number, "little")


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage while much plain data is made: there is none, and looking takes a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _begin(queue: int, do: Callable[[Iterable[int], Shelf], None], shelf: Shelf) -> tuple[int, int, Shelf]:
    """Fork a child that takes its turns; return its id, the end of the pipe to read from at the end, and the shelf."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader, shelf
    code = 1
    try:
        os.close(reader)
        do(_taken(queue), shelf)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(shelf.told())
        code = 0
    finally:
        os._exit(code)


def _finish(child: int, reader: int, shelf: Shelf) -> Shelf:
    """Wait for a child and return what it laid aside; nothing when it failed."""
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if not status:
        shelf.tell(told)
    return shelf
