"""Compile what rules say of calm documents into one JSON Schema: one pass of native code then looks for all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sane_cli.core.calm import Calm, Raw, Spot
from sane_cli.core.document import Document
from sane_cli.core.schema import Field, Schema
from sane_cli.core.verdict import quick_validator

_INSIDE = ("additionalProperties", "items")


class Sieve:
    """The calm of several rules, compiled for documents that follow one schema."""

    def __init__(self, calms: Mapping[str, Calm], schema: Schema) -> None:
        self._schema = schema
        self._calms = calms
        self._all = quick_validator(_schema_of(calms.values(), schema))
        self._single: dict[str, Callable[[Any], bool]] = {}

    def all_calm(self, data: Any) -> bool:
        """Tell whether all of the rules certainly find nothing in ``data``, but for what they ask ``besides``."""
        return self._all(data)

    def calm(self, document: Document) -> Collection[str]:
        """Return the names of the rules that certainly find nothing in ``document``."""
        data = document.data
        asked = ((name, calm.besides) for name, calm in self._calms.items() if self._one(name)(data))
        return [name for name, besides in asked if besides is None or besides(document)]

    def _one(self, name: str) -> Callable[[Any], bool]:
        if name not in self._single:
            self._single[name] = quick_validator(_schema_of((self._calms[name],), self._schema))
        return self._single[name]


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
    wanted: list[Raw] = [{}]
    for each in (*(calm.data for calm in calms), top, *({"anyOf": choice} for choice in choices)):
        if each not in wanted:  # several rules want the same
            wanted.append(each)
    return wanted


class _Drawing:
    """The schemas of all values that can stand in a document, and what they have in common, each written down once."""

    def __init__(self, calms: Sequence[Calm], defined: dict[str, Raw]) -> None:
        self._names = [calm.names for calm in calms if calm.names]
        self._never = [part for calm in calms for part in calm.never]
        self._seldom = [part for calm in calms for part in calm.seldom]
        self._texts = [part for calm in calms for part in calm.texts]
        self._spots: dict[tuple[int, str | None], list[Raw]] = {}
        self._asked: dict[Any, list[Raw]] = {}
        self._shared: dict[str, Raw] = {}
        self._nodes: dict[Any, Raw] = {}
        self._defined = defined

    def node(self, fields: Sequence[Field], spot: Spot, *, closed: bool) -> Raw:
        """Define the schema of a value that stands at ``spot`` and return a reference to it.

        The walk is that of ``core.walk``: unknown names have the field above them, items of a list the same fields.
        But where the case's schema says what a value is (``closed``: a mapping without unknown names; a list; a text),
        a case that has something else is not calm, which is quicker to see than what is in it.
        """
        if not self._matters(fields, spot):
            return {}
        if not fields:
            return self._leaf(spot)
        known = id(fields), id(spot.field), spot.name
        if known not in self._nodes:
            self._nodes[known], name = self._reference()  # a list in a list leads here again
            parts = {each.name: self._below(each) for each in fields}
            if closed and all(re.search(names, each.name) for names in self._names for each in fields):
                self._defined[name] = {"type": "object", "properties": parts, "additionalProperties": False}
            else:
                self._defined[name] = {
                    "allOf": [{}, *self._conditions(spot), *self._named()],
                    "properties": parts,
                    "additionalProperties": self._leaf(Spot(spot.field, None)),
                    "items": self.node(fields, Spot(spot.field, None), closed=False),
                }
        return self._nodes[known]

    def _leaf(self, spot: Spot) -> Raw:
        """Define the same for a value of which the schema knows no parts; most of them are asked the same."""
        below = Spot(spot.field, None)
        wanted = spot.field.raw.get("type") if spot.field is not None and spot.field.name == spot.name else None
        if wanted == "string":
            return self._once(self._text_at(spot))
        if wanted == "array":
            return self._once({"type": "array", "items": self._text_at(below)})
        here, inside = ([*self._conditions(each), *self._named()] for each in (spot, below))
        same = here == inside
        deeper = {} if same else self._leaf(below)
        return self._once({"allOf": [{}, *here], **dict.fromkeys(_INSIDE, deeper)}, loop=same)

    def _text_at(self, spot: Spot) -> Raw:
        return {"allOf": [{"type": "string"}, *self._conditions(spot)]}

    def _below(self, each: Field) -> Raw:
        raw = each.raw.get("items", each.raw)
        closed = bool(each.fields) and isinstance(raw, dict) and raw.get("additionalProperties") is False
        if closed and each.raw.get("type") == "array":
            return {"type": "array", "items": self.node(each.fields, Spot(each, None), closed=True)}
        return self.node(each.fields, Spot(each, each.name), closed=closed)

    def _matters(self, fields: Sequence[Field], spot: Spot) -> bool:
        """Tell whether anything is asked of a value at ``spot`` or below it."""
        here = self._names or self._conditions(spot) or self._conditions(Spot(spot.field, None))
        return bool(here) or any(self._matters(each.fields, Spot(each, each.name)) for each in fields)

    def _named(self) -> list[Raw]:
        return [{"propertyNames": {"pattern": names}} for names in self._names]

    def _conditions(self, spot: Spot) -> list[Raw]:
        """Return what is asked of a text at ``spot``; what is asked in many places is written down once."""
        known = id(spot.field), spot.name
        if known not in self._spots:
            self._spots[known] = self._conditions_of(spot)
        return self._spots[known]

    def _conditions_of(self, spot: Spot) -> list[Raw]:
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
        # where only one is seldom, it is the one that was seen
        unless = [
            self._once({"anyOf": [{"not": _text([pattern])}, schema]} if len(rarely) > 1 else schema)
            for pattern, schema in rarely
        ]
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
