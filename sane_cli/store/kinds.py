"""What a file of the playbook is, by its path relative to the root."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sane_cli.core.document import Kind
from sane_cli.core.series import Series, grouped
from sane_cli.store.root import MARKER

WAIVERS = Path("playbook") / "waivers.yaml"
CASES = "playbook/cases/"
ENDINGS = (".yaml", ".yml")
FOLDERS = {Kind.CASE: "cases", Kind.COLLECTION: "collections", Kind.VOCABULARY: "vocabulary"}
_BEGINNINGS = tuple((f"playbook/{folder}/", kind) for kind, folder in FOLDERS.items())
_TRANSLATION = re.compile(r".+\.[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z")


def of(path: str) -> Kind | None:
    """Return what a file is; None for files that are no documents."""
    for begins, kind in _BEGINNINGS:
        if path.startswith(begins):
            if not path.endswith(ENDINGS):
                return None
            return kind if path.count(".") == 1 else _more_exactly(kind, path.rpartition("/")[2])
    return {MARKER.as_posix(): Kind.PLAYBOOK, WAIVERS.as_posix(): Kind.WAIVERS}.get(path)


def of_documents(paths: Sequence[str]) -> list[Kind]:
    """Return what each of several documents, or of links to folders of them, is."""
    joined = "\0".join(("", *paths, ""))
    # nearly all are cases, and there may be a hundred thousand: each begins and ends so, and has no other dot
    if joined.count(f"\0{CASES}") == joined.count(".yaml\0") == joined.count(".") == len(paths):
        return [Kind.CASE] * len(paths)
    return [of(path) or _of_folder(path) for path in paths]


def apart(paths: Sequence[str]) -> dict[Kind, Series]:
    """Return the paths of documents of each kind."""
    return grouped(paths if isinstance(paths, Series) else Series.of(paths), of_documents)


def _more_exactly(kind: Kind, name: str) -> Kind:
    """Return what a file in the folder of ``kind`` is: beside cases stand their translations."""
    if kind is not Kind.CASE or name.count(".") == 1:  # as most
        return kind
    return Kind.TRANSLATION if _TRANSLATION.match(name.rpartition(".")[0]) else kind


def order(path: str) -> str:
    """Return by what documents are sorted: as ``Path`` does, folder by folder; no name holds that character."""
    return path.replace("/", "\0")


def _of_folder(path: str) -> Kind:
    """Return what a link that no document's name has stands for, by the folder it is in or is."""
    name = path.rpartition("/")[2]
    return next(_more_exactly(kind, name) for begins, kind in _BEGINNINGS if f"{path}/".startswith(begins))
