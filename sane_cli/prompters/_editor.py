"""Start the person's own editor on a text."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

_FALLBACKS = ("nano", "vi")


def edited(text: str, folder: Path, suffix: str = ".md") -> str | None:
    """Return ``text`` as it was saved in the editor; None when nothing changed or no editor could be started.

    Args:
        text: what to start from.
        folder: where the text lies meanwhile; readable by its owner only, and not the shared ``/tmp``.
        suffix: ending of the file's name, so that the editor knows the language.
    """
    command = _command()
    if not command:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".edit-", suffix=suffix, dir=folder)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        subprocess.run([*command, name], check=True)  # noqa: S603  (the person's own choice of program)
        written = path.read_text(encoding="utf-8", errors="replace")
    except (OSError, subprocess.CalledProcessError):
        return None
    finally:
        for left in folder.glob(f"{path.name}*"):  # the editor's own backups as well
            left.unlink(missing_ok=True)
    return None if written.rstrip("\n") == text.rstrip("\n") else written


def is_there() -> bool:
    """Tell whether an editor could be started."""
    return bool(_command())


def _command() -> list[str]:
    """The words of $VISUAL or $EDITOR, else a well-known editor that is there."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(wanted)
    except ValueError:
        words = []
    if words and shutil.which(words[0]):
        return words
    return next(([path] for name in _FALLBACKS if (path := shutil.which(name))), [])
