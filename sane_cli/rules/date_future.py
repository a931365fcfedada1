"""What has happened, or was looked at, lies in the past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sane_cli.core.calm import Calm, dates, past
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import TEXTS, Problem, Reads, Rule
from sane_cli.core.walk import dates as dates_in
from sane_cli.core.words import N_, _

# dates that look ahead by their nature
_AHEAD = frozenset({"embargo_until", "review_by", "expires"})
_ZONES = timedelta(days=1)  # somewhere it is tomorrow already


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every date of something past that is still to come; a period may end in the future."""
    for text, day in dates_in(document, corpus):
        if day is None or day.first <= corpus.today + _ZONES or text.path[-1] in _AHEAD:
            continue
        ends = text.path == ("period", "to")
        yield Problem(
            path=text.path,
            severity=Severity.WARNING if ends else None,
            message=_("‘{name}’ ({date}) lies in the future.").format(name=text.path[-1], date=day.text),
            hint=_("Leave it out while it goes on.") if ends else "",
            value=day.text,
        )


def calm(corpus: Corpus) -> Calm:
    """Every date but those that look ahead is before today."""
    gone = {"pattern": f"^(?:[^0-9]|$|{past(corpus.today)})"}
    return Calm(texts=((lambda spot: dates(spot) and spot.name not in _AHEAD, gone),))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=TEXTS,
    title=N_("dates of past things that lie in the future"),
    why=N_("A reader must be able to trust as of when a case speaks."),
    remedy=N_("Correct the date; most often it is a slip in the year."),
    reads=Reads(today=True),
    check=check,
    calm=calm,
    good='as_of: "2023-10"\n',
    bad='as_of: "2203-10"\n',
)
