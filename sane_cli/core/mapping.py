"""A mapping: which column of a form goes into which field, and how its cells are to be read."""

from __future__ import annotations

from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from sane_cli.core.case import mapping, text
from sane_cli.core.nearest import nearest
from sane_cli.core.plan import FIXED, Plan
from sane_cli.core.words import _

Place = tuple[str | int, ...]
EVERY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the cells of a column go.

    Attributes:
        path: the field; ``*`` for an entry makes one entry out of every part of a cell.
        value: for one of several split columns: the choice that a tick in it stands for.
        dates: ``day-first`` or ``month-first``; empty when only dates with the year first are sure.
        precision: ``month`` or ``year`` to keep less than was given.
        separator: what stands between several answers in a cell; empty means to find out.
        values: words in cells → words that the field knows.
    """

    path: Place
    value: str = ""
    dates: str = ""
    precision: str = ""
    separator: str = ""
    values: Names[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What a mapping file says.

    Attributes:
        columns: name of a column → where it goes, which may be several places.
        ignore: names of columns that are left out on purpose; ``*`` stands for anything.
        settings: dotted field → words, for fields that no column answers.
        language: of the cells, and of the cases made from them.
    """

    columns: Names[str, tuple[Target, ...]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    settings: Names[str, str] = field(default_factory=dict)
    language: str = ""
    dates: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1

    def ignores(self, column: str) -> bool:
        """Tell whether ``column`` is left out on purpose."""
        return any(fnmatchcase(column.casefold(), pattern.casefold()) for pattern in self.ignore)


NONE = Mapping()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a mapping that cannot work: where in the file, what, and what to do."""

    path: Place
    what: str
    todo: str = ""


def of(data: Names[str, Any]) -> Mapping:
    """Take a mapping out of data that its schema accepts."""
    dates = text(data, "dates")
    plain = Target(path=(), dates=dates)
    targets = {
        str(name): tuple(_target(each, plain) for each in (said if isinstance(said, list) else [said]))
        for name, said in mapping(data, "columns").items()
    }
    return Mapping(
        columns=targets,
        ignore=tuple(map(str, data.get("ignore", ()))),
        settings={str(name): _words(value) for name, value in mapping(data, "set").items()},
        language=text(data, "language"),
        dates=dates,
        encoding=text(data, "encoding"),
        delimiter=text(data, "delimiter"),
        header_row=int(data.get("header_row", 1)),
    )


def _target(said: Any, plain: Target) -> Target:
    if not isinstance(said, dict):
        return replace(plain, path=place(str(said)))
    return Target(
        path=place(text(said, "field")),
        value=text(said, "value"),
        dates=text(said, "dates") or plain.dates,
        precision=text(said, "precision"),
        separator=text(said, "separator"),
        values={str(word): _words(value) for word, value in mapping(said, "values").items()},
    )


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(_words, value)) if isinstance(value, list) else str(value)


def place(name: str) -> Place:
    """Read a dotted name of a field."""
    parts = name.strip().replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isascii() and part.isdigit() else part for part in parts)


def flaws(found: Mapping, columns: Sequence[str], plan: Plan) -> list[Flaw]:
    """Return what cannot work: columns that the file does not have, fields that the schema does not have."""
    wrong: list[Flaw] = []
    for name, targets in found.columns.items():
        if name not in columns:
            near = nearest(name, columns)
            listed = ", ".join(f"‘{column}’" for column in columns[:8])
            todo = (
                _("Did you mean ‘{near}’?").format(near=near) if near else _("It has: {listed}").format(listed=listed)
            )
            wrong.append(Flaw(("columns", name), _("The file has no column ‘{name}’.").format(name=name), todo))
        for target in targets:
            wrong += _field_flaw(("columns", name), target.path, plan)
    for name in found.settings:
        wrong += _field_flaw(("set", name), place(name), plan)
        if commits(plan, place(name)):
            what = _("Consent cannot be set for everybody at once.")
            wrong.append(Flaw(("set", name), what, _("Map the column in which each of them answered.")))
    return wrong


def _field_flaw(where: Place, path: Place, plan: Plan) -> list[Flaw]:
    fields = [known for known in plan.schema.fields if known.kind != FIXED]
    for at, part in enumerate(path):
        if isinstance(part, int) or part == EVERY:
            continue
        found = next((known for known in fields if known.name == part), None)
        if found is None:
            above = plan.schema.field_at(tuple(each for each in path[:at] if each != EVERY))
            if at and above is not None and not above.fields and above.raw.get("type") == "object":
                return []
            near = nearest(part, [known.name for known in fields])
            listed = ", ".join(known.name for known in fields)
            todo = (
                _("Did you mean {near}?").format(near=near) if near else _("Fields are: {listed}").format(listed=listed)
            )
            name = ".".join(map(str, path))
            return [Flaw(where, _("There is no field ‘{name}’ to import into.").format(name=name), todo)]
        fields = [known for known in found.fields if known.kind != FIXED]
    return []


def commits(plan: Plan, path: Place) -> bool:
    """Tell whether ``path`` lies in a block that commits somebody: one with an answer that must be typed."""
    names = [part for part in path if isinstance(part, str) and part != EVERY]
    for depth in range(1, len(names) + 1):
        found = plan.schema.field_at(names[:depth])
        if found is not None and (found.typed or any(part.typed for part in found.fields)):
            return True
    return False
