"""Write a product that is a folder, so that nothing of an earlier edition stays in it.

A case that was withdrawn must not live on as a file that the new edition merely does not overwrite. So the folder
keeps a list of what was written into it, and whatever the new edition does not hold any more is removed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from sane_cli.core.error import UsageError
from sane_cli.core.words import _
from sane_cli.store.files import UnreadableFileError, read_inside, write_atomically

LIST = ".sane-export.json"


def refuse_source(root: Path, target: Path) -> None:
    """Refuse to write a file or a folder over a playbook that people work in.

    Raises:
        UsageError: ``target`` is in this repository's sources, or is a playbook that was not made by an export.
    """
    real, home = target.resolve(), root.resolve()
    sources = (home / "playbook", home / "schema", home / "exports" / "ledger.jsonl")
    inside = home.is_relative_to(real) or any(real.is_relative_to(source) for source in sources)
    foreign = (real / "playbook" / "playbook.yaml").exists() and not (real / LIST).exists()
    if inside or foreign:
        raise UsageError(
            _("A playbook stands there that this export did not make."),
            where=str(target),
            todo=_("Choose another folder with -o; the export would overwrite its cases."),
        )


def write(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write ``contents`` below ``target`` and remove what an earlier export left there."""
    listed = json.dumps({"format": 1, "files": sorted(contents)}, ensure_ascii=False, indent=1) + "\n"
    for name in _earlier(target):
        if name not in contents and _is_below(target, name):
            (target / name).unlink(missing_ok=True)
            _remove_empty(target, (target / name).parent)
    for name, data in sorted({**contents, LIST: listed.encode()}.items()):
        if not _holds(target / name, data):
            write_atomically(target / name, data)


def _holds(path: Path, data: bytes) -> bool:
    """Tell whether the file already is this: then it keeps its time stamp, and one edit writes one file and not all."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _earlier(target: Path) -> list[str]:
    """Return what the last export says it wrote; a name can still lead out of the folder."""
    try:
        listed = json.loads(read_inside(target, target / LIST))["files"]
    except (UnreadableFileError, OSError, ValueError, LookupError, TypeError, RecursionError):
        return []
    return [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []


def _is_below(target: Path, name: str) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ".git" in path.parts or "\0" in name:
        return False
    return (target / name).parent.resolve().is_relative_to(target.resolve())


def _remove_empty(target: Path, folder: Path) -> None:
    while folder != target and folder.is_relative_to(target):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
