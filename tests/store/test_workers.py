"""Work shared among processes gives the same results in the same order, whatever happens to a child."""

from __future__ import annotations

import os
import random
import runpy
import time
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

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
    assert spread(range(400_000), lambda part: [sum(part)], 2)[-1] == sum(range(399_601, 400_000))


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
