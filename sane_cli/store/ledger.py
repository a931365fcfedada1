"""The ledger: what left the house, when, for whom. Append-only, each line chained to the one before by its hash.

It holds ids and hashes, never content, so that it can be kept in git beside the playbook.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PLACE = Path("exports") / "ledger.jsonl"
_START = "0" * 64


def append(root: Path, entry: Mapping[str, Any]) -> None:
    """Add one line to the ledger of ``root``, durably."""
    path = root / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _lock(file.fileno())
        file.seek(0)
        lines = file.read().splitlines()
        line = {**entry, "previous": digest(lines[-1]) if lines else _START}
        file.write(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def digest(line: bytes) -> str:
    """Return the hash by which the next line refers to ``line``."""
    return hashlib.sha256(line).hexdigest()


def _lock(descriptor: int) -> None:
    """Let two exports at once wait for each other, where the system can."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
