"""Columns: what was picked out of cases, as bytes and back.

Facts are plain values in JSON, with a sign where JSON has no such kind. Where all of them are bytes they stand side by
side behind their lengths: there may be a hundred thousand.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from sane_cli.core.checking import Pick
from sane_cli.core.corpus import Corpus, identity
from sane_cli.core.document import Kind
from sane_cli.core.recheck import Marks
from sane_cli.core.rule import Rule

HASHES, MARKS = "hashes", "marks"  # columns beside the facts that rules pick
_SIDE_BY_SIDE = b"\0"  # with which JSON does not begin
_NOTHING = (1 << 32) - 1  # the length of a fact that is None
_BYTES, _TUPLE, _MAPPING = "b", "t", "m"


def picks(rules: Mapping[str, Rule]) -> Iterable[Pick]:
    """Return what these rules pick out of each case, and its identity."""
    return dict.fromkeys((identity, *(rule.across.pick for rule in rules.values() if rule.across)))


def name(pick: Pick) -> str:
    """Return what the column is called that holds what ``pick`` picks."""
    return f"{pick.__module__}.{pick.__qualname__}"


def aligned(marks: Sequence[bytes | None], of: Marks) -> bytes:
    """Return marks side by side; those of other documents than cases are nought."""
    nought = bytes(of.width)
    return b"".join(mark or nought for mark in marks)


def of_documents(corpus: Corpus, facts: Sequence[Any]) -> list[Any]:
    """Return facts in the order of all documents, None for those that are no cases."""
    each = iter(facts)
    return [next(each) if document.kind is Kind.CASE else None for document in corpus.documents]


def of_cases(corpus: Corpus, facts: Sequence[Any]) -> list[Any]:
    """Return facts in the order of the cases, of those in the order of all documents."""
    return [fact for document, fact in zip(corpus.documents, facts, strict=True) if document.kind is Kind.CASE]


def packed(facts: Sequence[Any]) -> bytes:
    """Write facts in their order.

    Raises:
        TypeError: one of them is no plain value.
    """
    if not all(value is None or isinstance(value, bytes) for value in facts):
        return json.dumps(list(map(_signed, facts))).encode()
    lengths = array("I", (_NOTHING if value is None else len(value) for value in facts))
    written = (value for value in facts if value is not None)
    return b"".join((_SIDE_BY_SIDE, len(lengths).to_bytes(4, "little"), lengths.tobytes(), *written))


def unpacked(data: bytes) -> list[Any]:
    """Read them again."""
    if not data.startswith(_SIDE_BY_SIDE):
        facts: list[Any] = json.loads(data, object_hook=_plain)
        return facts
    begins = len(_SIDE_BY_SIDE) + 4
    at = begins + int.from_bytes(data[begins - 4 : begins], "little") * array("I").itemsize
    lengths = array("I", data[begins:at])
    ends = accumulate((0 if length == _NOTHING else length for length in lengths), initial=at)
    places = zip(lengths, pairwise(ends), strict=True)
    return [None if length == _NOTHING else data[one:two] for length, (one, two) in places]


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
