"""The interview as a pure state machine: answers so far → next question, or done.

It knows no terminal, file or clock. A state is a value; every move returns another. Whatever way one walks, with
steps back, skips, stops and resumes, the same last answers make the same case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sane_cli.core.document import Path
from sane_cli.core.plan import Plan, Station
from sane_cli.core.question import Question, Shape
from sane_cli.core.tree import drop, is_empty, look, put
from sane_cli.core.wording import question


@dataclass(frozen=True)
class Interview:
    """Where an interview stands.

    Attributes:
        answers: nested data as in a case; may hold answers that are no longer asked for.
        settled: stations that were answered or left for later.
        at: the station being asked; None when there is none left, or when it was never set.
    """

    plan: Plan
    answers: Mapping[str, Any] = field(default_factory=dict)
    settled: frozenset[Path] = frozenset()
    at: Path | None = None

    @classmethod
    def start(cls, plan: Plan, answers: Mapping[str, Any] | None = None) -> Interview:
        """Begin, with answers that were given beforehand and need not be asked."""
        first = cls(plan, dict(answers or {}))
        given = frozenset(station.path for station in first.stations if _is_given(first, station))
        return replace(first, settled=given).onward()

    @classmethod
    def resume(
        cls, plan: Plan, answers: Mapping[str, Any], settled: frozenset[Path], at: Path | None
    ) -> tuple[Interview, tuple[Path, ...]]:
        """Go on where somebody stopped.

        Returns:
            The state without answers that the schema does not accept any more, and the stations they stood at, which
            are asked again.
        """
        known = {name: value for name, value in answers.items() if name in plan.schema.by_name}
        found = cls(plan, known, settled, at)
        flawed = tuple(stop.path for stop in found.stations if _is_flawed(found, stop))
        for path in flawed:
            known = drop(known, path)
        again = replace(found, answers=known, settled=settled - set(flawed))
        return (again if again.station else again.onward()), flawed

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """Every stop that the answers lead to, in order."""
        return self.plan.stations(self.answers)

    @property
    def station(self) -> Station | None:
        """The stop being asked, or None when done."""
        return next((station for station in self.stations if station.path == self.at), None)

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to ask."""
        return self.station is None

    @cached_property
    def question(self) -> Question | None:
        """The question to ask now, or None when done."""
        station = self.station
        return None if station is None else question(self.plan, station, self.answers, self.stations)

    @property
    def case(self) -> dict[str, Any]:
        """The case that the answers make so far."""
        return self.plan.case(self.answers)

    def answer(self, value: Any) -> Interview:
        """Take an answer to the question being asked and go on; None or an empty one removes it."""
        station = self.station
        if station is None:
            return self
        if station.gate:
            return self._gate(station, yes=value is True)
        if is_empty(value):
            return self._without(station)
        answers = put(self.answers, station.path, value)
        return replace(self, answers=answers, settled=self.settled | {station.path}).onward(station.path)

    def skip(self) -> Interview:
        """Leave the question as it is and go on; a needed one is not left, an entry just begun is taken back."""
        station = self.station
        if station is None:
            return self
        if station.needed and is_empty(look(self.answers, station.path)):
            return self._take_back(station) or self
        return replace(self, settled=self.settled | {station.path}).onward(station.path)

    def back(self) -> Interview:
        """Go to the question before; from an entry just begun to the question whether to add one."""
        station = self.station
        begun = self._take_back(station) if station else None
        if begun is not None:
            return begun
        paths = [stop.path for stop in self.stations]
        here = paths.index(station.path) if station else len(paths)
        return replace(self, at=paths[here - 1]) if here else self

    def jump(self, path: Path) -> Interview:
        """Go to one station; afterwards the first open one comes next."""
        known = any(station.path == path for station in self.stations)
        return replace(self, at=path) if known else self

    def finish(self) -> Interview:
        """Stop asking; what is open stays open, but for what an entry begun cannot do without."""
        needed = (stop.path for stop in self.stations if stop.entry is not None and stop.needed)
        return replace(self, at=next((path for path in needed if is_empty(look(self.answers, path))), None))

    def _gate(self, station: Station, *, yes: bool) -> Interview:
        path = station.path
        if self.plan.kind(station.field).shape is Shape.ITEMS:
            if not yes:
                return replace(self, settled=self.settled | {path}).onward(path)
            entries = look(self.answers, path)
            count = len(entries) if isinstance(entries, list) else 0
            grown = replace(self, answers=put(self.answers, (*path, count), {}), settled=self.settled - {path})
            first = next(stop.path for stop in grown.stations if stop.path[: len(path) + 1] == (*path, count))
            return replace(grown, at=first)
        settled = self.settled | {path}
        if yes:
            block = look(self.answers, path)
            opened = put(self.answers, path, block if isinstance(block, dict) else {})
            return replace(self, answers=opened, settled=settled).onward(path)
        left = frozenset(known for known in settled if known == path or known[: len(path)] != path)
        return replace(self, answers=drop(self.answers, path), settled=left).onward(path)

    def _without(self, station: Station) -> Interview:
        """Remove an answer; an entry goes as a whole when it loses what it needs."""
        entry = station.entry
        if station.needed and entry is not None:
            return self.remove(entry)
        if station.needed:
            return self
        answers = drop(self.answers, station.path)
        return replace(self, answers=answers, settled=self.settled | {station.path}).onward(station.path)

    def _take_back(self, station: Station) -> Interview | None:
        """Return the state without the entry just begun, when nothing in it has been answered; else None."""
        entry = station.entry
        return self.remove(entry) if entry is not None and is_empty(look(self.answers, entry)) else None

    def remove(self, entry: Path) -> Interview:
        """Remove one entry of a list and ask again whether there is another."""
        items, index = entry[:-1], entry[-1]
        assert isinstance(index, int)
        settled = frozenset(
            moved for known in self.settled if (moved := _moved_up(known, items, index)) and moved != items
        )
        return replace(self, answers=drop(self.answers, entry), settled=settled, at=items)

    def onward(self, after: Path | None = None) -> Interview:
        """Go to the first open station after ``after``, else to the first open one at all, else be done."""
        paths = [station.path for station in self.stations]
        start = paths.index(after) + 1 if after in paths else 0
        open_ones = (path for path in (*paths[start:], *paths[:start]) if path not in self.settled)
        return replace(self, at=next(open_ones, None))


def _is_given(interview: Interview, station: Station) -> bool:
    """An entry that was given is complete as it is, but for what it cannot do without."""
    is_extra = station.entry is not None and not station.needed
    return is_extra or not is_empty(look(interview.answers, station.path))


def _is_flawed(interview: Interview, station: Station) -> bool:
    value = look(interview.answers, station.path)
    return not station.gate and bool(interview.plan.flaw(station.field, station.path, value))


def _moved_up(path: Path, items: Path, index: int) -> Path | None:
    """Return where ``path`` leads once entry ``index`` of ``items`` is gone; None when it led into that entry."""
    depth = len(items)
    at = path[depth] if len(path) > depth and path[:depth] == items else None
    if not isinstance(at, int) or at < index:
        return path
    return None if at == index else (*items, at - 1, *path[depth + 1 :])
