"""Published cases have a yes."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, consent, only_if
from sane_cli.core.case import mapping, texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield when a published case has no granted consent, or one that does not cover publishing it."""
    sharing = mapping(document.mapping, "sharing")
    consent = mapping(sharing, "consent")
    if document.mapping.get("status") != "published" or not consent:
        return  # without any consent block the schema has spoken
    if consent.get("state") == "pending":
        yield Problem(
            path=("sharing", "consent", "state"),
            message=_("The case is published, but consent is still pending."),
            hint=_("Wait for the answer with ‘status: review’, or record it here."),
        )
    elif consent.get("state") == "granted":
        public = label_or_red(sharing.get("tlp")) is Tlp.CLEAR
        needed = ("publish",) if public else ("publish", "share")
        if "covers" in consent and not set(needed) & set(texts(consent, "covers")):
            yield Problem(
                path=("sharing", "consent", "covers"),
                severity=Severity.WARNING,
                message=_("Consent was given, but not to publish; exports leave the case out."),
                hint=_("Ask whether it may be published, then add ‘publish’; or close the case."),
            )


def calm(_corpus: Corpus) -> Calm:
    """The case is not published, rests on the public record, or consent covers publishing."""
    record = {"required": ["state"], "properties": {"state": {"const": "public-record"}}}
    covers = {"type": "array", "contains": {"const": "publish"}}
    granted = {"required": ["state", "covers"], "properties": {"state": {"const": "granted"}, "covers": covers}}
    return Calm(data=only_if("published", consent({"type": "object", "anyOf": [record, granted]})))


PLUGIN = Rule(
    severity=Severity.ERROR,
    title=N_("published cases whose people have not said yes"),
    why=N_("The story belongs to those who lived it; a yes to one thing is not a yes to another."),
    remedy=N_("Ask, and record the answer under ‘sharing.consent’."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good="status: published\nsharing:\n  consent: {state: granted, covers: [publish]}\n",
    bad="status: published\nsharing:\n  consent: {state: pending}\n",
)
