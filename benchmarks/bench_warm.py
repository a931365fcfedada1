"""Measure what ``sane validate`` remembers, side by side with a Python process that only looks at the files' dates.

    python benchmarks/bench_warm.py [--cases 10000] [--rounds 7]

Whole processes, start-up included, in seconds of the processor and of the clock. Rounds are interleaved, so that a busy
machine slows all alike; all figures are medians, those that compare two runs of what was found within each round.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import corpus

ROOT = Path(__file__).parents[1]
STAT = 'import os\nfor entry in os.scandir("playbook/cases"): entry.stat(follow_symlinks=False)'
VALIDATE = (sys.executable, "-m", "sane_cli", "validate", "--quiet")


def measured(words: tuple[str, ...], cwd: Path) -> tuple[float, float]:
    """Run one process to its end; return its seconds of the processor and of the clock."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SANE_TODAY": corpus.TODAY}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed, nothing is compiled again
    began = time.monotonic()
    process = subprocess.Popen(words, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"{words} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, time.monotonic() - began


def changed(root: Path, begins: str, chance: random.Random) -> None:
    """Put a new word behind the beginning of a line of one case."""
    path = chance.choice(sorted((root / "playbook/cases").glob("*.yaml")))
    text = path.read_text()
    path.write_text(re.sub(begins, lambda found: f"{found.group()}Word{chance.randrange(10**6)} ", text, count=1))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    chance = random.Random(1)
    runs: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        corpus.make(root, cases=asked.cases)
        time.sleep(2.1)  # until the last file is old enough to be known by its dates
        rows: dict[str, tuple[tuple[str, ...], Callable[[], object]]] = {
            "python that looks at all dates": ((sys.executable, "-c", STAT), lambda: None),
            "nothing changed": (VALIDATE, lambda: None),
            "prose of one case changed": (VALIDATE, lambda: changed(root, r"(?m)^context: \|\n  ", chance)),
            "title of one case changed": (VALIDATE, lambda: changed(root, r"(?m)^title: \"", chance)),
            "first run": (VALIDATE, lambda: shutil.rmtree(root / ".sane", ignore_errors=True)),
            "without the index": ((*VALIDATE, "--no-cache"), lambda: None),
        }
        for name in ("first run", "nothing changed"):
            measured(rows[name][0], root)
        for round_ in range(asked.rounds):
            for name, (words, prepare) in rows.items():
                # the slow ones three times only
                if round_ < 3 or name not in ("first run", "without the index"):
                    prepare()
                    runs.setdefault(name, []).append(measured(words, root))
    print(table(runs, asked.cases))


def table(runs: dict[str, list[tuple[float, float]]], cases: int) -> str:
    """Write the outcome as Markdown."""
    stat, warm = (list(runs.values())[at] for at in (0, 1))
    lines = [
        f"| {cases} cases | CPU ÷ dates only | CPU s | CPU s more than nothing changed | wall s |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, used in runs.items():
        ratio = statistics.median(one[0] / base[0] for one, base in zip(used, stat, strict=False))
        more = statistics.median(one[0] - base[0] for one, base in zip(used, warm, strict=False))
        cpu, wall = (statistics.median(one[at] for one in used) for at in (0, 1))
        lines.append(f"| {name} | {ratio:.2f} | {cpu:.3f} | {more:+.3f} | {wall:.3f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
