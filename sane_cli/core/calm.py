r"""Tell in a few microseconds that a document is calm: that certain rules would find nothing in it.

A rule says in JSON Schema what a calm document looks like. ``core.sieve`` compiles the calm of all rules into one
schema that jsonschema-rs checks in a single pass of native code; only a document that is not calm is walked through
rule by rule, and only by the rules whose own calm it lacks. Calm may say «perhaps» too often but never «nothing»
wrongly: a test compares every rule with and without it on generated, bent and seeded documents.

Patterns run in Rust's regex engine, which takes linear time on every text and knows no look-around. They avoid ``\s``,
``\w``, ``\d`` and ``\b``, whose meaning differs between engines, in favour of classes written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, TypeAlias

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.record import record
from sane_cli.core.schema import Field
from sane_cli.core.vocabulary import Term

Raw: TypeAlias = Mapping[str, Any]

# what Python's engine takes for an ASCII letter in another case, or for a digit, and the patterns for Rust's do not
ODD = r"[\x{130}\x{131}\x{17f}\x{212a}]|[\p{Nd}&&[^0-9]]"


@record(frozen=True, slots=True, eq=False, repr=False)
class Spot:
    """A place where a text can stand.

    Attributes:
        field: what the schema says of it; None outside every field.
        name: the name under which the text stands; None for items of lists and names the schema does not know.
    """

    field: Field | None
    name: str | None

    @property
    def free(self) -> bool:
        """Whether a person writes there freely."""
        return self.field is not None and self.field.is_free


Where: TypeAlias = Callable[[Spot], bool]


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Calm:
    """What a document must be like so that a rule finds nothing in it. All parts must hold.

    Attributes:
        data: a JSON Schema of the document.
        never: where, and a pattern that no text there may match.
        seldom: where, a pattern that few texts there match, and a JSON Schema that these must meet.
        texts: where, and a JSON Schema that every text there must meet.
        names: a pattern that every name of a field, at any depth, must match.
        either: of these, one must hold as well, as far as schemas and patterns say it.
        besides: what a schema cannot say, such as that two values are in order; asked of a document, and quick.
        kinds: the kinds of documents of which this is true.
    """

    data: Raw = field(default_factory=dict)
    never: Sequence[tuple[Where, str]] = ()
    seldom: Sequence[tuple[Where, str, Raw]] = ()
    texts: Sequence[tuple[Where, Raw]] = ()
    names: str = ""
    either: Sequence[Calm] = ()
    besides: Callable[[Document], bool] | None = None
    kinds: frozenset[Kind] = frozenset({Kind.CASE, Kind.TRANSLATION})


def anywhere(_spot: Spot) -> bool:
    """Mean every text."""
    return True


def freely(spot: Spot) -> bool:
    """Mean the texts that people write freely."""
    return spot.free


def written(spot: Spot) -> bool:
    """Mean Markdown, and with it all that people write freely: patterns that are asked together cost one look."""
    return spot.free or (spot.field is not None and spot.field.is_prose)


def dates(spot: Spot) -> bool:
    """Mean what the schema wants to be a date."""
    return spot.field is not None and spot.field.is_date


def past(day: date) -> str:
    """Return a pattern of the beginning of dates (ISO 8601) that are before ``day``, whatever follows."""
    return _differing(day, range)


def later(day: date) -> str:
    """Return a pattern of the beginning of dates (ISO 8601) that are after ``day``, whatever follows."""
    return _differing(day, lambda digit: range(digit + 1, 10))


def _differing(day: date, others: Callable[[int], Iterable[int]]) -> str:
    """Return a pattern of texts like ``day`` up to a digit that is one of ``others``; a year has all its four."""
    written = day.isoformat()
    found = ((at, "".join(map(str, others(int(letter))))) for at, letter in enumerate(written) if letter != "-")
    return "|".join(f"{written[:at]}[{digits}]{'[0-9]' * (3 - at)}" for at, digits in found if digits)


# pieces of schemas that several rules share
def only_if(status: str, schema: Raw) -> Raw:
    """Return a schema that asks for ``schema`` only in cases of this status."""
    return {"anyOf": [{"properties": {"status": {"not": {"const": status}}}}, schema]}


def sharing(**parts: Any) -> Raw:
    """Return a schema of the parts of the sharing block."""
    return {"properties": {"sharing": {"properties": parts}}}


def consent(schema: Raw) -> Raw:
    """Return a schema of the consent inside the sharing block."""
    return sharing(consent=schema)


def open_organisations(*, or_nameless: bool = False) -> Raw:
    """Return a schema of a case that keeps no organisation closed, or, at choice, tells no closed one's name."""
    open_: Raw = {"not": {"enum": ["described", "withheld"]}}
    shown: Raw = {"type": "object", "properties": {"attribution": open_}}
    nameless: Raw = {"type": "object", "properties": {"name": False, "url": False}}
    each: Raw = {"anyOf": [shown, nameless]} if or_nameless else shown
    named: Raw = {"allOf": [sharing(attribution=open_), _organisations(each)]}
    ways = [named, _organisations(nameless)] if or_nameless else [named]
    return {"allOf": [sharing(chatham_house={"enum": [None, False]}), {"anyOf": ways}]}


def _organisations(each: Raw) -> Raw:
    return {"properties": {"organisations": {"items": each}}}


def only_terms(corpus: Corpus, allowed: Callable[[Term], bool]) -> Raw:
    """Return a schema of cases whose vocabulary fields hold only ``allowed`` terms."""
    named = {field.name: field.vocabulary for field in corpus.case_schema.fields if field.vocabulary}
    terms = {name: corpus.vocabulary(vocabulary).terms.values() for name, vocabulary in named.items()}
    known = {name: [term.id for term in listed if allowed(term)] for name, listed in terms.items()}
    return {"properties": {name: {"items": {"enum": ids} if ids else False} for name, ids in known.items()}}
