"""Columns: what was picked out of cases, as bytes and back.

Facts are plain values in JSON, with a sign where JSON has no such kind. Where all of them are bytes they stand side by
side behind their paths and lengths, as marks do: there may be a hundred thousand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from typing import Any

from sane_cli.core import recheck
from sane_cli.core.checking import Pick
from sane_cli.core.corpus import identity
from sane_cli.core.recheck import Marks
from sane_cli.core.rule import Rule

HASHES, MARKS = "hashes", "marks"  # columns beside the facts that rules pick
_SIDE_BY_SIDE = b"\0"  # with which JSON does not begin
_BYTES, _TUPLE, _MAPPING = "b", "t", "m"


def picks(rules: Mapping[str, Rule]) -> Iterable[Pick]:
    """Return what these rules pick out of each case, and its identity."""
    return dict.fromkeys((identity, *(rule.across.pick for rule in rules.values() if rule.across)))


def name(pick: Pick) -> str:
    """Return what the column is called that holds what ``pick`` picks."""
    return f"{pick.__module__}.{pick.__qualname__}"


def aligned(marks: Mapping[str, bytes], files: Iterable[str], of: Marks) -> bytes:
    """Return the marks of all files in order; those of other documents than cases are nought."""
    nought = bytes(recheck.WIDTH * len(of.names))
    return b"".join(marks.get(path, nought) for path in files)


def packed(facts: Mapping[str, Any]) -> bytes:
    """Write facts by path.

    Raises:
        TypeError: one of them is no plain value.
    """
    values = facts.values()
    if not all(isinstance(value, bytes) for value in values):
        return json.dumps([*facts, *map(_signed, values)]).encode()
    head = json.dumps([list(facts), list(map(len, values))]).encode()
    return b"".join((_SIDE_BY_SIDE, len(head).to_bytes(4, "little"), head, *values))


def unpacked(data: bytes) -> dict[str, Any]:
    """Read them again."""
    if data.startswith(_SIDE_BY_SIDE):
        begins = len(_SIDE_BY_SIDE) + 4
        at = begins + int.from_bytes(data[begins - 4 : begins], "little")
        paths, lengths = json.loads(data[begins:at])
        ends = accumulate(lengths, initial=at)
        return {path: data[one:two] for path, (one, two) in zip(paths, pairwise(ends), strict=True)}
    listed = json.loads(data, object_hook=_plain)
    half = len(listed) // 2
    return dict(zip(listed[:half], listed[half:], strict=True))


def _signed(value: Any) -> Any:
    match value:
        case bytes():
            return {_BYTES: value.hex()}
        case tuple():
            return {_TUPLE: list(map(_signed, value))}
        case list():
            return list(map(_signed, value))
        case dict():
            return {_MAPPING: [[name, _signed(part)] for name, part in value.items()]}
        case None | bool() | int() | float() | str():
            return value
    raise TypeError(type(value).__name__)


def _plain(signed: dict[str, Any]) -> Any:
    ((sign, value),) = signed.items()
    match sign:
        case "b":
            return bytes.fromhex(value)
        case "t":
            return tuple(value)
    return dict(value)
