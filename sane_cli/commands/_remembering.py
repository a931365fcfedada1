"""What ``sane validate`` knows from last time: told again without opening a single file while all are the same.

This is the way of most runs, so it loads little. What it takes to check a few files again is in ``_rechecking``.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sane_cli.commands._telling import Looked, Scope
from sane_cli.core.finding import Finding, Outcome, Selection
from sane_cli.core.series import Series
from sane_cli.session import Session
from sane_cli.store.index import database, findings, manifest
from sane_cli.store.index.findings import View
from sane_cli.store.index.manifest import Changes, Manifest


@dataclass(eq=False, repr=False)
class Memory:
    """One look at the files of a playbook, and what is remembered of them.

    Attributes:
        now: the files as they are.
        began: when that was looked at, by a clock that only runs.
        view: what was found last time when the same was asked; None when there is nothing to go by.
    """

    session: Session
    selection: Selection
    now: Manifest
    began: int
    view: View | None

    @cached_property
    def changes(self) -> Changes:
        """What is not the same as last time."""
        assert self.view is not None
        return self.now.since(self.view.manifest)

    @property
    def day(self) -> str:
        """Today."""
        return self.session.today.isoformat()

    def keep(self, view: View, columns: Mapping[str, Series]) -> None:
        """Keep what was found for the next time."""
        findings.keep(self.session.root, _key(self.session, self.selection), view, columns)

    @cached_property
    def at(self) -> int:
        """When the files were looked at by the clock that dates them, in nanoseconds; 0 when nothing may be kept."""
        at = database.clock(self.session.root) if self.now.sure else 0
        return at and at - (time.monotonic_ns() - self.began)

    def let_go(self) -> None:
        """Forget files and view, but for the time: of many cases they are large."""
        _at = self.at  # it is told from the files
        self.now, self.view = Manifest(b"", b""), None


def memory(session: Session, scope: Scope) -> Memory:
    """Look at the files, and at what is remembered of them."""
    began = time.monotonic_ns()
    now = manifest.take(session.root)
    view = findings.load(session.root, _key(session, scope.selection))
    found = Memory(session, scope.selection, now, began, view)
    if view is not None and view.day not in ("", found.day):
        found.view = None
    return found


def recall(known: Memory, scope: Scope) -> Looked | None:
    """Return what was found last time, when that is what would be found now."""
    view = known.view
    if view is None or not known.now.sure or known.changes:
        return None
    return told(known.session.root, view, scope.paths)


def told(root: Path, view: View, paths: tuple[Path, ...]) -> Looked | None:
    """Return the part of a view that is asked for; None when it cannot be told apart."""
    if not paths:
        return Looked(outcome=view.outcome, findings=view.outcome.findings, files=view.files, open=view.open)
    files = _below(root, view.files, paths)
    if files is None or not view.apart:
        return None
    chosen, known = frozenset(files), frozenset(view.files)
    settings = "playbook/playbook.yaml" in chosen

    def wanted(finding: Finding) -> bool:
        path = finding.place.path
        return path in chosen or (settings and path not in known)

    outcome = Outcome(*(list(filter(wanted, part)) for part in (view.outcome.found, view.outcome.covered)))
    return Looked(outcome=outcome, findings=outcome.findings, files=files, open=view.open)


def _below(root: Path, files: Sequence[str], paths: tuple[Path, ...]) -> tuple[str, ...] | None:
    """Return the files below each of ``paths``; None when one of them holds none, which is somebody else's to tell."""
    chosen: set[str] = set()
    for path in paths:
        real = os.path.abspath(path)  # noqa: PTH100  (without following links, as the check does)
        found = [file for file in files if f"{root}/{file}" == real or f"{root}/{file}".startswith(f"{real}/")]
        if not found:
            return None
        chosen.update(found)
    return tuple(sorted(chosen))


def _key(session: Session, selection: Selection) -> str:
    """Return what a view is called by: everything its words and findings depend on beside files, program and date."""
    return json.dumps([session.language, sorted(set(selection.select)), sorted(set(selection.ignore))])
