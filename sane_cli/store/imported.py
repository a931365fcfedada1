"""Remember which rows were taken in: one line a row in ``playbook/imported.jsonl``, a hash and an id, never content.

The file belongs into git beside the cases, so that a form exported again brings nothing twice on any machine, and
a case that was withdrawn does not come back.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from sane_cli.core.error import BrokenPlaybookError
from sane_cli.core.words import _
from sane_cli.store.files import UnreadableFileError, read_inside

PLACE = Path("playbook") / "imported.jsonl"
_LARGEST = 32 << 20


def read(root: Path) -> dict[str, str]:
    """Return hash → id of every row taken in before; a line that is none is passed over.

    Raises:
        BrokenPlaybookError: the file is there and cannot be read.
    """
    path = root / PLACE
    if not path.exists():
        return {}
    try:
        lines = read_inside(root, path, limit=_LARGEST).decode("utf-8", "replace").splitlines()
    except UnreadableFileError as error:
        todo = _("Repair it, or remove it: rows could then be taken in twice.")
        raise BrokenPlaybookError(str(error), where=PLACE.as_posix(), todo=todo) from error
    found: dict[str, str] = {}
    for line in lines:
        try:
            entry = json.loads(line)
            found[str(entry["row"])] = str(entry["case"])
        except (ValueError, TypeError, KeyError):
            continue
    return found


def append(root: Path, row: str, case_id: str) -> None:
    """Add one row, durably."""
    path = root / PLACE
    with path.open("ab") as file:
        file.write(json.dumps({"row": row, "case": case_id}).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
