"""Vocabulary fields hold known terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sane_cli.core.calm import Calm, only_terms
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.text import shortened
from sane_cli.core.vocabulary import Vocabulary
from sane_cli.core.words import N_, _

_LONGEST = 80


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every value of a vocabulary field that is not a term, with the nearest one."""
    for field in corpus.case_schema.fields:
        values = document.mapping.get(field.name)
        if field.vocabulary and isinstance(values, list):
            vocabulary = corpus.vocabulary(field.vocabulary)
            for at, value in enumerate(values):
                if isinstance(value, str) and value not in vocabulary.terms:
                    problem = _unknown(vocabulary, field.singular or field.name, value, (field.name, at))
                    yield replace(problem, fix=None) if problem.fix in values else problem


def _unknown(vocabulary: Vocabulary, kind: str, value: str, path: tuple[str, int]) -> Problem:
    """Say what is meant: surely where it is an alias or label of a term, else perhaps."""
    sure = vocabulary.resolve(value)
    near = sure or next(iter(vocabulary.nearest(value)), "")
    hint = _("Did you mean {near}?").format(near=near)
    return Problem(
        path=path,
        message=_("‘{value}’ is not a known {kind}.").format(value=shortened(value, _LONGEST), kind=kind),
        hint=hint if near else _("See ‘sane vocab list’, or add the term to {name}.").format(name=vocabulary.id),
        value=value,
        fix=sure,
    )


def calm(corpus: Corpus) -> Calm:
    """Every value of a vocabulary field is a term."""
    return Calm(data=only_terms(corpus, lambda _term: True))


PLUGIN = Rule(
    severity=Severity.ERROR,
    title=N_("terms that the vocabulary does not have"),
    why=N_("A reader under the same threat finds the case only by the shared word."),
    remedy=N_("Use a term of the vocabulary, or add one to it."),
    reads=ALONE,
    check=check,
    calm=calm,
    good="threats:\n  - phishing\n",
    bad="threats:\n  - phising\n",
)
