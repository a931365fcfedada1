"""Threats × mechanisms: how many cases met which threat with which mechanism, and where nothing is known yet.

Everything is counted from gated cases, so a cell tells no more than the list of its cases would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sane_cli.core.audience import PublicCase
from sane_cli.core.case import texts
from sane_cli.core.labels import Labels
from sane_cli.core.tlp import Tlp
from sane_cli.core.vocabulary import Vocabulary

_Held: TypeAlias = Sequence[tuple[str, tuple[str, ...]]]  # ids of cases, and what values of a field each has
FEW = 1  # one case is an anecdote; a gap is what has no more than this


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: a term with its label, its group, and the cases that have it."""

    id: str
    label: str
    group: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows are threats, columns are mechanisms; a cell that is not there holds no case."""

    threats: tuple[Line, ...]
    mechanisms: tuple[Line, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]

    def cell(self, threat: Line, mechanism: Line) -> tuple[str, ...]:
        """Return the ids of the cases that have both."""
        return self.cells.get((threat.id, mechanism.id), ())

    @property
    def most(self) -> int:
        """The largest number of cases in one cell."""
        return max(map(len, self.cells.values()), default=0)

    def used(self) -> Grid:
        """Return this grid without empty rows and columns."""
        threats = tuple(line for line in self.threats if line.cases)
        return Grid(threats, tuple(line for line in self.mechanisms if line.cases), self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The same cases counted twice: by group and by term."""

    audience: Tlp
    count: int
    groups: Grid
    terms: Grid


@dataclass(frozen=True, slots=True)
class Gap:
    """A combination, term or region with no case or one; what does not apply is None."""

    kind: str
    threat: Line | None
    mechanism: Line | None
    region: Line | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What the next call for cases could ask for."""

    audience: Tlp
    count: int
    gaps: tuple[Gap, ...]


def matrix(cases: Sequence[PublicCase], labels: Labels, audience: Tlp) -> Matrix:
    """Count ``cases`` by threat and mechanism."""
    both = [labels.lexicon.vocabulary(name) for name in ("threats", "mechanisms")]
    language = labels.names.language
    held = {each.id: [(case.id, texts(case.data, each.id)) for case in cases] for each in both}
    groups, terms = (
        _grid(*(_lines(each, held[each.id], language, groups=wide) for each in both)) for wide in (True, False)
    )
    return Matrix(audience=audience, count=len(cases), groups=groups, terms=terms)


def gaps(cases: Sequence[PublicCase], labels: Labels, audience: Tlp) -> Gaps:
    """List what has no case or only one: regions, threats, mechanisms, and combinations of their groups."""
    counted = matrix(cases, labels, audience)
    found = [Gap("region", None, None, line, line.cases) for line in _regions(cases, labels)]
    found += [Gap("threat", line, None, None, line.cases) for line in counted.terms.threats]
    found += [Gap("mechanism", None, line, None, line.cases) for line in counted.terms.mechanisms]
    grid = counted.groups
    found += [
        Gap("combination", threat, mechanism, None, grid.cell(threat, mechanism))
        for threat in grid.threats
        for mechanism in grid.mechanisms
    ]
    few = tuple(gap for gap in found if len(gap.cases) <= FEW)
    return Gaps(audience=audience, count=len(cases), gaps=few)


def _lines(vocabulary: Vocabulary, held: _Held, language: str, *, groups: bool) -> tuple[Line, ...]:
    """Return groups, or the terms below them; a group that a case names itself stands among the terms as well."""
    lines = []
    holding = _holding(held, vocabulary.wider() if groups else {})
    for term in vocabulary.terms.values():
        have = holding.get(term.id, ())
        wanted = not term.broader if groups else bool(term.broader or have)
        if wanted and not term.replaced_by:
            lines.append(Line(term.id, term.label(language), vocabulary.group(term.id), have))
    return tuple(lines)


def _regions(cases: Sequence[PublicCase], labels: Labels) -> Iterable[Line]:
    field = labels.lexicon.case_schema.by_name["regions"]
    held = [(case.id, texts(case.data, "regions")) for case in cases]
    holding = _holding(held, {})
    for region in field.choices:
        yield Line(region, labels.value(field, region), "", holding.get(region, ()))


def _holding(held: _Held, wider: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Return which cases hold each value, or one of those that it is ``wider`` than."""
    found: dict[str, list[str]] = {}
    for name, have in held:
        for value in {above for each in have for above in wider.get(each, (each,))}:
            found.setdefault(value, []).append(name)
    return {value: tuple(names) for value, names in found.items()}


def _grid(threats: tuple[Line, ...], mechanisms: tuple[Line, ...]) -> Grid:
    met: dict[str, list[int]] = {}
    for at, threat in enumerate(threats):
        for case in threat.cases:
            met.setdefault(case, []).append(at)
    cells: dict[tuple[str, str], tuple[str, ...]] = {}
    for mechanism in mechanisms:
        both: dict[int, list[str]] = {}
        for case in mechanism.cases:
            for at in met.get(case, ()):
                both.setdefault(at, []).append(case)
        for at in sorted(both):
            cells[threats[at].id, mechanism.id] = tuple(both[at])
    return Grid(threats, mechanisms, cells)
