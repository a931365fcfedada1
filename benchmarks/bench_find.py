"""How quick finding is: whole processes, start-up included, as multiples of ``python -c pass`` in the same run.

    python benchmarks/bench_find.py [CASES]       (1000 unless told; the real playbook is measured as well)

Rounds are interleaved, so that a noisy machine disturbs every line alike; medians are printed.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
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


def completing(words: str) -> dict[str, str]:
    """Return the environment in which a shell asks to complete ``words``."""
    return {
        "_SANE_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": words,
    }


def seconds(words: list[str], root: Path, environment: dict[str, str]) -> float:
    """Run a process to its end and return how long it took."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *words], cwd=root, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - began
    assert done.returncode == 0, done.stderr
    return taken


def main() -> None:
    """Measure and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        many = Path(folder)
        generate(many, count)
        sane = ["-m", "sane_cli"]
        runs: dict[str, tuple[list[str], Path, dict[str, str]]] = {
            "python -c pass": (["-c", "pass"], ROOT, {}),
            "sane --version": ([*sane, "--version"], ROOT, {}),
            "sane --help": ([*sane, "--help"], ROOT, {}),
            "sane list (real playbook)": ([*sane, "list"], ROOT, {}),
            f"sane list ({count} cases)": ([*sane, "list"], many, {}),
            f"  two filters ({count})": ([*sane, "list", "--threat", "digital", "--country", "UG"], many, {}),
            f"  text ({count})": ([*sane, "list", "coalition"], many, {}),
            f"  json ({count})": ([*sane, "list", "--format", "json"], many, {}),
            f"complete a term ({count})": (sane, many, completing("sane list --threat ph")),
            f"complete an id ({count})": (sane, many, completing("sane show case-0001")),
            f"complete any id ({count})": (sane, many, completing("sane show ")),
        }
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for _round in range(ROUNDS):
            for name, run in runs.items():
                taken[name].append(seconds(*run))
    floor = statistics.median(taken["python -c pass"])
    for name, each in taken.items():
        middle = statistics.median(each)
        print(f"{name:32} {middle * 1000:7.0f} ms {middle / floor:6.1f} ×")


if __name__ == "__main__":
    main()
