"""Measure ``sane validate`` side by side with other checkers on the same generated cases and the same schema.

    python benchmarks/bench_validate.py [--cases 18 1000 10000] [--rounds 5] [--peers DIR [--install]]

Whole processes, start-up included, nothing remembered from before; the peers check the schema only, sane every rule as
well. Rounds go A B C A B C …, so that a busy machine slows all alike; the tables show, first, medians of the ratios
within a round. ``--install`` puts the peers into DIR: check-jsonschema with its C parser from PyPI, ajv-cli and the
native checker of Sourcemeta from npm. A peer that is not there is left out. ``--failing`` adds a run in which every
case has a fault, ``--growth`` one of 100 000 cases.
"""

from __future__ import annotations

import argparse
import os
import random
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
# as people start it; a checkout without the command is started as a module, which takes some milliseconds more
INSTALLED = Path(sys.executable).with_name("sane")
SANE = (str(INSTALLED),) if INSTALLED.exists() else (sys.executable, "-m", "sane_cli")
# the program as it is where yaml-rs is not installed
STRICTLY = "import sys; sys.modules['yaml_rs'] = None; from sane_cli.__main__ import main; main()"


# an installed program is compiled once, not at every start
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT |= {"PYTHONPATH": str(ROOT), "SANE_TODAY": corpus.TODAY}


@dataclass(frozen=True, slots=True)
class Used:
    """What one process, its children included, used."""

    cpu: float
    wall: float
    peak: int


def measured(words: Sequence[str], cwd: Path, *, code: int = 0) -> Used:
    """Run one process to its end."""
    began = time.monotonic()
    process = subprocess.Popen(
        words,
        cwd=cwd,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != code:
        sys.exit(f"{words[0]} ended with {process.returncode}, not {code}")
    return Used(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss >> 10)


def commands(root: Path, peers: Path) -> Mapping[str, Sequence[str]]:
    """Return the command of every checker that is there, its name first."""
    sane = (*SANE, "validate", "--quiet", "--no-cache", "--jobs")
    strictly = (sys.executable, "-c", STRICTLY, "validate", "--quiet", "--no-cache", "--jobs")
    schema = str(ROOT / "schema" / "case.schema.json")
    files = sorted(str(path) for path in (root / "playbook/cases").glob("*.yaml"))
    npm = peers / "node_modules/.bin"
    ajv = (str(npm / "ajv"), "validate", "--spec=draft2020", "--strict=false", "-s", schema, "-d")
    found: dict[str, Sequence[str]] = {
        "sane, every rule, two processes": (*sane, "2"),
        "sane, every rule, one process": (*sane, "1"),
        "sane, every rule, two processes, strict reader alone": (*strictly, "2"),
        "sane, schema only, two processes": (*sane, "2", "--select", "schema"),
        "sane, schema only, two processes, strict reader alone": (*strictly, "2", "--select", "schema"),
        "check-jsonschema, its C parser": (str(peers / "bin/check-jsonschema"), "-q", "--schemafile", schema, *files),
        "ajv-cli (stops at the first error)": (*ajv, "playbook/cases/*.yaml"),
        "native checker (one error a file)": (str(npm / "jsonschema"), "validate", schema, "playbook/cases"),
    }
    return {name: words for name, words in found.items() if Path(words[0]).exists()}


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


def side_by_side(cases: int, rounds: int, peers: Path) -> None:
    """Run everybody on ``cases`` cases and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        corpus.make(root, cases=cases)
        runs: dict[str, list[Used]] = {}
        for _round in range(rounds):
            for name, words in commands(root, peers).items():
                runs.setdefault(name, []).append(measured(words, root))
    print(table(runs, cases), end="\n\n", flush=True)


def failing(cases: int) -> None:
    """Check cases of which each has a fault: every one is placed, explained and given a hint."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        corpus.make(root, cases=cases)
        corpus.seed(root, cases, chance=random.Random(1))
        words = (
            *SANE,
            "validate",
            "--quiet",
            "--no-cache",
            "--jobs",
            "2",
            "--format",
            "json",
        )
        used = measured(words, root, code=1)
    print(f"{cases} cases, a fault in each, two processes: {used.cpu:.2f} CPU s, {used.wall:.2f} s, {used.peak} MB")


def growth() -> None:
    """Check 1 000, 10 000 and 100 000 cases: does a case cost the same in a large playbook?"""
    words = (*SANE, "validate", "--quiet", "--jobs", "2")
    for cases in (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            corpus.make(Path(folder), cases=cases)
            runs = [measured((*words, "--no-cache"), Path(folder)) for _round in range(2)]
            best = min(runs, key=lambda used: used.cpu)
            remembering = measured(words, Path(folder)).peak
        each = best.cpu / cases * 1000
        memory = f"{best.peak} MB, {remembering} MB when it is remembered"
        print(f"{cases} cases: {each:.3f} CPU ms a case, {best.wall:.2f} s, {memory}", flush=True)


def install(peers: Path) -> None:
    """Put the peers into a folder."""
    subprocess.run((sys.executable, "-m", "venv", peers), check=True)
    subprocess.run((peers / "bin/pip", "install", "-q", "check-jsonschema", "ruamel.yaml.clib"), check=True)
    subprocess.run(("npm", "install", "--silent", "--prefix", peers, "ajv-cli", "@sourcemeta/jsonschema"), check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="*", default=[18, 1000, 10_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "sane-peers")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--failing", action="store_true")
    parser.add_argument("--growth", action="store_true")
    asked = parser.parse_args()
    if asked.install:
        install(asked.peers)
    for cases in asked.cases:
        side_by_side(cases, asked.rounds, asked.peers.absolute())
    if asked.failing:
        failing(10_000)
    if asked.growth:
        growth()


if __name__ == "__main__":
    main()
