"""Worker processes for the engine: it never runs in the program itself.

A case comes from strangers. What makes the engine hang, crash or eat memory stops a worker, and the program can say
which case it was. The workers are forked before anything heavy is loaded; the first one loads the engine at once,
while the program still reads cases, the others when there is enough to do. They end with the program, however it ends.
"""

from __future__ import annotations

import math
import os
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from sane_cli.core.error import FindingsError, SaneError
from sane_cli.core.words import _
from sane_cli.exporters._working import Fault, work

if TYPE_CHECKING:  # the workers are to begin before what a report needs is loaded
    from sane_cli.exporters._report.theme import Theme

_MOST = 4  # processes when nobody says how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something for the press to make.

    Attributes:
        name: what it is, for people.
        method: of the press, with its arguments.
        limit: seconds that it may take.
    """

    name: str
    method: str
    arguments: tuple[Any, ...]
    limit: float


@dataclass(slots=True)
class _Worker:
    process: int
    pipe: Any
    is_loaded: bool = False
    job: int = -1
    due: float = 0.0


@dataclass(slots=True)
class Workers:
    """The worker processes of one export; use as a context."""

    count: int
    _workers: list[_Worker] = field(default_factory=list)
    _jobs: list[Job] = field(default_factory=list)
    _waiting: deque[int] = field(default_factory=deque)
    _made: dict[int, bytes] = field(default_factory=dict)
    _look: tuple[Any, ...] = ()
    _is_warm: bool = False
    _folder: str = ""
    _versions: str = ""

    def __enter__(self) -> Self:
        self._folder = tempfile.mkdtemp(prefix="sane-")
        try:
            self._workers.append(self._forked())
            self._workers[0].pipe.send("load")
            for _number in range(1, self.count):
                self._workers.append(self._forked())
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def end(self) -> None:
        """End the workers, whatever they do; they give back their memory."""
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker.process, signal.SIGKILL)
            worker.pipe.close()
            with suppress(ChildProcessError):
                os.waitpid(worker.process, 0)
        self._workers.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def loaded(self) -> str:
        """Wait for the engine and return what it is: the versions of everything that draws.

        Raises:
            UsageError: its system libraries are missing.
        """
        worker = self._workers[0]
        if not worker.is_loaded:
            self._versions = str(self._answer(worker, ""))
            worker.is_loaded = True
        return self._versions

    def set_up(self, theme: Theme, styles: Sequence[str]) -> None:
        """Tell the workers what the pages look like, when they have done what was put before."""
        while any(worker.job >= 0 for worker in self._workers):
            self._take()
        self._look = ("look", theme, tuple(styles))
        for worker in self._workers:
            if worker.is_loaded or worker is self._workers[0]:
                with suppress(OSError):  # it broke down: its next answer says why
                    worker.pipe.send(self._look)

    def put(self, jobs: Sequence[Job], *, urgent: bool = False) -> Sequence[int]:
        """Have jobs done, the first ones first, and return their numbers.

        Until the engine is there nothing is begun, so that what is urgent still comes before what was put earlier.
        """
        numbers = range(len(self._jobs), len(self._jobs) + len(jobs))
        self._jobs += jobs
        self._waiting = deque([*numbers, *self._waiting] if urgent else [*self._waiting, *numbers])
        if self._workers[0].is_loaded or self._workers[0].pipe.poll():
            self.loaded()
            self._take(0)  # who has done something else meanwhile is free
            for worker in self._workers[: max(1, min(self.count, len(jobs) // 2))]:
                self._give(worker)
        return numbers

    def warm_up(self, job: Job) -> None:
        """Have something done for nobody when there is nothing else to do, once."""
        if not self._is_warm:
            self._is_warm = True
            self.put([job])

    def made(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the numbers of jobs that were put, and what was made of them, as they are done.

        Raises:
            SaneError: one could not be done.
        """
        self.loaded()
        self._give(self._workers[0])
        open_jobs = set(numbers)
        while open_jobs:
            for number in sorted(open_jobs & self._made.keys()):
                open_jobs.remove(number)
                yield number, self._made.pop(number)
            if open_jobs:
                self._take()

    def _take(self, patience: float = math.inf) -> None:
        """Take what the workers have done, and give them what waits; wait ``patience`` seconds when none is done.

        Nothing is sent to a worker before its answer is read: both might wait for the other to read.
        """
        from multiprocessing.connection import wait

        busy = {worker.pipe: worker for worker in self._workers if worker.job >= 0}
        late = min((worker.due for worker in busy.values()), default=0) - time.monotonic()
        for pipe in wait(list(busy), max(min(late, patience), 0)):
            worker = busy[pipe]
            answer = self._answer(worker, self._jobs[worker.job].name)
            if worker.is_loaded:
                self._made[worker.job], worker.job = answer, -1
                self._give(worker)
            worker.is_loaded = True
        self._check_time()

    def _give(self, worker: _Worker) -> None:
        """Give a worker that has nothing to do the next job."""
        if worker.job >= 0 or not self._waiting:
            return
        worker.job = self._waiting.popleft()
        job = self._jobs[worker.job]
        with suppress(OSError):  # it broke down meanwhile: its next answer says why
            if not worker.is_loaded:
                worker.pipe.send("load")
                worker.pipe.send(self._look)
            worker.pipe.send((job.method, *job.arguments))
        worker.due = time.monotonic() + job.limit

    def _check_time(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            if worker.job >= 0 and worker.due < now:
                job = self._jobs[worker.job]
                raise FindingsError(
                    _("Laying it out took longer than {seconds} seconds.").format(seconds=round(job.limit)),
                    where=job.name,
                    todo=_("Shorten or split what is very long in it, or leave it out of the collection."),
                )

    def _answer(self, worker: _Worker, name: str) -> Any:
        """Return what a worker sent.

        Raises:
            SaneError: what stopped it, or that it broke down.
        """
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError) as error:
            raise SaneError(
                _("The PDF engine broke down."), where=name, todo=_("Please report it; leave it out meanwhile.")
            ) from error
        if isinstance(answer, SaneError):
            raise answer
        if isinstance(answer, Fault):
            raise SaneError(
                _("The PDF engine stumbled ({fault}).").format(fault=answer.words),
                where=name,
                todo=_("Please report it; leave it out meanwhile."),
            )
        return answer

    def _forked(self) -> _Worker:
        from multiprocessing.connection import Pipe

        ours, theirs = Pipe()
        parent = os.getpid()
        process = os.fork()
        if not process:
            work(theirs, parent, self._folder, [ours, *(worker.pipe for worker in self._workers)])
        theirs.close()
        return _Worker(process, ours)


def fitting(jobs: int) -> int:
    """Return how many workers there should be; ``jobs`` is what was asked for, 0 for no wish."""
    with suppress(AttributeError):
        return jobs or min(_MOST, len(os.sched_getaffinity(0)))
    return jobs or min(_MOST, os.cpu_count() or 1)
