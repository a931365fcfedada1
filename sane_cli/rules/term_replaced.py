"""Cases use today's terms, not the ones that were replaced."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, only_terms
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every term that the vocabulary has replaced by another."""
    for field in corpus.case_schema.fields:
        values = document.mapping.get(field.name)
        if not field.vocabulary or not isinstance(values, list):
            continue
        vocabulary = corpus.vocabulary(field.vocabulary)
        for at, value in enumerate(values):
            term = vocabulary.terms.get(value) if isinstance(value, str) else None
            now = vocabulary.resolve(term.id) if term and term.replaced_by else None
            if term is not None and now is not None and now != term.id:
                there = now in values
                yield Problem(
                    path=(field.name, at),
                    message=_("‘{old}’ was replaced by ‘{new}’.").format(old=term.id, new=now),
                    hint=_("Remove it; the new one is there.") if there else _("Write {new}").format(new=now),
                    value=term.id,
                    fix=None if there else now,
                )


def calm(corpus: Corpus) -> Calm:
    """Every value of a vocabulary field is a term of today."""
    return Calm(data=only_terms(corpus, lambda term: not term.replaced_by))


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("terms that were replaced by others"),
    why=N_("Two words for one thing split what belongs together in lists, figures and indexes."),
    remedy=N_("Use the term that replaced it."),
    reads=ALONE,
    check=check,
    calm=calm,
    good="threats:\n  - account-takeover\n",
    bad="threats:\n  - account-hijacking   # replaced by account-takeover\n",
)
