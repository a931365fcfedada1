"""Share work among processes: fork, do a part each, send the results back through a pipe.

Below a few hundred items a second process costs more than it brings. The order of the results is that of the items,
whoever worked on them. A child that fails is not missed: its part is done again here, where errors can be told.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Sequence[Item]], list[Result]]

_FEWEST = 200  # items from which on a second process pays off
_MOST = 2  # processes when nobody says how many


def spread(items: Sequence[Item], work: Work[Item, Result], jobs: int = 0) -> list[Result]:
    """Return what ``work`` makes of ``items``, in order.

    Args:
        items: what to work on.
        work: takes some of the items; its results must survive pickling.
        jobs: processes; 0 chooses.
    """
    count = min(jobs or min(_MOST, os.cpu_count() or 1), len(items) // (_FEWEST // 2))
    if count <= 1 or not hasattr(os, "fork"):
        return work(items)
    size = -(-len(items) // count)
    parts = [items[at : at + size] for at in range(0, len(items), size)]
    children = [(part, *_begin(part, work)) for part in parts[1:]]
    results = work(parts[0])
    for part, child, reader in children:
        done: list[Result] | None = _finish(child, reader)
        results += work(part) if done is None else done
    return results


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


def _begin(part: Sequence[Item], work: Work[Item, Result]) -> tuple[int, int]:
    """Fork a child that works on ``part``; return its id and the end of the pipe to read from."""
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
            pickle.dump(work(part), pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _finish(child: int, reader: int) -> list[Result] | None:
    """Return what a child sent, or None when it failed. The sender is our own fork, so its pickle can be trusted."""
    with os.fdopen(reader, "rb") as pipe:
        sent = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        return None
    import pickle

    results: list[Result] = pickle.loads(sent)  # noqa: S301
    return results
