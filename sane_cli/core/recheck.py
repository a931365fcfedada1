"""Which rules have to look again when a few documents have changed; see ``core.rule.Reads``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sane_cli.core.case import Case
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Finding
from sane_cli.core.rule import Rule
from sane_cli.core.schema import Schema

# what changes alone; a change of any other kind, of a schema or an asset can concern every document
LIGHT = frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION})


@dataclass(frozen=True, slots=True)
class Seen:
    """What other documents' rules may see of a document.

    Attributes:
        readable: whether it holds data at all.
        fields: the top-level fields that some rule reads of other documents.
    """

    kind: Kind
    id: str
    readable: bool
    fields: Mapping[str, Any]

    @classmethod
    def of(cls, document: Document, names: Iterable[str]) -> Seen:
        """Take it out of a document."""
        data = document.mapping
        fields = {name: data[name] for name in names if name in data}
        return cls(document.kind, Case.of(document).id, document.failure is None, fields)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed: documents as they were seen and as they are, by path; one that is new or gone is on one side."""

    before: Mapping[str, Seen]
    after: Mapping[str, Seen]

    @property
    def paths(self) -> frozenset[str]:
        """Every file that differs."""
        return frozenset(self.before) | frozenset(self.after)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of documents that differ."""
        return frozenset(seen.kind for seen in (*self.before.values(), *self.after.values()))

    @property
    def ids(self) -> frozenset[str]:
        """The ids by which a case that differs is or was known."""
        sides = (*self.before.values(), *self.after.values())
        return frozenset(seen.id for seen in sides if seen.kind is Kind.CASE)

    def in_fields(self, names: frozenset[str]) -> bool:
        """Tell whether anything differs that a rule which reads these fields could notice."""
        return any(_differ(self.before.get(path), self.after.get(path), names) for path in self.paths)


def _differ(before: Seen | None, after: Seen | None, names: frozenset[str]) -> bool:
    if before is None or after is None or before.readable != after.readable:
        return True
    return any(_held(before, name) != _held(after, name) for name in names)


def _held(seen: Seen, name: str) -> tuple[Any, ...]:
    return (seen.fields[name],) if name in seen.fields else ()


def fields(rule: Rule, schema: Schema) -> frozenset[str]:
    """Return the fields that ``rule`` reads of other documents."""
    terms = {field.name for field in schema.fields if field.vocabulary} if rule.reads.terms else set()
    return rule.reads.fields | terms


def all_fields(rules: Mapping[str, Rule], schema: Schema) -> frozenset[str]:
    """Return the fields that any of ``rules`` reads of other documents."""
    return frozenset[str]().union(*(fields(rule, schema) for rule in rules.values()))


def disturbed(
    rules: Mapping[str, Rule], schema: Schema, difference: Difference, findings: Iterable[Finding]
) -> frozenset[str]:
    """Return the rules whose findings about unchanged documents can be others now.

    Args:
        rules: rule by id.
        schema: of a case.
        difference: what changed.
        findings: everything that was found before; one that points into a changed file has to be placed anew.
    """
    placed = set(_placed(findings, difference.paths))
    return frozenset(
        name
        for name, rule in rules.items()
        if rule.reads.others
        and (name in placed or _concerns(rule, difference) or difference.in_fields(fields(rule, schema)))
    )


def _concerns(rule: Rule, difference: Difference) -> bool:
    """Tell whether the rule looks at a document that differs with other fields than it says: it says those of cases."""
    return bool(rule.kinds & difference.kinds - {Kind.CASE})


def _placed(findings: Iterable[Finding], paths: frozenset[str]) -> Iterator[str]:
    for finding in findings:
        if finding.place.path in paths or any(place.path in paths for place in finding.related):
            yield finding.rule
