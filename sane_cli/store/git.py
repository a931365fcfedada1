"""Ask git about the repository: which commit, from when. Everything works without git as well."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path


def commit(root: Path) -> tuple[str, datetime | None]:
    """Return the current commit and its date; an empty text and None outside a repository.

    A ``+`` follows the commit when the playbook differs from it.
    """
    shown = _git(root, "log", "-1", "--format=%H %cI")
    if not shown:
        return "", None
    name, when = shown.split()
    dirty = "+" if _git(root, "status", "--porcelain", "--", "playbook", "schema") else ""
    return name + dirty, datetime.fromisoformat(when)


def _git(root: Path, *arguments: str) -> str:
    # A hostile repository could name programs in its configuration: no hooks, no file-system monitor, no pager.
    safe = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager", "-C", str(root))
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program with fixed words; the root is our own folder)
            (*safe, *arguments), capture_output=True, text=True, check=False, timeout=20, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
