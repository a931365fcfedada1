"""How quick starting up and finding are: whole processes, start-up included, side by side in one run.

    python benchmarks/bench_find.py [--cases 10000] [--rounds 7]

Prints the tables «Start-up» and «Find» of the project's targets as Markdown. Rounds are interleaved, so that a noisy
machine disturbs every line alike; what is compared are medians of processor time (user and system), and of the clock
in brackets. The index is warm unless a line says otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FEW = 1000  # cases in which a completion looks
COLD_ROUNDS = 3
SANE = ("-m", "sane_cli")
CASE = """\
schema_version: 1
id: case-{at:05}
title: "Invented case {at}: how members of a coalition met {threat}"
summary: An invented summary of case {at}.
language: en
type: {kind}
scope: national
countries: [{country}]
regions: [africa]
as_of: "20{year:02}-0{month}"
organisations:
  - name: Invented Alliance {at}
    role: lead
    attribution: named
threats: [{threat}, {other}]
mechanisms: [{mechanism}]
context: |
{prose}
challenge: |
{prose}
response: |
{prose}
outcomes: |
{prose}
sources:
  - title: An invented page
    url: https://example.org/{at}
    published: 2023-04
status: published
sharing:
  tlp: TLP:CLEAR
  consent: {{state: public-record}}
"""
PROSE = "\n".join(
    f"  Line {line} of invented words about what was done, by whom, and what came of it." for line in range(18)
)


def generate(root: Path, count: int) -> None:
    """Make a playbook of ``count`` invented cases of about 6 KB."""
    sys.path.insert(0, str(ROOT))
    from sane_cli.store import starter, yaml_read

    for name, data in starter.contents("Invented").items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    terms = {
        name: [t["id"] for t in yaml_read.parse((root / f"playbook/vocabulary/{name}.yaml").read_bytes())["terms"]]
        for name in ("threats", "mechanisms")
    }
    dice = random.Random(7)
    for at in range(count):
        text = CASE.format(
            at=at,
            kind=dice.choice(["coalition-response", "organisational-resilience"]),
            country=dice.choice(["UG", "HU", "NI", "GB", "KE", "MW"]),
            year=dice.randrange(15, 26),
            month=dice.randrange(1, 9),
            threat=dice.choice(terms["threats"]),
            other=dice.choice(terms["threats"]),
            mechanism=dice.choice(terms["mechanisms"]),
            prose=PROSE,
        )
        (root / "playbook" / "cases" / f"case-{at:05}.yaml").write_text(text, encoding="utf-8")


@dataclass
class Line:
    """One line of a table: what is run and what came of it.

    Attributes:
        target: at most so many times as much processor time as ``floor``.
        cold: whether the index is removed before each run.
    """

    what: str
    words: tuple[str, ...]
    root: Path = ROOT
    floor: str = "python -c pass"
    target: float = 0
    environment: dict[str, str] = field(default_factory=dict)
    cold: bool = False
    taken: list[tuple[float, float]] = field(default_factory=list)

    def run(self) -> None:
        """Run the process to its end and note processor time and time by the clock."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **self.environment}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if self.cold:
            shutil.rmtree(self.root / ".sane", ignore_errors=True)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, *self.words], cwd=self.root, env=environment, capture_output=True, check=False
        )
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode in (0, 1), done.stderr  # some invented cases have findings
        self.taken.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall))

    @property
    def median(self) -> tuple[float, float]:
        """Processor time and time by the clock, in seconds."""
        cpu, wall = zip(*self.taken, strict=True)
        return statistics.median(cpu), statistics.median(wall)


def completing(words: str) -> dict[str, str]:
    """Return the environment in which a shell asks to complete ``words``."""
    return {
        "_SANE_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": words,
    }


def start_up(few: Path) -> list[Line]:
    """Return the lines of «Start-up»."""
    return [
        Line("python -c pass", ("-c", "pass")),
        Line("sane --version", (*SANE, "--version"), target=7),
        Line("sane --help", (*SANE, "--help"), target=10),
        Line(f"complete a term, {FEW} cases", SANE, few, target=9, environment=completing("sane list --threat ph")),
        Line(f"complete an id, {FEW} cases", SANE, few, target=9, environment=completing("sane show case-0001")),
        Line("sane list, the real playbook", (*SANE, "list"), target=9),
    ]


def finding(many: Path, count: int) -> list[Line]:
    """Return the lines of «Find»."""

    def line(what: str, *words: str, target: float = 0) -> Line:
        return Line(f"{what}, {count} cases", (*SANE, *words), many, "sane --version", target)

    return [
        line("list with two filters", "list", "--threat", "phishing", "--country", "UG", target=2.5),
        line("all rows, plain", "list", target=5),
        line("all rows, json", "list", "--format", "json", target=5),
        line("text that one case holds", "list", "alliance 77", target=2.5),
        line("text that a twentieth holds", "list", "coalition", "met phishing", target=2.5),
        line("text that every case holds", "list", "coalition"),
        line("facets", "list", "--facets"),
        line("one case", "show", "case-00077"),
        line("matrix", "matrix"),
    ]


def first_runs(many: Path, count: int) -> list[Line]:
    """Return the lines that begin without an index."""
    checked = f"validate, nothing kept, {count} cases"
    words = ("list", "--threat", "phishing", "--country", "UG")
    return [
        Line(checked, (*SANE, "validate", "--no-cache", "--quiet"), many, cold=True),
        Line(f"first list, no index, {count} cases", (*SANE, *words), many, checked, 1.3, cold=True),
        Line(f"first search, no index, {count} cases", (*SANE, "list", "alliance 77"), many, checked, cold=True),
    ]


def table(title: str, lines: list[Line], known: dict[str, Line]) -> None:
    """Print one table."""
    print(f"| {title} | CPU ms | (clock) | × `python -c pass` | compared with | × | target | |")
    print("|---|---:|---:|---:|---|---:|---:|---|")
    for line in lines:
        cpu, wall = line.median
        plain, floor = known["python -c pass"].median, known[line.floor].median
        times = cpu / floor[0]
        goal = f"≤ {line.target:g} ×" if line.target else ""
        met = "" if not line.target else "met" if times <= line.target else "missed"
        print(
            f"| {line.what} | {cpu * 1000:.0f} | ({wall * 1000:.0f}) | {cpu / plain[0]:.1f} | {line.floor} "
            f"| {times:.1f} ({wall / floor[1]:.1f}) | {goal} | {met} |"
        )
    print()


def main() -> None:
    """Measure and print the tables."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--cases", type=int, default=10_000)
    reader.add_argument("--rounds", type=int, default=7)
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        generate(few, FEW)
        generate(many, asked.cases)
        time.sleep(2.1)  # files younger than a tick of the clock are looked into each time
        starts, finds, firsts = start_up(few), finding(many, asked.cases), first_runs(many, asked.cases)
        for _round in range(COLD_ROUNDS):
            for line in firsts:
                line.run()
        for line in (*starts, *finds):
            line.run()
            line.taken.clear()
        for _round in range(asked.rounds):
            for line in (*starts, *finds):
                line.run()
    known = {line.what: line for line in (*starts, *finds, *firsts)}
    table("Start-up", starts, known)
    table("Find", [*finds, *firsts], known)


if __name__ == "__main__":
    main()
