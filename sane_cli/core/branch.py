"""Which branch of ``anyOf`` or ``oneOf`` was meant: of all breaches, the one that a person should hear of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sane_cli.core.document import Path
from sane_cli.core.verdict import Violation

LACKING = "lacking"  # no keyword of JSON Schema: none of the fields is there of which each branch wants another one

Branch: TypeAlias = Sequence[Violation]


def spoken(found: Violation) -> Violation:
    """Return the one violation that says what is wrong: ``found`` itself, or one of its likeliest branch.

    The likeliest branch wants this kind of value, and bears this mark.
    """
    while any(found.branches):
        found = _likeliest(found)
    return found


def listed(expected: Any) -> list[Any]:
    """Return what a keyword allows as a list."""
    return expected if isinstance(expected, list) else [expected]


def _likeliest(found: Violation) -> Violation:
    likely = [branch for branch in found.branches if not _of_other_type(branch, found.path)]
    if not likely:
        types = [sub.expected for branch in found.branches for sub in branch if sub.path == found.path]
        return replace(found, keyword="type", expected=types, branches=())
    marked = _marked(likely, found.path, "const") or _marked(likely, found.path, "enum")
    unmarked = [branch for branch in likely if all(other is not branch for other, _mark in marked)]
    if not unmarked and len({mark.path for _branch, mark in marked}) == 1:
        allowed = [value for _branch, mark in marked for value in listed(mark.expected)]
        return replace(marked[0][1], keyword="enum", expected=allowed)
    candidates = unmarked or likely
    names = list(dict.fromkeys(sub.about for branch in candidates for sub in branch))
    if len(names) > 1 and all(_only_lacks(branch, found.path) for branch in candidates):
        return replace(found, keyword=LACKING, expected=names, branches=())
    # the fewest faults, and of these the deepest: there most of the branch was met
    return min(candidates, key=lambda branch: (len(branch), -max(len(sub.path) for sub in branch)))[0]


def _of_other_type(branch: Branch, path: Path) -> bool:
    return any(sub.keyword == "type" and sub.path == path for sub in branch)


def _marked(branches: Sequence[Branch], path: Path, keyword: str) -> list[tuple[Branch, Violation]]:
    """Return the branches that want another value in the field by which they are told apart, such as ``kind``."""
    return [(branch, sub) for branch in branches for sub in branch if sub.keyword == keyword and sub.path[:-1] == path]


def _only_lacks(branch: Branch, path: Path) -> bool:
    return len(branch) == 1 and branch[0].keyword == "required" and branch[0].path == path
