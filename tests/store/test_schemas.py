"""A schema is asked for its validity when it is to give a verdict, not when a list needs its fields."""

from __future__ import annotations

import json

import pytest

from sane_cli.core.error import BrokenPlaybookError
from sane_cli.store import schemas
from tests import desk


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"properties": []}', '{"properties": {"a": 1}}', pytest.param("[" * 100000, id="deep")],
)
def test_what_has_no_fields_is_no_schema(tmp_path, text):
    desk.write(tmp_path / "schema" / "case.schema.json", text.encode())
    with pytest.raises(BrokenPlaybookError) as refused:
        schemas.load(tmp_path)
    assert refused.value.where == "schema/case.schema.json"


def test_an_invalid_schema_gives_no_verdict(tmp_path):
    raw = {"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"id": {"minLength": "two"}}}
    desk.write(tmp_path / "schema" / "case.schema.json", json.dumps(raw).encode())
    schema = schemas.load(tmp_path)["case"]
    with pytest.raises(BrokenPlaybookError):
        list(schema.violations({}))
