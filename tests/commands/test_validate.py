"""``sane validate`` from outside: exit codes, the JSON of the contract, the place of every broken field."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sane_cli.core.document import Document, Kind
from sane_cli.core.schema import Field
from sane_cli.store import schemas
from sane_cli.store.playbook import Reader
from tests.invented import CASE, COLLECTION, SETTINGS, THREATS, Playbook, Ran, dumped, merged

Sane = Callable[..., Ran]


def test_a_good_playbook_is_good(sane: Sane) -> None:
    ran = sane("validate")
    assert (ran.code, ran.out) == (0, "")
    assert re.search(r"5 files checked: 0 errors, 0 warnings, 0 notes \([0-9.]+ s\)", ran.err)


def test_a_good_case_is_read_once_however_many_collections_name_it(
    sane: Sane, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        playbook.write(f"playbook/collections/{name}.yaml", {**COLLECTION, "id": name, "cases": ["sample", "other"]})
    playbook.case("other", title="Another invented title", summary=None, status="draft")
    read: list[str] = []

    def counted(reader: Reader, kind: Kind, path: str) -> Document:
        read.append(path)
        return really(reader, kind, path)

    really = Reader.read
    monkeypatch.setattr(Reader, "read", counted)
    ran = sane("validate", "--no-cache", "--select", "collection-exportable", "--format", "json")
    told = [each["path"].rsplit("/", 1)[-1] for each in ran.json["findings"] if "‘other’" in each["message"]]
    assert told == ["one.yaml", "three.yaml", "two.yaml"]
    assert read.count("playbook/cases/sample.yaml") == 1


def test_json_has_the_shape_of_the_contract(sane: Sane, playbook: Playbook) -> None:
    playbook.case(threats=["invented-lav"])
    ran = sane("validate", "--format", "json", "--ignore", "term-unused")
    assert ran.code == 1
    assert ran.json == {
        "format": 1,
        "summary": {"files": 5, "errors": 1, "warnings": 0, "notes": 0},
        "findings": [
            {
                "rule": "term-known",
                "severity": "error",
                "path": "playbook/cases/sample.yaml",
                "line": 20,
                "column": 3,
                "pointer": "/threats/0",
                "message": "‘invented-lav’ is not a known threat.",
                "hint": "Did you mean invented-law?",
            }
        ],
    }


def test_works_from_a_sub_folder(sane: Sane, playbook: Playbook) -> None:
    playbook.case(status="drafft")
    ran = sane("validate", "--format", "json", cwd=playbook.root / "playbook" / "cases")
    assert ran.code == 1
    assert ran.json["findings"][0]["path"] == "playbook/cases/sample.yaml"


def test_outside_a_playbook_is_wrong_usage(sane: Sane, tmp_path: Any) -> None:
    ran = sane("validate", cwd=tmp_path)
    assert ran.code == 2
    assert "sane init" in ran.err


def test_one_broken_file_never_hides_another(sane: Sane, playbook: Playbook) -> None:
    playbook.write("playbook/cases/a.yaml", "a: [1\n")
    playbook.write("playbook/cases/b.yaml", b"\xff\xfe")
    playbook.write("playbook/cases/c.yaml", "- a list\n")
    playbook.write("playbook/cases/d.yaml", "")
    playbook.case("sample", status="drafft", threats=["nope-nope"])
    ran = sane("validate", "--format", "json")
    assert ran.code == 1
    found = [(each["path"].rsplit("/", 1)[-1], each["rule"]) for each in ran.json["findings"]]
    assert [each for each in found if each[0] < "e"] == [
        ("a.yaml", "yaml"),
        ("b.yaml", "yaml"),
        ("c.yaml", "yaml"),
        ("d.yaml", "yaml"),
    ]
    assert {each[1] for each in found if each[0] == "sample.yaml"} == {"schema-valid", "term-known"}


def test_a_broken_case_is_reported_once(sane: Sane, playbook: Playbook) -> None:
    playbook.write("playbook/cases/sample.yaml", "a: [1\n")
    ran = sane("validate", "--format", "json", "--ignore", "term-unused")
    assert [each["rule"] for each in ran.json["findings"]] == ["yaml"]


def test_a_broken_marker_is_a_finding_here_and_stops_a_list(sane: Sane, playbook: Playbook) -> None:
    playbook.write("playbook/playbook.yaml", "title: a: b\n")
    playbook.case(threats=["nope-nope"])
    ran = sane("validate", "--format", "json")
    assert ran.code == 1
    assert {each["path"] for each in ran.json["findings"]} == {
        "playbook/cases/sample.yaml",
        "playbook/playbook.yaml",
        "playbook/vocabulary/threats.yaml",
    }
    assert sane("list").code == 4


def test_a_broken_schema_stops_the_check(sane: Sane, playbook: Playbook) -> None:
    playbook.write("schema/case.schema.json", "{")
    ran = sane("validate")
    assert ran.code == 4
    assert "schema/case.schema.json" in ran.err


def test_own_schema_wins_over_the_packaged_one(sane: Sane, playbook: Playbook) -> None:
    raw = dict(schemas.load(None)["case"].raw)
    raw["properties"] = {**raw["properties"], "budget_line": {"type": "string", "title": "Budget line"}}
    import json

    playbook.case(budget_line="7")
    assert sane("validate").code == 1
    playbook.write("schema/case.schema.json", json.dumps(raw))
    assert sane("validate").code == 0


def test_paths_narrow_what_is_reported(sane: Sane, playbook: Playbook) -> None:
    playbook.case("other", status="drafft")
    assert sane("validate", "playbook/cases/sample.yaml").code == 0
    assert sane("validate", "playbook/cases").code == 1
    assert sane("validate", "other.yaml", cwd=playbook.root / "playbook" / "cases").code == 1
    assert sane("validate", "nowhere").code == 2


def test_unknown_format_is_wrong_usage(sane: Sane) -> None:
    ran = sane("validate", "--format", "csv")
    assert ran.code == 2
    assert "text" in ran.err


def test_output_goes_to_a_file_as_well(sane: Sane, playbook: Playbook) -> None:
    playbook.case(status="drafft")
    target = playbook.root / "found.json"
    ran = sane("validate", "--format", "json", "--output", str(target))
    assert target.read_text() == ran.out


def test_annotations_join_the_text_in_github_actions(
    sane: Sane, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    playbook.case(status="drafft")
    assert "::error" not in sane("validate").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    out = sane("validate").out
    assert "\n::error file=playbook/cases/sample.yaml,line=" in out
    begins = re.match(r"::stop-commands::([0-9a-f]{32})\n", out)
    assert begins is not None
    assert out.index("drafft") < out.index(f"\n::{begins.group(1)}::\n") < out.index("\n::error")
    assert "::error" not in sane("validate", "--format", "json").out


def test_the_step_summary_holds_everything_in_a_fence_nobody_breaks(
    sane: Sane, playbook: Playbook, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert sane("validate").code == 0
    assert not (tmp_path / "summary.md").exists()
    playbook.case(status="````")
    sane("validate")
    lines = (tmp_path / "summary.md").read_text().split("\n")
    assert lines[0] == "`````text"
    assert lines[-2] == "`````"
    assert lines.count("`````") == 1


# --- breaking any one field ------------------------------------------------------------------------------------------

_BROKEN = "BR0KEN"


def _whole(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Make a value for every field, items and parts included, from the schema's own examples."""
    whole: dict[str, Any] = {}
    for field in fields:
        if field.fields and field.raw.get("type") == "array":
            whole[field.name] = [_whole(field.fields)]
        elif field.fields:
            whole[field.name] = _whole(field.fields)
        else:
            whole[field.name] = field.examples[0] if field.examples else "TLP:AMBER"
    return whole


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if path:
        yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from _places(part, (*path, key))


def _broken(whole: Any, path: tuple[str | int, ...]) -> Any:
    """Copy ``whole`` with the mark of brokenness at ``path``."""
    if not path:
        return _BROKEN
    if isinstance(whole, dict):
        return {key: _broken(part, path[1:]) if key == path[0] else part for key, part in whole.items()}
    return [_broken(part, path[1:]) if at == path[0] else part for at, part in enumerate(whole)]


_FOLDERS = {
    "case": ("playbook/cases/{}.yaml", CASE),
    "collection": ("playbook/collections/{}.yaml", COLLECTION),
    "playbook": ("playbook/playbook.yaml", SETTINGS),
    "vocabulary": ("playbook/vocabulary/threats.yaml", THREATS),
}


@pytest.mark.parametrize("kind", _FOLDERS)
def test_breaking_any_one_field_is_found_at_its_place(kind: str, sane: Sane, playbook: Playbook) -> None:
    """Every property of every schema, items included, gets a value of a wrong kind; line and column must be its own."""
    pattern, base = _FOLDERS[kind]
    whole = merged(_whole(schemas.load(None)[kind].fields), base)
    wrong = []
    for name, (path, value) in enumerate(_places(whole)):
        single = not isinstance(value, dict | list)
        text = dumped(_broken(whole, path)).replace(_BROKEN, "{wrong: thing}" if single else "wrong-thing")
        mark = "{wrong: thing}" if single else "wrong-thing"
        line = next(at for at, each in enumerate(text.split("\n"), 1) if mark in each)
        column = text.split("\n")[line - 1].index(mark) + 1
        at = pattern.format(f"broken-{name}")
        written = playbook.write(at, text)
        ran = sane("validate", "--format", "json", at, "--select", "schema-valid")
        places = {(each["line"], each["column"]) for each in ran.json["findings"]}
        if ran.code != 1 or (line, column) not in places:
            wrong.append((path, (line, column), places))
        if "{}" in pattern:
            written.unlink()
    assert wrong == []


def test_an_unreadable_file_is_a_finding(sane: Sane, playbook: Playbook) -> None:
    closed = playbook.case("closed")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    ran = sane("validate", "--format", "json")
    assert [each["rule"] for each in ran.json["findings"]] == ["file"]


def test_a_country_nearby_is_named(sane, playbook):
    playbook.case(countries=["UGA"])
    found = sane("validate", "--format", "json", "--select", "schema").json["findings"]
    assert "(" in found[0]["hint"], found[0]["hint"]
