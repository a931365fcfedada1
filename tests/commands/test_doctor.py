"""``sane doctor`` on machines and repositories that lack something."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing

import pytest

from sane_cli.core import health
from sane_cli.exporters import _engine
from tests import desk


@pytest.fixture
def state(sane):
    """Run the doctor and return the state of one check with what to type."""

    def state(check, code=0):
        ran = sane("doctor", "--format", "json")
        assert ran.code == code, ran.out
        assert ran.json["format"] == 1
        (found,) = [each for each in ran.json["checks"] if each["id"] == check]
        return found["state"], found["todo"]

    return state


@pytest.fixture
def repository(playbook):
    playbook.write(".gitignore", "playbook/.drafts/\n.sane/\n")
    playbook.write(".github/workflows/x.yml", "on: push\njobs: {x: {steps: [{run: sane validate}]}}\n")
    playbook.git("init", "-q", "-b", "main")
    playbook.git("add", "-A")
    playbook.git("commit", "-q", "-m", "invented")
    return playbook


def test_all_is_well(sane, repository):
    ran = sane("doctor")
    assert ran.code == 0
    assert "✗" not in ran.out
    for line in ran.out.splitlines():
        assert line.startswith(("✓ good", "! look at this", "  ")), line
    assert "Nothing is broken." in ran.err


def test_marks_have_words_beside_them(sane, repository):
    (repository.root / "playbook/playbook.yaml").write_text("title: [")
    ran = sane("doctor")
    assert ran.code == 1
    assert "✗ broken" in ran.out
    assert "→" in ran.out


def test_a_terminal_that_knows_no_such_letters(tmp_path):
    root = desk.build(tmp_path / "net")
    ran = desk.piped(root, "doctor", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ran.code == 0
    assert "LANG=C.UTF-8" in ran.out


def test_outside_a_playbook_the_machine_is_looked_at(sane, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = sane("doctor", cwd=tmp_path / "empty")
    assert ran.code == 0
    assert "PDF engine" in ran.out
    assert "sane init DIR" in ran.err
    assert sane("doctor", "--root", str(tmp_path / "empty")).code == 2


def test_no_pango(state, repository, monkeypatch):
    def broken():
        print("----- WeasyPrint could not import some external libraries")
        raise OSError("cannot load library 'libpango-1.0-0'")

    class Finder:
        def find_spec(self, name, *_rest):
            return broken() if name == "weasyprint" else None

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    found, todo = state("pdf-engine", code=1)
    assert found == "bad"
    assert "apt-get install" in todo
    assert "libpango" in todo
    assert todo.endswith(_engine._APT)


def test_no_git(state, repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert state("git")[0] == "look"
    assert state("history")[0] == "look"


def test_drafts_in_git(state, repository):
    assert state("ignored")[0] == "good"
    (repository.root / ".gitignore").unlink()
    assert state("ignored")[0] == "look"
    repository.write("playbook/.drafts/x.yaml", "format: 1\n")
    repository.git("add", "-f", "playbook/.drafts/x.yaml")
    found, todo = state("ignored", code=1)
    assert (found, "git rm" in todo) == ("bad", True)


def test_a_damaged_index(state, repository):
    repository.write(".sane/index.sqlite", b"no database at all" * 100)
    found, todo = state("index")
    assert (found, todo) == ("look", "rm .sane/index.sqlite")


def test_an_index_below_an_odd_name(sane, tmp_path):
    root = desk.build(tmp_path / "a #1 50% ?x")
    (root / ".sane").mkdir()
    with closing(sqlite3.connect(root / ".sane/index.sqlite")) as database:
        database.execute("CREATE TABLE invented (words TEXT)")
    ran = sane("doctor", "--format", "json", cwd=root)
    assert [each["state"] for each in ran.json["checks"] if each["id"] == "index"] == ["good"]


def test_a_changed_ledger(state, repository):
    repository.write("exports/ledger.jsonl", '{"previous": "1"}\n')
    assert state("ledger", code=1) == ("bad", "sane ledger verify")


def test_a_collection_that_is_not_there(state, repository):
    (repository.root / "playbook/collections/invented.yaml").unlink()
    assert state("collection", code=1)[0] == "bad"


def test_an_older_schema_and_one_that_lacks_a_field(state, repository):
    from sane_cli.store import starter

    ours = json.loads(starter.contents("x")["schema/case.schema.json"])
    del ours["properties"]["mode"]
    repository.write("schema/case.schema.json", json.dumps(ours))
    assert state("schema")[0] == "look"
    ours["properties"]["schema_version"]["const"] = 0
    repository.write("schema/case.schema.json", json.dumps(ours))
    found, todo = state("schema", code=1)
    assert (found, "sane migrate" in todo) == ("look", True)
    assert state("versions", code=1)[0] == "bad"


def test_no_workflow(state, repository):
    assert state("workflows")[0] == "good"
    (repository.root / ".github/workflows/x.yml").unlink()
    assert state("workflows")[0] == "look"


def test_unfinished_interviews_are_counted_not_named(sane, repository):
    repository.write("playbook/.drafts/secret-name-abc123.yaml", "format: 1\nanswers: {title: Secret}\n")
    ran = sane("doctor")
    assert "1 unfinished interview" in ran.out
    assert "sane new --resume" in ran.out
    assert "ecret" not in ran.out + ran.err


def test_the_example_is_still_there(sane, tmp_path):
    assert sane("init", str(tmp_path / "new")).code == 0
    ran = sane("doctor", cwd=tmp_path / "new")
    assert 'rm "playbook/cases/example-delete-me.yaml"' in ran.out


def test_a_look_that_faints_is_a_finding():
    def faint(_where):
        raise RuntimeError("with something secret")

    (line,) = health.examine([health.Check("x", "X", faint)], None)
    assert line.found.state is health.State.BAD
    assert "secret" not in line.found.told
