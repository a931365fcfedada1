"""Consent that has lapsed."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core import edtf
from sane_cli.core.calm import Calm, consent
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when the last day of consent has passed; a note while the case is not published."""
    status = document.mapping.get("status")
    ends = edtf.parse(mapping(mapping(document.mapping, "sharing"), "consent").get("expires"))
    if ends is not None and ends.last < corpus.today and status != "withdrawn":
        yield Problem(
            path=("sharing", "consent", "expires"),
            severity=None if status == "published" else Severity.NOTE,
            message=_("Consent lapsed at the end of {date}.").format(date=ends.text),
            value=ends.text,
        )


def calm(_corpus: Corpus) -> Calm:
    """Consent has no end."""
    return Calm(data=consent({"not": {"required": ["expires"]}}))


PLUGIN = Rule(
    severity=Severity.ERROR,
    title=N_("published cases whose consent has lapsed"),
    why=N_("A yes for a time is a no afterwards."),
    remedy=N_("Ask again and record the answer, or withdraw the case."),
    waivable=False,
    reads=Reads(today=True),
    check=check,
    calm=calm,
    good="status: published\nsharing:\n  consent: {state: granted, covers: [publish], expires: 2099-12}\n",
    bad="status: published\nsharing:\n  consent: {state: granted, covers: [publish], expires: 2020-12}\n",
)
