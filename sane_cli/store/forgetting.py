"""Forget what is kept of cases to be quick: a case that shall go must not live on in the index or in laid out pages."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from sane_cli.store import pieces
from sane_cli.store.index import database


def forget(root: Path) -> None:
    """Delete all that is kept at ``root``; the next command makes it anew. A ``.sane`` that is a link is left alone."""
    folder = root / database.FOLDER
    if folder.is_symlink():
        return
    shutil.rmtree(root / pieces.PLACE, ignore_errors=True)  # follows no link
    for file in folder.glob(f"{database.PLACE.name}*"):
        with suppress(OSError):
            file.unlink()
