"""``sane init``: what it asks, what it makes, and that what it makes runs by itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from sane_cli import __version__
from sane_cli.app import run
from sane_cli.commands import _interview as making
from sane_cli.core import registry
from sane_cli.core.example_case import ID
from sane_cli.core.tlp import Tlp
from tests import desk

ROOT = Path(__file__).parents[2]
LABELS = [label.value for label in Tlp]


@pytest.fixture
def made(sane, tmp_path):
    """Make a playbook and return its folder."""

    def made(*words, name="net"):
        folder = tmp_path / name
        ran = sane("init", str(folder), *words, cwd=tmp_path)
        assert ran.code == 0, ran.err
        assert ran.out == f"{folder}\n"
        return folder

    return made


def settings(folder):
    return yaml.safe_load((folder / "playbook/playbook.yaml").read_text())


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nobody_is_asked_where_nobody_is(sane, made):
    folder = made()
    assert settings(folder)["title"] == "Solidarity Playbook"
    assert settings(folder)["repository_tlp"] == "TLP:RED"
    ran = sane("validate", "--strict", "--format", "json", cwd=folder)
    assert ran.code == 0
    assert {each["rule"] for each in ran.json["findings"]} <= {"term-unused"}
    assert sane("doctor", cwd=folder).code == 0


def test_every_question_has_an_option(made):
    folder = made(
        "--title", 'Réseau: "Sud" #1', "--publisher", "Nobody & sons", "--language", "fr", "--language", "en",
        "--repository-tlp", "TLP:GREEN", "--contact", "https://example.org/contact",
    )  # fmt: skip
    found = settings(folder)
    assert found["title"] == 'Réseau: "Sud" #1'
    assert found["publisher"] == "Nobody & sons"
    assert found["languages"] == ["fr", "en"]
    assert found["repository_tlp"] == "TLP:GREEN"
    assert found["contact"] == "https://example.org/contact"
    config = yaml.safe_load((folder / ".github/ISSUE_TEMPLATE/config.yml").read_text())
    assert config["contact_links"][0]["url"] == "https://example.org/contact"


@pytest.mark.parametrize(
    ("words", "option"),
    [(("--repository-tlp", "TLP:PINK"), "--repository-tlp"), (("--language", "English"), "--language")],
)
def test_what_cannot_be_taken_is_refused_before_anything_is_made(sane, tmp_path, words, option):
    ran = sane("init", str(tmp_path / "net"), *words)
    assert ran.code == 2
    assert option in ran.err
    assert not (tmp_path / "net").exists()


def test_what_stands_there_is_kept_and_named(sane, tmp_path):
    folder = tmp_path / "old"
    (folder / ".github").mkdir(parents=True)
    (folder / "README.md").write_text("Mine.\n")
    (folder / ".gitignore").symlink_to("elsewhere")
    ran = sane("init", str(folder))
    assert ran.code == 0
    assert "README.md" in ran.err
    assert ".gitignore" in ran.err
    assert (folder / "README.md").read_text() == "Mine.\n"
    assert not (folder / "elsewhere").exists()
    before = everything(folder)
    again = sane("init", str(folder))
    assert again.code == 2
    assert everything(folder) == before


@pytest.fixture
def press(monkeypatch, capsys):
    """Run the command with keys."""
    monkeypatch.setattr(making, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("SANE_PROMPTS", raising=False)

    def press(keys, *words):
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys)
            code = run(["init", *words])
        return code, *capsys.readouterr()

    return press


ENTER, CLEAR, STOP, UP = "\r", "\x15", "\x03", "\x1b[A"


def test_questions_on_a_terminal(press, tmp_path):
    folder = tmp_path / "asked"
    keys = CLEAR + "A network" + ENTER + "Nobody" + ENTER + CLEAR + "es; en" + ENTER + ENTER + ENTER
    code, out, err = press(keys, str(folder))
    assert (code, out) == (0, f"{folder}\n"), err
    found = settings(folder)
    assert (found["title"], found["publisher"], found["languages"]) == ("A network", "Nobody", ["es", "en"])
    assert "contact" not in found
    assert found["repository_tlp"] == "TLP:RED"


def test_what_was_given_is_not_asked(press, tmp_path):
    folder = tmp_path / "asked"
    words = ("--title", "T", "--publisher", "P", "--language", "en", "--contact", "c@example.org")
    code, _out, err = press(UP * 4 + ENTER, str(folder), *words)
    assert code == 0, err
    assert settings(folder)["repository_tlp"] == "TLP:CLEAR"


def test_stopping_makes_nothing(press, tmp_path):
    code, _out, err = press("A network" + ENTER + STOP, str(tmp_path / "asked"))
    assert code == 130
    assert "Nothing was made" in err
    assert not (tmp_path / "asked").exists()


@pytest.mark.parametrize("label", LABELS)
def test_the_example_cannot_get_out(sane, made, label):
    folder = made("--repository-tlp", label)
    case = yaml.safe_load((folder / f"playbook/cases/{ID}.yaml").read_text())
    assert case["status"] == "draft"
    assert case["title"].startswith("EXAMPLE")
    assert sane("validate", "--strict", cwd=folder).code == 0
    for audience in Tlp:
        for words in ((), ("--status", "draft")):
            ran = sane(
                "export", "--format", "json", "-o", "x.json", "--audience", audience.audience, *words, cwd=folder
            )
            assert ran.code in (3, 5)
            assert not (folder / "x.json").exists()
    answers = ("--consent", "granted", "--retaliation", "x", "--worth-it", "--safe-now", "--risks-known", "--yes")
    roles = ("--author-role", "a", "--reviewer-role", "b")
    assert sane("publish", ID, *answers, *roles, cwd=folder).code == 5


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_issue_form_is_one_that_github_takes(made, language):
    folder = made("--language", language)
    form = yaml.safe_load((folder / ".github/ISSUE_TEMPLATE/case.yml").read_text())
    schema = json.loads((folder / "schema/case.schema.json").read_text())
    assert {"name", "description", "body"} <= form.keys()
    first, *rest = form["body"]
    assert first["type"] == "markdown"
    assert "TLP:RED" in first["attributes"]["value"]
    ids = [each["id"] for each in rest]
    labels = [each["attributes"]["label"] for each in rest]
    assert len(set(ids)) == len(ids)
    assert len(set(labels)) == len(labels)
    for each in rest:
        assert re.fullmatch(r"[a-zA-Z0-9_-]+", each["id"])
        assert each["type"] in ("input", "textarea", "dropdown", "checkboxes")
        assert each["attributes"]["label"].strip()
        if each["type"] == "dropdown":
            options = each["attributes"]["options"]
            assert all(isinstance(option, str) and option.strip() for option in options)
            assert len(set(options)) == len(options)
            assert "None" not in options
    assert set(ids) - {"confirmed"} <= schema["properties"].keys()
    assert {"title", "summary", "threats", "mechanisms", "context", "lessons", "sources"} <= set(ids)
    # what decides who sees it, who is named and what the desk notes is not asked in the open
    assert not {"id", "organisations", "sharing", "notes", "status"} & set(ids)
    assert all(option["required"] for option in rest[-1]["attributes"]["options"])


def test_a_field_of_ones_own_is_in_the_form(tmp_path, sane):
    folder = tmp_path / "own"
    schema = json.loads((ROOT / "schema/case.schema.json").read_text())
    schema["properties"]["allies"] = {"title": "Unlikely allies", "type": "string"}
    desk.write(folder / "schema/case.schema.json", json.dumps(schema).encode())
    assert sane("init", str(folder)).code == 0
    form = yaml.safe_load((folder / ".github/ISSUE_TEMPLATE/case.yml").read_text())
    assert "Unlikely allies" in [each["attributes"].get("label") for each in form["body"]]


def test_words_and_schema_of_ones_own_are_followed(sane, tmp_path):
    folder = tmp_path / "own"
    schema = json.loads((ROOT / "schema/case.schema.json").read_text())
    del schema["properties"]["difficulties"]
    desk.write(folder / "schema/case.schema.json", json.dumps(schema).encode())
    threats = "schema_version: 1\nid: threats\ntitle: {en: Threats}\nterms: [{id: drought, label: {en: Drought}}]\n"
    desk.write(folder / "playbook/vocabulary/threats.yaml", threats.encode())
    assert sane("init", str(folder)).code == 0
    ran = sane("validate", "--strict", cwd=folder)
    assert ran.code == 0, ran.out
    assert yaml.safe_load((folder / f"playbook/cases/{ID}.yaml").read_text())["threats"] == ["drought"]


def test_the_texts_are_in_the_main_language(made):
    readme = (made("--language", "fr") / "README.md").read_text()
    assert "Premiers pas" in readme
    assert "First steps" not in readme
    other = made("--language", "sw", name="other")
    assert "First steps" in (other / "README.md").read_text()
    assert yaml.safe_load((other / f"playbook/cases/{ID}.yaml").read_text())["language"] == "en"


def test_every_file_is_well_formed(made):
    folder = made("--title", "A: [b] {c} # 'd' \"e\"", "--publisher", "x\ny", "--contact", "- z")
    for name, data in everything(folder).items():
        text = data.decode()
        assert text.endswith("\n"), name
        assert not re.search(r"[ \t]+$", text, re.MULTILINE), name
        assert "{{" not in text.replace("${{", ""), name
        if name.endswith((".yaml", ".yml")):
            assert yaml.safe_load(text), name
        if name.endswith(".json"):
            assert json.loads(text), name
    mapped = json.loads((folder / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert {name.removeprefix("./") for name in mapped} <= everything(folder).keys()
    hooks = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert hooks[0]["additional_dependencies"] == [f"sane-cli=={__version__}"]


def workflow(folder):
    return yaml.safe_load((folder / ".github/workflows/playbook.yml").read_text())


def test_the_workflow_trusts_nobody(made):
    text = (made() / ".github/workflows/playbook.yml").read_text()
    whole = yaml.safe_load(text)
    assert "pull_request_target" not in text
    assert whole["permissions"] == {"contents": "read"}
    for job in whole["jobs"].values():
        assert "timeout-minutes" in job
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if str(step.get("uses", "")).startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] is False


@pytest.fixture
def tools(tmp_path):
    """A folder of programs: the one under test, and a stand-in for GitHub's that keeps what it was told."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "sane").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m sane_cli "$@"\n')
    (folder / "gh").write_text('#!/bin/sh\nprintf "%s\\n" "$*" >> "$GH_TOLD"\n')
    for path in folder.iterdir():
        path.chmod(0o755)
    return folder


def steps_of(job):
    return [step for step in job["steps"] if "run" in step and step.get("id") != "install"]


def carried_out(folder, tools, tmp_path, only=None):
    """Run every step of the workflow that needs neither GitHub nor the network; return what was said."""
    said = []
    output = tmp_path / "output"
    whole = workflow(folder)
    for name, job in whole["jobs"].items():
        for step in steps_of(job) if only in (None, name) else ():
            own = {key: str(value) for key, value in step.get("env", {}).items()}
            there = {
                **os.environ, **whole["env"], **own, "PATH": f"{tools}:{os.environ['PATH']}",
                "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(output), "GH_TOLD": str(tmp_path / "told"),
                "SANE_TODAY": "2026-11-22", "SANE_LANG": "en",
            }  # fmt: skip
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=folder, env=there, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
                timeout=120,
            )  # fmt: skip
            said.append((name, done.returncode, done.stdout + done.stderr))
    return said, output.read_text() if output.exists() else ""


def test_a_new_playbook_passes_its_own_workflow(made, tools, tmp_path):
    folder = made()
    said, output = carried_out(folder, tools, tmp_path)
    assert [name for name, _code, _said in said] == ["check", "build", "due", "due"]
    assert [code for _name, code, _said in said] == [0, 0, 0, 0], said
    assert output == ""  # nothing is published, so there is no site yet
    skipped = [
        step["run"] for job in workflow(folder)["jobs"].values() for step in job["steps"] if step.get("id") == "install"
    ]
    assert all('pip install --quiet "$SANE"' in words for words in skipped)


def test_the_workflow_finds_fault(made, tools, tmp_path):
    folder = made()
    desk.write(folder / "playbook/cases/bad.yaml", b"schema_version: 1\nid: bad\nstatus: drafft\n")
    (name, code, said), *_rest = carried_out(folder, tools, tmp_path, "check")[0]
    assert (name, code) == ("check", 1)
    assert "::error file=playbook/cases/bad.yaml" in said


def test_what_falls_due_becomes_an_issue(made, tools, tmp_path):
    folder = made("--repository-tlp", "TLP:CLEAR")
    late = desk.case("late", sharing={**desk.OPEN, "review_by": "2026-12-01"})
    desk.write(folder / "playbook/cases/late.yaml", yaml.safe_dump(late).encode())
    said, _output = carried_out(folder, tools, tmp_path, "due")
    assert [code for _name, code, _said in said] == [0, 0]
    assert "issue create --title What falls due --body-file due.md" in (tmp_path / "told").read_text()
    assert "late" in (folder / "due.md").read_text()


@pytest.mark.skipif("site" not in registry.names("sane_cli.exporters"), reason="the site comes with its own branch")
def test_a_published_case_makes_report_and_site(made, tools, tmp_path):
    folder = made("--repository-tlp", "TLP:CLEAR")
    desk.write(folder / "playbook/cases/open.yaml", yaml.safe_dump(desk.case("open")).encode())
    said, output = carried_out(folder, tools, tmp_path, "build")
    assert [code for _name, code, _said in said] == [0], said
    assert output == "site=yes\n"
    assert (folder / "public/report.pdf").read_bytes().startswith(b"%PDF-")
    assert (folder / "public/site/index.html").is_file()


def test_a_private_playbook_with_nothing_for_the_public_does_not_fail(made, tools, tmp_path):
    folder = made()
    closed = desk.case("closed", sharing={**desk.OPEN, "tlp": "TLP:AMBER"})
    desk.write(folder / "playbook/cases/closed.yaml", yaml.safe_dump(closed).encode())
    said, output = carried_out(folder, tools, tmp_path, "build")
    assert [code for _name, code, _said in said] == [0], said
    assert output == ""
