"""``sane new`` on a real terminal: whole, stopped and resumed, back and changed, both ways of asking."""

import os
import sys
from pathlib import Path

import pexpect
import pytest

from sane_cli.app import run
from sane_cli.store import yaml_read

ROOT = Path(__file__).parents[2]
DOWN = "\x1b[B"


def start(root, *words, **environment):
    own = {"PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1", "LANG": "C.UTF-8"}
    env = {**os.environ, **own, **environment}
    child = pexpect.spawn(
        sys.executable, ["-m", "sane_cli", "--root", str(root), "new", *words],
        env=env, encoding="utf-8", timeout=15, dimensions=(50, 100),
    )  # fmt: skip
    child.delaybeforesend = 0.05
    return child


def written(root, name):
    return yaml_read.parse((root / "playbook" / "cases" / f"{name}.yaml").read_bytes())


def ended(child, code):
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code


def finish(child):
    """Finish from wherever by the list of all answers, then write."""
    child.send("\x12")
    child.expect("All answers")
    child.send("finish\r")
    child.expect("And now")
    child.send("\r")


def test_a_whole_interview(root):
    child = start(root)
    child.expect("Do not write down at all")
    child.expect("Title:")
    child.send("How a coalition met a bill\r")
    child.expect("Id:")
    child.send("\r")
    child.expect("Summary:")
    child.send("A bill came, a coalition formed, and the bill was dropped.\r")
    child.expect("Language:")
    child.send("\r")
    child.expect("Type:")
    child.send(DOWN + "\r")
    child.expect("Scope:")
    child.send(DOWN + "\r")
    child.expect("Countries:")
    child.send("ugan \r")
    child.expect("Regions:")
    child.send(" \r")
    child.expect("From:")
    child.send("2017\r")
    child.expect("To:")
    child.send("\r")
    child.expect("As of:")
    child.send("2019-10\r")
    child.expect("Organisations: add one")
    child.send("\r")
    child.expect("Threats:")
    child.send("phish \r")
    child.expect("Mechanisms:")
    finish(child)
    child.expect("sane validate playbook/cases/coalition-met-bill.yaml")
    assert "error:" not in child.before
    ended(child, 0)
    case = written(root, "coalition-met-bill")
    assert case["type"] == "coalition-response"
    assert case["countries"] == ["UG"]
    assert case["period"] == {"from": "2017"}
    assert not list((root / "playbook" / ".drafts").glob("*.yaml"))
    assert run(["validate", "--root", str(root)]) == 0


def test_stop_and_resume(root):
    child = start(root)
    child.expect("Title:")
    child.send("A case on hold\r")
    child.expect("Id:")
    child.send("\x15on-hold\r")
    child.expect("Summary:")
    child.send("\x03")
    child.expect("playbook/.drafts/on-hold-")
    child.expect("sane new --resume on-hold-")
    ended(child, 130)
    child = start(root, "--resume")
    child.expect("Going on with: A case on hold")
    child.expect("Summary:")
    finish(child)
    ended(child, 0)
    assert written(root, "on-hold")["title"] == "A case on hold"


def test_back_and_change(root):
    child = start(root)
    child.expect("Title:")
    child.send("First thought\r")
    child.expect("Id:")
    child.send("\x02")
    child.expect("Title:")
    child.send("\x15Second thought\r")
    child.expect("second-thought")
    child.send("\r")
    child.expect("Summary:")
    finish(child)
    ended(child, 0)
    assert written(root, "second-thought")["title"] == "Second thought"


@pytest.mark.parametrize("environment", [{"SANE_PROMPTS": "plain"}, {"TERM": "dumb"}])
def test_plain(root, environment):
    child = start(root, **environment)
    child.expect("Question 1 of 38")
    child.sendline("How a coalition met a bill")
    child.expect("Enter for coalition-met-bill")
    child.sendline("")
    child.expect("Your text")
    child.sendline("/review")
    child.expect("All answers")
    child.sendline("finish now")
    child.expect("And now")
    child.sendline("write")
    ended(child, 0)
    assert written(root, "coalition-met-bill")["title"] == "How a coalition met a bill"


def test_the_end_of_the_line_keeps_the_draft(root):
    child = start(root)
    child.expect("Title:")
    child.send("A case cut off\r")
    child.expect("Id:")
    child.close(force=True)
    (draft,) = (root / "playbook" / ".drafts").glob("*.yaml")
    assert "A case cut off" in draft.read_text()


def test_two_interviews_at_once_end_in_two_files(root):
    children = [start(root), start(root)]
    for child in children:
        child.expect("Title:")
        child.send("The same title twice\r")
        child.expect("Id:")
        child.send("\r")
        child.expect("Summary:")
    assert len(list((root / "playbook" / ".drafts").glob("same-title-twice-*.yaml"))) == 2
    for child in children:
        finish(child)
        ended(child, 0)
    assert written(root, "same-title-twice")["id"] == "same-title-twice"
    assert written(root, "same-title-twice-2")["id"] == "same-title-twice-2"


def test_the_finished_file_goes_through_the_editor(root, tmp_path):
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\ncase $1 in *.yaml) sed -i 's/^title: .*/title: Edited by hand/' \"$1\";; esac\n")
    editor.chmod(0o755)
    child = start(root, "--edit", EDITOR=str(editor))
    child.expect("Title:")
    child.send("Typed in the question\r")
    child.expect("Id:")
    child.send("\r")
    child.expect("Summary:")
    finish(child)
    ended(child, 0)
    assert written(root, "typed-question")["title"] == "Edited by hand"


def test_of_several_drafts_one_is_chosen(root):
    for title in ("Draft one", "Draft two"):
        child = start(root)
        child.expect("Title:")
        child.send(f"{title}\r")
        child.expect("Id:")
        child.send("\x03")
        ended(child, 130)
    child = start(root, "--resume")
    child.expect("Which draft")
    child.expect("Draft two.*Draft one")
    child.send(DOWN + "\r")
    child.expect("Going on with: Draft one")
    child.expect("Id:")
    other = start(root, "--resume", "untitled")
    other.expect("Open drafts: untitled-")
    ended(other, 2)


def test_what_was_given_beforehand_is_kept_and_not_asked(root):
    child = start(root, "--set", "title=Given beforehand", "--set", "type=coalition-response")
    child.expect("Id:")
    child.send("\x03")
    child.expect("sane new --resume")
    ended(child, 130)
    (draft,) = (root / "playbook" / ".drafts").glob("*.yaml")
    assert "Given beforehand" in draft.read_text()
