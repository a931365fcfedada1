"""Ask the ledger which past exports hold a case. A line that cannot be read is passed over, not trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sane_cli.core.case import mapping, text
from sane_cli.core.given import Exported
from sane_cli.store.ledger import PLACE

LARGEST = 64 << 20  # bytes; hundreds of thousands of exports


def holding(root: Path, case_id: str) -> tuple[Exported, ...]:
    """Return the exports that hold ``case_id``, the newest first."""
    path = root / PLACE
    try:
        lines = path.read_bytes().splitlines() if path.stat().st_size <= LARGEST else []
    except OSError:
        return ()
    found = (_read(line) for line in reversed(lines) if case_id.encode() in line)
    return tuple(
        Exported(text(entry, "at")[:10], text(entry, "file"), text(entry, "audience"))
        for entry in found
        if case_id in mapping(entry, "cases")
    )


def _read(line: bytes) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}
