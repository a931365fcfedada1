r"""Tell in a few microseconds that a document is calm: that certain rules would find nothing in it.

A rule says in JSON Schema what a calm document looks like. The calm of all rules is compiled into one schema that
jsonschema-rs checks in a single pass of native code; only a document that is not calm is walked through rule by rule,
and only by the rules whose own calm it lacks. Calm may say «perhaps» too often but never «nothing» wrongly: a test
compares every rule with and without it on generated, bent and seeded documents.

Patterns run in Rust's regex engine, which takes linear time on every text and knows no look-around. They avoid ``\s``,
``\w``, ``\d`` and ``\b``, whose meaning differs between engines, in favour of classes written out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, TypeAlias

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.record import record
from sane_cli.core.schema import Field, Schema
from sane_cli.core.verdict import quick_validator
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
_INSIDE = ("additionalProperties", "items")


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Calm:
    """What a document must be like so that a rule finds nothing in it. All parts must hold.

    Attributes:
        data: a JSON Schema of the document.
        never: where, and a pattern that no text there may match.
        seldom: where, a pattern that few texts there match, and a JSON Schema that these must meet.
        texts: where, and a JSON Schema that every text there must meet.
        names: a pattern that every name of a field, at any depth, must match.
        either: of these, one must hold as well.
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


def prose(spot: Spot) -> bool:
    """Mean Markdown."""
    return spot.field is not None and spot.field.is_prose


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


class Sieve:
    """The calm of several rules, compiled for documents that follow one schema."""

    def __init__(self, calms: Mapping[str, Calm], schema: Schema) -> None:
        self._schema = schema
        self._calms = calms
        self._names = tuple(calms)
        self._compiled: dict[Sequence[str], Callable[[Any], bool]] = {}

    def all_calm(self, data: Any) -> bool:
        """Tell whether all of the rules certainly find nothing in ``data``, but for what they ask ``besides``."""
        return self._holds(self._names, data)

    def calm(self, document: Document) -> Collection[str]:
        """Return the names of the rules that certainly find nothing in ``document``."""
        data = document.data
        asked = ((name, self._calms[name].besides) for name in self._calm_among(self._names, data))
        return [name for name, besides in asked if besides is None or besides(document)]

    def _calm_among(self, names: Sequence[str], data: Any) -> Iterator[str]:
        """Yield those of ``names`` that are calm: all at once or, as few are not, by halves."""
        if self._holds(names, data):
            yield from names
        elif len(names) > 1:
            half = len(names) // 2
            for part in (names[:half], names[half:]):
                yield from self._calm_among(part, data)

    def _holds(self, names: Sequence[str], data: Any) -> bool:
        if names not in self._compiled:
            self._compiled[names] = quick_validator(_schema_of([self._calms[name] for name in names], self._schema))
        return self._compiled[names](data)


def _schema_of(calms: Iterable[Calm], schema: Schema) -> Raw:
    """Return one JSON Schema that documents meet in which all of ``calms`` hold."""
    defined: dict[str, Raw] = {}
    wanted = _wanted(tuple(calms), schema, defined)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": wanted, "$defs": defined}


def _wanted(calms: Sequence[Calm], schema: Schema, defined: dict[str, Raw]) -> list[Raw]:
    """Return the schemas that documents meet in which all of ``calms`` hold; what they refer to goes to ``defined``."""
    drawing = _Drawing(calms, defined)
    top = drawing.node(schema.fields, Spot(None, None), closed=schema.raw.get("additionalProperties") is False)
    choices = ([{"allOf": _wanted((each,), schema, defined)} for each in calm.either] for calm in calms if calm.either)
    return [*(calm.data for calm in calms), top, {}, *({"anyOf": choice} for choice in choices)]


class _Drawing:
    """The schemas of all values that can stand in a document, and what they have in common, each written down once."""

    def __init__(self, calms: Sequence[Calm], defined: dict[str, Raw]) -> None:
        self._names = [calm.names for calm in calms if calm.names]
        self._never = [part for calm in calms for part in calm.never]
        self._seldom = [part for calm in calms for part in calm.seldom]
        self._texts = [part for calm in calms for part in calm.texts]
        self._asked: dict[Any, list[Raw]] = {}
        self._shared: dict[str, Raw] = {}
        self._nodes: dict[Any, Raw] = {}
        self._defined = defined

    def node(self, fields: Sequence[Field], spot: Spot, *, closed: bool) -> Raw:
        """Define the schema of a value that stands at ``spot`` and return a reference to it.

        The walk is that of ``core.walk``: unknown names have the field above them, items of a list the same fields.
        Where the case's schema is ``closed`` to unknown names, a case that has one is not calm, which is quicker to
        see than how each name is written.
        """
        if not self._matters(fields, spot):
            return {}
        if not fields:
            return self._leaf(spot)
        known = id(fields), id(spot.field), spot.name
        if known not in self._nodes:
            self._nodes[known], name = self._reference()  # a list in a list leads here again
            closed = closed and all(re.search(names, each.name) for names in self._names for each in fields)
            self._defined[name] = {
                "allOf": [{}, *self._conditions(spot), *([] if closed else self._named())],
                "properties": {each.name: self._below(each) for each in fields},
                "additionalProperties": not closed and self._leaf(Spot(spot.field, None)),
                "items": self.node(fields, Spot(spot.field, None), closed=closed),
            }
        return self._nodes[known]

    def _leaf(self, spot: Spot) -> Raw:
        """Define the same for a value of which the schema knows no parts; most of them are asked the same."""
        here, below = ([*self._conditions(each), *self._named()] for each in (spot, Spot(spot.field, None)))
        inside = {} if here == below else self._leaf(Spot(spot.field, None))
        return self._once({"allOf": [{}, *here], **dict.fromkeys(_INSIDE, inside)}, loop=here == below)

    def _below(self, each: Field) -> Raw:
        raw = each.raw.get("items", each.raw)
        closed = bool(each.fields) and isinstance(raw, dict) and raw.get("additionalProperties") is False
        return self.node(each.fields, Spot(each, each.name), closed=closed)

    def _matters(self, fields: Sequence[Field], spot: Spot) -> bool:
        """Tell whether anything is asked of a value at ``spot`` or below it."""
        here = self._names or self._conditions(spot) or self._conditions(Spot(spot.field, None))
        return bool(here) or any(self._matters(each.fields, Spot(each, each.name)) for each in fields)

    def _named(self) -> list[Raw]:
        return [{"propertyNames": {"pattern": names}} for names in self._names]

    def _conditions(self, spot: Spot) -> list[Raw]:
        """Return what is asked of a text at ``spot``; what is asked in many places is written down once."""
        never = tuple(pattern for where, pattern in self._never if where(spot))
        seldom = tuple(at for at, (where, _pattern, _schema) in enumerate(self._seldom) if where(spot))
        plain = tuple(at for at, (where, _schema) in enumerate(self._texts) if where(spot))
        if (never, seldom, plain) not in self._asked:
            wanted = [*(self._texts[at][1] for at in plain), *self._patterns(never, seldom)]
            self._asked[never, seldom, plain] = [self._once(schema) for schema in wanted]
        return self._asked[never, seldom, plain]

    def _patterns(self, never: Sequence[str], seldom: Sequence[int]) -> Iterator[Raw]:
        """Yield the schema of a text: one look at it for all patterns, another only where something was seen."""
        rarely = [self._seldom[at][1:] for at in seldom]
        anything = [*never, *(pattern for pattern, _schema in rarely)]
        if not anything:
            return
        quick = {"not": _text(anything)}
        nothing = [{"not": _text(never)}] if never else []
        unless = [self._once({"anyOf": [{"not": _text([pattern])}, schema]}) for pattern, schema in rarely]
        yield {"anyOf": [quick, {"allOf": [*nothing, *unless]}]} if rarely else quick

    def _once(self, schema: Raw, *, loop: bool = False) -> Raw:
        """Define a schema, in a ``loop`` of all that is inside as well, and return a reference to it."""
        written = f"{loop} {schema!r}"
        if written not in self._shared:
            self._shared[written], name = self._reference()
            self._defined[name] = {**schema, **(dict.fromkeys(_INSIDE, self._shared[written]) if loop else {})}
        return self._shared[written]

    def _reference(self) -> tuple[Raw, str]:
        """Return a reference to a schema yet to be defined, and its name."""
        name = f"s{len(self._defined)}"
        self._defined[name] = {}
        return {"$ref": f"#/$defs/{name}"}, name


def _text(patterns: Iterable[str]) -> Raw:
    return {"type": "string", "pattern": "|".join(f"(?:{pattern})" for pattern in dict.fromkeys(patterns))}
