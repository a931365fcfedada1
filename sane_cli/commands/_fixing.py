"""``sane validate --fix``: carry out the safe edits that findings bring along, and nothing else."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path

from sane_cli.core.corpus import Corpus
from sane_cli.core.finding import Edit, Finding
from sane_cli.core.text import visible
from sane_cli.core.words import _
from sane_cli.session import Session


def apply(session: Session, corpus: Corpus, findings: Iterable[Finding], *, dry_run: bool) -> int:
    """Change only the bytes that the findings' edits name; comments, quotes and line ends stay.

    Args:
        session: where the playbook is.
        corpus: what was checked; a file that has changed since is left alone.
        findings: whose edits are meant.
        dry_run: show the difference instead of writing.

    Returns:
        How many edits were made, or would be.
    """
    from sane_cli.store import files
    from sane_cli.store.playbook import unchanged

    edits: dict[str, set[Edit]] = {}
    for finding in findings:
        edits.setdefault(finding.place.path, set()).update(finding.fix)
    made = 0
    for document in corpus.documents:
        wanted = sorted(edits.get(document.path, ()), key=lambda edit: edit.start)
        before = unchanged(session.root, document) if wanted else None
        if before is None:
            continue
        after, count = _edited(before, wanted)
        made += count
        if dry_run:
            session.emit(_difference(document.path, before, after))
        else:
            target = Path(os.path.realpath(session.root / document.path))
            files.write_atomically(target, after, mode=target.stat().st_mode & 0o777)
            session.say(_("mended: {path}").format(path=document.path))
    return made


def _edited(text: bytes, edits: Iterable[Edit]) -> tuple[bytes, int]:
    """Make the edits that do not overlap, from the end to the beginning so that offsets stay true."""
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    for edit in reversed(kept):
        text = text[: edit.start] + edit.text.encode() + text[edit.end :]
    return text, len(kept)


def _difference(path: str, before: bytes, after: bytes) -> str:
    old, new = (each.decode("utf-8", "replace").splitlines(keepends=True) for each in (before, after))
    return visible("".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}")))
