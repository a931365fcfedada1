"""What falls due: reviews, embargoes, consents and translations, by the day on which somebody must act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sane_cli.core import edtf
from sane_cli.core.case import Case, mapping, text
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.translation import text_hash
from sane_cli.core.walk import original
from sane_cli.core.words import N_


class What(Enum):
    """Kinds of things that fall due, each with its words."""

    REVIEW = N_("review whether it is still safe to show")
    EMBARGO = N_("the embargo ends")
    CONSENT = N_("the consent ends")
    TRANSLATION = N_("the translation is out of date")


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due. It holds no content of the case."""

    on: date
    what: What
    case: str
    path: str


def falling_due(corpus: Corpus, *, within: int) -> list[Due]:
    """Return what falls due until ``within`` days from today, what is late included, by day.

    A translation that no longer fits its case is due today. A date that cannot be read is due today as well: nobody
    knows when it was meant.
    """
    last = corpus.today + timedelta(days=within)
    found = [due for case in corpus.cases if case.status != "withdrawn" for due in _of_case(case, corpus.today)]
    found += [due for document in corpus.of_kind(Kind.TRANSLATION) for due in _of_translation(document, corpus)]
    return sorted((due for due in found if due.on <= last), key=lambda due: (due.on, due.what.name, due.path))


def _of_case(case: Case, today: date) -> Iterator[Due]:
    consent = mapping(case.sharing, "consent")
    for what, block, name in (
        (What.REVIEW, case.sharing, "review_by"),
        (What.EMBARGO, case.sharing, "embargo_until"),
        (What.CONSENT, consent, "expires"),
    ):
        if name not in block:
            continue
        day = edtf.parse(block[name])
        ended = what is What.EMBARGO and day is not None and day.last < today
        if not ended:  # an embargo that is over asks nothing of anybody
            yield Due(day.last if day else today, what, case.id, case.path)


def _of_translation(document: Document, corpus: Corpus) -> Iterator[Due]:
    case = original(document, corpus)
    if case is None or document.failure is not None or text(case.mapping, "status") == "withdrawn":
        return
    if document.mapping.get("translates") != text_hash(case.mapping, corpus.case_schema):
        yield Due(corpus.today, What.TRANSLATION, document.stem, document.path)
