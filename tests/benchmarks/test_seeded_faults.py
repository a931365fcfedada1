"""On a generated playbook the checker reports exactly the faults that were seeded, at the right lines.

The large run, 10 000 cases with 500 faults, is ``python benchmarks/seeded_faults.py``.
"""

from __future__ import annotations

import random
import runpy
from collections.abc import Callable
from pathlib import Path

from tests.invented import Playbook, Ran

ROOT = Path(__file__).parents[2]


def test_exactly_the_seeded_faults_are_reported(sane: Callable[..., Ran], playbook: Playbook, tmp_path: Path) -> None:
    made = runpy.run_path(str(ROOT / "benchmarks" / "corpus.py"))
    root = tmp_path / "large"
    made["make"](root, cases=120)
    assert sane("validate", "--strict", "--root", str(root)).code == 0
    expected = made["seed"](root, 60, chance=random.Random(3))
    found = sane("validate", "--format", "json", "--root", str(root)).json["findings"]
    assert {(each["path"], each["line"], each["rule"]) for each in found} == expected
    assert len(expected) == 60
