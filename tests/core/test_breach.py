"""Where a value may have several forms, the finding speaks of the one that was most likely meant, and only once."""

from __future__ import annotations

from typing import Any

import pytest

from sane_cli.core import breach
from sane_cli.core.rule import Problem
from sane_cli.core.schema import Schema
from sane_cli.core.verdict import plain_validator

NAMED = {
    "type": "object",
    "required": ["name", "phone"],
    "properties": {"name": {"type": "string"}, "phone": {"type": "string", "pattern": "^[0-9]+$"}},
    "additionalProperties": False,
}
KIND_A = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "a"}, "size": {"type": "integer"}}}
KIND_B = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"const": "b"}, "colour": {"enum": ["red", "green"]}},
}
LISTED = {"type": "array", "items": {"type": "string"}}
RAW: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "contact": {
            "anyOf": [{"type": "string", "minLength": 3}, NAMED, {"type": "array", "items": {"type": "string"}}]
        },
        "what": {"oneOf": [KIND_A, KIND_B]},
        "way": {"type": "object", "anyOf": [{"required": ["path"]}, {"required": ["case"]}]},
    },
}
SCHEMA = Schema("invented", RAW)


def only(data: Any) -> Problem:
    (found,) = SCHEMA.violations(data)
    (other,) = plain_validator(RAW)(data)
    assert breach.problem(other, SCHEMA, data) == breach.problem(found, SCHEMA, data)
    return breach.problem(found, SCHEMA, data)


@pytest.mark.parametrize(
    ("data", "path", "message", "hint"),
    [
        ({"contact": 5}, ("contact",), "must be text / a block of named fields / a list, but is a number", ""),
        ({"contact": "x"}, ("contact",), "has 1 characters; at least 3", ""),
        ({"contact": {"name": "x"}}, ("contact",), "‘phone’ is missing", "Add ‘phone:’"),
        ({"contact": {"name": "x", "phone": "y"}}, ("contact", "phone"), "‘y’ does not have the form of ‘phone’", ""),
        ({"contact": {"name": "x", "phone": "1", "fax": "2"}}, ("contact", "fax"), "‘fax’ is not a field here", ""),
        ({"contact": ["a", 3]}, ("contact", 1), "must be text, but is a number", 'Put it in quotes: "3"'),
        (
            {"what": {"kind": "b", "colour": "grene"}},
            ("what", "colour"),
            "‘grene’ is not one of",
            "Did you mean green?",
        ),
        ({"what": {"kind": "a", "size": "x"}}, ("what", "size"), "must be a whole number, but is text", ""),
        ({"what": {"kind": "c"}}, ("what", "kind"), "‘c’ is not one of the values of ‘kind’", "Use one of: a, b"),
        ({"what": {}}, ("what",), "‘kind’ is missing", ""),
        ({"way": {}}, ("way",), "One of ‘path’, ‘case’ is missing", "Add one of them."),
    ],
)
def test_the_likeliest_branch_speaks(data: Any, path: tuple[str | int, ...], message: str, hint: str) -> None:
    said = only(data)
    assert said.path == path
    assert message in said.message
    assert hint in said.hint
    assert "empty" not in said.message
