"""Kill an interview at random moments and show that no confirmed answer is ever lost.

An answer counts as confirmed once the next question stands on the screen. Every run answers a few questions on a real
terminal, is killed with SIGKILL at a random moment, and then the draft on disk must hold every confirmed answer. A
draft may hold one answer more: it was being confirmed.

    python benchmarks/kill_interview.py [RUNS]
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from sane_cli.store import drafts

ROOT = Path(__file__).parents[1]
RUNS = 200
# what is typed, the field it lands in, and the value; the next question's label confirms it
STEPS = (
    ("Title:", "A coalition and a bill {seed}", "title", "A coalition and a bill {seed}"),
    ("Id:", "", "id", "coalition-bill-{seed}"),
    (
        "Summary:",
        "A bill came, a coalition formed, run {seed}.",
        "summary",
        "A bill came, a coalition formed, run {seed}.",
    ),
    ("Language:", "", "language", "en"),
    ("Type:", "\x1b[B", "type", "coalition-response"),
    ("Scope:", "\x1b[B", "scope", "national"),
    ("Countries:", "ugan ", "countries", ["UG"]),
    ("Regions:", " ", "regions", ["africa"]),
)


def playbook(place: Path) -> None:
    """Make an empty playbook with the real vocabulary."""
    shutil.copytree(ROOT / "schema", place / "schema")
    shutil.copytree(ROOT / "playbook" / "vocabulary", place / "playbook" / "vocabulary")
    shutil.copy(ROOT / "playbook" / "playbook.yaml", place / "playbook")


def interview(root: Path, seed: int) -> dict[str, object]:
    """Answer questions, kill at a random moment, return the confirmed answers."""
    chance = random.Random(seed)
    env = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = ["-m", "sane_cli", "--root", str(root), "new"]
    child = pexpect.spawn(sys.executable, command, env=env, encoding="utf-8", timeout=20, dimensions=(50, 100))
    child.delaybeforesend = 0
    confirmed: dict[str, object] = {}
    waiting: dict[str, object] = {}
    last = chance.randrange(1, len(STEPS))
    for number, (label, typed, name, value) in enumerate(STEPS):
        child.expect_exact(label)
        confirmed |= waiting
        child.send(typed.format(seed=seed) + "\r")
        waiting = {name: value.format(seed=seed) if isinstance(value, str) else value}
        if number == last:
            time.sleep(chance.random() * 0.012)  # in the middle of reading, saving or drawing
            break
    child.kill(signal.SIGKILL)
    child.close(force=True)
    return confirmed


def main() -> int:
    """Run, compare, report."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    lost = later = answers = 0
    for seed in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            playbook(root)
            confirmed = interview(root, seed)
            found = [draft for draft in drafts.open_drafts(root) if draft.answers.items() >= confirmed.items()]
            answers += len(confirmed)
            if confirmed and not found:
                lost += 1
                print(f"run {seed}: lost; confirmed {sorted(confirmed)}")
            later += bool(found) and len(found[0].answers) > len(confirmed)
    print(f"{runs} interviews killed, {answers} confirmed answers, {lost} runs that lost one;")
    print(f"in {later} runs the answer being confirmed at that moment was safe as well.")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
