"""Withdrawn consent is followed by withdrawal."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, consent
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield when consent was taken back and the case still stands."""
    status = document.mapping.get("status")
    state = mapping(mapping(document.mapping, "sharing"), "consent").get("state")
    if state == "withdrawn" and status != "withdrawn":
        yield Problem(
            path=("sharing", "consent", "state"),
            severity=None if status == "published" else Severity.WARNING,
            message=_("Consent was withdrawn, but the case still stands as ‘{status}’.").format(status=status),
        )


def calm(_corpus: Corpus) -> Calm:
    """Nobody has taken consent back."""
    return Calm(data=consent({"properties": {"state": {"not": {"const": "withdrawn"}}}}))


PLUGIN = Rule(
    severity=Severity.ERROR,
    title=N_("cases that stand although consent was withdrawn"),
    why=N_("Taking back a yes must cost nothing and take effect at once."),
    remedy=N_("Set ‘status: withdrawn’ and fill in ‘withdrawn’; remove the content and look up which exports hold it."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good="status: withdrawn\nwithdrawn: {on: 2026-05-02, reason: consent-withdrawn}\n",
    bad="status: published\nsharing:\n  consent: {state: withdrawn}\n",
)
