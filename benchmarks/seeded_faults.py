"""Does the checker report exactly the faults that were seeded, at the right lines, and nothing else?

python benchmarks/seeded_faults.py [--cases 10000] [--faults 500]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import corpus

ROOT = Path(__file__).parents[1]


def reported(root: Path, *words: str) -> set[tuple[str, int, str]]:
    """Run the program and return path, line and rule of every finding."""
    done = subprocess.run(
        (sys.executable, "-m", "sane_cli", "validate", "--format", "json", "--quiet", *words),
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SANE_TODAY": corpus.TODAY},
        capture_output=True,
        check=False,
    )
    return {(each["path"], each["line"], each["rule"]) for each in json.loads(done.stdout)["findings"]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--faults", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        corpus.make(root, cases=asked.cases)
        expected = corpus.seed(root, asked.faults, chance=random.Random(7))
        began = time.monotonic()
        found = reported(root)
        print(f"{asked.cases} cases, {len(expected)} faults, {time.monotonic() - began:.1f} s")
        print(f"missed: {len(expected - found)}, not seeded: {len(found - expected)}")
        for missed in sorted(expected - found)[:20]:
            print("missed", missed)
        for extra in sorted(found - expected)[:20]:
            print("not seeded", extra)
        return int(found != expected)


if __name__ == "__main__":
    sys.exit(main())
