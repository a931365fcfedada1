"""The schemas: valid, complete in words, and really the one source of a field."""

import json
from pathlib import Path

import jsonschema
import pytest

from sane_cli.core.schema import Schema
from sane_cli.core.verdict import plain_validator, validator
from sane_cli.store import schemas

NAMES = schemas.NAMES
FOLDER = Path(__file__).parents[2] / "schema"


def load(name):
    return json.loads((FOLDER / f"{name}.schema.json").read_text())


def every_property(schema, sub, path=()):
    """Yield path and resolved definition of every property, nested ones too."""
    for name, below in sub.get("properties", {}).items():
        resolved = schema._resolved(below)
        yield (*path, name), resolved
        yield from every_property(schema, resolved, (*path, name))
        yield from every_property(schema, schema._resolved(resolved.get("items", {})), (*path, name))


@pytest.mark.parametrize("name", NAMES)
def test_is_a_valid_json_schema_2020_12(name):
    raw = load(name)
    assert raw["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(raw)


@pytest.mark.parametrize("name", NAMES)
def test_every_property_has_words_and_hints(name):
    schema = Schema(name, load(name))
    found = list(every_property(schema, schema.raw))
    assert len(found) >= 10
    for path, sub in found:
        assert sub.get("title"), path
        assert sub.get("description"), path
        assert sub.get("examples"), path
        assert sub.get("x-sane"), path


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_valid(name):
    schema = Schema(name, load(name))
    for path, sub in every_property(schema, schema.raw):
        check = jsonschema.Draft202012Validator({**sub, "$defs": schema.raw.get("$defs", {})})
        for example in sub["examples"]:
            assert list(check.iter_errors(example)) == [], path


def test_enum_values_have_labels():
    schema = Schema("case", load("case"))
    for path, sub in every_property(schema, schema.raw):
        choices = sub.get("enum") or sub.get("items", {}).get("enum") or []
        if choices and sub["x-sane"].get("labels_from") is None:
            assert set(sub["x-sane"].get("labels", {})) == set(choices), path


def test_a_new_text_field_needs_no_python():
    raw = load("case")
    raw["properties"]["advice"] = {"title": "Advice", "type": "string"}
    field = Schema("case", raw).by_name["advice"]
    assert (field.kind, field.place, field.group, field.required) == ("text", "body", "", False)


DATA = [
    {},
    {"schema_version": 1, "id": "a", "status": "published"},
    {"schema_version": 2, "id": "A b", "status": "drafft", "foo": 1, "bar": 2},
    {"schema_version": 1, "id": "a", "status": "draft", "countries": ["UG", "UG"], "period": {}, "title": 3},
    {"schema_version": 1, "id": "a", "status": "withdrawn"},
    {"schema_version": 1, "id": "a", "status": "draft", "sharing": {"fields": {"A": "TLP:RED"}, "consent": {}}},
    {"schema_version": 1, "id": "a", "status": "draft", "organisations": [{"attribution": "named"}, 3]},
]


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", NAMES)
def test_both_validators_see_the_same(name, data):
    raw = load(name)
    quick, plain = validator(raw), plain_validator(raw)

    def facts(found):
        return sorted((v.keyword, str(v.path), v.about) for v in found)

    assert facts(quick(data)) == facts(plain(data))


def test_a_repository_schema_wins(tmp_path):
    (tmp_path / "schema").mkdir()
    raw = load("case")
    raw["properties"]["advice"] = {"title": "Advice", "type": "string"}
    (tmp_path / "schema" / "case.schema.json").write_text(json.dumps(raw))
    assert "advice" in schemas.load(tmp_path)["case"].by_name
    assert "advice" not in schemas.load(None)["case"].by_name
