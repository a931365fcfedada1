"""Names of countries and languages and the form of dates, from CLDR through Babel (its only import).

Countries in our own languages come from a table made of the same data (``scripts/territories.py``): a list of cases
names countries on every line, and loading Babel would cost it half of its time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from sane_cli.core.edtf import PartialDate

_TABLE = Path(__file__).with_name("territories.json")


class CldrNames:
    """``core.labels.Names`` in one language; Babel is loaded when the first name is asked for."""

    def __init__(self, language: str) -> None:
        self._language = language

    @property
    def language(self) -> str:
        """BCP 47 tag."""
        return self._language

    def territory(self, code: str) -> str:
        """Name of an ISO 3166-1 country, or the code itself."""
        return self.territories.get(code, code)

    @cached_property
    def territories(self) -> Mapping[str, str]:
        """Code → name, for every country."""
        ready: Mapping[str, Mapping[str, str]] = json.loads(_TABLE.read_text(encoding="utf-8"))
        return ready.get(self._language) or {str(code): str(name) for code, name in self._locale.territories.items()}

    def tongue(self, tag: str) -> str:
        """Name of a language, or the tag itself."""
        return str(self._locale.languages.get(tag.split("-", maxsplit=1)[0], tag))

    def date(self, value: PartialDate) -> str:
        """A date as people write it, with the precision it has."""
        from babel.dates import format_date, format_skeleton

        if value.precision == "year":
            return value.text
        # «20 September 2017»: English without a country would begin with the month, as in the United States
        locale = "en_GB" if self._locale.language == "en" else self._locale
        if value.precision == "month":
            return str(format_skeleton("yMMMM", value.first, locale=locale))
        return str(format_date(value.first, "long", locale=locale))

    @cached_property
    def _locale(self) -> Any:
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self._language, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en")
