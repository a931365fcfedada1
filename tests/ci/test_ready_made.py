"""What other repositories use as it is: hooks, action and the snippets of the guide are well-formed and true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.invented import Playbook, Ran

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guide/ci.md").read_text()
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks_run(hook: dict[str, object], sane: Callable[..., Ran], playbook: Playbook) -> None:
    assert hook["pass_filenames"] is False
    assert re.match(str(hook["files"]), "playbook/cases/a.yaml")
    words = shlex.split(str(hook["entry"]))
    assert words[0] == "sane"
    assert sane(*words[1:]).code == 0
    playbook.case(status="drafft")
    assert sane(*words[1:]).code == 1


def test_the_action_takes_its_inputs_through_the_environment() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert step.get("shell", "bash") == "bash"


def test_yaml_in_the_guide_is_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(blocks) >= 6
    for block in blocks:
        assert yaml.safe_load(block)


def test_commands_in_the_guide_run(sane: Callable[..., Ran], playbook: Playbook) -> None:
    playbook.git("init", "-q", "-b", "main")
    playbook.git("add", "-A")
    playbook.git("commit", "-q", "-m", "invented")
    playbook.git("update-ref", "refs/remotes/origin/main", "HEAD")
    commands = [command for command in re.findall(r"`(sane validate [^`]+)`", GUIDE) if "--watch" not in command]
    assert len(commands) >= 5
    for command in commands:
        assert sane(*shlex.split(command)[1:]).code == 0, command


def test_the_waiver_in_the_guide_is_valid(sane: Callable[..., Ran], playbook: Playbook) -> None:
    block = next(block for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "waivers:" in block)
    playbook.write("playbook/waivers.yaml", block.replace("vuka-coalition", "sample"))
    ran = sane("validate", "--format", "json", "--select", "schema")
    assert ran.json["findings"] == []
