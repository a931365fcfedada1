"""Decide what becomes of each submission: a new draft, one that is already there, or none, and why.

The content of a row is remembered by its hash, so that a later export of the same form brings nothing twice, not even
after an editor has given the case another title, or after it was withdrawn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sane_cli.core import slug
from sane_cli.core.advice import advise
from sane_cli.core.breach import problem
from sane_cli.core.case import Case, text
from sane_cli.core.mapping import commits
from sane_cli.core.plan import Plan, Station
from sane_cli.core.submission import Reader, Submission, Trouble
from sane_cli.core.table import Row
from sane_cli.core.text import folded
from sane_cli.core.tree import look
from sane_cli.core.wording import question
from sane_cli.core.words import N_, _

_WORD = 4  # letters from which a word of a title tells something
_COMPARED = 40  # cases that a title is compared with, so that a long table stays quick


class State(Enum):
    """What became of a row; the value is the word in the report."""

    TAKEN = "taken"
    THERE = "already there"
    REFUSED = "refused"


STATES = {State.TAKEN: N_("taken"), State.THERE: N_("already there"), State.REFUSED: N_("not taken")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is to become of one row.

    Attributes:
        row: number in the spreadsheet.
        case: the case to write, or an empty one.
        other: id of the case that is already there.
        mark: hash of the row.
    """

    row: int
    state: State
    title: str = ""
    case: Mapping[str, Any] = field(default_factory=dict)
    other: str = ""
    mark: str = ""
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Trouble, ...] = ()


@dataclass
class Intake:
    """Judges row after row and remembers what was taken.

    Attributes:
        marks: hash of a row → id of the case it once became.
        language: of the cases, when no column says so.
    """

    plan: Plan
    reader: Reader
    names: tuple[str, ...]
    cases: Iterable[Case]
    marks: dict[str, str]
    language: str = ""

    def __post_init__(self) -> None:
        self._taken = set(self.plan.taken)
        self._cases: dict[str, Case] = {}
        self._titles: dict[str, str] = {}
        self._words: dict[str, list[str]] = {}
        for case in self.cases:
            self._remember(case)

    def judge(self, row: Row) -> Verdict:
        """Return what is to become of ``row``."""
        mark = self._mark(row)
        known = self.marks.get(mark, "")
        said = self.reader.read(row)
        title = text(said.answers, "title")
        if known in self._taken:
            return self._there(row, title, known, _("The same row was taken in before."))
        if said.troubles:
            return self._refused(row, title, said.troubles, said.notes)
        other = self._titles.get(_key(title))
        if other is not None:
            return self._there(row, title, other, self._likeness(said, other))
        return self._new(row, said, mark)

    def admit(self, verdict: Verdict, case_id: str) -> None:
        """Remember that the case of ``verdict`` now exists as ``case_id``."""
        self._taken.add(case_id)
        self.marks[verdict.mark] = case_id
        self._remember(Case(case_id, "", verdict.case))

    def _new(self, row: Row, said: Submission, mark: str) -> Verdict:
        answers = dict(said.answers)
        title = text(answers, "title")
        if self.language:
            answers.setdefault("language", self.language)
        wanted = text(answers, "id")
        if wanted in self._taken:
            why = _("There is already a case called ‘{id}’. Leave the id empty, or choose another.").format(id=wanted)
            return self._refused(row, title, (Trouble("id", why),), said.notes)
        answers["id"] = wanted or slug.propose(title, self._taken) or slug.propose("imported case", self._taken)
        case = self.plan.case({**answers, "status": "draft"})
        problems = (problem(found, self.plan.schema, case) for found in self.plan.schema.violations(case))
        troubles = tuple(Trouble("", f"{each.message} {each.hint}".strip()) for each in problems)
        if troubles:
            return self._refused(row, title, troubles, said.notes)
        notes = (*said.notes, *dict.fromkeys(self._advice(case)))
        return Verdict(row=row.number, state=State.TAKEN, title=title, case=case, mark=mark, notes=notes)

    def _advice(self, case: Mapping[str, Any]) -> Iterator[Trouble]:
        """Yield what a careful colleague would say, and what an editor must compare with the paper."""
        for path, value in _leaves(case, ()):
            found = self.plan.schema.field_at(path)
            if found is None or not isinstance(value, str):
                continue
            asked = question(self.plan, Station(path, found), case, ())
            for each in advise(asked, value, self._alike(value) if path == ("title",) else ()):
                yield Trouble(".".join(map(str, path)), each.text)
        state = look(case, ("sharing", "consent", "state"))
        if state not in (None, _OPEN) and commits(self.plan, ("sharing", "consent")):
            told = _("Consent is written down as ‘{state}’, as the form says. Compare it with the consent itself.")
            yield Trouble("sharing.consent", told.format(state=state))

    def _alike(self, title: str) -> tuple[Case, ...]:
        """Return the cases whose titles share most words with ``title``."""
        shared: dict[str, int] = {}
        for word in _words(title):
            for name in self._words.get(word, ()):
                shared[name] = shared.get(name, 0) + 1
        best = sorted(shared, key=lambda name: (-shared[name], name))[:_COMPARED]
        return tuple(self._cases[name] for name in best)

    def _remember(self, case: Case) -> None:
        title = text(case.data, "title")
        self._cases[case.id] = case
        if title:
            self._titles.setdefault(_key(title), case.id)
            for word in _words(title):
                self._words.setdefault(word, []).append(case.id)

    def _likeness(self, said: Submission, other: str) -> str:
        mine = self.plan.case({**said.answers, "status": "draft"})
        theirs = self._cases[other].data
        names = {name for name in {*mine, *theirs} - _OWN if mine.get(name) != theirs.get(name)}
        if not names:
            return _("A case with the same content is there.")
        listed = ", ".join(name for name in self.plan.schema.by_name if name in names)
        told = _("A case with the same title is there; it differs in: {listed}.").format(listed=listed)
        return f"{told} {_('Edit that case, or give this row another title.')}"

    def _there(self, row: Row, title: str, other: str, why: str) -> Verdict:
        return Verdict(row=row.number, state=State.THERE, title=title, other=other, notes=(Trouble("", why),))

    def _refused(self, row: Row, title: str, why: tuple[Trouble, ...], notes: tuple[Trouble, ...]) -> Verdict:
        return Verdict(row=row.number, state=State.REFUSED, title=title, troubles=why, notes=notes)

    def _mark(self, row: Row) -> str:
        said = {name: given for name, given in zip(self.names, row.cells, strict=False) if given}
        written = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


_OPEN = "pending"  # nobody has committed to anything
_OWN = frozenset({"id", "status", "schema_version"})  # what an import gives by itself


def _key(title: str) -> str:
    return " ".join(folded(title).split())


def _words(title: str) -> set[str]:
    return {word for word in folded(title).split() if len(word) >= _WORD}


def _leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(below, (*path, name))
    elif isinstance(value, list):
        for at, below in enumerate(value):
            yield from _leaves(below, (*path, at))
    else:
        yield path, value
