"""What is asked of a case: the schema's fields in the order of the interview, and the stations they lead to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sane_cli.core import field_check
from sane_cli.core.document import Path
from sane_cli.core.question import Choice, Kind, Shape
from sane_cli.core.schema import Field, Schema
from sane_cli.core.tree import is_empty, look, pruned
from sane_cli.core.words import _

FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Station:
    """One stop of the interview: a single question.

    Attributes:
        gate: it asks whether to add an entry (lists) or to fill in a block, not for a value.
        needed: an entry of a list makes no sense without it, or the case has no file without it.
    """

    path: Path
    field: Field
    gate: bool = False
    needed: bool = False

    @property
    def entry(self) -> Path | None:
        """The entry of a list that this station belongs to, or None."""
        at = next((at for at in range(len(self.path) - 1, -1, -1) if isinstance(self.path[at], int)), None)
        return None if at is None else self.path[: at + 1]


def _nothing(_field: Field, _answers: Mapping[str, Any]) -> Any:
    return None


def _no_choices(_field: Field) -> tuple[Choice, ...]:
    return ()


@dataclass(frozen=True)
class Plan:
    """Everything the interview needs to know beforehand.

    Attributes:
        kinds: kind of question by name; «text» must be there.
        choices: what may be chosen for a field.
        propose: a first value to offer for a field, given the answers so far.
        taken: short names that other cases have.
    """

    schema: Schema
    kinds: Mapping[str, Kind] = dataclasses.field(repr=False)
    choices: Callable[[Field], tuple[Choice, ...]] = dataclasses.field(default=_no_choices, repr=False)
    propose: Callable[[Field, Mapping[str, Any]], Any] = _nothing
    taken: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Asked fields: groups in their order, inside a group as in the schema, a short name after the first text."""
        ordered: list[Field] = []
        for group in self.schema.groups:
            inside = [field for field in self.schema.fields if field.group == group.id and field.kind != FIXED]
            names = [field for field in inside if field.kind == "slug"]
            rest = [field for field in inside if field.kind != "slug"]
            ordered += [*rest[:1], *names, *rest[1:]]
        known = {group.id for group in self.schema.groups}
        ordered += [field for field in self.schema.fields if field.group not in known and field.kind != FIXED]
        return tuple(ordered)

    def kind(self, field: Field) -> Kind:
        """The kind of question for ``field``; an unknown name is asked like the JSON type suggests, else as text."""
        return self.kinds.get(_kind_name(field)) or self.kinds["text"]

    @cached_property
    def _chosen(self) -> dict[int, tuple[Choice, ...]]:
        return {}

    def offered(self, field: Field) -> tuple[Choice, ...]:
        """What may be chosen for ``field``, worked out once."""
        known = self._chosen
        if id(field) not in known:
            known[id(field)] = self.choices(field) or self.kind(field).builtin
        return known[id(field)]

    def stations(self, answers: Mapping[str, Any]) -> tuple[Station, ...]:
        """Return every stop that ``answers`` lead to, in order."""
        return tuple(station for field in self.fields for station in self._of(field, (field.name,), answers, answers))

    def _of(self, field: Field, path: Path, around: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[Station]:
        if not applies(field, around, answers):
            return
        shape = self.kind(field).shape
        if shape is Shape.ITEMS:
            entries = look(answers, path)
            for at, entry in enumerate(entries if isinstance(entries, list) else ()):
                yield from self._parts(field, (*path, at), entry, answers)
            yield Station(path, field, gate=True)
        elif shape is Shape.PARTS:
            block = look(answers, path)
            if self.is_gated(field, path):
                yield Station(path, field, gate=True)
                if not isinstance(block, dict):
                    return
            yield from self._parts(field, path, block, answers)
        else:
            in_entry = any(isinstance(part, int) for part in path)
            needed = field.required and (in_entry or field.name in self.schema.raw.get("required", ()))
            yield Station(path, field, needed=needed)

    def _parts(self, field: Field, path: Path, block: Any, answers: Mapping[str, Any]) -> Iterator[Station]:
        around = block if isinstance(block, dict) else {}
        for part in field.fields:
            if part.kind != FIXED:
                yield from self._of(part, (*path, part.name), around, answers)

    def is_gated(self, field: Field, path: Path) -> bool:
        """Tell whether a block is asked for first: blocks inside blocks, unless they hold a word that must be typed."""
        return len(path) > 1 and not any(part.typed for part in field.fields)

    def flaw(self, field: Field, path: Path, value: Any) -> str:
        """Return what is wrong with an answer, or an empty text."""
        if is_empty(value):
            return ""
        if field.kind == "slug" and isinstance(value, str) and value in self.taken:
            return _("There is already a case called ‘{id}’. Choose another short name.").format(id=value)
        return (
            field_check.flaw(self.schema, path, value)
            or field_check.impossible_day(value, field)
            or field_check.outside(value, field, self.offered(field))
        )

    def case(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the case that ``answers`` make: schema order, nothing empty, nothing whose condition fails."""
        found: dict[str, Any] = {}
        for field in self.schema.fields:
            value = field.raw.get("const", field.default if field.name == "status" else None)
            value = answers.get(field.name, value)
            value = pruned(self._fitting(field, value, answers, answers))
            if not is_empty(value):
                found[field.name] = value
        return found

    def _fitting(self, field: Field, value: Any, around: Mapping[str, Any], answers: Mapping[str, Any]) -> Any:
        if not applies(field, around, answers):
            return None
        if isinstance(value, list) and field.fields:
            return [self._block(field, entry, answers) for entry in value]
        return self._block(field, value, answers) if field.fields else value

    def _block(self, field: Field, value: Any, answers: Mapping[str, Any]) -> Any:
        """Return ``value`` with its parts in the schema's order; names the schema does not know stay at the end."""
        if not isinstance(value, dict):
            return value
        known = {part.name: part for part in field.fields}
        ordered = {
            name: self._fitting(part, value[name], value, answers) for name, part in known.items() if name in value
        }
        return ordered | {name: part for name, part in value.items() if name not in known}


def _kind_name(field: Field) -> str:
    """Name the kind of question; what the interview never asks still has one, for answers from a file."""
    name = field.kind
    if name == FIXED:
        name = "parts" if field.fields else "one" if field.choices else "text"
    if name == "parts" and not field.fields:
        return "pairs"
    if name == "text" and field.raw.get("type") in ("integer", "number"):
        return "number"
    return name


def applies(field: Field, around: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Tell whether the conditions of ``field`` hold: each names a neighbour, or a field of the case, and its values."""
    for name, wanted in field.only.items():
        actual = around.get(name, answers.get(name))
        if actual not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True
