"""A vocabulary holds together: no loops, no dead ends, no word that means two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sane_cli.core.case import mapping, text, texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.finding import Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.text import folded
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield what is contradictory inside one vocabulary."""
    listed = document.mapping.get("terms")
    terms = [(at, term) for at, term in enumerate(listed if isinstance(listed, list) else ()) if isinstance(term, dict)]
    first: dict[str, int] = {}
    for at, term in terms:
        if text(term, "id") in first:
            yield _twice(document, text(term, "id"), at, first[text(term, "id")])
        first.setdefault(text(term, "id"), at)
    for link in ("broader", "replaced_by"):
        yield from _links(terms, link, first)
    yield from _clashes(document, terms)


def _twice(document: Document, name: str, at: int, before: int) -> Problem:
    return Problem(
        path=("terms", at, "id"),
        message=_("The term ‘{id}’ stands here for the second time.").format(id=name),
        hint=_("Merge the two into one."),
        value=name,
        related=((document, ("terms", before, "id")),),
    )


def _links(terms: Sequence[tuple[int, Mapping[str, Any]]], link: str, known: Mapping[str, int]) -> Iterator[Problem]:
    """Yield links to terms that are not there, and loops, once a loop."""
    target = {text(term, "id"): text(term, link) for _at, term in terms}
    reported: set[str] = set()
    for at, term in terms:
        name, wanted = text(term, "id"), text(term, link)
        if wanted and wanted not in known:
            near = nearest(wanted, list(known))
            yield Problem(
                path=("terms", at, link),
                message=_("‘{wanted}’ is not a term of this vocabulary.").format(wanted=wanted),
                hint=_("Did you mean {near}?").format(near=near) if near else _("Add it, or remove the line."),
                value=wanted,
            )
        elif wanted and name not in reported and (loop := _loop(name, target)):
            reported.update(loop)
            yield Problem(
                path=("terms", at, link),
                message=_("‘{link}’ runs in a circle: {loop}.").format(link=link, loop=" → ".join((*loop, loop[0]))),
                hint=_("Remove one of these lines."),
            )


def _loop(name: str, target: Mapping[str, str]) -> list[str]:
    """Return the terms of the loop that begins and ends with ``name``, or nothing."""
    way = [name]
    while (following := target.get(way[-1], "")) and following not in way:
        way.append(following)
    return way if following == name else []


def _clashes(document: Document, terms: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[Problem]:
    """Yield labels and aliases by which another term is known as well."""
    owner: dict[str, tuple[int, Path]] = {}
    for at, term in terms:
        owner.setdefault(folded(text(term, "id")), (at, ("terms", at, "id")))
    for at, term in terms:
        for language in mapping(term, "label"):
            label = text(mapping(term, "label"), language)
            yield from _claim(document, owner, label, (at, ("terms", at, "label", language)))
    for at, term in terms:
        replaced = text(term, "replaced_by")
        for which, alias in enumerate(texts(term, "aliases")):
            if folded(alias) != folded(replaced):
                yield from _claim(document, owner, alias, (at, ("terms", at, "aliases", which)))


def _claim(
    document: Document, owner: dict[str, tuple[int, Path]], word: str, claim: tuple[int, Path]
) -> Iterator[Problem]:
    holder, place = owner.setdefault(folded(word), claim)
    if word and holder != claim[0]:
        yield Problem(
            path=claim[1],
            severity=Severity.WARNING,
            message=_("‘{word}’ already means another term.").format(word=word),
            hint=_("Choose a word that means this term alone."),
            value=word,
            related=((document, place),),
        )


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.VOCABULARY}),
    title=N_("contradictions inside a vocabulary: circles, dead ends, one word for two terms"),
    why=N_("A search by word would find one of the two by chance, and a circle has no top to be grouped under."),
    remedy=N_("Let every word mean one term, and every link lead to one."),
    reads=ALONE,
    check=check,
    good="terms:\n  - {id: digital, label: {en: Digital}}\n  - {id: worm, label: {en: Worm}, broader: digital}\n",
    bad="terms:\n  - {id: digital, label: {en: Digital}}\n  - {id: worm, label: {en: Worm}, broader: digitall}\n",
)
