"""``sane migrate``, proven with steps between versions that are invented here and exist nowhere else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import sane_cli.migrations
from sane_cli.store import starter
from tests.invented import CASE, Playbook, dumped

# an invented step: «lead» becomes «summary», «mood» goes, everything gets a scope
STEP = """
from sane_cli.core.document import Kind
from sane_cli.core.migration import GONE, Step

def change(data):
    return {("summary",): data["lead"], ("lead",): GONE, ("mood",): GONE, ("scope",): "regional"}

PLUGIN = Step(kind=Kind.CASE, before=0, after=1, change=change)
"""
OLD = """\
# a comment at the top
schema_version: 0   # and one beside
id: sample
title: 'A title   in single quotes'
lead: An invented alliance answered.
mood: hopeful # gone with its line
period: {from: "2021", to: "2022"}   # as the author likes it

context: |
    Four spaces,
    and a last line.
status: draft
"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of steps beside the program's own."""
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "case_0_to_1.py").write_text(STEP)
    monkeypatch.setattr(sane_cli.migrations, "__path__", [*sane_cli.migrations.__path__, str(folder)])
    yield folder
    for name in [name for name in sys.modules if name.startswith("sane_cli.migrations.")]:
        del sys.modules[name]


@pytest.fixture
def old(playbook: Playbook) -> Playbook:
    """A playbook in git with one case of an old version."""
    playbook.write("playbook/cases/sample.yaml", OLD)
    playbook.write(".gitignore", ".sane/\n")
    playbook.git("init", "-q", "-b", "main")
    playbook.git("add", "-A")
    playbook.git("commit", "-q", "-m", "invented")
    return playbook


def text(playbook: Playbook, name: str = "sample") -> str:
    return (playbook.root / f"playbook/cases/{name}.yaml").read_text()


def test_nothing_to_do(sane):
    ran = sane("migrate")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing to do" in ran.err


def test_a_step_changes_what_it_says_and_no_other_byte(sane, old, steps):
    ran = sane("migrate", "--yes")
    assert ran.code == 0, ran.err
    wanted = OLD.replace("schema_version: 0", "schema_version: 1").replace("lead: An invented alliance answered.\n", "")
    wanted = wanted.replace("mood: hopeful # gone with its line\n", "")
    lines = text(old).splitlines()
    assert [line for line in lines if not line.startswith(("summary:", "scope:"))] == wanted.splitlines()
    assert "summary: An invented alliance answered." in lines
    assert "-lead: An invented alliance answered." in ran.out
    assert sane("validate", "--select", "schema").code == 0
    again = sane("migrate", "--yes")
    assert (again.code, again.out) == (0, "")
    assert text(old).splitlines() == lines


def test_git_takes_it_back(sane, old, steps):
    assert sane("migrate", "--yes").code == 0
    old.git("restore", "playbook")
    assert text(old) == OLD


def test_a_dry_run_shows_and_writes_nothing(sane, old, steps):
    ran = sane("migrate", "--dry-run")
    assert ran.code == 0
    assert "+schema_version: 1" in ran.out
    assert text(old) == OLD


def test_nobody_agrees_where_nobody_is(sane, old, steps):
    assert sane("migrate").code == 2
    assert text(old) == OLD


def test_what_git_could_not_take_back_is_refused(sane, old, steps):
    old.case("other", status="draft")
    refused = sane("migrate", "--yes")
    assert refused.code == 5
    assert "--allow-dirty" in refused.err
    assert text(old) == OLD
    assert sane("migrate", "--yes", "--allow-dirty").code == 0
    assert text(old) != OLD


def test_outside_git_it_is_refused_too(sane, playbook, steps):
    playbook.write("playbook/cases/sample.yaml", OLD)
    assert sane("migrate", "--yes").code == 5


def test_all_files_or_none(sane, old, steps):
    # the second file lacks what the step moves, so neither is written
    old.write("playbook/cases/zz-odd.yaml", "schema_version: 0\nid: zz-odd\nstatus: draft\n")
    old.git("add", "-A")
    old.git("commit", "-q", "-m", "odd")
    ran = sane("migrate", "--yes")
    assert ran.code == 1
    assert "playbook/cases/zz-odd.yaml" in ran.err
    assert text(old) == OLD


def test_two_steps_in_a_row(sane, old, steps):
    second = STEP.replace("before=0, after=1", "before=1, after=2")
    body = 'return {("difficulties",): data["context"]}'
    (steps / "case_1_to_2.py").write_text(second.replace(STEP[STEP.index("return") : STEP.index("\n\nPLUGIN")], body))
    schema = json.loads(starter.contents("x")["schema/case.schema.json"])
    schema["properties"]["schema_version"]["const"] = 2
    old.write("schema/case.schema.json", json.dumps(schema))
    old.git("add", "-A")
    old.git("commit", "-q", "-m", "a schema of the next version")
    assert sane("migrate", "--yes").code == 0
    assert "schema_version: 2" in text(old)
    assert "difficulties: |" in text(old)


def test_no_way_from_here_to_there(sane, old):
    ran = sane("migrate", "--yes")
    assert ran.code == 4
    assert "playbook/cases/sample.yaml" in ran.err


def test_a_newer_file_is_left_alone_and_named(sane, playbook):
    newer = dumped({**CASE, "schema_version": 2})
    playbook.write("playbook/cases/sample.yaml", newer)
    ran = sane("migrate", "--yes")
    assert ran.code == 1
    assert "playbook/cases/sample.yaml" in ran.err
    assert "newer version of the program" in ran.err
    assert text(playbook) == newer
    found = sane("validate", "--format", "json", "--select", "schema").json["findings"]
    assert "version 2" in found[0]["message"]
    assert "newer version of the program" in found[0]["hint"]


def test_an_old_file_is_a_finding_with_the_way_out(sane, old):
    found = sane("validate", "--format", "json", "--select", "schema").json["findings"]
    assert any("sane migrate" in each["hint"] for each in found)
