"""Take answers that were given beforehand, by option or file, and say of each what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sane_cli.core.document import Path
from sane_cli.core.nearest import nearest
from sane_cli.core.plan import Plan
from sane_cli.core.question import Question, Shape, UnclearError
from sane_cli.core.schema import Field
from sane_cli.core.tree import is_empty, look, put
from sane_cli.core.words import _


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that was not taken, and why; ``name`` is its dotted path."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken, as nested data, and what was not."""

    answers: Mapping[str, Any]
    refused: tuple[Refused, ...] = ()


def take(plan: Plan, given: Mapping[str, Any]) -> Taken:
    """Take nested answers, as an answers file or another case file holds them."""
    found: Any = {}
    refused: list[Refused] = []
    for name, value in given.items():
        field = plan.schema.by_name.get(str(name))
        if field is None:
            refused.append(_unknown(str(name), [known.name for known in plan.schema.fields]))
        elif not is_empty(value):
            taken = _Taking(plan, refused).value(field, (field.name,), value)
            found = found if is_empty(taken) else put(found, (field.name,), taken)
    return Taken(found, tuple(refused))


def take_settings(plan: Plan, settings: Iterable[str], read: Callable[[str], Any]) -> Taken:
    """Take settings such as ``sharing.tlp=TLP:CLEAR``; a list grows when its name is repeated.

    Args:
        plan: what is asked.
        settings: ``name=value``, the name with dots between parts and a number for an entry of a list.
        read: reads a value that begins like a YAML flow list or block; raises ValueError when it is not one.
    """
    found: Any = {}
    refused: list[Refused] = []
    for setting in settings:
        name, equals, words = setting.partition("=")
        path = _path(name)
        field = plan.schema.field_at(path) if equals else None
        if not equals:
            refused.append(Refused(setting, _("Write it as field=value.")))
        elif field is None or not _leads_to(plan, path):
            refused.append(_unknown(name.strip(), _names_near(plan, path)))
        else:
            found = _set(found, path, _Taking(plan, refused).words(field, path, words, read))
    return Taken(found, tuple(refused))


def _set(found: Any, path: Path, value: Any) -> Any:
    before = look(found, path)
    if isinstance(before, list) and isinstance(value, list):
        value = [*before, *(entry for entry in value if entry not in before)]
    return found if is_empty(value) else put(found, path, value)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Turns what was given into data; what cannot be taken is put into ``refused``."""

    plan: Plan
    refused: list[Refused]

    def words(self, field: Field, path: Path, words: str, read: Callable[[str], Any]) -> Any:
        """Take typed words; a list or block may be written in flow style."""
        is_nested = field.raw.get("type") in ("array", "object") and field.name == path[-1]
        if is_nested and words.strip()[:1] in ("[", "{"):
            try:
                return self.value(field, path, read(words))
            except ValueError as error:
                return self._refuse(path, str(error))
        if isinstance(path[-1], int) and field.fields:
            return self._refuse(path, _("Name a part of the entry, such as {part}.").format(part=field.fields[0].name))
        if isinstance(path[-1], int) or field.name != path[-1]:
            return words.strip()
        return self.value(field, path, words)

    def value(self, field: Field, path: Path, value: Any) -> Any:
        """Take data of any shape."""
        shape = self.plan.kind(field).shape
        if shape is Shape.ITEMS and isinstance(value, dict | list):
            entries = value if isinstance(value, list) else [value]
            taken = [self._parts(field, (*path, at), entry) for at, entry in enumerate(entries)]
            return self._checked(field, path, taken)
        if shape is Shape.PARTS and isinstance(value, dict):
            return self._checked(field, path, self._parts(field, path, value))
        return self._leaf(field, path, value)

    def _parts(self, field: Field, path: Path, block: Any) -> Any:
        if not isinstance(block, dict):
            return block
        known = {part.name: part for part in field.fields}
        return {
            name: self.value(known[name], (*path, name), value) if name in known and not is_empty(value) else value
            for name, value in block.items()
        }

    def _leaf(self, field: Field, path: Path, value: Any) -> Any:
        question = self._question(field, path)
        try:
            taken = _as_data(field, question, value)
        except UnclearError as error:
            return self._refuse(path, str(error))
        return self._checked(field, path, taken)

    def _checked(self, field: Field, path: Path, value: Any) -> Any:
        flaw = (
            ""
            if self.refused and self.refused[-1].name.startswith(_dotted(path))
            else self.plan.flaw(field, path, value)
        )
        return self._refuse(path, flaw) if flaw else value

    def _question(self, field: Field, path: Path) -> Question:
        choices = self.plan.offered(field)
        return Question(path=path, field=field, kind=self.plan.kind(field), text=field.title, choices=choices)

    def _refuse(self, path: Path, why: str) -> None:
        self.refused.append(Refused(_dotted(path), why))


def _as_data(field: Field, question: Question, value: Any) -> Any:
    """Read words as data; a bare number is words where the schema wants text, and words in a list are read singly."""
    constant = field.raw.get("const")
    if constant is not None and str(value).strip() == str(constant):
        return constant
    if isinstance(value, str):
        return question.kind.parse(value, question)
    if isinstance(value, int | float) and not isinstance(value, bool) and field.raw.get("type") == "string":
        return question.kind.parse(str(value), question)
    if isinstance(value, list) and question.choices:
        singly = (question.kind.parse(word, question) if isinstance(word, str) else [word] for word in value)
        return list(dict.fromkeys(word for words in singly for word in words))
    return value


def _path(name: str) -> Path:
    parts = name.strip().replace("[", ".").replace("]", "").replace("-", "_").split(".")
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _leads_to(plan: Plan, path: Path) -> bool:
    """Tell whether every name of ``path`` is a field; below a block with free names anything is one."""
    fields = plan.schema.fields
    for at, part in enumerate(path):
        if isinstance(part, int):
            continue
        found = next((field for field in fields if field.name == part), None)
        if found is None:
            above = plan.schema.field_at(path[:at])
            return above is not None and not above.fields and above.raw.get("type") == "object"
        fields = found.fields
    return True


def _names_near(plan: Plan, path: Path) -> list[str]:
    above = plan.schema.field_at(path[:-1])
    prefix = _dotted(path[:-1])
    return [f"{prefix}.{part.name}" for part in above.fields] if above else [field.name for field in plan.schema.fields]


def _unknown(name: str, known: list[str]) -> Refused:
    near = nearest(name.replace("-", "_"), known)
    hint = (
        _("Did you mean {near}?").format(near=near)
        if near
        else _("Fields are: {listed}").format(listed=", ".join(known))
    )
    return Refused(name, f"{_('There is no such field.')} {hint}")
