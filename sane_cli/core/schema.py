"""The schema as the one source of a field.

A property's title, description, examples, enum and ``x-sane`` hints drive the question, the check, the words of a
finding, the list column and the heading of an export. A property without hints gets sensible ones from its JSON
type, so that adding an optional text field needs no Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sane_cli.core.record import record
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.words import N_

if TYPE_CHECKING:  # most commands ask for no verdict
    from sane_cli.core.verdict import Violation

_WORDS = frozenset({"title", "lead", "body", "lessons", "media"})  # places of what a translation translates
_LONG = 300  # a text that may be longer than this is asked for in an editor


@record(frozen=True, slots=True, eq=False, repr=False)
class Field:
    """What the schema says of one property.

    Attributes:
        kind: kind of question: text, long-text, one, many, texts, date, period, items, parts, yes-no, …
        place: where a page shows it: title, lead, facts, body, lessons, related, media, credits, sources, notes
            or none.
        vocabulary: the vocabulary its values come from, or empty.
        choices: allowed values in order, or none.
        labels: value → words for people, where the value is not one already.
        floor: label below which the field is never shown.
        fields: the fields of its items or parts.
    """

    name: str
    title: str
    description: str
    kind: str
    place: str
    group: str
    required: bool
    examples: tuple[Any, ...] = ()
    vocabulary: str = ""
    choices: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    labels_from: str = ""
    floor: Tlp = Tlp.CLEAR
    facet: bool = False
    singular: str = ""
    why: str = ""
    ask: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)
    typed: bool = False
    default: Any = None
    limit: int = 0
    fields: tuple[Field, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)

    def label(self, value: str) -> str:
        """Words for ``value``."""
        return self.labels.get(value, value)

    @property
    def is_free(self) -> bool:
        """Whether people write freely there, unlike ids, dates, terms, labels and addresses."""
        item = self.raw.get("items", {})
        fixed = ("enum", "const", "pattern", "$ref")
        return not (self.choices or self.vocabulary or any(name in self.raw or name in item for name in fixed))

    @property
    def is_date(self) -> bool:
        """Whether the schema wants a date there."""
        return self.kind == "date" or str(self.raw.get("pattern", "")).startswith("^[0-9]{4}")

    @property
    def is_prose(self) -> bool:
        """Whether the schema says that what stands there is Markdown."""
        return self.raw.get("contentMediaType") == "text/markdown"


@record(frozen=True, slots=True, eq=False, repr=False)
class Group:
    """A group of fields that belong together in the interview and on the form."""

    id: str
    title: str
    help: str


class Schema:
    """One JSON Schema 2020-12, as validator and as a tree of fields.

    ``certify`` raises when the schema is none; it is asked before the first verdict, so that a command that only
    reads fields does not pay for it.
    """

    def __init__(self, name: str, raw: Mapping[str, Any], certify: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self.raw = raw
        self._certify = certify

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Top-level fields in schema order."""
        needed = frozenset(self._complete.get("required", ())) | frozenset(self.raw.get("required", ()))
        return tuple(self._field(name, sub, name in needed) for name, sub in self.raw.get("properties", {}).items())

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Top-level fields by name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Groups in the order of the interview; fields without one come last, under «More»."""
        listed = self.raw.get("x-sane", {}).get("groups", ())
        named = tuple(Group(group["id"], group["title"], group.get("help", "")) for group in listed)
        return (*named, Group("", N_("More"), ""))

    @cached_property
    def translatable(self) -> frozenset[str]:
        """The names of the fields that a translation translates."""
        return frozenset(field.name for field in self.fields if field.place in _WORDS)

    @cached_property
    def floors(self) -> Mapping[str, Tlp]:
        """The most open label under which each field, and each part of one, may be shown, for the gate."""
        return dict(_floors(self.fields, ""))

    def field_at(self, path: Sequence[str | int]) -> Field | None:
        """Return the innermost field that ``path`` leads to, or None outside every field."""
        found: Field | None = None
        fields = self.fields
        for part in path:
            if isinstance(part, int):
                continue
            below = next((field for field in fields if field.name == part), None)
            if below is None:
                return found
            found, fields = below, below.fields
        return found

    def violations(self, data: Any) -> Iterator[Violation]:
        """Yield every breach in ``data``."""
        yield from self._validator(data)

    def missing(self, data: Mapping[str, Any]) -> Iterator[Violation]:
        """Yield what a draft still lacks to be complete; breaches of other kinds are not repeated."""
        if self._complete:
            yield from (found for found in self._completeness(data) if found.keyword in ("required", "minItems"))

    @cached_property
    def certified(self) -> Mapping[str, Any]:
        """The schema as it is written, once that is certain to be a valid one."""
        self._certify()
        return self.raw

    @cached_property
    def _complete(self) -> Mapping[str, Any]:
        complete: Mapping[str, Any] = self.raw.get("$defs", {}).get("complete", {})
        return complete

    @cached_property
    def _validator(self) -> Any:
        from sane_cli.core.verdict import validator

        return validator(self.certified)

    @cached_property
    def _completeness(self) -> Any:
        from sane_cli.core.verdict import validator

        raw = self.certified
        return validator({"$schema": raw["$schema"], "$defs": raw.get("$defs", {}), **self._complete})

    def _resolved(self, sub: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``sub`` with a local ``$ref`` merged in; the property's own words win."""
        merged = dict(sub)
        for _ in range(8):
            reference = merged.pop("$ref", None)
            if not isinstance(reference, str):
                break
            target: Any = self.raw
            for part in reference.removeprefix("#/").split("/"):
                target = target.get(part, {})
            hints = {**target.get("x-sane", {}), **merged.get("x-sane", {})}
            merged = {**target, **merged, **({"x-sane": hints} if hints else {})}
        return merged

    def _field(self, name: str, sub: Mapping[str, Any], required: bool) -> Field:
        sub = self._resolved(sub)
        hints = sub.get("x-sane", {})
        item = self._resolved(sub.get("items", {}))
        parts = sub.get("properties") or item.get("properties") or {}
        needed = sub.get("required") or item.get("required") or ()
        kind = hints.get("kind") or _kind(sub, item, is_date=self._is_date(sub))
        return Field(
            name=name,
            title=sub.get("title", name.replace("_", " ").capitalize()),
            description=sub.get("description", ""),
            kind=kind,
            place=hints.get("place") or ("body" if kind in ("text", "long-text") else "facts"),
            group=hints.get("group", ""),
            required=required,
            examples=tuple(sub.get("examples", ())),
            vocabulary=hints.get("vocabulary", ""),
            choices=tuple(str(choice) for choice in sub.get("enum") or item.get("enum") or ()),
            labels=hints.get("labels", {}),
            labels_from=hints.get("labels_from", ""),
            floor=label_or_red(hints["tlp"]) if "tlp" in hints else Tlp.CLEAR,
            facet=bool(hints.get("facet")),
            singular=hints.get("singular", ""),
            why=hints.get("why", ""),
            ask=hints.get("ask", {}),
            only=hints.get("only", {}),
            typed=bool(hints.get("typed")),
            default=sub.get("default"),
            limit=sub.get("maxLength", 0),
            fields=tuple(self._field(part, below, part in needed) for part, below in parts.items()),
            raw=sub,
        )

    def _is_date(self, sub: Mapping[str, Any]) -> bool:
        dates = [self.raw.get("$defs", {}).get(name, {}).get("pattern") for name in ("date", "day")]
        return sub.get("pattern") is not None and sub.get("pattern") in dates


def _floors(fields: Sequence[Field], above: str) -> Iterator[tuple[str, Tlp]]:
    for each in fields:
        yield f"{above}{each.name}", each.floor
        yield from _floors(each.fields, f"{above}{each.name}.")


def _kind(sub: Mapping[str, Any], item: Mapping[str, Any], *, is_date: bool) -> str:
    """Choose the kind of question for a property that does not say."""
    match sub.get("type"):
        case "array":
            return "items" if "properties" in item else "many" if "enum" in item else "texts"
        case "object":
            return "parts"
        case "boolean":
            return "yes-no"
    if is_date:
        return "date"
    if "enum" in sub:
        return "one"
    markdown = sub.get("contentMediaType") == "text/markdown"
    return "long-text" if markdown or sub.get("maxLength", 0) > _LONG else "text"
