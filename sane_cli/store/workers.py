"""Share work among processes: fork, take the next few items from a queue, send the results back through a pipe.

Below a few hundred items a second process costs more than it brings. Whoever is quicker does more, so that nobody
waits long for another: cores are seldom equally idle. The order of the results is that of the items, whoever worked on
them. A child that fails is not missed: what it has not sent is done here, where errors can be told.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Sequence[Item]], list[Result]]

_FEWEST = 200  # items from which on a second process pays off
_MOST = 2  # processes when nobody says how many
_TURNS = 16  # of each process, about, when there are few items
_AT_ONCE = 200  # items in a turn, when there are many
_QUEUED = 1000  # turns that every pipe can hold (4 096 bytes)
_WORD = 4  # bytes of a number in the queue; so few are read or written at once


def spread(
    items: Sequence[Item], work: Work[Item, Result], jobs: int = 0, begun: Callable[[int], None] | None = None
) -> list[Result]:
    """Return what ``work`` makes of ``items``, in order.

    Args:
        items: what to work on.
        work: takes some of the items; its results must survive pickling.
        jobs: processes; 0 chooses.
        begun: is told now and then how many of the items somebody has begun with.
    """
    count = min(jobs or min(_MOST, os.cpu_count() or 1), len(items) // (_FEWEST // 2))
    count = count if hasattr(os, "fork") else 1
    size = max(1, min(_AT_ONCE, len(items) // (max(count, 1) * _TURNS)), -(-len(items) // _QUEUED))
    turns = range(0, len(items), size)

    def done(starts: Iterable[int], told: Callable[[int], None] | None = None) -> dict[int, list[Result]]:
        found = {}
        for at in starts:
            if told is not None:
                told(at)
            found[at] = work(items[at : at + size])
        return found

    found = done(turns, begun) if count <= 1 else _shared(turns, done, count, begun)
    return [result for at in turns for result in found[at]]


def _shared(
    turns: Sequence[int],
    done: Callable[..., dict[int, list[Result]]],
    count: int,
    begun: Callable[[int], None] | None,
) -> dict[int, list[Result]]:
    """Do all ``turns`` in ``count`` processes and return the results of each."""
    queue = _queue(turns)
    children = [_begin(queue, done) for _child in range(count - 1)]
    found = done(_taken(queue), begun)
    os.close(queue)
    for child, reader in children:
        found |= _finish(child, reader)
    return found | done(at for at in turns if at not in found)


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


def _begin(queue: int, done: Callable[[Iterable[int]], dict[int, list[Result]]]) -> tuple[int, int]:
    """Fork a child that takes its turns; return its id and the end of the pipe to read its results from."""
    import pickle

    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    code = 1
    try:
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            pickle.dump(done(_taken(queue)), pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _finish(child: int, reader: int) -> dict[int, list[Result]]:
    """Return what a child sent, nothing when it failed. It is our own fork, so its pickle can be trusted."""
    with os.fdopen(reader, "rb") as pipe:
        sent = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        return {}
    import pickle

    results: dict[int, list[Result]] = pickle.loads(sent)  # noqa: S301
    return results
