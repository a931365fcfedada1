"""Measure ``sane validate`` side by side with other checkers on the same generated cases and the same schema.

    python benchmarks/bench_validate.py [--cases 1000] [--rounds 3] [--check-jsonschema PATH] [--ajv PATH]

Whole processes, start-up included; the peers check the schema only, sane every rule as well. Rounds go A B C A B C …,
so that a busy machine slows all alike; the table shows medians and, first, ratios to sane. A peer that is not there is
left out. For check-jsonschema install ``check-jsonschema ruamel.yaml.clib`` into an environment of its own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import corpus

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Used:
    """What one process, its children included, used."""

    cpu: float
    wall: float
    peak: int


def measured(words: Sequence[str], cwd: Path) -> Used:
    """Run one process to its end."""
    began = time.monotonic()
    process = subprocess.Popen(
        words,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SANE_TODAY": corpus.TODAY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{words[0]} ended with {process.returncode}: these cases are good")
    return Used(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss >> 10)


def commands(root: Path, check_jsonschema: str, ajv: str) -> Mapping[str, Sequence[str]]:
    """Return the command of every checker that is there."""
    sane = (sys.executable, "-m", "sane_cli", "validate", "--quiet", "--no-cache")
    schema = str(ROOT / "schema" / "case.schema.json")
    files = sorted(str(path) for path in (root / "playbook/cases").glob("*.yaml"))
    found: dict[str, Sequence[str]] = {
        "sane, every rule, two processes": (*sane, "--jobs", "2"),
        "sane, every rule, one process": (*sane, "--jobs", "1"),
        "sane, schema only, one process": (*sane, "--jobs", "1", "--select", "schema"),
    }
    if check_jsonschema:
        found["check-jsonschema with its C parser"] = (check_jsonschema, "-q", "--schemafile", schema, *files)
    if ajv:
        words = (ajv, "validate", "--spec=draft2020", "--strict=false", "-s", schema, "-d", "playbook/cases/*.yaml")
        found["ajv-cli (stops at the first error)"] = words
    return found


def table(runs: Mapping[str, Sequence[Used]], cases: int) -> str:
    """Write the outcome as Markdown; ratios are medians of the ratios within a round."""
    first = next(iter(runs.values()))
    lines = [
        f"| {cases} cases | CPU ÷ sane | wall ÷ sane | CPU s | wall s | peak MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, used in runs.items():
        cpu = statistics.median(one.cpu / base.cpu for one, base in zip(used, first, strict=True))
        wall = statistics.median(one.wall / base.wall for one, base in zip(used, first, strict=True))
        seconds = statistics.median(one.cpu for one in used), statistics.median(one.wall for one in used)
        peak = max(one.peak for one in used)
        lines.append(f"| {name} | {cpu:.2f} | {wall:.2f} | {seconds[0]:.2f} | {seconds[1]:.2f} | {peak} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check-jsonschema", default=shutil.which("check-jsonschema") or "")
    parser.add_argument("--ajv", default=shutil.which("ajv") or "")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        corpus.make(root, cases=asked.cases)
        runs: dict[str, list[Used]] = {}
        for _round in range(asked.rounds):
            for name, words in commands(root, asked.check_jsonschema, asked.ajv).items():
                runs.setdefault(name, []).append(measured(words, root))
    print(table(runs, asked.cases))


if __name__ == "__main__":
    main()
