"""Publishing was somebody's decision, not an accident."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core.calm import Calm, only_if, sharing
from sane_cli.core.case import items, mapping, text
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.words import N_, _

_ANSWERS = ("worth_it", "safe_now", "risks_known")
_ROLES = 2


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield when a harm check said no, or when a case told in confidence was published without one."""
    if document.mapping.get("status") != "published":
        return
    terms = mapping(document.mapping, "sharing")
    checked = mapping(terms, "harm_check")
    refused = [name for name in _ANSWERS if checked.get(name) is False]
    for name in refused:
        yield Problem(
            path=("sharing", "harm_check", name),
            severity=Severity.ERROR,
            message=_("The case is published, but its harm check says no to ‘{name}’.").format(name=name),
            hint=_("Set ‘status: review’ until the answer is yes."),
        )
    if not refused and mapping(terms, "consent").get("state") == "granted":
        yield from _unfinished(terms, checked)


def _unfinished(terms: Mapping[str, Any], checked: Mapping[str, Any]) -> Iterator[Problem]:
    missing = [name for name in _ANSWERS if name not in checked]
    if missing:
        yield Problem(
            path=("sharing",),
            message=_("The harm check is not complete: {missing}.").format(missing=", ".join(missing)),
        )
    roles = {text(review, "by_role").casefold() for review in items(terms, "reviewed")}
    roles |= {text(checked, "by_role").casefold()}
    if len(roles - {""}) < _ROLES:
        yield Problem(
            path=("sharing",),
            message=_("Fewer than two different roles have agreed to publish."),
            hint=_("Let a second role look at it and add it to ‘reviewed’."),
        )


def calm(_corpus: Corpus) -> Calm:
    """The case is not published, or neither told in confidence nor refused."""
    agreed = {"properties": {name: {"not": {"const": False}} for name in _ANSWERS}}
    public = {"properties": {"state": {"not": {"const": "granted"}}}}
    return Calm(data=only_if("published", sharing(harm_check=agreed, consent=public)))


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("published cases without a harm check or a second pair of eyes"),
    why=N_("One person under pressure overlooks what two would see; publishing cannot be undone."),
    remedy=N_("Answer the questions under ‘sharing.harm_check’ and let two different roles agree."),
    reads=ALONE,
    check=check,
    calm=calm,
    good="sharing:\n  harm_check: {worth_it: true, safe_now: true, risks_known: true, by_role: editor}\n"
    "  reviewed: [{by_role: safety reviewer, on: 2026-10-03}]\n",
    bad="sharing:\n  harm_check: {safe_now: false}\n",
)
