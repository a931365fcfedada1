"""Find cases: values of one facet are alternatives, different facets all hold, a broader term finds narrower ones.

A query sees gated cases only, so that nobody can find out by filtering what they may not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, TypeAlias

from sane_cli.core import edtf
from sane_cli.core.audience import PublicCase
from sane_cli.core.case import items, text, texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.error import UsageError
from sane_cli.core.labels import Names
from sane_cli.core.nearest import nearest
from sane_cli.core.record import record
from sane_cli.core.schema import Field
from sane_cli.core.text import folded, with_name
from sane_cli.core.words import _

# option word → field of the case; the words are the contract's
FACETS: Mapping[str, str] = {
    "threat": "threats",
    "mechanism": "mechanisms",
    "country": "countries",
    "region": "regions",
    "type": "type",
    "status": "status",
    "language": "language",
}

Held: TypeAlias = Callable[[str], tuple[Sequence[frozenset[str]], Sequence[int]]]


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Query:
    """What to find.

    Attributes:
        words: every one must occur in the case's text.
        facets: option word → wanted values, already known to exist.
        wider: term → itself and its narrower terms, for the wanted terms.
        match_all: want every value of a facet, not just one.
    """

    words: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wider: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    organisations: tuple[str, ...] = ()
    as_of_before: edtf.PartialDate | None = None
    as_of_after: edtf.PartialDate | None = None
    overdue: bool = False
    match_all: bool = False

    def matches(self, case: PublicCase) -> bool:
        """Tell whether ``case`` answers this query."""
        return (
            all(self._facet_holds(word, wanted, case) for word, wanted in self.facets.items())
            and self._organisations_hold(case)
            and self._dates_hold(case)
            and (case.overdue or not self.overdue)
            and self._words_hold(case)
        )

    def select(self, cases: Iterable[PublicCase]) -> list[PublicCase]:
        """Return the cases that answer this query, in the order given."""
        return list(cases) if self.is_open else [case for case in cases if self.matches(case)]

    def narrowed(self, held: Held) -> frozenset[int] | None:
        """Return the numbers of the cases that can answer, by the facets alone; None when every case can.

        Args:
            held: field of the case → the sets of values that occur, and for each case the place of its set.
        """
        able: frozenset[int] | None = None
        for facet, wanted in self.facets.items():
            sets, places = held(FACETS[facet])
            fit = frozenset(place for place, have in enumerate(sets) if self._fits(facet, wanted, have))
            found = frozenset(number for number, place in enumerate(places) if place in fit)
            able = found if able is None else able & found
        return able

    def without(self, facet: str) -> Query:
        """Return this query with one facet left open, to count what else could be chosen there."""
        return replace(self, facets={word: wanted for word, wanted in self.facets.items() if word != facet})

    @property
    def is_open(self) -> bool:
        """Whether every case answers it."""
        dates = self.as_of_before or self.as_of_after
        return not (self.words or any(self.facets.values()) or self.organisations or dates or self.overdue)

    def described(self) -> list[tuple[str, str]]:
        """Return the filters as pairs of option word and value, for the provenance page."""
        pairs = [("text", word) for word in self.words]
        pairs += [(word, value) for word, wanted in self.facets.items() for value in wanted]
        pairs += [("organisation", name) for name in self.organisations]
        pairs += [("as-of-before", self.as_of_before.text)] if self.as_of_before else []
        pairs += [("as-of-after", self.as_of_after.text)] if self.as_of_after else []
        pairs += [("overdue", "yes")] if self.overdue else []
        return pairs + ([("match", "all")] if self.match_all else [])

    def _holds(self, found: list[bool]) -> bool:
        return not found or (all(found) if self.match_all else any(found))

    def _facet_holds(self, facet: str, wanted: tuple[str, ...], case: PublicCase) -> bool:
        return self._fits(facet, wanted, values(case, FACETS[facet]))

    def _fits(self, facet: str, wanted: tuple[str, ...], have: frozenset[str]) -> bool:
        return self._holds([not have.isdisjoint(self.wider.get((facet, value), {value})) for value in wanted])

    def _organisations_hold(self, case: PublicCase) -> bool:
        if not self.organisations:
            return True
        names = [folded(text(organisation, "name")) for organisation in items(case.data, "organisations")]
        return self._holds([any(folded(part) in name for name in names) for part in self.organisations])

    def _dates_hold(self, case: PublicCase) -> bool:
        if not (self.as_of_before or self.as_of_after):
            return True
        as_of = edtf.parse(case.data.get("as_of"))
        if as_of is None:
            return False
        early = self.as_of_before is None or as_of.last < self.as_of_before.first
        late = self.as_of_after is None or as_of.first > self.as_of_after.last
        return early and late

    def _words_hold(self, case: PublicCase) -> bool:
        if not self.words:
            return True
        from sane_cli.core import search  # most queries have no words

        return search.found(case, self.words)


def values(case: PublicCase, name: str) -> frozenset[str]:
    """Return the values of a field as a set; a case without a status counts as a draft."""
    return values_in(case.data, case.status, name)


def tally(cases: Iterable[PublicCase], name: str) -> Counter[frozenset[str]]:
    """Count which sets of values of a field the cases hold."""
    held = [case.status if name == "status" else case.data.get(name) for case in cases]
    known = {id(value): value for value in held}  # what many cases hold is often one object in memory
    found = Counter[frozenset[str]]()
    for which, count in Counter(map(id, held)).items():
        value = known[which]
        found[values_in({name: value}, value if isinstance(value, str) else "", name)] += count
    return found


def values_in(data: Mapping[str, Any], status: str, name: str) -> frozenset[str]:
    """Return the same of a case's data and status."""
    if name == "status":
        return frozenset({status})
    single = text(data, name) or ("en" if name == "language" else "")
    return frozenset({single}) if single else frozenset(texts(data, name))


def build(corpus: Corpus, wanted: Mapping[str, Iterable[str]], *, names: Sequence[Names] = (), **rest: Any) -> Query:
    """Turn words of a command line or of a collection into a query.

    Args:
        corpus: for the vocabularies and the schema's enums.
        wanted: option word (``threat``, ``country``, …) → values as typed; ids, labels and aliases are taken.
        names: in which languages the name of a country may stand for its code.
        rest: ``words``, ``organisations``, ``as_of_before``, ``as_of_after`` (texts), ``overdue``, ``match_all``.

    Raises:
        UsageError: a value that does not exist, with the nearest known one.
    """
    facets: dict[str, tuple[str, ...]] = {}
    wider: dict[tuple[str, str], frozenset[str]] = {}
    for facet, typed in wanted.items():
        field = corpus.case_schema.by_name[FACETS[facet]]
        known = tuple(dict.fromkeys(resolve(corpus, facet, word, names) for word in typed))
        if known:
            facets[facet] = known
        if field.vocabulary:
            vocabulary = corpus.vocabulary(field.vocabulary)
            wider |= {(facet, term): vocabulary.narrower(term) for term in known}
    before, after = (_date(name, rest.pop(name, None)) for name in ("as_of_before", "as_of_after"))
    return Query(facets=facets, wider=wider, as_of_before=before, as_of_after=after, **rest)


def resolve(corpus: Corpus, facet: str, word: str, names: Sequence[Names] = ()) -> str:
    """Return the value that ``word`` means for the filter called ``facet``.

    Raises:
        UsageError: there is none; the message names the nearest one.
    """
    field = corpus.case_schema.by_name[FACETS[facet]]
    if field.vocabulary:
        vocabulary = corpus.vocabulary(field.vocabulary)
        found = vocabulary.resolve(word)
        near = "" if found else next(iter(vocabulary.nearest(word)), "")
    elif field.choices:
        known = {folded(choice): choice for choice in field.choices}
        found = known.get(folded(word))
        if found is None:
            known = _by_label(field, names) | known
            found = known.get(folded(word))
        near = "" if found else known.get(nearest(folded(word), list(known)), "")
    else:
        # an open set such as languages: written as the playbook writes it, case aside
        return next((tag for tag in texts(corpus.settings, "languages") if folded(tag) == folded(word)), word)
    if found is None:
        raise UsageError(
            _("‘{word}’ is not a known {facet}.").format(word=word, facet=facet),
            where=f"--{facet}",
            todo=_("Did you mean {near}?").format(near=with_name(near, _name(near, field, names)))
            if near
            else _known(facet, field),
        )
    return found


def _by_label(field: Field, names: Sequence[Names]) -> dict[str, str]:
    """Return folded words → value, for a field of choices; countries by their names in every language given."""
    words = {folded(label): value for value, label in field.labels.items()}
    if field.labels_from == "territories":
        choices = frozenset(field.choices)
        for each in names:
            words |= {folded(name): code for code, name in each.territories.items() if code in choices}
    return words


def _name(value: str, field: Field, names: Sequence[Names]) -> str:
    """What a country's code stands for, in the language of whoever asks, which comes first."""
    return names[0].territory(value) if names and field.labels_from == "territories" else ""


def _known(facet: str, field: Field) -> str:
    if field.vocabulary:
        return _("See them all with: sane vocab list {name}").format(name=field.vocabulary)
    return _("Known values of {facet}: {values}").format(facet=facet, values=", ".join(field.choices[:12]))


def _date(name: str, typed: str | None) -> edtf.PartialDate | None:
    if not typed:
        return None
    parsed = edtf.parse(typed)
    if parsed is None:
        raise UsageError(
            _("‘{word}’ is not a date.").format(word=typed),
            where="--" + name.replace("_", "-"),
            todo=_("Write a year, a month or a day: 2019, 2019-10 or 2019-10-21."),
        )
    return parsed
