"""A corpus forgets what it made of documents that were exchanged."""

from dataclasses import replace
from datetime import date

from sane_cli.core.corpus import Corpus


def test_what_was_made_of_other_documents_is_not_taken_along():
    corpus = Corpus((), {}, date(2026, 1, 1))

    def made(_corpus):
        return object()

    assert corpus.once(made) is corpus.once(made)
    assert replace(corpus, documents=()).once(made) is not corpus.once(made)
