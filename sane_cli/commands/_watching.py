"""Notice changes of a playbook by looking at its files again and again: simple, and the same on every system."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sane_cli.session import Session

_PAUSE = 0.5  # seconds between two looks


def changes(root: Path, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Yield at once, and then whenever a file of the playbook or its schema was changed, added or removed."""
    seen: frozenset[tuple[str, int, int]] | None = None
    while True:
        now = snapshot(root)
        if now != seen:
            seen = now
            yield
        sleep(_PAUSE)


def snapshot(root: Path) -> frozenset[tuple[str, int, int]]:
    """Return path, size and time of change of every file that a check could look at."""
    found = []
    for folder in ("playbook", "schema"):
        for path in (root / folder).rglob("*"):
            try:
                facts = path.lstat()
            except OSError:
                continue
            found.append((str(path), facts.st_size, facts.st_mtime_ns))
    return frozenset(found)


def fresh(session: Session) -> Session:
    """Return a session of the same options that has read nothing yet."""
    return Session(
        root_option=session.root,
        color_option=session.color_option,
        quiet=session.quiet,
        language=session.language,
        jobs=session.jobs,
        out=session.out,
        err=session.err,
    )
