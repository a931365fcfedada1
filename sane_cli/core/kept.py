"""What an index keeps of gated cases: columns, so that a list reads what it shows and nothing else.

A column holds one field of all cases: the values that occur, and for each case the place of its own among them. Long
values, the story above all, are in no column; they are fetched only when something looks at them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from sane_cli.core.audience import Cut, PublicCase, Request, remembered
from sane_cli.core.query import FACETS, values_in
from sane_cli.core.tlp import Tlp

_NOTHING = object()
ABSENT, ELSEWHERE = "", "…"  # stand among the texts of a column and are no JSON
_ABSENT, _ELSEWHERE = 0, 1  # their places
_SHORT = 400  # characters of JSON up to which a value is in its column
_FILTERED = frozenset(FACETS.values())  # what filters ask for is always in it
HEADS = ("id", "path", "label", "status", "overdue", "cuts")  # what the gate says of every case
_FIELD = "data."  # begins the names of columns that are fields of the case; the others are the gate's

# of what the gate says of a case, what JSON cannot say
_MADE: Mapping[str, Callable[[Any], Any]] = {
    "label": Tlp,
    "cuts": lambda names: frozenset(Cut[name] for name in names),
}


_ENCODER = json.JSONEncoder(separators=(",", ":"))


class Column(NamedTuple):
    """One field of all cases.

    Attributes:
        values: those that occur, behind one for «absent» and one for «elsewhere».
        places: for each case the place of its value in ``values``.
    """

    values: Sequence[Any]
    places: Sequence[int]


def written(data: Any) -> str:
    """Write plain data as compact JSON in ASCII, which every database takes as it is."""
    return _ENCODER.encode(data)


def entries(case: PublicCase, names: Iterable[str]) -> dict[str, str]:
    """Return what stands in the columns for ``case``, as JSON; of its fields only those called ``names`` have any."""
    found = {
        "id": written(case.id),
        "path": written(case.path),
        "label": written(case.label.value),
        "status": written(case.status),
        "overdue": written(case.overdue),
        "cuts": written(sorted(cut.name for cut in case.cuts)),
    }
    for name in names:
        if name in case.data:
            found[_FIELD + name] = _short(case.data[name], filtered=name in _FILTERED)
    return found


def _short(data: Any, *, filtered: bool) -> str:
    """Return a value as it stands in its column; what filters ask for is never elsewhere, but for nothing at all."""
    if isinstance(data, str) and len(data) > _SHORT and not filtered:
        return ELSEWHERE
    value = written(data)
    return value if value != "null" and (len(value) <= _SHORT or filtered) else ELSEWHERE


def packed(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Return a column's values, a line each, and its places, for one text of JSON (or none) a case."""
    known = {ABSENT: _ABSENT, ELSEWHERE: _ELSEWHERE}
    places = [known.setdefault(text, len(known)) for text in texts]
    return "\n".join(list(known)[2:]), places


def texts(values: str, places: Iterable[int]) -> list[str]:
    """Return the texts that were packed."""
    known = [ABSENT, ELSEWHERE, *values.split("\n")]
    return [known[place] for place in places]


def unpacked(values: str, places: Sequence[int]) -> Column:
    """Return the column that was packed."""
    return Column([None, None, *json.loads(f"[{values.replace(chr(10), ',')}]")], places)


class Table(dict[str, Column]):
    """The columns of all cases that certain readers may see, each loaded when the first asks for it.

    Attributes:
        count: how many cases there are.
        stored: names of the columns there are.
        known: fields that have a column wherever a case holds one; any other has to be looked up elsewhere.
        load: returns a stored column; None when it cannot any more.
    """

    def __init__(
        self, count: int, stored: AbstractSet[str], known: AbstractSet[str], load: Callable[[str], Column | None]
    ) -> None:
        super().__init__()
        self.count = count
        self.stored = stored
        self.known = known
        self.load = load

    def __missing__(self, name: str) -> Column:
        column = self.load(name) if name in self.stored else None
        if column is None:
            nowhere = name not in self.stored and name.removeprefix(_FIELD) in self.known
            place = _ABSENT if nowhere else _ELSEWHERE
            column = Column((None, None), bytes((place,)) * self.count)
        elif name in _MADE:
            column = Column([*column.values[:2], *map(_MADE[name], column.values[2:])], column.places)
        self[name] = column
        return column

    def held(self, field: str) -> tuple[list[frozenset[str]], Sequence[int]]:
        """Return which sets of values of ``field`` occur, as filters see them, and which of them each case holds."""
        column = self["status" if field == "status" else _FIELD + field]
        return [values_in({field: value}, value or "", field) for value in column.values], column.places

    def cases(
        self,
        wanted: Sequence[int],
        request: Request,
        visible: frozenset[str],
        whole: Callable[[int], Mapping[str, Any]],
        ready: Mapping[int, Mapping[str, Any]],
    ) -> list[PublicCase]:
        """Return the cases at ``wanted`` again.

        Args:
            wanted: their numbers, as the columns count them.
            request: the same readers on a day on which nothing was decided anew.
            visible: ids of all cases that they may see.
            whole: fetches all data of a case.
            ready: all data of some cases, which need no columns then.
        """
        heads = (self._picked(name, wanted) for name in HEADS)
        data = (Data(self, at, whole, ready.get(at)) for at in wanted)
        return remembered(zip(*heads, data, strict=True), request, visible)

    def _picked(self, name: str, wanted: Iterable[int]) -> Iterator[Any]:
        values, places = self[name]
        return (values[places[at]] for at in wanted)


class Data(Mapping[str, Any]):
    """The fields of a case, out of the columns; all of it is fetched when something is asked for that is in none."""

    __slots__ = ("_at", "_fetch", "_table", "_whole")

    def __init__(
        self, table: Table, at: int, fetch: Callable[[int], Mapping[str, Any]], whole: Mapping[str, Any] | None
    ) -> None:
        self._table = table
        self._at = at
        self._fetch = fetch
        self._whole = whole

    def __getitem__(self, name: str) -> Any:
        found = self.get(name, _NOTHING)
        if found is _NOTHING:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field, without a detour through an exception: lists ask for many that are not there."""
        if self._whole is not None:
            return self._whole.get(name, default)
        values, places = self._table[_FIELD + name]
        place = places[self._at]
        if place > _ELSEWHERE:
            return values[place]
        return default if place == _ABSENT else self._all().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def items(self) -> ItemsView[str, Any]:
        """Return all of it, without asking for each field."""
        return self._all().items()

    def _all(self) -> Mapping[str, Any]:
        if self._whole is None:
            self._whole = self._fetch(self._at)
        return self._whole
