"""Terms of a vocabulary that no case uses."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Across, Problem, Reads, Rule
from sane_cli.core.schema import Field
from sane_cli.core.words import N_, plural

_NAMED = 8


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield one note a vocabulary that names the unused terms; groups and replaced terms need no case."""
    vocabulary = corpus.vocabulary(document.stem)
    used = corpus.once(_used).get(document.stem)
    if used is None:
        return
    broader = {term.broader for term in vocabulary.terms.values()}
    unused = [
        term.id
        for term in vocabulary.terms.values()
        if term.id not in used and term.id not in broader and not term.replaced_by
    ]
    if unused:
        more = ", …" if len(unused) > _NAMED else ""
        yield Problem(
            path=("terms",),
            at_key=True,
            message=plural("No case uses {count} term: ", "No case uses {count} terms: ", len(unused))
            + ", ".join(unused[:_NAMED])
            + more,
        )


def _used(corpus: Corpus) -> dict[str, set[str]]:
    """Return, by vocabulary that a field of a case takes terms from, the terms that cases use."""
    numbers = frozenset(array("I", b"".join(filter(None, corpus.facts(_terms)))))
    used: dict[str, set[str]] = {field.vocabulary: set() for field in _fields(corpus)}
    for field in _fields(corpus):
        terms = corpus.once(_numbered)[field.name]
        used[field.vocabulary].update(term for term, number in terms.items() if number in numbers)
    return used


def _terms(document: Document, corpus: Corpus) -> bytes | None:
    """Return the numbers of the terms of a case, four bytes each: every case's are kept until all are known."""
    data, found = document.mapping, array("I")
    for name, terms in corpus.once(_numbered).items():
        listed = data.get(name)
        if isinstance(listed, list):
            found.extend(_numbers(listed, terms))
    return found.tobytes() or None


def _numbers(listed: list[Any], terms: Mapping[str, int]) -> Iterable[int]:
    try:
        return [*filter(None, map(terms.get, listed))]
    except TypeError:  # a list or mapping among them
        return [terms[term] for term in listed if isinstance(term, str) and term in terms]


def _numbered(corpus: Corpus) -> dict[str, dict[str, int]]:
    """Return, by field that holds terms, the terms of its vocabulary with a number, from 1, that no other has."""
    numbers = count(1)
    return {
        field.name: dict(zip(corpus.vocabulary(field.vocabulary).terms, numbers, strict=False))
        for field in _fields(corpus)
    }


def _fields(corpus: Corpus) -> list[Field]:
    return [field for field in corpus.case_schema.fields if field.vocabulary]


PLUGIN = Rule(
    severity=Severity.NOTE,
    kinds=frozenset({Kind.VOCABULARY}),
    title=N_("terms that no case uses"),
    why=N_("A long list of words nobody needed makes the right one harder to find; or it shows what is still missing."),
    remedy=N_("Nothing has to be done; look for a case that belongs there, or merge the term into another."),
    reads=Reads(fields=frozenset({"id"}), terms=True),
    check=check,
    across=Across(pick=_terms),
    good="terms:\n  - id: phishing   # used by a case\n    label: {en: Phishing}\n",
    bad="terms:\n  - id: quishing   # used by none\n    label: {en: Quishing}\n",
)
