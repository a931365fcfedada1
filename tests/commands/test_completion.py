"""What the shell is offered when Tab is pressed, and that nothing in a file can reach the shell."""

from __future__ import annotations

import shutil
import string
import subprocess
import sys

import pytest

from tests import desk


def offered(root, words, shell="fish", **environment):
    ran = desk.piped(
        root,
        _SANE_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_ARGS=words,
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - (0 if words.endswith(" ") else 1)),
        **environment,
    )
    assert ran.err == ""
    return [line for line in ran.out.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sane list --threat phi", ["phishing\tPhishing"]),
        ("sane matrix --mechanism litig", ["litigation\tLitigation"]),
        ("sane list --country UG", ["UG\tUganda"]),
        ("sane list --country Ug", ["Uganda\tUG"]),
        ("sane list --country Unit", []),
        ("sane list --region eu", ["europe\tEurope"]),
        ("sane list --status rev", ["review\tIn review"]),
        ("sane list --audience amb", ["amber", "amber+strict"]),
        ("sane list --match a", ["any", "all"]),
        ("sane list --sort as_", ["as_of\tAs of"]),
        ("sane list --format jsonl", ["jsonl\tone JSON object a line"]),
        ("sane show al", ["alpha\tAlpha against phishing"]),
        ("sane similar be", ["beta\tBêta à Kampala"]),
        ("sane export play", ["playbook\tA small playbook"]),
        ("sane vocab rename phi", ["phishing\tPhishing"]),
        ("sane vocab list thr", ["threats"]),
        ("sane mat", ["matrix\tCount threats against mechanisms."]),
    ],
)
def test_words_with_descriptions(small, words, found):
    assert offered(small, words) == found


def test_the_root_that_was_named_is_searched(small, tmp_path):
    assert offered(tmp_path, f"sane --root {small} show al") == ["alpha\tAlpha against phishing"]
    assert offered(tmp_path, "sane show al", SANE_ROOT=str(small)) == ["alpha\tAlpha against phishing"]


@pytest.mark.parametrize(
    "words", ["sane show al", "sane list --threat ph", "sane list --region eu", "sane vocab list t"]
)
def test_outside_a_playbook_or_in_a_broken_one_nothing_is_offered(small, tmp_path, words):
    assert offered(tmp_path, words) == []
    for path in small.rglob("*.yaml"):
        path.write_bytes(b"\xff\x00[[[")
    for path in small.rglob("*.json"):
        path.write_bytes(b"{")
    assert offered(small, words) in ([], ["alpha"], ["threats"])


EVIL = """a\\"'`$(touch pwned)'"; touch pwned; [red] \\\\" ) ; touch pwned ; ( \\$(touch pwned) \x1b[2J"""


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
def test_a_title_cannot_reach_the_shell(small, shell):
    desk.build(small, (desk.case("evil", title=EVIL),))
    (small / "playbook" / "cases" / "evil$(touch pwned).yaml").write_bytes(b"title: x\n")
    (small / "playbook" / "cases" / "evil';touch pwned;'.yaml").write_bytes(b"title: x\n")
    out = "\n".join(offered(small, "sane show ev", shell))
    assert "evil" in out
    assert out.count("evil") == 1
    about = out.removeprefix("_arguments '*: :((").removesuffix("))'").replace('"evil":"', "").replace('"', "", 1)
    assert set(about) <= set(string.ascii_letters + string.digits + " .,-\t")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_a_real_bash_completes(small):
    script = desk.subprocess.run(
        [sys.executable, "-m", "sane_cli", "--show-completion", "bash"],
        env={**desk.os.environ, "PYTHONPATH": str(desk.SOURCE), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (small / "sane").write_text(f'#!/bin/sh\nexec {sys.executable} -m sane_cli "$@"\n')
    (small / "sane").chmod(0o755)
    asked = f"""{script}
COMP_WORDS=(./sane list --threat phi) COMP_CWORD=3
_sane_completion ./sane
echo "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(
        ["bash", "--norc", "-c", asked], cwd=small, capture_output=True, text=True, check=False,
        env={**desk.os.environ, "PYTHONPATH": str(desk.SOURCE)},
    )  # fmt: skip
    assert done.stdout.split() == ["phishing"], done.stderr
