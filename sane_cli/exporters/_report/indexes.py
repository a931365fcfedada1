"""Indexes and glossary: from a word to the pages where it is told, and to what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sane_cli.core.product import Product
from sane_cli.core.text import folded, one_line
from sane_cli.core.vocabulary import Vocabulary
from sane_cli.core.words import _
from sane_cli.exporters._report.cases import Entry
from sane_cli.exporters._report.typography import smart

# how a vocabulary says that its wording is nobody else's
_OWN = "This project"


@dataclass(frozen=True, slots=True)
class Line:
    """One word of an index and the cases to find under it."""

    words: str
    cases: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """One index: groups of lines; a group without a heading has an empty one."""

    anchor: str
    title: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of the glossary; ``own`` tells that the wording is the playbook's own."""

    anchor: str
    words: str
    meaning: str
    own: bool


def indexes(product: Product, entries: tuple[Entry, ...]) -> tuple[Index, ...]:
    """Return the indexes that have anything in them."""
    name = product.labels.names.territory
    found = (
        _by_term(product, entries, "threats", _("Index of threats")),
        _by_term(product, entries, "mechanisms", _("Index of mechanisms")),
        _by_word(entries, "countries", _("Index of countries"), name),
        _by_word(entries, "organisations", _("Index of organisations"), str),
    )
    return tuple(index for index in found if index.groups)


def glossary(product: Product, entries: tuple[Entry, ...]) -> tuple[tuple[str, tuple[Definition, ...]], ...]:
    """Return the terms that the cases use, under the title of their vocabulary, in order of the alphabet."""
    listed = []
    for name in ("threats", "mechanisms"):
        vocabulary = product.vocabularies.get(name)
        used = _used(entries, name)
        if vocabulary and used:
            title = vocabulary.title.get(product.language.split("-")[0]) or vocabulary.title.get("en") or name
            listed.append((title, tuple(_definitions(vocabulary, used, product.language))))
    return tuple(item for item in listed if item[1])


def grouped(vocabulary: Vocabulary, used: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each group's id with its terms in use, both in the vocabulary's order; a used group comes first."""
    for group in vocabulary.groups:
        terms = tuple(term.id for term in vocabulary.members(group.id) if term.id in used)
        own = (group.id,) if group.id in used else ()
        if terms or own:
            yield group.id, own + terms


def _used(entries: Iterable[Entry], name: str) -> frozenset[str]:
    return frozenset(term for entry in entries for term in getattr(entry, name))


def _by_term(product: Product, entries: tuple[Entry, ...], name: str, title: str) -> Index:
    vocabulary = product.vocabularies.get(name)
    if vocabulary is None:
        return Index(f"index-{name}", title, ())
    language = product.language
    groups = []
    for group, terms in grouped(vocabulary, _used(entries, name)):
        lines = [Line(vocabulary.terms[term].label(language), _with(entries, name, term)) for term in terms]
        lines.sort(key=lambda line: folded(line.words))
        groups.append((vocabulary.terms[group].label(language), tuple(lines)))
    return Index(f"index-{name}", title, tuple(groups))


def _by_word(entries: tuple[Entry, ...], name: str, title: str, words: object) -> Index:
    values = {value for entry in entries for value in getattr(entry, name)}
    lines = [Line(smart(words(value)), _with(entries, name, value)) for value in values]  # type: ignore[operator]
    lines.sort(key=lambda line: (folded(line.words), line.words))
    return Index(f"index-{name}", title, (("", tuple(lines)),) if lines else ())


def _with(entries: Iterable[Entry], name: str, value: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if value in getattr(entry, name))


def _definitions(vocabulary: Vocabulary, used: frozenset[str], language: str) -> Iterator[Definition]:
    terms = [vocabulary.terms[name] for name in used if name in vocabulary.terms]
    for term in sorted(terms, key=lambda term: folded(term.label(language))):
        meaning = smart(one_line(term.definition(language)), language)
        own = term.source.startswith(_OWN)
        yield Definition(f"term-{vocabulary.id}-{term.id}", smart(term.label(language), language), meaning, own)
