"""Pictures of the playbook: read only from below ``playbook/assets``, and not without limit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sane_cli.store.files import UnreadableFileError, read_inside

LARGEST = 8 << 20  # bytes; a picture for print needs no more


def reader(root: Path) -> Callable[[str], bytes | None]:
    """Return a function that reads a picture by its path below ``playbook/``, or None when it may not be read."""
    home = root / "playbook"

    def read(path: str) -> bytes | None:
        if not path.startswith("assets/"):
            return None
        try:
            return read_inside(home / "assets", home / path, limit=LARGEST)
        except UnreadableFileError:
            return None

    return read
