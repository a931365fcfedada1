"""The program run from outside, on a small invented playbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from sane_cli import app
from tests import desk


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The root of a small invented playbook."""
    return desk.build(tmp_path / "small")


@pytest.fixture
def ask(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., desk.Ran]:
    """Run a command line inside the small playbook, with the streams as pipes."""
    monkeypatch.setenv("SANE_TODAY", "2026-11-22")
    monkeypatch.delenv("SANE_ROOT", raising=False)
    monkeypatch.chdir(small)

    def run(*words: str) -> desk.Ran:
        capsys.readouterr()
        code = app.run(list(words))
        captured = capsys.readouterr()
        return desk.Ran(code, captured.out, captured.err)

    return run


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(small: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., desk.Ran]:
    """Run a command line as on a terminal ``columns`` wide, without colour and without a pager."""
    monkeypatch.setenv("SANE_TODAY", "2026-11-22")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PAGER", "cat")
    monkeypatch.delenv("SANE_ROOT", raising=False)
    monkeypatch.chdir(small)

    def run(*words: str, columns: int = 80) -> desk.Ran:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("LINES", "500")
        out, err = _Screen(), _Screen()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            code = app.run(list(words))
        return desk.Ran(code, out.getvalue(), err.getvalue())

    return run
