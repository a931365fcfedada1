"""Work shared among processes gives the same results in the same order, whatever happens to a child."""

from __future__ import annotations

import gc
import os
import random
import runpy
import stat
import time
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sane_cli.store import workers
from sane_cli.store.workers import laid_aside, spread
from tests.invented import Playbook, Ran

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("jobs", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 199, 200, 1001])
def test_order_stays(jobs: int, count: int) -> None:
    assert spread(range(count), lambda part: [item * 2 for item in part], jobs) == [item * 2 for item in range(count)]


@pytest.mark.parametrize("how", ["raises", "exits", "is killed"])
def test_the_part_of_a_failed_child_is_done_again(how: str) -> None:
    here = os.getpid()

    def work(part: Sequence[int]) -> list[int]:
        if os.getpid() != here:
            if how == "raises":
                raise ValueError
            os._exit(3) if how == "exits" else os.kill(os.getpid(), 9)
        return list(part)

    assert spread(range(500), work, 2) == list(range(500))


def test_whoever_is_quicker_does_more() -> None:
    here = os.getpid()

    def work(part: Sequence[int]) -> list[int]:
        time.sleep(0.02 if os.getpid() == here else 0)
        return [os.getpid()] * len(part)

    done = spread(range(1000), work, 2)
    assert len(done) == 1000
    assert 0 < done.count(here) < 400


def bytes_of(part: Sequence[int]) -> bytes:
    return array("q", part).tobytes()


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_who_waits_is_told_how_far_it_is(jobs: int) -> None:
    begun: list[int] = []
    laid_aside(range(900), bytes_of, jobs, begun.append)
    assert begun == sorted(set(begun))
    assert all(0 <= at < 900 for at in begun)
    assert begun or jobs > 1  # the children may have been quick enough to do it all


def test_a_turn_for_every_pipe() -> None:
    for jobs in (2, 64):
        assert len(workers._turns(400_000, jobs)) <= 1010  # a pipe of 4 096 bytes holds 1 024
    assert sum(spread(range(400_000), lambda part: [sum(part)], 2)) == sum(range(400_000))


def halves(part: Sequence[int]) -> bytes:
    return b"".join(item.to_bytes(2, "little") for item in part)


@pytest.mark.parametrize("in_memory", [0, 10_000])
@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 199, 200, 1001])
def test_what_is_laid_aside_comes_back_in_order(
    in_memory: int, jobs: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_IN_MEMORY", in_memory)
    laid = laid_aside(range(count), halves, jobs)
    assert b"".join(laid) == halves(range(count))
    assert laid[:2] == list(laid)[:2]
    with pytest.raises(IndexError):
        laid[len(laid)]


def open_files() -> list[int]:
    """Return the numbers of the open files, but not that of the listing itself."""
    numbers = [int(entry.name) for entry in Path("/dev/fd").iterdir()]
    return [number for number in numbers if Path(f"/dev/fd/{number}").exists()]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_IN_MEMORY", 100)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("jobs", [1, 2])
def test_it_waits_in_files_that_nobody_can_open(jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    gc.collect()
    before = set(open_files())
    laid = laid_aside(range(600), halves, jobs)
    mine = [number for number in open_files() if number not in before]
    seen = [os.fstat(number) for number in mine]
    assert 1 <= len(mine) <= jobs  # the child may have been too slow to do anything
    assert {(stat.S_IMODE(each.st_mode), each.st_nlink) for each in seen} == {(0o600, 0)}
    assert {each.st_dev for each in seen} == {tmp_path.stat().st_dev}
    assert not list(tmp_path.iterdir())
    assert b"".join(laid) == halves(range(600))
    del laid
    assert set(open_files()) == before


def test_what_few_items_give_and_what_may_be_whole_cases_never_leaves_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_nameless", None)
    assert b"".join(laid_aside(range(20_000), halves, 2)) == halves(range(20_000))
    assert spread(range(30_000), list, 2) == list(range(30_000))


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("room", ["no folder", "full", "soon full"])
def test_where_there_is_no_room_it_waits_in_memory(jobs: int, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write, left = os.pwrite, iter(range(3))

    def refused(descriptor: int, data: bytes, at: int) -> int:
        if room == "soon full" and next(left, None) is not None:
            return write(descriptor, data, at)
        if room == "soon full" and len(data) > 1:
            return write(descriptor, data[:1], at)
        raise OSError(28, "No space left on device")

    if room == "no folder":
        monkeypatch.setenv("TMPDIR", "/nowhere/at/all")
    else:
        monkeypatch.setattr(os, "pwrite", refused)
    assert b"".join(laid_aside(range(900), halves, jobs)) == halves(range(900))


def test_findings_are_the_same_with_one_and_more_processes(
    sane: Callable[..., Ran], playbook: Playbook, tmp_path: Path
) -> None:
    made = runpy.run_path(str(ROOT / "benchmarks" / "corpus.py"))
    root = tmp_path / "large"
    made["make"](root, cases=450)
    made["seed"](root, 200, chance=random.Random(5))
    outs = {jobs: sane("validate", "--format", "json", "--root", str(root), "--jobs", jobs).out for jobs in "123"}
    assert outs["1"] == outs["2"] == outs["3"]
    assert '"errors": 1' in outs["1"]
