"""Write the schema of exported JSON anew from the schema of a case.

Run it after changing schema/case.schema.json: python scripts/export_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path

from sane_cli.core.export_schema import export_schema

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "sane_cli" / "exporters" / "export.schema.json"


def text() -> str:
    """Return the file's text."""
    case = json.loads((ROOT / "schema" / "case.schema.json").read_text("utf-8"))
    return json.dumps(export_schema(case), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), "utf-8")
