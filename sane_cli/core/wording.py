"""Put a station of the interview into words: the question, what is meant, why it is asked, how far along it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sane_cli.core.case import text
from sane_cli.core.document import Path
from sane_cli.core.plan import Plan, Station
from sane_cli.core.question import Question, Shape
from sane_cli.core.schema import Field, Group
from sane_cli.core.tree import look
from sane_cli.core.words import _


def question(plan: Plan, station: Station, answers: Mapping[str, Any], stations: Sequence[Station]) -> Question:
    """Return the question of ``station``."""
    top = plan.schema.by_name[str(station.path[0])]
    group = next((group for group in plan.schema.groups if group.id == top.group), Group("", "", ""))
    own = station.field
    step, steps = _progress(station, stations)
    if station.gate:
        kind, asked, value = (
            plan.kinds["yes-no"],
            _gate_text(plan, station, answers),
            _gate_value(plan, station, answers),
        )
    else:
        kind, asked, value = plan.kind(own), _asked(own, answers), look(answers, station.path)
    return Question(
        path=station.path,
        field=own,
        kind=kind,
        text=asked,
        about="" if _is_again(station, answers) else _(own.description),
        why="" if _is_again(station, answers) else _(own.why),
        example="" if station.gate else _example(own),
        heading=_(group.title) if group.id else "",
        group_help=_(group.help),
        entry=_entry(plan, station),
        choices=kind.builtin if station.gate else plan.offered(own),
        value=value,
        proposal=False if station.gate else _proposal(plan, own, station.path, answers),
        step=step,
        steps=steps,
        needed=station.needed or station.gate,
        check=(lambda _value: "") if station.gate else partial(plan.flaw, own, station.path),
    )


def _asked(field: Field, answers: Mapping[str, Any]) -> str:
    """The schema's own question for this branch of the interview, else the field's title."""
    return _(field.ask.get(text(answers, "type"), "")) or _(field.title)


def _gate_text(plan: Plan, station: Station, answers: Mapping[str, Any]) -> str:
    if plan.kind(station.field).shape is Shape.PARTS:
        return _("{title}: answer these questions now?").format(title=_(station.field.title))
    another = bool(look(answers, station.path))
    form = _("{title}: add another one?") if another else _("{title}: add one?")
    return form.format(title=_(station.field.title))


def _gate_value(plan: Plan, station: Station, answers: Mapping[str, Any]) -> bool | None:
    """A block that has answers is filled in; whether a list has another entry is always open."""
    is_block = plan.kind(station.field).shape is Shape.PARTS
    return True if is_block and isinstance(look(answers, station.path), dict) else None


def _is_again(station: Station, answers: Mapping[str, Any]) -> bool:
    """Tell whether the explanation was just given: «another?», and parts of a second entry."""
    entry = station.entry
    if entry is not None:
        return entry[-1] != 0
    return station.gate and bool(look(answers, station.path))


def _entry(plan: Plan, station: Station) -> str:
    """Where a part belongs: «Organisation 2», «Consent»."""
    names: list[str] = []
    fields: Sequence[Field] = plan.schema.fields
    for part in station.path[:-1]:
        if isinstance(part, int):
            names[-1] = f"{names[-1]} {part + 1}"
            continue
        found = next(field for field in fields if field.name == part)
        names.append((_(found.singular) or _(found.title)).capitalize() if found.singular else _(found.title))
        fields = found.fields
    return " · ".join(names)


def _example(field: Field) -> str:
    example = field.examples[0] if field.examples else None
    if field.choices or field.vocabulary or field.kind in ("yes-no", "one", "many", "case"):
        return ""
    if isinstance(example, list):
        return "; ".join(map(str, example)) if all(isinstance(part, str) for part in example) else ""
    if isinstance(example, dict):
        return ", ".join(f"{name}: {part}" for name, part in example.items())
    return "" if example is None else str(example)


def _proposal(plan: Plan, field: Field, path: Path, answers: Mapping[str, Any]) -> Any:
    if len(path) > 1:
        return field.default
    proposed = plan.propose(field, answers)
    return field.default if proposed is None else proposed


def _progress(station: Station, stations: Sequence[Station]) -> tuple[int, int]:
    """Count stations; the parts of an entry share the number of their list, so the end does not run away."""
    counted = [stop.path for stop in stations if stop.entry is None]
    path = station.path if station.entry is None else station.entry[:1]
    inside = (number for number, known in enumerate(counted, start=1) if known[: len(path)] == path)
    return next(inside, len(counted)), len(counted)
