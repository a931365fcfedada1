"""Waivers: findings that a playbook lives with for a while, kept in the repository with a reason and a last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sane_cli.core import edtf
from sane_cli.core.case import items, text
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Finding
from sane_cli.core.record import record
from sane_cli.core.rule import Rule


@record(frozen=True, slots=True, eq=False, repr=False)
class Waiver:
    """One entry of ``playbook/waivers.yaml``; ``at`` is its place in the list."""

    at: int
    rule: str
    path: str
    pointer: str

    def covers(self, finding: Finding) -> bool:
        """Tell whether ``finding`` is the one that was waived, at the pointer or below."""
        if finding.rule != self.rule or finding.place.path != self.path:
            return False
        return not self.pointer or f"{finding.pointer}/".startswith(f"{self.pointer}/")


@record(frozen=True, slots=True, eq=False, repr=False)
class Weighed:
    """What is left of the findings, which were waived, and which waivers met nothing."""

    findings: list[Finding]
    covered: list[Finding]
    idle: tuple[Waiver, ...]


def weigh(findings: Iterable[Finding], corpus: Corpus, rules: Mapping[str, Rule]) -> Weighed:
    """Take away the findings that a waiver in force covers; rules that protect people cannot be waived.

    Args:
        findings: everything that was found.
        corpus: holds the waivers and today.
        rules: rule by id.
    """
    waivers = [waiver for waiver in in_force(corpus) if waiver.rule in rules and rules[waiver.rule].waivable]
    if not waivers:
        return Weighed(list(findings), [], ())
    kept: list[Finding] = []
    covered: list[Finding] = []
    met: set[int] = set()
    for finding in findings:
        covering = [waiver.at for waiver in waivers if waiver.covers(finding)]
        met.update(covering)
        (covered if covering else kept).append(finding)
    return Weighed(kept, covered, tuple(waiver for waiver in waivers if waiver.at not in met))


def in_force(corpus: Corpus) -> list[Waiver]:
    """Return the waivers whose last day has not passed."""
    document = document_of(corpus)
    if document is None:
        return []
    found = []
    for at, item in enumerate(items(document.mapping, "waivers")):
        last = edtf.parse(item.get("expires"))
        if last is not None and last.last >= corpus.today:
            found.append(Waiver(at, text(item, "rule"), path_of(item, corpus), text(item, "pointer")))
    return found


def path_of(item: Mapping[str, object], corpus: Corpus) -> str:
    """Return the path of the file that an entry is about; of a case by its id."""
    case = corpus.case_document(text(item, "case")) if "case" in item else None
    return case.path if case else text(item, "path")


def document_of(corpus: Corpus) -> Document | None:
    """Return ``playbook/waivers.yaml``, where there is one."""
    return next(iter(corpus.of_kind(Kind.WAIVERS)), None)
