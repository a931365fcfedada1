"""Which rules have to look again when a few documents have changed; see ``core.rule.Reads``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Finding
from sane_cli.core.hashing import blake2b
from sane_cli.core.record import record
from sane_cli.core.rule import Rule
from sane_cli.core.schema import Schema

# what changes alone; a change of any other kind, of a schema or an asset can concern every document
LIGHT = frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION})
WIDTH = 8  # bytes of a mark


@record(frozen=True, slots=True, repr=False)
class Marks:
    """Picks the marks of a case: a short hash of each field that rules read of other cases, in the order of names."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, rules: Mapping[str, Rule], schema: Schema) -> Marks:
        """Return the marks that these rules need."""
        return cls(tuple(sorted({name for rule in rules.values() for name in _fields(rule, schema)})))

    @property
    def width(self) -> int:
        """How many bytes the marks of one case take."""
        return WIDTH * len(self.names)

    def __call__(self, document: Document, _corpus: Corpus) -> bytes:
        """Return the marks of one case; those of a case that cannot be read are like no others."""
        if document.failure is not None:
            return b"\xff" * self.width
        return b"".join(_mark(document.mapping, name) for name in self.names)

    def differing(self, before: bytes, after: bytes) -> frozenset[str]:
        """Return the fields whose marks differ."""
        places = enumerate(range(0, self.width, WIDTH))
        return frozenset(self.names[at] for at, mark in places if before[mark:][:WIDTH] != after[mark:][:WIDTH])


def _mark(data: Mapping[str, object], name: str) -> bytes:
    if name not in data:
        return bytes(WIDTH)
    return blake2b(repr(data[name]).encode("utf-8", "surrogatepass"), digest_size=WIDTH).digest()


def _fields(rule: Rule, schema: Schema) -> frozenset[str]:
    """Return the fields that ``rule`` reads of other cases."""
    terms = {field.name for field in schema.fields if field.vocabulary} if rule.reads.terms else set()
    return rule.reads.fields | terms


@record(frozen=True, slots=True, eq=False, repr=False)
class Difference:
    """What changed.

    Attributes:
        paths: the files that differ.
        kinds: their kinds.
        came_or_went: whether a file is new or gone.
        fields: the fields that differ in some case.
    """

    paths: frozenset[str]
    kinds: frozenset[Kind]
    came_or_went: bool
    fields: frozenset[str]


def disturbed(
    rules: Mapping[str, Rule], schema: Schema, difference: Difference, findings: Sequence[Finding]
) -> frozenset[str]:
    """Return the rules that read other documents and whose findings can be others now.

    Args:
        rules: rule by id.
        schema: of a case.
        difference: what changed.
        findings: everything that was found before; one that points into a changed file has to be placed anew.
    """
    placed = {finding.rule for finding in findings if not difference.paths.isdisjoint(_places(finding))}
    return frozenset(
        name
        for name, rule in rules.items()
        if rule.reads.others
        and (
            difference.came_or_went
            or name in placed
            or not difference.fields.isdisjoint(_fields(rule, schema))
            # of documents that are no cases a rule may read more than it says
            or not (difference.kinds - {Kind.CASE}).isdisjoint(rule.kinds)
        )
    )


def _places(finding: Finding) -> Iterable[str]:
    return (finding.place.path, *(place.path for place in finding.related))
