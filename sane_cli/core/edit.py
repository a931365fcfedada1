"""Small edits of a document as values: what is to change, told apart from how the bytes of a file change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sane_cli.core.document import Path


@dataclass(frozen=True, slots=True)
class Replace:
    """Put another text where one stands."""

    path: Path
    value: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Take an item out of a list that keeps at least one other."""

    path: Path


@dataclass(frozen=True, slots=True)
class Append:
    """Add texts to the list at ``path``; a list that is missing begins behind the key ``behind`` of its mapping."""

    path: Path
    values: tuple[str, ...]
    behind: str = "id"


@dataclass(frozen=True, slots=True)
class Insert:
    """Add a mapping of texts, lists of texts and mappings of texts to the list at ``path[:-1]``, before that index."""

    path: Path
    value: Mapping[str, Any]


Edit = Replace | Drop | Append | Insert


def applied(data: Any, edits: Sequence[Edit]) -> Any:
    """Return a copy of ``data`` with all ``edits``; every path is one of the data as given."""
    made = deepcopy(data)
    for edit in edits:
        if isinstance(edit, Replace):
            _at(made, edit.path[:-1])[edit.path[-1]] = edit.value
        elif isinstance(edit, Append):
            _at(made, edit.path[:-1]).setdefault(edit.path[-1], []).extend(edit.values)
    moved = [edit for edit in edits if isinstance(edit, Drop | Insert)]
    for edit in sorted(moved, key=lambda edit: (edit.path[:-1], edit.path[-1]), reverse=True):
        if isinstance(edit, Drop):
            del _at(made, edit.path[:-1])[edit.path[-1]]
        else:
            _at(made, edit.path[:-1]).insert(edit.path[-1], dict(edit.value))
    return made


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
