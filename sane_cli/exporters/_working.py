"""What a worker process does: load the engine, learn what pages look like, make what comes through the pipe."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from sane_cli.core.error import CannotWriteError, SaneError
from sane_cli.core.words import _

_DIE_WITH_PARENT = 1  # Linux, prctl(2): PR_SET_PDEATHSIG


@dataclass(frozen=True, slots=True)
class Fault:
    """Our bug or the engine's: the kind of error and the place, nothing of any case."""

    words: str


def work(pipe: Any, parent: int, folder: str, others: Sequence[Any]) -> NoReturn:
    """Do what comes through the pipe until it closes; never return to what was forked.

    Args:
        pipe: to the program: «load», then looks and jobs in; versions, what was made, faults and errors out.
        parent: the program's process, with which this one ends.
        folder: for temporary files.
        others: pipes of the program that this process inherited and must not hold open.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program hears it and ends its workers
        for other in others:
            other.close()
        _follow(parent)
        tempfile.tempdir = folder
        _serve(pipe)
    finally:
        os._exit(0)


def _serve(pipe: Any) -> None:
    from sane_cli.exporters._engine import engine, versions

    pipe.recv()
    try:
        with engine() as weasyprint:
            pipe.send(versions(weasyprint))
            _print(pipe, weasyprint)
    except SaneError as error:
        pipe.send(error)


def _print(pipe: Any, weasyprint: Any) -> None:
    from sane_cli.exporters._press import Press

    press = None
    while True:
        method, *arguments = pipe.recv()
        if method == "look":
            try:
                press = Press(weasyprint, *arguments)
            except OSError as error:
                raise CannotWriteError(
                    _("The PDF engine cannot write its fonts: {reason}.").format(reason=error.strerror or error),
                    where=tempfile.gettempdir(),
                    todo=_("Make room there, or name another folder in TMPDIR."),
                ) from error
            continue
        try:
            answer = getattr(press, method)(*arguments)
        except SaneError as error:
            answer = error
        except Exception as error:  # noqa: BLE001  (whatever a hostile page makes of the engine ends here)
            answer = Fault(_told(error))
        pipe.send(answer)


def _told(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + place


def _follow(parent: int) -> None:
    """End at once when the program ends, also when nobody lets it say good-bye; where the system can."""
    with suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
