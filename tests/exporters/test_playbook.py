"""The public edition of a private working repository."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sane_cli.core.tlp import Tlp
from sane_cli.store import export_folder, yaml_read
from tests.invented import CASE, SETTINGS, Playbook, Ran
from tests.safety import harness
from tests.safety.canaries import plant

Sane = Callable[..., Ran]


def exported(root: Path, target: Path, audience: str = "clear") -> harness.Run:
    return harness.sane(root, "export", "--format", "playbook", "-o", str(target), "--audience", audience)


def cases(root: Path, audience: str) -> list[dict]:
    # read what a reader of that audience gets, and leave out how the edition itself labels it
    done = harness.sane(root, "export", "--format", "json", "--audience", audience)
    assert done.code == 0, done.err
    told = json.loads(next(data for name, data in done.files.items() if name.endswith(".json")))["cases"]
    return [{name: part for name, part in case.items() if name != "sharing"} for case in told]


def test_the_edition_of_the_real_playbook_is_valid_and_says_the_same(tmp_path: Path):
    root = Path(__file__).resolve().parents[2]
    source, target = tmp_path / "source", tmp_path / "edition"
    for folder in ("playbook", "schema"):
        shutil.copytree(root / folder, source / folder)
    assert exported(source, target).code == 0
    checked = harness.sane(target, "validate", "--format", "json")
    assert checked.code == 0, checked.out
    assert json.loads(checked.out)["summary"]["errors"] == 0
    assert cases(target, "clear") == cases(source, "clear")
    again = tmp_path / "again"
    assert exported(target, again).code == 0
    for at in sorted(p for p in target.rglob("*.yaml")):
        assert at.read_bytes() == (again / at.relative_to(target)).read_bytes(), at


@pytest.mark.parametrize("audience", [label.audience for label in Tlp])
def test_an_edition_of_planted_cases_is_valid_and_opens_to_nobody_else(tmp_path: Path, audience: str):
    source, target = tmp_path / "source", tmp_path / "edition"
    plant(source, 3)
    done = exported(source, target, audience)
    assert done.code == 0, done.err
    checked = harness.sane(target, "validate", "--select", "schema", "--select", "reference", "--select", "yaml")
    assert checked.code == 0, checked.out
    settings = yaml_read.parse((target / "playbook/playbook.yaml").read_bytes())
    assert settings["repository_tlp"] == f"TLP:{audience.upper()}"
    assert not (target / "playbook/.drafts").exists()
    assert not list(target.rglob("*.fr.yaml"))
    if audience != "clear":
        # what was closed to CLEAR readers stays closed to them although its own labels are gone
        assert harness.sane(target, "export", "--format", "json", "--audience", "clear").code == 5


def test_a_network_field_that_is_closed_is_not_even_named(tmp_path: Path):
    source = tmp_path / "source"
    plant(source, 3)
    for audience, there in (("clear", False), ("amber", True)):
        target = tmp_path / audience
        assert exported(source, target, audience).code == 0
        assert ("desk_remark" in (target / "schema/case.schema.json").read_text()) is there
        assert '"notes"' not in (target / "schema/case.schema.json").read_text()


def test_a_withdrawn_case_leaves_the_folder(playbook: Playbook, sane: Sane, tmp_path: Path):
    target = tmp_path / "edition"
    playbook.case("other")
    playbook.write(
        "playbook/collections/invented.yaml", {"schema_version": 1, "id": "invented", "title": "All", "query": {}}
    )
    assert sane("export", "--format", "playbook", "-o", str(target)).code == 0
    (target / "KEEP.md").write_text("mine")
    assert (target / "playbook/cases/other.yaml").exists()
    assert sane("withdraw", "other", "--reason", "risk-changed", "--yes").code == 0
    assert sane("export", "--format", "playbook", "-o", str(target)).code == 0
    assert not (target / "playbook/cases/other.yaml").exists()
    assert (target / "playbook/cases/sample.yaml").exists()
    assert (target / "KEEP.md").read_text() == "mine"
    assert b"other" not in b"".join(at.read_bytes() for at in target.rglob("*.yaml"))


def test_it_never_writes_over_a_playbook_that_people_work_in(playbook: Playbook, sane: Sane, tmp_path: Path):
    before = (playbook.root / "playbook/cases/sample.yaml").read_bytes()
    foreign = tmp_path / "foreign" / "playbook"
    foreign.mkdir(parents=True)
    (foreign / "playbook.yaml").write_text("title: theirs")
    for target in (playbook.root, playbook.root / "playbook", playbook.root.parent, foreign.parent):
        done = sane("export", "--format", "playbook", "-o", str(target))
        assert done.code == 2, target
    assert (playbook.root / "playbook/cases/sample.yaml").read_bytes() == before
    assert (foreign / "playbook.yaml").read_text() == "title: theirs"


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", ".git/config", "a/../../outside", "link/x"])
def test_a_list_that_lies_removes_nothing_outside(tmp_path: Path, name: str):
    target = tmp_path / "edition"
    (target / ".git").mkdir(parents=True)
    (target / ".git/config").write_text("x")
    (tmp_path / "outside").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/x").write_text("x")
    (target / "link").symlink_to(tmp_path / "elsewhere")
    (target / export_folder.LIST).write_text(json.dumps({"files": [name, 3]}))
    export_folder.write(target, {"a.txt": b"a"})
    assert (target / "a.txt").exists()
    assert all(at.exists() for at in (target / ".git/config", tmp_path / "outside", tmp_path / "elsewhere/x"))


def test_organisations_keep_how_they_may_be_shown(playbook: Playbook, sane: Sane, tmp_path: Path):
    playbook.write("playbook/playbook.yaml", {**SETTINGS, "repository_tlp": "TLP:RED"})
    playbook.case(
        sharing={**CASE["sharing"], "attribution": "named"},
        organisations=[
            {"name": "Invented Harbour", "kind": "trust"},
            {"name": "Invented Shore", "kind": "union", "attribution": "described"},
            {"name": "Invented Cliff", "kind": "league", "attribution": "withheld"},
        ],
    )
    assert sane("export", "--format", "playbook", "-o", str(tmp_path / "e")).code == 0
    data = yaml_read.parse((tmp_path / "e/playbook/cases/sample.yaml").read_bytes())
    assert data["organisations"] == [
        {"name": "Invented Harbour", "kind": "trust", "attribution": "named"},
        {"kind": "union", "attribution": "described"},
    ]
