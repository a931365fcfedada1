"""Records are frozen to the type checker, and as quick to make as any class."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from sane_cli.core.record import record

SNIPPET = """
from dataclasses import replace
from sane_cli.core.record import record

@record(frozen=True, slots=True, repr=False)
class Place:
    line: int

place = replace(Place(1), line=2)
place.line = 3  # refused
Place("x")  # refused
"""


@record(frozen=True, slots=True, kw_only=True, repr=False)
class Spot:
    line: int
    column: int = 1


@record(frozen=True, slots=True, eq=False, repr=False)
class Thing:
    name: str


def test_the_type_checker_keeps_records_frozen(tmp_path: Path) -> None:
    mypy = pytest.importorskip("mypy.api")
    file = tmp_path / "snippet.py"
    file.write_text(SNIPPET)
    out, _err, code = mypy.run(["--strict", "--no-error-summary", "--cache-dir", str(tmp_path / "cache"), str(file)])
    wrong = [int(line.split(":")[1]) for line in out.splitlines() if ": error:" in line]
    assert wrong == [number for number, line in enumerate(SNIPPET.split("\n"), 1) if "# refused" in line], out
    assert code == 1


def test_records_are_values_where_they_say_so() -> None:
    assert Spot(line=1) == Spot(line=1, column=1)
    assert {Spot(line=1): "here"}[Spot(line=1)] == "here"
    assert dataclasses.replace(Spot(line=1), line=2).line == 2
    assert Thing("a") != Thing("a")
    assert "secret" not in repr(Thing("secret"))
    assert not hasattr(Thing("a"), "__dict__")


def test_what_is_not_frozen_is_no_record() -> None:
    with pytest.raises(AssertionError):
        record(frozen=False)
