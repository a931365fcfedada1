"""The numbers behind the figures. What a figure shows, its table says in words; both are made from these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sane_cli.core.product import Product
from sane_cli.core.text import folded
from sane_cli.core.vocabulary import Vocabulary
from sane_cli.exporters._report.cases import Entry
from sane_cli.exporters._report.indexes import grouped

MOST_ROWS = 38  # more rows do not fit a page: then the figure shows groups


@dataclass(frozen=True, slots=True)
class Axis:
    """A row or column: its id and words, and the words of the group that begins with it, if one does."""

    id: str
    words: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Threats × groups of mechanisms, as numbers of cases, and all pairs of terms with their cases.

    Attributes:
        cells: (row, column) → number of cases; pairs without a case are not in it.
        pairs: threat → mechanisms that answered it, each with its cases, the most frequent first.
    """

    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    cells: Mapping[tuple[str, str], int]
    pairs: tuple[tuple[str, tuple[tuple[str, tuple[Entry, ...]], ...]], ...]

    @property
    def top(self) -> tuple[str, str, int]:
        """The most frequent pair, in words, and its number of cases."""
        words = {axis.id: axis.words for axis in (*self.rows, *self.columns)}
        (row, column), count = max(self.cells.items(), key=lambda cell: (cell[1], cell[0]))
        return words[row], words[column], count


@dataclass(frozen=True, slots=True)
class Span:
    """When a case happened. Between ``first`` and ``sure_from`` it may have begun, after ``sure_to`` it may have ended.

    Attributes:
        sure_from, sure_to: the part that is certain; ``sure_from`` after ``sure_to`` means that none is.
        open_end: whether it has no end yet, as far as is known.
    """

    entry: Entry
    first: date
    sure_from: date
    sure_to: date
    last: date
    open_end: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """When each dated case happened, the earliest first."""

    spans: tuple[Span, ...]
    first_year: int
    last_year: int
    undated: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A country, or a region's cases without one, and the cases from there."""

    words: str
    cases: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Regions in the schema's order, each with its countries."""

    regions: tuple[tuple[str, tuple[Place, ...]], ...]


@dataclass(frozen=True, slots=True)
class Weave:
    """The cover's picture: which threats lead into each case, and which mechanisms out of it."""

    threats: tuple[str, ...]
    mechanisms: tuple[str, ...]
    cases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def weave(product: Product, entries: tuple[Entry, ...]) -> Weave:
    """Return the threads of a collection, terms in the order of their vocabularies."""
    threats, mechanisms = (
        tuple(term for _group, terms in _groups(product.vocabularies.get(name), entries, name) for term in terms)
        for name in ("threats", "mechanisms")
    )
    return Weave(threats, mechanisms, tuple((entry.threats, entry.mechanisms) for entry in entries))


def matrix(product: Product, entries: tuple[Entry, ...]) -> Matrix | None:
    """Count the cases for each threat and group of mechanisms; None when the cases name none."""
    threats, mechanisms = product.vocabularies.get("threats"), product.vocabularies.get("mechanisms")
    if threats is None or mechanisms is None:
        return None
    language = product.language
    rows = _rows(threats, entries, language)
    columns = tuple(
        Axis(group, mechanisms.terms[group].label(language))
        for group, _terms in grouped(mechanisms, _used(entries, "mechanisms"))
    )
    cells: dict[tuple[str, str], int] = {}
    shown = {row.id for row in rows}
    for entry in entries:
        hit_rows = {term if term in shown else threats.group(term) for term in entry.threats} & shown
        hit_columns = {mechanisms.group(term) for term in entry.mechanisms if term in mechanisms.terms}
        for row in hit_rows:
            for column in hit_columns:
                cells[row, column] = cells.get((row, column), 0) + 1
    return Matrix(rows, columns, cells, _pairs(threats, mechanisms, entries, language)) if cells else None


def timeline(entries: tuple[Entry, ...]) -> Timeline | None:
    """Return when the cases happened, with no more precision than they give; None when none has a date."""
    spans = [span for entry in entries if (span := _span(entry)) is not None]
    if not spans:
        return None
    spans.sort(key=lambda span: (span.first, span.last, span.entry.number))
    dated = {span.entry.id for span in spans}
    told = [entry.dates[2].last.year for entry in entries if entry.dates[2]]
    last = max([span.last.year for span in spans] + told)
    undated = tuple(entry for entry in entries if entry.id not in dated)
    return Timeline(tuple(spans), min(span.first.year for span in spans), last, undated)


def places(product: Product, entries: tuple[Entry, ...]) -> Places | None:
    """Return where the cases happened; None when none says so."""
    field = product.schema.by_name.get("regions")
    if field is None:
        return None
    name = product.labels.names.territory
    regions = []
    for region in field.choices:
        inside = [entry for entry in entries if region in entry.regions]
        codes = sorted({code for entry in inside for code in entry.countries}, key=lambda code: folded(name(code)))
        listed = [Place(name(code), tuple(e for e in inside if code in e.countries)) for code in codes]
        without = tuple(entry for entry in inside if not entry.countries)
        if without:
            listed.append(Place("", without))
        if listed:
            regions.append((product.labels.value(field, region), tuple(listed)))
    return Places(tuple(regions)) if regions else None


def _groups(vocabulary: Vocabulary | None, entries: Iterable[Entry], name: str) -> list[tuple[str, tuple[str, ...]]]:
    return list(grouped(vocabulary, _used(entries, name))) if vocabulary else []


def _used(entries: Iterable[Entry], name: str) -> frozenset[str]:
    return frozenset(term for entry in entries for term in getattr(entry, name))


def _rows(threats: Vocabulary, entries: tuple[Entry, ...], language: str) -> tuple[Axis, ...]:
    """Return the threats in use under their groups, or the groups alone when there are too many."""
    groups = _groups(threats, entries, "threats")
    label = {name: term.label(language) for name, term in threats.terms.items()}
    if sum(len(terms) for _group, terms in groups) > MOST_ROWS:
        return tuple(Axis(group, label[group]) for group, _terms in groups)
    return tuple(
        Axis(term, label[term], label[group] if at == 0 else "")
        for group, terms in groups
        for at, term in enumerate(terms)
    )


def _pairs(
    threats: Vocabulary, mechanisms: Vocabulary, entries: tuple[Entry, ...], language: str
) -> tuple[tuple[str, tuple[tuple[str, tuple[Entry, ...]], ...]], ...]:
    listed = []
    for _group, terms in _groups(threats, entries, "threats"):
        for term in terms:
            hit = [entry for entry in entries if term in entry.threats]
            used = {name for entry in hit for name in entry.mechanisms if name in mechanisms.terms}
            answers = [(mechanisms.terms[m].label(language), tuple(e for e in hit if m in e.mechanisms)) for m in used]
            answers.sort(key=lambda answer: (-len(answer[1]), folded(answer[0])))
            listed.append((threats.terms[term].label(language), tuple(answers)))
    return tuple(listed)


def _span(entry: Entry) -> Span | None:
    start, end, as_of = entry.dates
    if start is None and end is None:
        return None
    begins = start or end
    ends = end or as_of or start
    if begins is None or ends is None:
        return None
    if start is not None and end is not None and start.text == end.text:
        return Span(entry, start.first, end.last, start.first, end.last, open_end=False)
    last = max(ends.last, begins.last)
    return Span(entry, begins.first, begins.last, ends.first, last, open_end=end is None)
