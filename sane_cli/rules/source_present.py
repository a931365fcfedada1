"""Whoever relies on the public record names it."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, consent, sharing
from sane_cli.core.case import items, mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.walk import label
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when consent is ‘public-record’ and the case's readers cannot see any address of that record."""
    terms = mapping(document.mapping, "sharing")
    if mapping(terms, "consent").get("state") != "public-record" or document.mapping.get("status") != "published":
        return
    readers = label(document, corpus)
    closed = label_or_red(mapping(terms, "fields").get("sources", Tlp.CLEAR.value))
    sources = list(items(document.mapping, "sources"))
    seen = [
        source
        for source in sources
        if "url" in source and readers.sees(label_or_red(source.get("tlp", Tlp.CLEAR.value)))
    ]
    if sources and (not seen or not readers.sees(closed)):
        yield Problem(
            path=("sources",),
            at_key=True,
            message=_("The case rests on the public record, but its readers see no address of that record."),
            hint=_("Open one source, or ask for consent and record the answer."),
        )


def calm(_corpus: Corpus) -> Calm:
    """The case does not rest on the public record, or an open source has an address."""
    told = consent({"properties": {"state": {"not": {"const": "public-record"}}}})
    seen = {"type": "object", "required": ["url"], "properties": {"tlp": False}}
    sources = {"properties": {"sources": {"type": "array", "contains": seen}}}
    return Calm(data={"anyOf": [told, {"allOf": [sources, sharing(fields={"maxProperties": 0})]}]})


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("cases from the public record whose record nobody can see"),
    why=N_("‘public-record’ can stand in for consent only because everybody can check that it was public already."),
    remedy=N_("Name the publication with its address, open to the readers of the case."),
    reads=ALONE,
    check=check,
    calm=calm,
    good="sources:\n  - title: Annual report\n    url: https://example.org/report\n",
    bad="sources:\n  - title: Annual report\n    url: https://example.org/report\n    tlp: TLP:AMBER\n",
)
