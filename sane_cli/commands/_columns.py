"""Columns: what was picked out of cases, as bytes and back.

Facts are plain values in JSON, with a sign where JSON has no such kind; marks stand side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sane_cli.core import recheck
from sane_cli.core.checking import Pick
from sane_cli.core.corpus import identity
from sane_cli.core.recheck import Marks
from sane_cli.core.rule import Rule

HASHES, MARKS = "hashes", "marks"  # columns beside the facts that rules pick
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
    return json.dumps([*facts, *map(_signed, facts.values())]).encode()


def unpacked(data: bytes) -> dict[str, Any]:
    """Read them again."""
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
