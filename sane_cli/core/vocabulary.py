"""A controlled vocabulary: terms, their labels in every language, and who is broader than whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sane_cli.core.case import items, mapping, text, texts
from sane_cli.core.nearest import closest
from sane_cli.core.record import record
from sane_cli.core.text import folded


@record(frozen=True, slots=True, eq=False, repr=False)
class Term:
    """One term; ``labels`` and ``definitions`` map BCP 47 tags to text."""

    id: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    broader: str
    aliases: tuple[str, ...]
    replaced_by: str
    source: str

    def label(self, language: str = "en") -> str:
        """The label in ``language``, else its base language, else English, else the id."""
        return _in_language(self.labels, language) or self.id

    def definition(self, language: str = "en") -> str:
        """The definition in ``language``, or in English, or nothing."""
        return _in_language(self.definitions, language)


@record(frozen=True, slots=True, eq=False, repr=False)
class Vocabulary:
    """The terms of one vocabulary in file order. A term without a broader one is a group."""

    id: str
    title: Mapping[str, str]
    description: str
    terms: Mapping[str, Term]
    words: Mapping[str, str]

    @classmethod
    def of(cls, data: Mapping[str, Any], name: str) -> Vocabulary:
        """Read a vocabulary document; broken entries are skipped, the checker reports them."""
        terms = {term.id: term for term in map(_term, items(data, "terms")) if term.id}
        return cls(name, mapping(data, "title"), text(data, "description"), terms, dict(_words(terms.values())))

    def resolve(self, word: str) -> str | None:
        """Return the id that ``word`` means: an id, an alias, or a label in any language; replaced ids move on."""
        found = word if word in self.terms else self.words.get(folded(word.strip()))
        for _ in self.terms:
            if found is None or not self.terms[found].replaced_by:
                return found
            found = self.terms[found].replaced_by if self.terms[found].replaced_by in self.terms else None
        return found

    def nearest(self, word: str, count: int = 1) -> list[str]:
        """Return the ids most like ``word``, best first; none when nothing is near."""
        close = closest(folded(word), list(self.words), count * 3)
        return list(dict.fromkeys(self.words[match] for match in close))[:count]

    def narrower(self, term: str) -> frozenset[str]:
        """Return ``term`` and everything below it, cycles tolerated."""
        found = {term}
        grew = True
        while grew:
            below = {t.id for t in self.terms.values() if t.broader in found} - found
            found |= below
            grew = bool(below)
        return frozenset(found)

    def wider(self) -> Mapping[str, frozenset[str]]:
        """Each term's id → all terms that it is ``narrower`` than or equal to."""
        found: dict[str, set[str]] = {}
        for name in self.terms:
            for below in self.narrower(name):
                found.setdefault(below, set()).add(name)
        return {name: frozenset(above) for name, above in found.items()}

    def group(self, term: str) -> str:
        """Return the id of the group ``term`` belongs to, itself when it is one."""
        seen: set[str] = set()
        while term in self.terms and self.terms[term].broader and term not in seen:
            seen.add(term)
            term = self.terms[term].broader
        return term

    @property
    def groups(self) -> tuple[Term, ...]:
        """Terms without a broader one, in file order."""
        return tuple(term for term in self.terms.values() if not term.broader)

    def members(self, group: str) -> tuple[Term, ...]:
        """Return the terms of ``group`` below the group itself, in file order."""
        inside = self.narrower(group) - {group}
        return tuple(term for term in self.terms.values() if term.id in inside)


EMPTY = Vocabulary("", {}, "", {}, {})


def _term(item: Mapping[str, Any]) -> Term:
    return Term(
        text(item, "id"),
        mapping(item, "label"),
        mapping(item, "definition"),
        text(item, "broader"),
        texts(item, "aliases"),
        text(item, "replaced_by"),
        text(item, "source"),
    )


def _words(terms: Iterable[Term]) -> Iterator[tuple[str, str]]:
    """Yield every folded word that means a term; later pairs win, so ids come last."""
    listed = list(terms)
    for term in listed:
        yield from ((folded(alias), term.id) for alias in term.aliases)
    for term in listed:
        yield from ((folded(label), term.id) for label in map(str, term.labels.values()))
    for term in listed:
        yield folded(term.id), term.id


def _in_language(by_language: Mapping[str, str], language: str) -> str:
    for tag in (language, language.split("-", maxsplit=1)[0], "en"):
        if isinstance(by_language.get(tag), str):
            return by_language[tag]
    return ""
