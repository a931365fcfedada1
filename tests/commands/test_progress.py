"""How far an export is: one line that changes on a terminal, calm lines elsewhere, nothing for who asked for quiet."""

from __future__ import annotations

import io

import pytest

from sane_cli.commands import _progress
from sane_cli.commands._progress import Progress
from sane_cli.session import Session


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(_progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    return now


def shown(err: io.StringIO, clock: list[float], *, quiet: bool = False) -> str:
    with Progress(Session(err=err, quiet=quiet)) as progress:
        progress.tell(0, 10, "")
        for done in range(1, 11):
            clock[0] += 20
            progress.tell(done, 10, f"case-{done}\x1b[2J" + "x" * 60)
    return err.getvalue()


def test_a_terminal_sees_one_line_that_goes_away(clock: list[float]):
    lines = shown(Screen(), clock).split("\r\x1b[2K")
    assert lines[0] == ""
    assert lines[2].startswith("1 of 10 · about 3 min left · case-1")
    assert lines[9].startswith("8 of 10 · about 40 s left")
    assert lines[-1] == ""
    assert all(len(line) < 40 and "\x1b" not in line and "\n" not in line for line in lines)


def test_elsewhere_a_line_now_and_then_without_names(clock: list[float]):
    lines = shown(io.StringIO(), clock).splitlines()
    assert lines[0] == "2 of 10 · about 3 min left"
    assert len(lines) == 5


def test_quiet_is_quiet(clock: list[float]):
    assert shown(Screen(), clock, quiet=True) == ""


def test_nothing_is_said_of_what_takes_no_time(clock: list[float]):
    err = io.StringIO()
    with Progress(Session(err=err)) as progress:
        progress.tell(0, 0, "")
        for done in range(10):
            progress.tell(done, 10, "")
    assert err.getvalue() == ""
