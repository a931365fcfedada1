"""The ledger: what left the house, when, for whom. Append-only, each line chained to the one before by its hash.

It holds ids and hashes, never content, so that it can be kept in git beside the playbook. The chain shows a changed
or a missing line; that lines are missing at the end shows in a comparison with what git knows.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sane_cli.core.words import _
from sane_cli.store.files import cannot_write

PLACE = Path("exports") / "ledger.jsonl"
_START = "0" * 64
_LARGEST = 64 << 20  # bytes; hundreds of thousands of exports


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the ledger that is not what it was, and why."""

    line: int
    reason: str


def append(root: Path, entry: Mapping[str, Any]) -> None:
    """Add one line to the ledger of ``root``, durably.

    Raises:
        CannotWriteError: with the reason.
    """
    path = root / PLACE
    try:
        _append(path, entry)
    except OSError as error:
        raise cannot_write(path, error) from error


def _append(path: Path, entry: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _lock(file.fileno())
        file.seek(0)
        before = file.read()
        lines = before.splitlines()
        line = {**entry, "previous": digest(lines[-1]) if lines else _START}
        # a line that a power cut tore off stays a line of its own, so that it spoils no other
        file.write(b"\n" if before and not before.endswith(b"\n") else b"")
        file.write(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def holding(root: Path, case_id: str) -> list[Mapping[str, Any]]:
    """Return the entries of all past exports that hold ``case_id``, the newest first."""
    found = (_entry(line) for line in reversed(_lines(root)))
    return [entry for entry in found if isinstance(entry.get("cases"), dict) and case_id in entry["cases"]]


def length(root: Path) -> int:
    """Return how many lines the ledger has."""
    return len(_lines(root))


def faults(root: Path, committed: bytes | None) -> Iterator[Fault]:
    """Yield every line that is not what it was when it was written.

    Args:
        root: the repository.
        committed: the ledger as git knows it, which must be the beginning of today's; None without git.
    """
    lines = _lines(root)
    previous = _START
    for number, line in enumerate(lines, 1):
        entry = _entry(line)
        if not entry:
            yield Fault(number, _("It cannot be read."))
        elif entry.get("previous") != previous:
            yield Fault(number, _("It does not follow from the line before: one of the two was changed or removed."))
        previous = digest(line)
    known = committed.splitlines() if committed else []
    for number, line in enumerate(known, 1):
        if number > len(lines) or lines[number - 1] != line:
            yield Fault(number, _("Git knows another line here: the ledger was shortened or written anew."))
            return


def digest(line: bytes) -> str:
    """Return the hash by which the next line refers to ``line``."""
    return hashlib.sha256(line).hexdigest()


def _lines(root: Path) -> list[bytes]:
    try:
        with (root / PLACE).open("rb") as file:
            return file.read(_LARGEST).splitlines()
    except OSError:
        return []


def _entry(line: bytes) -> Mapping[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _lock(descriptor: int) -> None:
    """Let two exports at once wait for each other, where the system can."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
