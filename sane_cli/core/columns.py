"""Find the field that a column of a form means: by its name, its title or its question, accents and case aside.

Form tools decorate names: KoboToolbox writes ``group/field`` and ``field/choice``, LimeSurvey ``code. Question`` and
``Question [Choice]``, Google Forms repeats the bare question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from sane_cli.core.mapping import Mapping, Place, Target, commits
from sane_cli.core.plan import FIXED, Plan, Station
from sane_cli.core.question import Question, Shape, UnclearError, Widget
from sane_cli.core.schema import Field
from sane_cli.core.text import folded
from sane_cli.core.wording import question
from sane_cli.core.words import _

Resolve = Callable[[Field, str], str]
STATUS = "status"
_SEGMENT = re.compile(r"[/.:]+")
_SPLIT = re.compile(r"(.+?)\s*(?:/\s*([^/]+)|\[\s*([^\[\]]+?)\s*\])\s*\Z", re.DOTALL)


class Use(Enum):
    """What becomes of a column."""

    TAKEN = "taken"
    IGNORED = "ignored"
    UNKNOWN = "unknown"
    CONSENT = "consent"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and where its cells go; ``at`` is its place in the header. One may go to several places."""

    name: str
    at: int
    use: Use
    target: Target | None = None
    detours: int = 0


def columns(
    names: Sequence[str], plan: Plan, mapping: Mapping, resolve: Resolve, *, is_ours: bool
) -> tuple[Column, ...]:
    """Return what becomes of each column, in order.

    Args:
        names: the header.
        plan: fields, titles and questions.
        mapping: what somebody laid down; it wins over every guess.
        resolve: the choice of a field that words mean; raises UnclearError.
        is_ours: the file is our own form, so consent was asked in our words.
    """
    known = _Known(plan, dict(_spellings(plan)), resolve)
    found = [each for at, name in enumerate(names) for each in _of_column(name, at, known, mapping, is_ours=is_ours)]
    best: dict[tuple[Place, str], int] = {}
    for column in found:
        if column.target:
            key = (column.target.path, column.target.value)
            best[key] = min(best.get(key, column.detours), column.detours)
    return tuple(
        Column(column.name, column.at, Use.UNKNOWN)
        if column.target and column.detours > best[column.target.path, column.target.value]
        else column
        for column in found
    )


def _of_column(name: str, at: int, known: _Known, mapping: Mapping, *, is_ours: bool) -> Iterator[Column]:
    bare = re.sub(r" #[0-9]+\Z", "", name)
    said = mapping.columns.get(name) or mapping.columns.get(bare)
    if said:
        yield from (Column(name, at, Use.TAKEN, target) for target in said)
    elif mapping.ignores(name):
        yield Column(name, at, Use.IGNORED)
    else:
        yield _guessed(name, at, known, mapping, is_ours=is_ours)


def _guessed(name: str, at: int, known: _Known, mapping: Mapping, *, is_ours: bool) -> Column:
    """Return what a column means by its name; one that begins with an underscore is the tool's own."""
    found = None if name.startswith("_") else known.target(re.sub(r" #[0-9]+\Z", "", name))
    if found is None:
        return Column(name, at, Use.UNKNOWN)
    path, value, detours = found
    if path[0] in known.fixed:
        is_status = path == (STATUS,)
        return Column(
            name, at, Use.TAKEN if is_status else Use.IGNORED, Target(path=path) if is_status else None, detours
        )
    if commits(known.plan, path) and not is_ours:
        return Column(name, at, Use.CONSENT)
    field = known.plan.schema.field_at([part for part in path if isinstance(part, str)])
    is_whole = field is not None and isinstance(path[-1], str) and known.plan.kind(field).shape is Shape.ITEMS
    if is_whole:
        return Column(name, at, Use.ENTRIES)
    return Column(name, at, Use.TAKEN, Target(path=path, value=value, dates=mapping.dates), detours)


@dataclass(frozen=True)
class _Known:
    """Every way to write a field, as words without accents, case and signs; ``#`` stands for a number."""

    plan: Plan
    spellings: dict[str, Place]
    resolve: Resolve

    @property
    def fixed(self) -> frozenset[str]:
        return frozenset(field.name for field in self.plan.schema.fields if field.kind == FIXED)

    def target(self, name: str) -> tuple[Place, str, int] | None:
        """Return path, choice and how many parts of the name had to be dropped in front."""
        segments = [part for part in _SEGMENT.split(name) if part.strip()]
        for detours in range(len(segments)):
            rest = name if not detours else "/".join(segments[detours:])
            path = self._path(rest)
            if path is not None:
                return path, "", detours
            split = self._split(rest)
            if split is not None:
                return *split, detours
        return None

    def _path(self, name: str) -> Place | None:
        words = plain(name)
        if words in self.spellings:
            return self.spellings[words]
        numbers = [int(word) for word in words.split() if word.isdigit()]
        shape = " ".join("#" if word.isdigit() else word for word in words.split())
        found = self.spellings.get(shape) if numbers else None
        if found is None or any(number > _MOST for number in numbers):
            return self._free(words)
        counts_from_1 = shape not in _dotted(found)
        return tuple(_filled(found, [number - counts_from_1 for number in numbers]))

    def _free(self, words: str) -> Place | None:
        """Return the path below a block with free names, such as ``sharing.fields.outcomes``."""
        above, _blank, name = words.rpartition(" ")
        path = self.spellings.get(above)
        field = self.plan.schema.field_at([part for part in path or () if isinstance(part, str)])
        is_free = field is not None and field.raw.get("type") == "object" and not field.fields
        return (*path, name) if path and is_free and name else None

    def _split(self, name: str) -> tuple[Place, str] | None:
        found = _SPLIT.match(name)
        path = self._path(found[1]) if found else None
        field = self.plan.schema.field_at([part for part in path or () if isinstance(part, str)]) if path else None
        if found is None or path is None or field is None or self.plan.kind(field).widget is not Widget.MANY:
            return None
        try:
            return path, self.resolve(field, found[2] or found[3])
        except UnclearError:
            return None


_MOST = 200  # entries in a list; a larger number in a name is no number of an entry


def _spellings(plan: Plan) -> Iterator[tuple[str, Place]]:
    """Yield words and the path they mean. A spelling that means two things means nothing."""
    pairs = [pair for field in plan.schema.fields for pair in _of(plan, field, (field.name,))]
    meant: dict[str, set[Place]] = {}
    for words, path in pairs:
        meant.setdefault(words, set()).add(path)
    top = {words: path for words, path in pairs if len(path) == 1}
    for words, paths in meant.items():
        if len(paths) == 1:
            yield words, next(iter(paths))
        elif words in top and Counter(len(path) for path in paths)[1] == 1:
            yield words, top[words]


def _of(plan: Plan, field: Field, path: Place) -> Iterator[tuple[str, Place]]:
    yield from ((words, path) for words in _dotted(path))
    asked = question(plan, Station(path, field), {}, ())
    for words in (
        field.title,
        asked.text,
        f"{asked.entry} {asked.text}",
        *field.ask.values(),
        *map(_, field.ask.values()),
    ):
        if len(path) == 1 or words.startswith(asked.entry + " "):
            numbered = _numbered(asked, words)
            yield from ((each, path) for each in dict.fromkeys((numbered, numbered.replace("# ", ""))))
    if plan.kind(field).shape is Shape.ITEMS:
        for part in field.fields:
            yield from _of(plan, part, (*path, 0, part.name))
    else:
        for part in field.fields:
            yield from _of(plan, part, (*path, part.name))


def _numbered(asked: Question, words: str) -> str:
    """Return ``words`` with ``#`` for the number of the entry, which is 1 in what was just worded."""
    found = plain(words)
    return " ".join("#" if word == "1" else word for word in found.split()) if asked.entry else found


def _dotted(path: Place) -> Iterator[str]:
    """Yield the dotted name with the number of an entry, and without one, which means the first."""
    yield plain(" ".join("#" if isinstance(part, int) else part for part in path), keep="#")
    if any(isinstance(part, int) for part in path):
        yield plain(" ".join(part for part in path if isinstance(part, str)))


def _filled(path: Place, numbers: list[int]) -> Iterator[str | int]:
    left = iter(numbers)
    for part in path:
        yield max(next(left, 0), 0) if isinstance(part, int) else part


def plain(words: str, keep: str = "") -> str:
    """Return ``words`` without accents, case and signs; underscores count as blanks."""
    return " ".join(re.findall(rf"[^\W_]+|[{keep}]" if keep else r"[^\W_]+", folded(words)))
