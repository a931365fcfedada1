"""The rules' pages say what the rules say."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_pages_are_fresh() -> None:
    wanted = runpy.run_path(str(ROOT / "scripts" / "rule_pages.py"))["pages"]()
    there = {path.name: path.read_text() for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert there == wanted, "run: python scripts/rule_pages.py"
