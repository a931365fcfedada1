"""Write several files together: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sane_cli.core.error import FindingsError
from sane_cli.core.words import _
from sane_cli.store.files import CannotWriteError, UnreadableFileError, read_inside, write_atomically


@dataclass(frozen=True, slots=True)
class Change:
    """What a file held when the change was planned, and what it shall hold."""

    before: bytes
    after: bytes


def write(root: Path, changes: Mapping[str, Change]) -> None:
    """Write every change, by path relative to ``root``.

    New contents are on the disk beside every file before the first one is renamed; when a rename fails, the files
    renamed already get their old contents back.

    Raises:
        FindingsError: a file is no longer what it was when the change was planned.
        CannotWriteError: there is no room or no permission; every file is as it was.
    """
    real = {path: Path(os.path.realpath(root / path)) for path in changes}
    for path, change in changes.items():
        if _contents(root, path) != change.before:
            raise FindingsError(_("It was changed by somebody else meanwhile; nothing was written."), where=path)
    ready: dict[str, Path] = {}
    done: list[str] = []
    try:
        for path, change in changes.items():
            beside = real[path].with_name(f".{real[path].name}.{os.getpid()}.new")
            ready[path] = beside
            write_atomically(beside, change.after, mode=real[path].stat().st_mode & 0o777)
        for path, beside in ready.items():
            beside.replace(real[path])
            done.append(path)
    except BaseException as error:
        for path in done:
            write_atomically(real[path], changes[path].before, mode=real[path].stat().st_mode & 0o777)
        if isinstance(error, OSError):
            raise CannotWriteError(
                _("It cannot be written: {reason}.").format(reason=error.strerror or error),
                todo=_("Make room or ask for permission; every file is as it was."),
            ) from error
        raise
    finally:
        for beside in ready.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _contents(root: Path, path: str) -> bytes | None:
    try:
        return read_inside(root, root / path)
    except UnreadableFileError:
        return None
