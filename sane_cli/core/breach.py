"""Put a schema violation into plain words, with the nearest allowed value and one action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sane_cli.core.document import Path
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import Problem
from sane_cli.core.schema import Field, Schema
from sane_cli.core.text import shortened, with_name
from sane_cli.core.verdict import Violation
from sane_cli.core.words import N_, _

Branch: TypeAlias = Sequence[Violation]

_TYPES = {
    "string": N_("text"),
    "array": N_("a list"),
    "object": N_("a block of named fields"),
    "boolean": N_("true or false"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "null": N_("empty"),
}


def problem(
    found: Violation, schema: Schema, data: Any, *, territory: Callable[[str], str] = lambda code: code
) -> Problem:
    """Return ``found`` as a problem a person can act on.

    Args:
        found: the violation.
        schema: the schema it breaks, for titles, descriptions and examples.
        data: the document, to look at the offending value.
        territory: the name of a country by its code, for whoever does not know codes by heart.
    """
    if any(found.branches):
        return _branches(found, schema, data)
    field, value = schema.field_at(found.path), _value(data, found.path)
    if found.keyword == "enum" and field is not None and field.labels_from == "territories":
        return _choice(found, field, value, schema, name=territory)
    writer = _WRITERS.get(found.keyword, _other)
    return writer(found, field, value, schema)


def _required(found: Violation, _field: Field | None, _data: Any, schema: Schema) -> Problem:
    wanted = schema.field_at((*found.path, found.about))
    example = _example(wanted)
    about = (
        _("{title}: {description}").format(title=_(wanted.title), description=_(wanted.description)) if wanted else ""
    )
    return Problem(
        path=found.path,
        message=_("‘{name}’ is missing. {about}").format(name=found.about, about=about),
        hint=_("Add {example}").format(example=f"{found.about}: {example}" if example else f"‘{found.about}:’"),
    )


def _unexpected(found: Violation, field: Field | None, _data: Any, schema: Schema) -> Problem:
    fields = field.fields if field and found.path else schema.fields
    near = nearest(found.about, [known.name for known in fields])
    return Problem(
        path=(*found.path, found.about),
        at_key=True,
        message=_("‘{name}’ is not a field here.").format(name=found.about),
        hint=_("Did you mean {near}?").format(near=near) if near else _("Remove it, or move it into ‘notes’."),
        value=found.about,
    )


def _choice(
    found: Violation,
    field: Field | None,
    data: Any,
    _schema: Schema,
    *,
    name: Callable[[str], str] = lambda value: value,
) -> Problem:
    allowed = [str(value) for value in _listed(found.expected)]
    near = nearest(_shown(data), allowed)
    listed = ", ".join(allowed[:_LISTED]) + (", …" if len(allowed) > _LISTED else "")
    return Problem(
        path=found.path,
        message=_("‘{value}’ is not one of the values of ‘{name}’.").format(
            value=_shown(data), name=_name(found, field)
        ),
        hint=_("Did you mean {near}?").format(near=with_name(near, name(near)))
        if near
        else _("Use one of: {listed}").format(listed=listed),
        value=str(data),
        fix=near if _is_slip_of_case(found.path, data, near) else None,
    )


def _fixed(found: Violation, field: Field | None, data: Any, schema: Schema) -> Problem:
    """A value that must be this one; the version of a file deserves words of its own."""
    if found.path != ("schema_version",) or type(data) is not int or not isinstance(found.expected, int):
        return _choice(found, field, data, schema)
    is_newer = data > found.expected
    return Problem(
        path=found.path,
        message=_("The file is of version {theirs} of the schema; here is version {ours}.").format(
            theirs=data, ours=found.expected
        ),
        hint=_("Install a newer version of the program.")
        if is_newer
        else _("See what changes: sane migrate --dry-run"),
        value=str(data),
    )


def _is_slip_of_case(path: Path, data: Any, near: str) -> bool:
    """Tell whether only capitals differ. What decides who may see a case is never mended unasked."""
    delicate = any(part in _DELICATE for part in path)
    return isinstance(data, str) and bool(near) and data.casefold() == near.casefold() and not delicate


def _pattern(found: Violation, field: Field | None, data: Any, _schema: Schema) -> Problem:
    description = _(field.description) if field else ""
    example = _example(field)
    return Problem(
        path=found.path,
        message=_("‘{value}’ does not have the form of ‘{name}’. {description}").format(
            value=_shown(data), name=_name(found, field), description=description
        ),
        hint=_("Write it like {example}").format(example=example) if example else "",
        value=str(data),
    )


def _type(found: Violation, field: Field | None, data: Any, _schema: Schema) -> Problem:
    wanted = " / ".join(dict.fromkeys(_(_TYPES.get(str(name), str(name))) for name in _listed(found.expected)))
    example = _example(field)
    is_number = found.expected == "string" and isinstance(data, int | float) and not isinstance(data, bool)
    hint = _('Put it in quotes: "{value}"').format(value=data) if is_number else ""
    return Problem(
        path=found.path,
        message=_("‘{name}’ must be {wanted}, but is {actual}.").format(
            name=_name(found, field), wanted=wanted, actual=_(_kind(data))
        ),
        hint=hint or (_("Write it like {example}").format(example=example) if example else ""),
        value=str(data) if isinstance(data, str | int | float) else "",
        fix=f'"{data}"' if is_number and field is not None and field.kind == "date" and _is_year(data) else None,
    )


def _length(found: Violation, field: Field | None, data: Any, _schema: Schema) -> Problem:
    count = len(data) if isinstance(data, str | list | dict) else 0
    unit = _("characters") if isinstance(data, str) else _("entries")
    too_long = found.keyword in ("maxLength", "maxItems", "maxProperties")
    text = (
        _("‘{name}’ has {count} {unit}; at most {limit} fit.")
        if too_long
        else _("‘{name}’ has {count} {unit}; at least {limit} are needed.")
    )
    example = _example(field)
    hint = _("Shorten it by {over}.").format(over=count - found.expected) if too_long else _too_short(found, example)
    return Problem(
        path=found.path,
        message=text.format(name=_name(found, field), count=count, unit=unit, limit=found.expected),
        hint=hint,
    )


def _too_short(found: Violation, example: str) -> str:
    if found.keyword == "minItems":
        return _("Add {example}").format(example=example) if example else _("Add one.")
    return _("Write it like {example}").format(example=example) if example else _("Leave the field out.")


def _unique(found: Violation, field: Field | None, data: Any, _schema: Schema) -> Problem:
    at, twice = _repeated(data)
    return Problem(
        path=(*found.path, at) if at else found.path,
        message=_("‘{value}’ stands twice in ‘{name}’.").format(value=twice, name=_name(found, field)),
        hint=_("Remove one of the two."),
        value=twice,
    )


def _branches(found: Violation, schema: Schema, data: Any) -> Problem:
    """Say what is wrong by the likeliest branch: the one that wants this kind of value, and bears this mark."""
    likely = [branch for branch in found.branches if not _of_other_type(branch, found.path)]
    if not likely:
        types = [sub.expected for branch in found.branches for sub in branch if sub.path == found.path]
        return _type(replace(found, expected=types), schema.field_at(found.path), _value(data, found.path), schema)
    marked = _marked(likely, found.path, "const") or _marked(likely, found.path, "enum")
    unmarked = [branch for branch in likely if all(other is not branch for other, _mark in marked)]
    if not unmarked and len({mark.path for _branch, mark in marked}) == 1:
        mark = marked[0][1]
        allowed = [value for _branch, each in marked for value in _listed(each.expected)]
        return problem(replace(mark, keyword="enum", expected=allowed), schema, data)
    candidates = unmarked or likely
    names = dict.fromkeys(sub.about for branch in candidates for sub in branch)
    if len(names) > 1 and all(_only_lacks(branch, found.path) for branch in candidates):
        return Problem(
            path=found.path,
            message=_("One of {names} is missing.").format(names=", ".join(f"‘{name}’" for name in names)),
            hint=_("Add one of them."),
        )
    # the fewest faults, and of these the deepest: there most of the branch was met
    likeliest = min(candidates, key=lambda branch: (len(branch), -max(len(sub.path) for sub in branch)))
    return problem(likeliest[0], schema, data)


def _of_other_type(branch: Branch, path: Path) -> bool:
    return any(sub.keyword == "type" and sub.path == path for sub in branch)


def _marked(branches: Sequence[Branch], path: Path, keyword: str) -> list[tuple[Branch, Violation]]:
    """Return the branches that want another value in the field by which they are told apart, such as ``kind``."""
    return [(branch, sub) for branch in branches for sub in branch if sub.keyword == keyword and sub.path[:-1] == path]


def _only_lacks(branch: Branch, path: Path) -> bool:
    return len(branch) == 1 and branch[0].keyword == "required" and branch[0].path == path


def _listed(expected: Any) -> list[Any]:
    return expected if isinstance(expected, list) else [expected]


def _property_name(found: Violation, field: Field | None, _data: Any, _schema: Schema) -> Problem:
    return Problem(
        path=(*found.path, found.about),
        at_key=True,
        message=_("‘{name}’ cannot be a name in ‘{field}’.").format(name=found.about, field=_name(found, field)),
        hint=_("Write it like {example}").format(example=_example(field)),
        value=found.about,
    )


def _other(found: Violation, field: Field | None, _data: Any, _schema: Schema) -> Problem:
    name = _name(found, field)
    return Problem(
        path=found.path,
        message=_("‘{name}’ breaks the schema ({keyword}).").format(name=name, keyword=found.keyword),
    )


_LISTED = 8
_LONGEST = 80
_DELICATE = frozenset({"sharing", "status", "attribution", "tlp", "repository_tlp", "audience"})
_WRITERS: Mapping[str, Callable[[Violation, Field | None, Any, Schema], Problem]] = {
    "required": _required,
    "additionalProperties": _unexpected,
    "enum": _choice,
    "const": _fixed,
    "pattern": _pattern,
    "type": _type,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
    "minProperties": _length,
    "uniqueItems": _unique,
    "propertyNames": _property_name,
}


def _is_year(data: Any) -> bool:
    return isinstance(data, int) and 1000 <= data <= 9999  # noqa: PLR2004  (four digits)


def _shown(data: Any) -> str:
    return shortened(str(data), _LONGEST)


def _value(data: Any, path: Path) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _name(found: Violation, field: Field | None) -> str:
    names = [part for part in found.path if isinstance(part, str)]
    return names[-1] if names else (field.name if field else _("the file"))


def _example(field: Field | None) -> str:
    example = field.examples[0] if field and field.examples else ""
    if isinstance(example, str):
        return example
    if isinstance(example, list):
        return "[" + ", ".join(str(item) for item in example) + "]" if all(isinstance(i, str) for i in example) else ""
    return "" if isinstance(example, Mapping) else str(example)


def _kind(data: Any) -> str:
    match data:
        case None:
            return N_("empty")
        case bool():
            return N_("true or false")
        case int() | float():
            return N_("a number")
        case str():
            return N_("text")
        case list():
            return N_("a list")
    return N_("a block of named fields")


def _repeated(data: Any) -> tuple[int, str]:
    seen: list[Any] = []
    for at, item in enumerate(data if isinstance(data, list) else ()):
        if item in seen:
            return at, str(item)
        seen.append(item)
    return 0, ""
