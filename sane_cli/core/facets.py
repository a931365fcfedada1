"""Count what can still be chosen: per threat, mechanism, country, region, type and status, from gated cases only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sane_cli.core.audience import PublicCase
from sane_cli.core.labels import Labels
from sane_cli.core.query import FACETS, Query, tally
from sane_cli.core.schema import Field
from sane_cli.core.vocabulary import Vocabulary

COUNTED = ("threat", "mechanism", "country", "region", "type", "status")


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases answer when ``value`` is chosen; a group counts a case once, however many of its terms it has."""

    value: str
    label: str
    count: int
    chosen: bool = False
    narrower: tuple[Count, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Count]]:
        """Yield this count and those below it, each with its depth."""
        yield depth, self
        for below in self.narrower:
            yield from below.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter and its values that still apply, the most frequent first."""

    name: str
    title: str
    counts: tuple[Count, ...] = field(default=())


def facets(query: Query, cases: Sequence[PublicCase], labels: Labels) -> tuple[Facet, ...]:
    """Count the values of every facet.

    A facet's own choice is left open while its alternatives are counted, since choosing another value there adds to
    the result; with ``match_all`` it would narrow, so then everything chosen holds.

    Args:
        query: what is chosen already.
        cases: all gated cases, whether they answer or not.
        labels: words for values.
    """
    schema = labels.lexicon.case_schema
    return tuple(_facet(name, schema.by_name[FACETS[name]], query, cases, labels) for name in COUNTED)


def _facet(name: str, described: Field, query: Query, cases: Sequence[PublicCase], labels: Labels) -> Facet:
    open_query = query if query.match_all else query.without(name)
    found = tally(open_query.select(cases), described.name)
    chosen = frozenset(query.facets.get(name, ()))
    if described.vocabulary:
        counts = _terms(labels.lexicon.vocabulary(described.vocabulary), found, chosen, labels.names.language)
    else:
        totals = Counter[str]()
        for have, number in found.items():
            totals.update(dict.fromkeys(have, number))
        counts = [
            Count(value, labels.value(described, value), count, value in chosen) for value, count in totals.items()
        ]
        counts.sort(key=lambda each: each.label)
    return Facet(name, labels.title(described), tuple(_by_weight(counts)))


def _terms(
    vocabulary: Vocabulary, found: Mapping[frozenset[str], int], chosen: frozenset[str], language: str
) -> list[Count]:
    """Count groups with their narrower terms; a word that the vocabulary does not know stands for itself."""
    below: dict[str, list[str]] = {}
    for term in vocabulary.terms.values():
        below.setdefault(term.broader if term.broader in vocabulary.terms else "", []).append(term.id)
    wider = vocabulary.wider()
    totals, strangers = Counter[str](), Counter[str]()
    for have, number in found.items():
        reached = frozenset().union(*(wider.get(value, ()) for value in have))
        totals.update(dict.fromkeys(reached, number))
        strangers.update(dict.fromkeys(have - vocabulary.terms.keys(), number))

    def counted(name: str, above: frozenset[str]) -> Count:
        narrower = [counted(each, above | {name}) for each in below.get(name, ()) if each not in above]
        label = vocabulary.terms[name].label(language)
        return Count(name, label, totals[name], name in chosen, tuple(_by_weight(narrower)))

    counts = [counted(name, frozenset()) for name in below.get("", ())]
    return counts + [Count(value, value, count) for value, count in sorted(strangers.items())]


def _by_weight(counts: Iterable[Count]) -> list[Count]:
    return sorted((each for each in counts if each.count), key=lambda each: -each.count)
