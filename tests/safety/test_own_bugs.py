"""When the program itself fails, its words, logs and tracebacks hold nothing of any case."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.safety.canaries import plant

# A bug that has a case in its message, in its locals, in its notes, in its cause and in a warning.
BUG = """
import sys, warnings, logging
import {module}
from sane_cli.core.case import Case
from sane_cli import app

def broken(*words, **more):
    witness = "kanaruzk in a local variable"
    warnings.warn("about to fail")
    logging.getLogger("fontTools").debug(witness)
    case = Case("kanaruzk-id", "kanaruzk.yaml", {{"title": witness}})
    error = {error}("kanaruzk in the message", case, witness)
    error.add_note("kanaruzk in a note")
    try:
        raise KeyError(witness)
    except KeyError as cause:
        raise error from cause

{module}.{function} = broken
sys.exit(app.run({words!r}))
"""


COMMANDS = "sane_cli.commands"
PLACES = [
    ("sane_cli.store.index.views", "gate", ["list"]),
    (f"{COMMANDS}._lookup", "seen_case", ["show", "x"]),
    (f"{COMMANDS}.export", "_exporter", ["export"]),
    ("sane_cli.store.playbook", "open_corpus", ["validate"]),
    (f"{COMMANDS}.due", "falling_due", ["due"]),
    (f"{COMMANDS}._past", "exports", ["recall", "x"]),
]
ERRORS = ["ValueError", "KeyError", "AssertionError", "RecursionError", "OSError", "MemoryError"]


@pytest.mark.parametrize(
    ("module", "function", "words", "error"),
    [(*place, "RuntimeError") for place in PLACES] + [(*PLACES[0], error) for error in ERRORS],
)
def test_a_forced_bug_tells_no_content(tmp_path: Path, module: str, function: str, words: list[str], error: str):
    plant(tmp_path / "root", 1)
    code = BUG.format(module=module, function=function, error=error, words=words)
    there = {**os.environ, "SANE_ROOT": str(tmp_path / "root"), "PYTHONPATH": str(Path(__file__).parents[2])}
    # as a developer or a CI runner might have it: nothing of it may make the program talk
    there |= {"PYTHONFAULTHANDLER": "1", "PYTHONDEVMODE": "1", "_TYPER_STANDARD_TRACEBACK": "1", "SANE_DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=there, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 70, done.stderr
    assert "kanaruzk" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "bug in sane" in done.stderr


def test_the_safety_net_is_written_down():
    """A framework that printed locals would put a witness's name into a CI log."""
    from sane_cli.app import application

    made = application(["list"])
    assert made.pretty_exceptions_show_locals is False
    assert made.pretty_exceptions_enable is False
