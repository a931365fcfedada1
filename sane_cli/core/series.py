"""Long rows of plain values, kept as bytes: a hundred thousand of them take no more memory than their bytes do."""

from __future__ import annotations

import marshal
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any, overload

PIECE = 256  # values packed together


class Series(Sequence[Any]):
    """Plain values (None, booleans, numbers, texts, bytes, tuples, lists, dicts of such), packed in pieces.

    One piece is unpacked at a time. Where the pieces lie is not its business: in a list, or in a file.

    Attributes:
        piece: gives a piece, some packed values, by its number.
        ends: how many values there are up to the end of each piece.
    """

    __slots__ = ("_last", "ends", "piece")

    def __init__(self, piece: Callable[[int], bytes], lengths: Iterable[int]) -> None:
        self.piece = piece
        self.ends = array("q", accumulate(lengths))
        self._last: tuple[int, list[Any]] = (-1, [])

    @classmethod
    def of(cls, values: Iterable[Any]) -> Series:
        """Pack ``values``."""
        pieces, lengths, left = [], [], iter(values)
        while some := list(islice(left, PIECE)):
            pieces.append(packed(some))
            lengths.append(len(some))
        return cls(pieces.__getitem__, lengths)

    @property
    def pieces(self) -> Iterator[bytes]:
        """All pieces in order."""
        return map(self.piece, range(len(self.ends)))

    @property
    def lengths(self) -> list[int]:
        """How many values each piece holds."""
        return [end - begin for begin, end in zip((0, *self.ends), self.ends, strict=False)]

    def __len__(self) -> int:
        """Return how many values there are."""
        return self.ends[-1] if self.ends else 0

    def __iter__(self) -> Iterator[Any]:
        """Yield all values in order."""
        for piece in self.pieces:
            yield from unpacked(piece)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        """Return the value, or the list of values, that stand there."""
        if isinstance(at, slice):
            begin, end, step = at.indices(len(self))
            return self._between(begin, end) if step == 1 else [self[each] for each in range(begin, end, step)]
        at = range(len(self))[at]
        number = bisect_right(self.ends, at)
        values = self._piece(number)
        return values[at - self.ends[number] + len(values)]

    def _between(self, begin: int, end: int) -> list[Any]:
        found: list[Any] = []
        number = bisect_right(self.ends, begin)
        while begin < end:
            values = self._piece(number)
            first = self.ends[number] - len(values)
            found += values[begin - first : end - first]
            begin = self.ends[number]
            number += 1
        return found

    def _piece(self, number: int) -> list[Any]:
        """Return one piece unpacked; the last one is kept, since whoever asks for a value asks for its neighbour."""
        if self._last[0] != number:
            self._last = number, unpacked(self.piece(number))
        return self._last[1]

    def with_values(self, changes: Mapping[int, Any]) -> Series:
        """Return the same with other values in some places; pieces without such a place are the same bytes."""
        fresh: dict[int, list[Any]] = {}
        for at, value in changes.items():
            number = bisect_right(self.ends, at)
            values = fresh.setdefault(number, unpacked(self.piece(number)))
            values[at - self.ends[number] + len(values)] = value
        again = {number: packed(values) for number, values in fresh.items()}
        return Series(lambda number: again.get(number) or self.piece(number), self.lengths)


def grouped(values: Series, keys: Callable[[list[Any]], Iterable[Any]]) -> dict[Any, Series]:
    """Return the values with each key, in order. Pieces in which all have the same key are shared, not copied."""
    found: dict[Any, tuple[list[bytes], list[int]]] = {}
    for whole in values.pieces:
        parts: dict[Any, list[Any]] = {}
        some = unpacked(whole)
        for key, value in zip(keys(some), some, strict=True):
            parts.setdefault(key, []).append(value)
        for name, part in parts.items():
            pieces, lengths = found.setdefault(name, ([], []))
            pieces.append(packed(part) if len(parts) > 1 else whole)
            lengths.append(len(part))
    return {name: Series(pieces.__getitem__, lengths) for name, (pieces, lengths) in found.items()}


def packed(values: list[Any]) -> bytes:
    """Write one piece.

    Raises:
        ValueError: one of the values is no plain one.
    """
    return marshal.dumps(values)


def unpacked(piece: bytes) -> list[Any]:
    """Read one piece again; it has to be one of ours, since no other can be read safely."""
    values: list[Any] = marshal.loads(piece)  # noqa: S302
    return values
