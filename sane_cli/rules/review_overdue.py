"""Somebody looks again in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sane_cli.core import edtf
from sane_cli.core.calm import Calm, later, only_if, sharing
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.words import N_, _

_SOON = timedelta(days=60)


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when a published case is past its review date, and a note when that day is near."""
    due = edtf.parse(mapping(document.mapping, "sharing").get("review_by"))
    if due is None or document.mapping.get("status") != "published" or due.last > corpus.today + _SOON:
        return
    overdue = due.last < corpus.today
    message = (
        _("The review was due on {date}; the case leaves default exports until somebody has looked again.")
        if overdue
        else _("The review is due on {date}.")
    )
    yield Problem(
        path=("sharing", "review_by"),
        severity=None if overdue else Severity.NOTE,
        message=message.format(date=due.text),
        value=due.text,
    )


def calm(corpus: Corpus) -> Calm:
    """The case is not published, or to be looked at long after today."""
    late = {"type": "string", "pattern": f"^(?:{later(corpus.today + _SOON)})"}
    return Calm(data=only_if("published", sharing(review_by=late)))


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("published cases that are due for a new look"),
    why=N_("What was safe to tell then may put somebody at risk now."),
    remedy=N_("Ask again whether it is safe and useful now; then add to ‘reviewed’ and set a new ‘review_by’."),
    reads=Reads(today=True),
    check=check,
    calm=calm,
    good="sharing:\n  review_by: 2099-01-01\n",
    bad="sharing:\n  review_by: 2020-01-01\n",
)
