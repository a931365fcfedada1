"""Check one answer as ``sane validate`` would: the same schema, the same words, one field."""

from __future__ import annotations

from typing import Any

from sane_cli.core import breach, edtf
from sane_cli.core.document import Path
from sane_cli.core.nearest import nearest
from sane_cli.core.question import Choice
from sane_cli.core.schema import Field, Schema
from sane_cli.core.words import _

_BARE = {"schema_version": 1, "id": "x", "status": "draft"}


def flaw(schema: Schema, path: Path, value: Any) -> str:
    """Return what is wrong with ``value`` at ``path`` in plain words, or an empty text.

    The rest of the case plays no part: the value stands alone in the smallest possible document.
    """
    alone = tuple(0 if isinstance(part, int) else part for part in path)
    document = {**_BARE, **_nested(alone, value)}
    for found in schema.violations(document):
        if found.path[: len(alone)] == alone:
            problem = breach.problem(found, schema, document)
            return f"{problem.message} {problem.hint}".strip()
    return ""


def outside(value: Any, field: Field, choices: tuple[Choice, ...]) -> str:
    """Return a complaint when ``value`` is not among the terms or cases that may be chosen, or an empty text."""
    if not choices or not (field.vocabulary or field.kind == "case"):
        return ""
    known = {choice.value for choice in choices}
    for word in value if isinstance(value, list) else [value]:
        if word not in known:
            near = nearest(str(word), sorted(known))
            hint = _("Did you mean {near}?").format(near=near) if near else ""
            return f"{_('‘{value}’ is not one of the choices.').format(value=word)} {hint}".strip()
    return ""


def impossible_day(value: Any, field: Field) -> str:
    """Return a complaint when a date has the right form but is no day of the calendar, or an empty text."""
    if field.kind != "date" or not isinstance(value, str) or edtf.parse(value) is not None:
        return ""
    return _("‘{value}’ is not a day of the calendar.").format(value=value)


def _nested(path: Path, value: Any) -> dict[str, Any]:
    """Wrap ``value`` so that ``path`` leads to it; every index is 0."""
    for part in reversed(path):
        value = [value] if isinstance(part, int) else {part: value}
    return value if isinstance(value, dict) else {}
