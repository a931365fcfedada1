"""Related cases, collections' cases and findings' cases exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from sane_cli.core.case import items
from sane_cli.core.corpus import UNREADABLE, Corpus, identity
from sane_cli.core.document import Document, Kind, Path, stem
from sane_cli.core.finding import Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import Across, Problem, Reads, Rule
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every reference to a case or collection that is not there."""
    cases, besides = corpus.cases_by_id, corpus.once(_besides)
    for path, target in _references(document):
        if target not in cases and target not in besides:
            yield _unresolved(path, target, corpus.once(_names))
        elif path[0] == "related" and target == document.mapping.get("id"):
            yield Problem(path=path, message=_("The case is related to itself."), hint=_("Remove the entry."))
    default = document.mapping.get("default_collection") if document.kind is Kind.PLAYBOOK else None
    if isinstance(default, str) and corpus.collection(default) is None:
        yield _unresolved(("default_collection",), default, [d.stem for d in corpus.of_kind(Kind.COLLECTION)])


def _besides(corpus: Corpus) -> dict[str, None]:
    """Return the names of cases that are no ids: a broken file is reported once, not at every reference to it."""
    written = zip(corpus.case_paths, corpus.facts(identity), strict=True)
    names = (stem(path) for path, id_ in written if id_ is UNREADABLE or isinstance(id_, str))
    return {name: None for name in names if name not in corpus.cases_by_id}


def _names(corpus: Corpus) -> list[str]:
    """Return all that a reference may name."""
    return [*sorted(corpus.cases_by_id), *corpus.once(_besides)]


def _targets(document: Document, _corpus: Corpus) -> list[str | None] | None:
    """Return what a case refers to; None stands for the case itself, and is never there."""
    own = document.mapping.get("id")
    return [target if target != own else None for _at, target in _related(document.mapping)] or None


def _concerned(corpus: Corpus) -> Iterator[str]:
    missing = set(chain.from_iterable(filter(None, corpus.facts(_targets))))
    missing.difference_update(corpus.cases_by_id, corpus.once(_besides))
    if missing:
        cases = zip(corpus.case_paths, corpus.facts(_targets), strict=True)
        yield from (path for path, targets in cases if targets and not missing.isdisjoint(targets))


def _references(document: Document) -> Iterator[tuple[Path, str]]:
    data = document.mapping
    for at, target in _related(data):
        yield ("related", at, "case"), target
    if document.kind is Kind.COLLECTION:
        yield from _listed(data.get("cases"), ("cases",))
        for at, finding in enumerate(items(data, "findings")):
            yield from _listed(finding.get("cases"), ("findings", at, "cases"))


def _related(data: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    links = data.get("related")
    for at, link in enumerate(links if isinstance(links, list) else ()):
        if isinstance(link, dict) and isinstance(link.get("case"), str):
            yield at, link["case"]


def _listed(values: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(values, list):
        yield from (((*path, at), value) for at, value in enumerate(values) if isinstance(value, str))


def _unresolved(path: Path, target: str, known: list[str]) -> Problem:
    near = nearest(target, known)
    return Problem(
        path=path,
        message=_("‘{target}’ does not exist in this playbook.").format(target=target),
        hint=_("Did you mean {near}?").format(near=near) if near else _("Add it, or remove the entry."),
        value=target,
    )


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.COLLECTION, Kind.PLAYBOOK}),
    title=N_("references to cases or collections that are not there"),
    why=N_("A dead link sends a reader in need nowhere, and a report would miss a case without saying so."),
    remedy=N_("Use the id of an existing case."),
    reads=Reads(fields=frozenset({"id", "related"})),
    check=check,
    across=Across(pick=_targets, concerned=_concerned),
    good="related:\n  - {case: vuka-coalition, relation: similar}\n",
    bad="related:\n  - {case: vuka, relation: similar}\n",
)
