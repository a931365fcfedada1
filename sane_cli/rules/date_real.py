"""Dates exist in the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sane_cli.core import edtf
from sane_cli.core.calm import Calm, dates
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, ANY, Problem, Rule
from sane_cli.core.walk import dates as dates_in
from sane_cli.core.words import N_, _

_SHAPE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z"


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every date that has the form of one but is not in the calendar."""
    for text, day in dates_in(document, corpus):
        if day is None and re.match(_SHAPE, text.text):
            month = text.text[:7]
            yield Problem(
                path=text.path,
                message=_("The calendar has no ‘{date}’.").format(date=text.text),
                hint=_("Write a date that exists; the month alone will do: {month}").format(month=month)
                if edtf.parse(month)
                else _("Write a date that exists, as precise as you know it."),
                value=text.text,
            )


def calm(_corpus: Corpus) -> Calm:
    """Every date is a year, a month, or a day that its month has in every year."""
    long = "(?:0[13578]|1[02])-(?:29|3[01])"
    other = "(?:0[469]|11)-(?:29|30)"
    each = "(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]))?"
    return Calm(texts=((dates, {"pattern": f"^(?:[^0-9]|$|[1-9][0-9]{{3}}(?:-(?:{long}|{other}|{each}))?$)"}),))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=ANY,
    title=N_("dates that the calendar does not have"),
    why=N_("A date that cannot be read closes a case or drops it from filters without anybody noticing."),
    remedy=N_("Write a date that exists, as precise as you know it."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good='as_of: "2023-02-28"\n',
    bad='as_of: "2023-02-30"\n',
)
