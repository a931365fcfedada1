"""The last steps of an export: a place that can be written, a line in the ledger, the file under its name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sane_cli.commands import _publishing as publishing
from sane_cli.commands._progress import Progress
from sane_cli.core.audience import PublicCase
from sane_cli.core.error import StoppedError
from sane_cli.core.json_text import dumped
from sane_cli.core.product import Exporter, Product, Workshop
from sane_cli.core.words import _
from sane_cli.session import Session
from sane_cli.store import export_folder, files, ledger
from sane_cli.store.pieces import Pieces


def contents(
    session: Session, made: Product, exporter: Exporter, workshop: Workshop, *, keep: bool
) -> Mapping[str, bytes]:
    """Make the product; with ``keep``, what was laid out is kept for the next time, or was kept from the last one."""
    pieces = Pieces(session.root, made.audience.audience)
    if keep:
        workshop = replace(workshop, recall=pieces.recall, keep=pieces.keep)
    try:
        with Progress(session) as progress:
            equipped = replace(made, workshop=replace(workshop, tell=progress.tell))
            files_made = publishing.contents(session, equipped, exporter)
    except KeyboardInterrupt as error:
        raise StoppedError(_("Stopped; nothing was written.")) from error
    if keep:
        pieces.forget()
    return files_made


def write(session: Session, made: Product, contents: Mapping[str, bytes], target: Path, *, kind: str) -> None:
    """Write a product and record in the ledger what left.

    A file is on the disk but for its name before the ledger says so, and has its name only after: a line too many does
    no harm, a file that nobody can recall does.

    Raises:
        CannotWriteError: with the reason; the old file is untouched.
    """
    is_folder = "" not in contents
    export_folder.refuse_source(session.root, target)
    whole = hashlib.sha256()
    for name in sorted(contents):
        whole.update(contents[name])
    entry = {
        "format": 1,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "file": _inside(session.root, target),
        "outside": not _is_inside(session.root, target),
        "kind": kind,
        "sha256": whole.hexdigest(),
        "collection": made.collection.id,
        "audience": made.audience.value,
        "commit": made.provenance.commit,
        "cases": {case.id: content_hash(case) for case in made.cases},
        "language": made.language,
    }
    if is_folder:
        ledger.append(session.root, entry)
        export_folder.write(target, contents)
        return
    staged = files.staged(target, contents[""])
    try:
        ledger.append(session.root, entry)
    except BaseException:
        files.discard(staged)
        raise
    files.place(staged, target)


def refuse_place(session: Session, target: Path) -> None:
    """Refuse a place where nothing can be written, before any work is done.

    Raises:
        CannotWriteError: with the reason.
        UsageError: sources of a playbook stand there.
    """
    export_folder.refuse_source(session.root, target)
    files.discard(files.staged(target, b""))


def content_hash(case: PublicCase) -> str:
    """Return the SHA-256 of what was shown of a case."""
    return hashlib.sha256(dumped(dict(case.data), None).encode()).hexdigest()


def _inside(root: Path, target: Path) -> str:
    """Return the path relative to the root; only the name of a file elsewhere, the rest is nobody's business."""
    return target.resolve().relative_to(root).as_posix() if _is_inside(root, target) else target.name


def _is_inside(root: Path, target: Path) -> bool:
    return target.resolve().is_relative_to(root)
