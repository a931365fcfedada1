"""Findings: what is wrong, where exactly, and what one action mends it. They are values, never exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import Enum
from typing import Any

from sane_cli.core.record import record
from sane_cli.core.words import N_


class Severity(Enum):
    """How much a finding weighs: errors fail, warnings fail under ``--strict``, notes only inform."""

    ERROR = N_("error")
    WARNING = N_("warning")
    NOTE = N_("note")


UNREADABLE = frozenset({"yaml", "file"})  # rule ids that the reader itself gives to files it refuses
_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


@record(frozen=True, slots=True, repr=False)
class Place:
    """A spot in a file: path relative to the root with ``/``; line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


@record(frozen=True, slots=True, repr=False)
class Edit:
    """A replacement of the text between two byte offsets of a file; everything else stays as it is."""

    start: int
    end: int
    text: str


def _spot(place: Place) -> tuple[str, int, int]:
    return (place.path, place.line, place.column)


@record(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """One thing that is wrong in one place.

    Attributes:
        rule: id of the rule that found it.
        pointer: RFC 6901 JSON pointer to the value inside the document.
        message: plain words; never the value of a closed field.
        hint: one action, or empty.
        value: the offending value where it is short and harmless, else empty.
        related: other places that belong to it, such as the first use of a repeated id.
        fix: safe edits of this file that mend it, or none.
    """

    rule: str
    severity: Severity
    place: Place
    pointer: str = ""
    message: str
    hint: str = ""
    value: str = ""
    related: tuple[Place, ...] = ()
    fix: tuple[Edit, ...] = ()

    @property
    def plain(self) -> tuple[Any, ...]:
        """The finding as plain values, for another process or for the index; ``of`` takes it back."""
        return (
            self.rule,
            self.severity.value,
            _spot(self.place),
            self.pointer,
            self.message,
            self.hint,
            self.value,
            tuple(map(_spot, self.related)),
            tuple((edit.start, edit.end, edit.text) for edit in self.fix),
        )

    @classmethod
    def of(cls, plain: Sequence[Any]) -> Finding:
        """Return the finding that ``plain`` values are; lists will do for tuples, as JSON has none."""
        rule, severity, place, pointer, message, hint, value, related, fix = plain
        return cls(
            rule=rule,
            severity=Severity(severity),
            place=Place(*place),
            pointer=pointer,
            message=message,
            hint=hint,
            value=value,
            related=tuple(Place(*each) for each in related),
            fix=tuple(Edit(*each) for each in fix),
        )

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: by file and place, then the weightier first; the same on every machine, whatever came first."""
        where = _spot(self.place)
        return (*where, _WEIGHT[self.severity], self.rule, self.message, self.pointer, self.hint, self.value)


@record(frozen=True, slots=True, repr=False)
class Selection:
    """Which rules are asked for: ids or their beginnings; nothing selected means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __contains__(self, rule: str) -> bool:
        """Tell whether findings of ``rule`` are wanted."""
        wanted = not self.select or any(rule.startswith(word) for word in self.select)
        return wanted and not any(rule.startswith(word) for word in self.ignore)


@record(frozen=True, slots=True, eq=False, repr=False)
class Outcome:
    """What a check found, before anybody asked for a part of it.

    Attributes:
        found: what is not waived, in no order.
        covered: what is waived.
        idle: notes about waivers that met nothing.
    """

    found: list[Finding]
    covered: list[Finding] = field(default_factory=list)
    idle: list[Finding] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """What is to be told, in a stable order: by path, line, column, weight."""
        return sorted([*self.found, *self.idle], key=lambda finding: finding.order)


@record(frozen=True, slots=True, eq=False, repr=False)
class Tally:
    """How many files were looked at and what was found in them."""

    files: int
    errors: int
    warnings: int
    notes: int

    @classmethod
    def of(cls, files: int, findings: list[Finding]) -> Tally:
        """Count ``findings`` by severity."""
        count = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
        return cls(files, count[Severity.ERROR], count[Severity.WARNING], count[Severity.NOTE])


def pointer(path: tuple[str | int, ...]) -> str:
    """Write ``path`` as an RFC 6901 JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
