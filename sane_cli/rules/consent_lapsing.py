"""Consent that will soon lapse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sane_cli.core import edtf
from sane_cli.core.calm import Calm, consent
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.words import N_, _, plural

SOON = timedelta(days=60)


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when consent ends within 60 days."""
    ends = edtf.parse(mapping(mapping(document.mapping, "sharing"), "consent").get("expires"))
    if ends is None or document.mapping.get("status") == "withdrawn":
        return
    left = (ends.last - corpus.today).days
    if 0 <= left <= SOON.days:
        yield Problem(
            path=("sharing", "consent", "expires"),
            message=plural("Consent lapses in {count} day.", "Consent lapses in {count} days.", left)
            if left
            else _("Today is the last day of consent."),
            value=ends.text,
        )


def calm(_corpus: Corpus) -> Calm:
    """Consent has no end."""
    return Calm(data=consent({"not": {"required": ["expires"]}}))


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("consent that lapses within 60 days"),
    why=N_("There is still time to ask in peace; after that day the case leaves every export."),
    remedy=N_("Ask again now, and record the answer and its date."),
    reads=Reads(today=True),
    check=check,
    calm=calm,
    good="sharing:\n  consent: {state: granted, covers: [publish], expires: 2099-12}\n",
    bad="sharing:\n  consent: {state: granted, covers: [publish], expires: 2026-06}   # in June 2026\n",
)
