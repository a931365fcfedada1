"""Pictures of the playbook: read only from below ``playbook/assets``, not without limit, and as pixels only."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from sane_cli.store.files import UnreadableFileError, read_inside
from sane_cli.store.pictures import cleaned

LARGEST = 8 << 20  # bytes; a picture for print needs no more


def reader(root: Path) -> Callable[[str], bytes | None]:
    """Return a function that reads a picture by its path below ``playbook/``, or None when it may not be read.

    What it returns is fit to leave the house: no file from elsewhere, and no metadata.
    """
    home = root / "playbook"

    @cache
    def read(path: str) -> bytes | None:
        if not path.startswith("assets/"):
            return None
        try:
            return cleaned(read_inside(home / "assets", home / path, limit=LARGEST))
        except (UnreadableFileError, ValueError):
            return None

    return read
