"""Read and write files so that nothing is lost, half-written or read from outside the playbook."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from sane_cli.core.error import CannotWriteError as CannotWriteError  # noqa: PLC0414  (who writes finds it here)
from sane_cli.core.words import _

LARGEST = 4 << 20  # bytes; a case of this size would be a book


class UnreadableFileError(Exception):
    """A file that is not to be read: too large, no regular file, outside the playbook, or without permission."""


def read_inside(root: Path, path: Path, *, limit: int = LARGEST) -> bytes:
    """Read a regular file below ``root``.

    Symbolic links are followed only while they stay inside; a FIFO or device is refused without waiting for it.

    Raises:
        UnreadableFileError: with a reason for people.
    """
    real, home = os.path.realpath(path), os.path.realpath(root)
    if os.path.commonpath([real, home]) != home:
        raise UnreadableFileError(_("It is a link that leads out of the playbook."))
    try:
        descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadableFileError(error.strerror or _("It cannot be opened.")) from error
    facts = os.fstat(descriptor)
    if stat.S_ISDIR(facts.st_mode):
        os.close(descriptor)
        raise UnreadableFileError(_("It is a folder."))
    if not stat.S_ISREG(facts.st_mode):
        os.close(descriptor)
        raise UnreadableFileError(_("It is not a regular file."))
    with os.fdopen(descriptor, "rb") as file:
        if facts.st_size > limit:
            raise UnreadableFileError(_("It is larger than {limit} bytes.").format(limit=limit))
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise UnreadableFileError(error.strerror or _("It cannot be read.")) from error
    if len(data) > limit:
        raise UnreadableFileError(_("It is larger than {limit} bytes.").format(limit=limit))
    return data


def is_inside(root: Path, folder: Path) -> bool:
    """Tell whether ``folder`` is in the playbook, links followed."""
    real, home = os.path.realpath(folder), os.path.realpath(root)
    return os.path.commonpath([real, home]) == home


def read_plain(path: str, *, limit: int = LARGEST) -> bytes | None:
    """Read a regular file that is no link, in a folder known to be inside; None for everything else.

    It asks the system for a third of what ``read_inside`` has to ask, which then says what is wrong.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > limit:
            return None
        data = os.read(descriptor, facts.st_size + 1)
        return data if len(data) == facts.st_size else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def write_atomically(path: Path, data: bytes, *, mode: int = 0o644, replace: bool = True) -> None:
    """Write ``data`` to ``path``: all of it or nothing, also when the power goes.

    Args:
        path: where; its folder is made when missing.
        data: what.
        mode: permissions of the new file.
        replace: False refuses when something already stands there.

    Raises:
        CannotWriteError: with the reason; an old file is untouched.
    """
    temporary = staged(path, data, mode=mode)
    place(temporary, path, replace=replace)


def staged(path: Path, data: bytes, *, mode: int = 0o644) -> Path:
    """Write ``data`` beside ``path``, where only a new name is missing; return the place.

    Raises:
        CannotWriteError: with the reason; nothing is left there.
    """
    if _is_special(path):
        raise CannotWriteError(
            _("It is not a regular file."), where=str(path), todo=_("Name a file of your own with -o.")
        )
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        discard(temporary)
        raise cannot_write(path, error) from error
    except BaseException:
        discard(temporary)
        raise
    return temporary


def place(temporary: Path, path: Path, *, replace: bool = True) -> None:
    """Give a staged file its name, durably.

    Raises:
        CannotWriteError: with the reason; an old file is untouched.
    """
    try:
        if replace:
            temporary.replace(path)
        else:
            os.link(temporary, path)
            temporary.unlink()
        _sync_folder(path.parent)
    except FileExistsError as error:
        discard(temporary)
        raise CannotWriteError(_("A file already stands there."), where=str(path)) from error
    except OSError as error:
        discard(temporary)
        raise cannot_write(path, error) from error
    except BaseException:
        discard(temporary)
        raise


def discard(temporary: Path) -> None:
    """Remove a staged file that will not be needed."""
    with suppress(OSError):
        temporary.unlink()


def cannot_write(path: Path, error: OSError) -> CannotWriteError:
    """Return what to raise when a file cannot be written."""
    return CannotWriteError(
        _("It cannot be written: {reason}.").format(reason=error.strerror or error),
        where=str(path),
        todo=_("Choose another place with -o, or make room and try again. The old file is untouched."),
    )


def _is_special(path: Path) -> bool:
    """Tell whether a device, pipe or socket stands there: a new file would take its place, for everybody."""
    return path.parent.absolute() == Path("/dev") or (path.exists() and not (path.is_file() or path.is_dir()))


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable, where the system lets a folder be synced."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)
