"""Published cases that are still under embargo."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core import edtf
from sane_cli.core.calm import Calm, sharing
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield while a published case may not be shown yet."""
    until = edtf.parse(mapping(document.mapping, "sharing").get("embargo_until"))
    if until is not None and document.mapping.get("status") == "published" and corpus.today < until.last:
        yield Problem(
            path=("sharing", "embargo_until"),
            message=_("The case is under embargo until {date}; no export shows it before.").format(date=until.text),
            value=until.text,
        )


def calm(_corpus: Corpus) -> Calm:
    """There is no embargo."""
    return Calm(data=sharing(embargo_until=False))


PLUGIN = Rule(
    severity=Severity.NOTE,
    title=N_("published cases under embargo"),
    why=N_("Whoever misses the case in a report should learn why."),
    remedy=N_("Nothing has to be done; it opens by itself on that day."),
    reads=Reads(today=True),
    check=check,
    calm=calm,
    good="sharing:\n  embargo_until: 2020-01-01\n",
    bad="sharing:\n  embargo_until: 2099-01-01\n",
)
