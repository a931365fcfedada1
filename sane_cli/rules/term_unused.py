"""Terms of a vocabulary that no case uses."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Across, Problem, Reads, Rule
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
    fields = [field for field in corpus.case_schema.fields if field.vocabulary]
    used: dict[str, set[str]] = {field.vocabulary: set() for field in fields}
    for case in corpus.cases_by_id.values():
        for field, terms in zip(fields, corpus.facts(_terms).get(case.path, ()), strict=False):
            used[field.vocabulary].update(terms.split("\n"))
    return used


def _terms(document: Document, corpus: Corpus) -> tuple[str, ...] | None:
    """Return the terms of a case, field by field, one a line; what has more lines than one is no term."""
    data = document.mapping
    found = tuple([_lines(data.get(name)) for name in corpus.once(_fields)])
    return found if any(found) else None


def _lines(terms: object) -> str:
    if not isinstance(terms, list):
        return ""
    return "\n".join([term for term in terms if isinstance(term, str) and "\n" not in term])


def _fields(corpus: Corpus) -> tuple[str, ...]:
    """Return the names of the fields that hold terms."""
    return tuple(field.name for field in corpus.case_schema.fields if field.vocabulary)


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
