"""Count canaries in what leaves: many generated playbooks, every command, format and audience.

    python benchmarks/canaries.py [--least 10000] [--seed 1] [--whole-every 6]

A run is one case in one format for one audience: an export of n cases counts n, a page of one case counts one. Formats
that take seconds each (see ``HEAVY`` in tests/safety/harness.py) and commands on a single case are run on every n-th
playbook only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.safety import harness
from tests.safety.canaries import plant
from tests.safety.search import Words


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--least", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--whole-every", type=int, default=6)
    chosen = options.parse_args()
    began = time.perf_counter()
    runs: Counter[str] = Counter()
    commands: Counter[str] = Counter()
    canaries = looked = leaked = searched = 0
    playbooks = 0
    while sum(runs.values()) < chosen.least:
        seed = chosen.seed + playbooks
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "playbook"
            planted = plant(root, seed)
            words = Words(canary.word for canary in planted)
            cases = len(harness.corpus_of(root).cases)
            canaries += len(planted)
            whole = playbooks % chosen.whole_every == chosen.whole_every - 1
            for done in harness.every_run(root, heavy=whole, single=whole):
                if done.code not in (0, 1):
                    continue
                form = done.words[done.words.index("--format") + 1] if "--format" in done.words else "-"
                single = done.words[0] in ("show", "similar", "recall")
                runs[f"{done.words[0]} {form}"] += 1 if single else cases
                commands[done.words[0]] += 1
                looked += len(planted)
                searched += len(done.out) + len(done.err) + sum(map(len, done.files.values()))
                for leak in harness.leaks(done, planted, words):
                    leaked += 1
                    print(f"LEAK (seed {seed}): {leak}")
        playbooks += 1
        print(f"  seed {seed}: {sum(runs.values())} runs, {leaked} leaks", file=sys.stderr)
    print(f"playbooks generated:            {playbooks:>9,}")
    print(f"canaries planted:               {canaries:>9,}")
    print(f"calls of the program:           {sum(commands.values()):>9,}")
    print(f"case × audience × format runs:  {sum(runs.values()):>9,}")
    print(f"look-ups of a canary:           {looked:>9,}")
    print(f"bytes written and searched:     {searched:>9,} (before unpacking)")
    print(f"canaries where none may be:     {leaked:>9,}")
    print(f"seconds:                        {time.perf_counter() - began:>9,.0f}")
    for name, count in sorted(runs.items()):
        print(f"    {name:<24} {count:>7,}")
    return 1 if leaked else 0


if __name__ == "__main__":
    sys.exit(main())
