"""Ask git about the repository: which commit, from when. Everything works without git as well."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

from sane_cli.core.error import UsageError
from sane_cli.core.words import _


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


def changed(root: Path, since: str) -> frozenset[str]:
    """Return the paths, relative to ``root``, that differ from where this branch left ``since``; new ones included.

    Raises:
        UsageError: there is no git repository, or no such revision.
    """
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}")
    if not found:
        raise UsageError(
            _("Git knows no revision ‘{since}’ here.").format(since=since),
            where="--changed-since",
            todo=_("Name a branch, tag or commit, such as origin/main; in CI, fetch the history first."),
        )
    base = _git(root, "merge-base", found, "HEAD") or found
    differing = _git(root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", base, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(path for path in (differing + "\0" + new).split("\0") if path)


def committed(root: Path, path: str) -> bytes | None:
    """Return the bytes of ``path`` (below ``root``) in the current commit, or None when git has none."""
    return _run(root, "show", f"HEAD:./{path}")


def commits_of(root: Path, path: str) -> int:
    """Return how many commits hold a version of ``path``; 0 outside a repository."""
    listed = _git(root, "log", "--follow", "--format=%H", "--", path)
    return len(listed.splitlines())


def version() -> str:
    """Return what git says of itself; an empty text when it is not installed."""
    return _git(Path.cwd(), "--version")


def is_repository(root: Path) -> bool:
    """Tell whether ``root`` is in the working tree of a repository."""
    return _git(root, "rev-parse", "--is-inside-work-tree") == "true"


def ignored(root: Path, *paths: str) -> frozenset[str]:
    """Return those of ``paths`` that git would not take; they need not exist."""
    return frozenset(_git(root, "check-ignore", "--no-index", "--", *paths).splitlines())


def tracked(root: Path, *paths: str) -> bool:
    """Tell whether git holds a file at or below one of ``paths``."""
    return bool(_git(root, "ls-files", "--", *paths))


def is_clean(root: Path, *paths: str) -> bool:
    """Tell whether everything at or below ``paths`` is as it was committed, so that git can take a change back."""
    done = _run(root, "status", "--porcelain", "--", *paths)
    return done is not None and not done.strip()


def _git(root: Path, *arguments: str) -> str:
    done = _run(root, *arguments)
    return done.decode("utf-8", "surrogateescape").strip() if done is not None else ""


def _run(root: Path, *arguments: str) -> bytes | None:
    # A hostile repository could name programs in its configuration: no hooks, no file-system monitor, no pager.
    safe = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager", "-C", str(root))
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program with fixed words; the root is our own folder)
            (*safe, *arguments), capture_output=True, check=False, timeout=20, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
