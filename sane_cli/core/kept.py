"""What an index keeps of a gated case: a short row for lists and filters, and all of it for whoever asks for more.

A list of ten thousand cases shows titles, places and dates. The row holds every field that is short; the long ones, the
story above all, are fetched only when something looks at them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sane_cli.core.audience import PublicCase, Request, remembered
from sane_cli.core.query import FACETS

_SHORT = 400  # characters of JSON up to which a field is in the row
_FILTERED = frozenset(FACETS.values())  # what filters ask for is always in it


def written(data: Any) -> str:
    """Write plain data as compact JSON in ASCII, which every database takes as it is."""
    return json.dumps(data, separators=(",", ":"))


def row(case: PublicCase) -> str:
    """Return the short row of ``case``."""
    values = {name: written(value) for name, value in case.data.items()}
    long = [name for name, value in values.items() if len(value) > _SHORT and name not in _FILTERED]
    # put together from what is written already
    short = ",".join(f"{written(name)}:{value}" for name, value in values.items() if name not in long)
    head = {
        "id": case.id,
        "path": case.path,
        "label": case.label.value,
        "status": case.status,
        "overdue": case.overdue,
        "cuts": sorted(cut.name for cut in case.cuts),
        "long": long,
    }
    return f'{written(head)[:-1]},"data":{{{short}}}}}'


def case(short: str, request: Request, visible: frozenset[str], whole: Callable[[], Mapping[str, Any]]) -> PublicCase:
    """Return the case again.

    Args:
        short: what ``row`` returned.
        request: the same readers on a day on which nothing was decided anew.
        visible: ids of all cases that they may see.
        whole: fetches all of its data.
    """
    kept = json.loads(short)
    data = Data(kept["data"], frozenset(kept["long"]), whole)
    return remembered({**kept, "data": data}, request, visible)


class Data(Mapping[str, Any]):
    """The fields of a case, the long ones fetched when the first of them is asked for."""

    __slots__ = ("_fetch", "_long", "_short", "_whole")

    def __init__(self, short: Mapping[str, Any], long: frozenset[str], fetch: Callable[[], Mapping[str, Any]]) -> None:
        self._short = short
        self._long = long
        self._fetch = fetch
        self._whole: Mapping[str, Any] | None = None if long else short

    def __getitem__(self, name: str) -> Any:
        return self._all()[name] if name in self._long else self._short[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field, without a detour through an exception: lists ask for many that are not there."""
        return self._all().get(name, default) if name in self._long else self._short.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._short) + len(self._long)

    def _all(self) -> Mapping[str, Any]:
        if self._whole is None:
            self._whole = self._fetch()
        return self._whole
