"""Golden files: what an exporter makes of the small product, kept to be read and compared.

After a change that is meant: GOLDEN=write pytest tests/exporters, then read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same(name: str, made: str) -> None:
    """Compare with the golden file of that name."""
    path = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(made, "utf-8", newline="")
    assert made == path.read_bytes().decode(), (
        f"{name} changed; when that is meant: GOLDEN=write pytest tests/exporters"
    )
