"""Turn one row of a form into answers, as the interview would have taken them, and say what could not be taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sane_cli.core import cell as cells
from sane_cli.core.answers import take
from sane_cli.core.columns import STATUS, Column, Resolve, Use
from sane_cli.core.document import Path
from sane_cli.core.mapping import EVERY, Target
from sane_cli.core.parting import UnknownTermError, parts
from sane_cli.core.plan import Plan
from sane_cli.core.question import UnclearError, Widget
from sane_cli.core.schema import Field
from sane_cli.core.table import Cell, Row
from sane_cli.core.tree import is_empty, look, put
from sane_cli.core.words import _

_TICKED = frozenset("1 1.0 true yes y x oui o sí si selected checked ✓ ✔ ☑".split())  # noqa: SIM905
_NOT_TICKED = frozenset(("", "0", "0.0", "false", "no", "n", "non", "not selected", "unchecked", "☐"))
_CLOCK = re.compile(r"(?<=[0-9])[T ]+[0-9]{1,2}:[0-9]{2}.*\Z", re.DOTALL)
_SHORT_DATE = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})\Z")
_SHOWN = 60
_MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not taken: the column, in plain words, with what to do."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What one row says.

    Attributes:
        answers: what was taken, nested as in a case.
        troubles: why the row cannot become a case; empty when it can.
        notes: what was left out or changed on the way.
    """

    answers: Mapping[str, Any]
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Trouble, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one table.

    Attributes:
        settings: answers for fields that a row says nothing about.
    """

    plan: Plan
    columns: Sequence[Column]
    resolve: Resolve
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_spreadsheet: bool = False

    def read(self, row: Row) -> Submission:
        """Return what ``row`` says; it never raises, whatever stands in the cells."""
        reading = _Reading(self)
        for column in self.columns:
            if column.use is Use.TAKEN and column.target is not None and column.at < len(row.cells):
                reading.take(column, column.target, row.cells[column.at])
        if row.surplus:
            reading.refuse("", _("The row has more cells than there are columns. Check its quotes and separators."))
        return reading.end(self.settings)


@dataclass
class _Reading:
    """One row being read."""

    reader: Reader
    answers: Any = field(default_factory=dict)
    origin: dict[Path, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)

    def refuse(self, column: str, why: str) -> None:
        self.troubles.append(Trouble(column, why))

    def take(self, column: Column, target: Target, given: Cell) -> None:
        """Put what a cell says where it belongs."""
        words = tuple(self._plain(column, part) for part in ((given,) if isinstance(given, str) else given))
        words = tuple(word for word in words if word)
        if not words or (isinstance(given, str) and any(self._is_formula(column, word) for word in words)):
            return
        try:
            for path, value in self._values(column, target, words):
                self._put(column, path, value)
        except UnclearError as error:
            self.refuse(column.name, str(error))

    def _plain(self, column: Column, words: str) -> str:
        text, told = cells.plain(words)
        self.notes += (Trouble(column.name, each) for each in told)
        return text

    def _is_formula(self, column: Column, words: str) -> bool:
        found = self.reader.is_spreadsheet and cells.is_formula(words)
        if found:
            self.refuse(column.name, _("The cell holds a formula, not an answer. Write the plain text there."))
        return found

    def _values(self, column: Column, target: Target, words: tuple[str, ...]) -> Iterator[tuple[Path, Any]]:
        """Yield where to put what; a list, one part or an entry for each part, as the target wants it."""
        if target.path == (STATUS,):
            self._status(column, words[0])
            return
        if EVERY in target.path:
            for at, word in enumerate(parts(words, None, target.separator)[:_MOST_ENTRIES]):
                path = tuple(at if part == EVERY else part for part in target.path)
                yield path, self._read(column, target, (word,), path)
            return
        yield target.path, self._read(column, target, words, target.path)

    def _read(self, column: Column, target: Target, words: tuple[str, ...], path: Path) -> Any:
        plan = self.reader.plan
        found = plan.schema.field_at([part for part in path if isinstance(part, str)])
        known = {word.casefold(): value for word, value in target.values.items()}
        words = tuple(word for each in words if (word := known.get(each.casefold(), each)))
        if not words or (found is not None and found.kind == "slug" and not any(map(str.isalpha, words[0]))):
            return None  # a number is the tool's own, not a name for a case
        if found is None or (isinstance(path[-1], str) and found.name != path[-1]):
            return words[0]
        if target.value:
            return self._ticked(found, target, words[0])
        if found.kind in ("date", "period"):
            return _date(words[0], target)
        kind = plan.kind(found)
        if kind.widget is Widget.MANY and plan.offered(found):
            return self._choices(column, found, words, target)
        if kind.widget is Widget.ONE and plan.offered(found) and found.kind != "yes-no":
            return next(iter(self._resolved(column, found, words)), None)
        is_list = found.raw.get("type") == "array"
        return list(words) if len(words) > 1 and is_list else "; ".join(words)

    def _ticked(self, found: Field, target: Target, words: str) -> Any:
        """Read one of several split columns."""
        word = words.casefold()
        if word in _NOT_TICKED:
            return None
        if word not in _TICKED:
            try:
                is_own = self.reader.resolve(found, words) == target.value
            except UnclearError:
                is_own = False
            if not is_own:
                raise UnclearError(
                    _("‘{words}’ does not say whether it was ticked. Write 1 or 0.").format(words=words[:_SHOWN])
                )
        return [target.value]

    def _choices(self, column: Column, found: Field, words: tuple[str, ...], target: Target) -> Any:
        def is_known(word: str) -> bool:
            try:
                return bool(self.reader.resolve(found, word)) or word.casefold() in known
            except UnclearError:
                return word.casefold() in known

        known = {word.casefold(): value for word, value in target.values.items()}
        split = parts(words, is_known, target.separator)
        return self._resolved(column, found, tuple(known.get(word.casefold(), word) for word in split))

    def _resolved(self, column: Column, found: Field, words: Iterable[str]) -> list[str]:
        """Return the choices that are meant; a word the vocabulary does not have is left out, and said."""
        values: list[str] = []
        for word in words:
            try:
                values.append(self.reader.resolve(found, word))
            except UnknownTermError as error:
                self.notes.append(Trouble(column.name, str(error)))
        return list(dict.fromkeys(values))

    def _status(self, column: Column, words: str) -> None:
        """Imported cases are drafts; what was withdrawn does not come back by this door."""
        if words.casefold() == "withdrawn":
            self.refuse(column.name, _("It was withdrawn, so it is not taken in. Ask the people concerned first."))
        elif words.casefold() != "draft":
            self.notes.append(Trouble(column.name, _("Every imported case begins as a draft.")))

    def _put(self, column: Column, path: Path, value: Any) -> None:
        if is_empty(value):
            return
        before = look(self.answers, path)
        if isinstance(before, list) and isinstance(value, list):
            value = list(dict.fromkeys([*before, *value]))
        elif not is_empty(before) and before != value:
            other = self.origin.get(path, "")
            self.refuse(column.name, _("It does not say the same as column ‘{other}’. Keep one.").format(other=other))
            return
        self.answers = put(self.answers, path, value)
        self.origin.setdefault(path, column.name)

    def end(self, settings: Mapping[str, Any]) -> Submission:
        """Check the answers as the interview does and return what was taken."""
        origin = dict(self.origin)
        answers = _compact(self.answers, origin)
        answers = {**{name: value for name, value in settings.items() if name not in answers}, **answers}
        answers = _under(answers, settings)
        taken = take(self.reader.plan, answers)
        for refused in taken.refused:
            self.refuse(_column_of(refused.name, origin), refused.why)
        if not self.troubles and is_empty(taken.answers.get("title")):
            self.refuse("", _("It has no title, and a case is found by it. Fill in the title."))
        return Submission(taken.answers, tuple(dict.fromkeys(self.troubles)), tuple(dict.fromkeys(self.notes)))


def _date(words: str, target: Target) -> str:
    """Return a date with the year first where the mapping says how it is written, without clock and time zone."""
    text = _CLOCK.sub("", words.strip())
    short = _SHORT_DATE.match(text)
    if short and target.dates:
        day, month = (short[1], short[2]) if target.dates == "day-first" else (short[2], short[1])
        text = f"{short[3]}-{month.zfill(2)}-{day.zfill(2)}"
    if target.precision:
        kept = re.match(r"[0-9]{4}" if target.precision == "year" else r"[0-9]{4}(?:[-/.][0-9]{1,2})?", text)
        text = kept[0] if kept else text
    return text


def _compact(answers: Any, origin: dict[Path, str]) -> Any:
    """Close the gaps between entries of lists, and let ``origin`` follow."""
    for name, value in list(answers.items()) if isinstance(answers, dict) else ():
        for path in [(name,), *((name, part) for part in value if isinstance(value, dict))]:
            entries = look(answers, path)
            if not isinstance(entries, list) or not any(isinstance(entry, dict) for entry in entries):
                continue
            kept = [at for at, entry in enumerate(entries) if not is_empty(entry)]
            answers = put(answers, path, [entries[at] for at in kept])
            for known in [each for each in origin if each[: len(path)] == path and len(each) > len(path)]:
                column = origin.pop(known)
                origin[*path, kept.index(int(known[len(path)])), *known[len(path) + 1 :]] = column
    return answers


def _under(answers: Any, settings: Mapping[str, Any]) -> Any:
    """Lay ``settings`` under ``answers``, block by block."""
    for name, value in settings.items():
        given = answers.get(name)
        if isinstance(value, dict) and isinstance(given, dict):
            answers = {**answers, name: {**value, **given}}
    return answers


def _column_of(name: str, origin: Mapping[Path, str]) -> str:
    """Return the column that a refused answer came from: its own, else one inside it, else one around it."""
    path = tuple(int(part) if part.isdigit() else part for part in name.split("."))
    tests: tuple[Callable[[Path], bool], ...] = (
        lambda known: known == path,
        lambda known: known[: len(path)] == path,
        lambda known: path[: len(known)] == known,
    )
    return next((origin[known] for test in tests for known in origin if test(known)), name)
