"""Shared fixtures: a small invented playbook in a temporary folder, and the program run on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sane_cli.app import run
from tests.invented import FILES, TODAY, Playbook, Ran


@pytest.fixture
def playbook(tmp_path: Path) -> Playbook:
    """A small valid playbook; nothing in it is found fault with."""
    made = Playbook(tmp_path / "root")
    for path, data in FILES.items():
        made.write(path, data)
    return made


@pytest.fixture
def sane(playbook: Playbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the program as a person would, from inside the playbook or from ``cwd``."""
    monkeypatch.setenv("SANE_TODAY", TODAY.isoformat())
    for name in ("SANE_ROOT", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: str, cwd: Path | None = None) -> Ran:
        monkeypatch.chdir(cwd or playbook.root)
        capsys.readouterr()
        code = run(list(words))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran
