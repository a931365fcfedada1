"""The site as values: cases as cards, facets with their values, terms with their meaning. Gated data only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import Any

from markupsafe import Markup

from sane_cli.core.case import text, texts
from sane_cli.core.product import Product
from sane_cli.core.schema import Field
from sane_cli.core.text import folded, one_line, shortened
from sane_cli.core.vocabulary import Vocabulary
from sane_cli.exporters._report.cases import Entry, outlines
from sane_cli.exporters._report.typography import smart

_SENTENCE = re.compile(r"(?<=[.!?؟。])\s")
_TEASER = 230  # characters of a card's summary
_LIKE = 3  # cases that a case page offers besides those its authors named
_NAME = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: its id, words, the cases that have it (a group: or anything below it).

    Attributes:
        above: id of the value it is listed under, or nothing.
        meaning: what the word means, where a vocabulary says so.
        also: other words for it.
    """

    id: str
    words: str
    cases: tuple[Entry, ...]
    above: str = ""
    meaning: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facet:
    """One filter: a field of the schema and its values in the order to show them; ``terms`` come from a vocabulary."""

    name: str
    title: str
    values: tuple[Value, ...]
    is_vocabulary: bool
    about: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, Value]:
        """The values by id."""
        return {value.id: value for value in self.values}

    @property
    def used(self) -> tuple[Value, ...]:
        """The values that a case has."""
        return tuple(value for value in self.values if value.cases)

    @property
    def tops(self) -> tuple[Value, ...]:
        """Values that stand under no other."""
        return tuple(value for value in self.values if not value.above)

    def below(self, top: str) -> tuple[Value, ...]:
        """Return the values listed under ``top``."""
        return tuple(value for value in self.values if value.above == top)

    def top(self, name: str) -> str:
        """Return the id of the value that ``name`` is listed under, itself when it is none."""
        value = self.by_id.get(name)
        return (value.above or value.id) if value else name


@dataclass(frozen=True, slots=True)
class Card:
    """A case in a list."""

    entry: Entry
    teaser: str
    chips: tuple[tuple[str, str, str], ...]
    """Facet, id and words of each threat, mechanism or other term."""
    line: Markup
    """The case as a line of a list, for pages one folder down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the pages say, beside the product itself."""

    product: Product
    title: str
    address: str
    entries: tuple[Entry, ...]
    data: Mapping[str, Mapping[str, Any]]
    facets: tuple[Facet, ...]
    cards: Mapping[str, Card]
    alike: Mapping[str, tuple[Entry, ...]]

    @property
    def vocabularies(self) -> tuple[Facet, ...]:
        """The facets whose values a vocabulary explains."""
        return tuple(facet for facet in self.facets if facet.is_vocabulary)

    @property
    def is_open(self) -> bool:
        """Whether anybody may read it, so that search engines may, too."""
        return self.product.label.rank == 0


def site(product: Product) -> Site:
    """Lay out a product as a site."""
    listed = outlines(product)
    data = {case.id: case.data for case in product.cases}
    fields = [field for field in product.schema.fields if field.facet and field.name != "status"]
    facets = tuple(_facet(field, listed, data, product) for field in fields)
    title = product.settings.get("title") or product.collection.title
    address = product.settings.get("address", "")
    return Site(
        product=product,
        title=smart(one_line(title), product.language),
        address=address if address.startswith("https://") and address.endswith("/") else "",
        entries=listed,
        data=data,
        facets=facets,
        cards={entry.id: _card(entry, data[entry.id], facets) for entry in listed},
        alike=_alike(listed),
    )


def first_sentence(words: str) -> str:
    """Return the first sentence of a summary, shortened where it is a long one."""
    return shortened(_SENTENCE.split(words, maxsplit=1)[0], _TEASER)


def _card(entry: Entry, data: Mapping[str, Any], facets: Iterable[Facet]) -> Card:
    terms = [facet for facet in facets if facet.is_vocabulary]
    chips = ((facet, facet.by_id[name]) for facet in terms for name in texts(data, facet.name) if name in facet.by_id)
    listed = tuple((facet.name, value.id, value.words) for facet, value in chips)
    return Card(entry, first_sentence(entry.lead), listed, line(entry))


def line(entry: Entry) -> Markup:
    """Return a case as a line of a list. Made once: a large site says it a hundred times."""
    tongue = Markup(' lang="{}" dir="{}"').format(entry.language, entry.direction)
    link = Markup('<a href="../cases/{}.html"{}>{}</a>').format(entry.id, tongue, entry.title)
    state = Markup(' <span class="state">{}</span>').format(entry.unpublished) if entry.unpublished else ""
    where = Markup(" · ").join(filter(None, (entry.place, entry.period)))
    return link + (Markup(' <p class="where">{}{}</p>').format(where, state) if where or state else "")


def _facet(field: Field, listed: tuple[Entry, ...], data: Mapping[str, Mapping[str, Any]], product: Product) -> Facet:
    have = {entry.id: _values(data[entry.id], field.name) for entry in listed}
    title = product.labels.title(field)
    vocabulary = _vocabulary(field.vocabulary, product)
    if vocabulary is not None:
        return _terms(field.name, vocabulary, listed, have, product.language)
    found = Counter(value for values in have.values() for value in values if _NAME.match(value))
    order = {value: place for place, value in enumerate(field.choices)}
    words = {value: smart(one_line(product.labels.value(field, value))) for value in found}
    ordered = sorted(found, key=lambda value: (order.get(value, 0), folded(words[value]), value))
    values = (Value(v, words[v], tuple(e for e in listed if v in have[e.id])) for v in ordered)
    return Facet(field.name, title, tuple(values), is_vocabulary=False)


def _values(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    one = text(data, name)
    return (one,) if one else texts(data, name)


def _vocabulary(name: str, product: Product) -> Vocabulary | None:
    """Return a vocabulary whose words passed the gate like those around the cases."""
    raw = product.raw.get(f"vocabulary/{name}") if name else None
    return Vocabulary.of(raw, name) if raw else product.vocabularies.get(name)


def _terms(
    name: str,
    vocabulary: Vocabulary,
    listed: tuple[Entry, ...],
    have: Mapping[str, tuple[str, ...]],
    language: str,
) -> Facet:
    title = vocabulary.title.get(language.split("-", maxsplit=1)[0]) or vocabulary.title.get("en") or name
    return Facet(
        name,
        smart(one_line(str(title)), language),
        tuple(_listed_terms(vocabulary, listed, have, language)),
        is_vocabulary=True,
        about=smart(one_line(vocabulary.description), language),
    )


def _listed_terms(
    vocabulary: Vocabulary, listed: tuple[Entry, ...], have: Mapping[str, tuple[str, ...]], language: str
) -> Iterator[Value]:
    by_term: dict[str, list[Entry]] = {}
    for entry in listed:
        for name in have[entry.id]:
            by_term.setdefault(name, []).append(entry)
    for group in vocabulary.groups:
        for term in (group, *vocabulary.members(group.id)):
            if term.replaced_by or not _NAME.match(term.id):
                continue
            inside = {entry.id for name in vocabulary.narrower(term.id) for entry in by_term.get(name, ())}
            yield Value(
                term.id,
                smart(one_line(term.label(language)), language),
                tuple(entry for entry in listed if entry.id in inside) if inside else (),
                "" if term.id == group.id else group.id,
                smart(one_line(term.definition(language)), language),
                tuple(
                    smart(one_line(alias), language)
                    for alias in term.aliases
                    if not _NAME.match(alias) or "-" not in alias
                ),
            )


def _alike(listed: tuple[Entry, ...]) -> dict[str, tuple[Entry, ...]]:
    """Find for each case those that share most of its threats and mechanisms, rare ones counting more."""
    by_term: dict[str, list[int]] = {}
    for place, entry in enumerate(listed):
        for term in (*entry.threats, *entry.mechanisms):
            by_term.setdefault(term, []).append(place)
    found = {}
    for place, entry in enumerate(listed):
        named = {case for case, _relation in entry.related}
        score: dict[int, float] = {}
        for term in (*entry.threats, *entry.mechanisms):
            weight = 1 / len(by_term[term])
            for other in by_term[term]:
                score[other] = score.get(other, 0.0) + weight
        score.pop(place, None)
        best = nsmallest(_LIKE + len(named), ((-round(points, 6), other) for other, points in score.items()))
        found[entry.id] = tuple(listed[other] for _points, other in best if listed[other].id not in named)[:_LIKE]
    return found
