from __future__ import annotations

import json
from pathlib import Path

import pytest

from sane_cli.store import ledger


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(4):
        ledger.append(
            tmp_path, {"at": f"2026-06-0{number + 1}", "file": "exports/a.pdf", "cases": {f"case-{number}": "x"}}
        )
    return tmp_path


def lines(root: Path) -> list[bytes]:
    return (root / ledger.PLACE).read_bytes().splitlines()


def write(root: Path, changed: list[bytes]) -> None:
    (root / ledger.PLACE).write_bytes(b"".join(line + b"\n" for line in changed))


def test_a_whole_ledger_has_no_fault(root: Path):
    assert list(ledger.faults(root, None)) == []
    assert list(ledger.faults(root, (root / ledger.PLACE).read_bytes())) == []
    assert ledger.length(root) == 4


def test_an_empty_one_neither(tmp_path: Path):
    assert list(ledger.faults(tmp_path, None)) == []
    assert ledger.holding(tmp_path, "x") == []


@pytest.mark.parametrize("at", range(3))
def test_a_changed_line_shows_in_the_next(root: Path, at: int):
    whole = lines(root)
    entry = json.loads(whole[at])
    entry["cases"] = {}
    whole[at] = json.dumps(entry).encode()
    write(root, whole)
    assert [fault.line for fault in ledger.faults(root, None)] == [at + 2]


def test_missing_swapped_and_torn_lines_show(root: Path):
    whole = lines(root)
    for changed, line in (
        (whole[1:], 1),
        ([whole[0], *whole[2:]], 2),
        ([whole[1], whole[0], *whole[2:]], 1),
        ([*whole[:2], b"torn", *whole[2:]], 3),
        ([*whole[:2], b"[]", *whole[2:]], 3),
    ):
        write(root, changed)
        assert next(ledger.faults(root, None)).line == line


def test_lines_missing_at_the_end_show_when_git_knows_them(root: Path):
    before = (root / ledger.PLACE).read_bytes()
    write(root, lines(root)[:2])
    assert list(ledger.faults(root, None)) == []
    assert [fault.line for fault in ledger.faults(root, before)] == [3]


def test_a_torn_last_line_spoils_no_other(root: Path):
    with (root / ledger.PLACE).open("ab") as file:
        file.write(b'{"torn')
    ledger.append(root, {"cases": {"case-9": "x"}})
    assert ledger.holding(root, "case-9")
    assert [fault.line for fault in ledger.faults(root, None)] == [5]
