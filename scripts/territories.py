"""Write sane_cli/store/territories.json anew: names of countries in our languages, from CLDR through Babel.

The table saves every ``sane list`` the 50 ms that loading Babel takes; a test proves that it says what Babel says.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale

LANGUAGES = ("en", "fr", "es")
TABLE = Path(__file__).resolve().parent.parent / "sane_cli" / "store" / "territories.json"


def names(language: str, codes: list[str]) -> dict[str, str]:
    """Return code → name in ``language``."""
    territories = Locale.parse(language).territories
    return {code: territories[code] for code in codes if code in territories}


def main() -> None:
    """Take the codes from the schema, the names from CLDR."""
    schema = json.loads((TABLE.parents[2] / "schema" / "case.schema.json").read_text(encoding="utf-8"))
    codes = sorted(schema["$defs"]["country"]["enum"])
    table = {language: names(language, codes) for language in LANGUAGES}
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
