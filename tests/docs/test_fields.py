"""The field guide says what the schemas say."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_field_guide_is_fresh() -> None:
    wanted = runpy.run_path(str(ROOT / "scripts" / "field_guide.py"))["page"]()
    assert (ROOT / "docs" / "fields.md").read_text() == wanted, "run: python scripts/field_guide.py"
