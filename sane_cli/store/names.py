"""Names of countries and languages and the form of dates, from CLDR through Babel (its only import)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sane_cli.core.edtf import PartialDate


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
        return str(self._locale.territories.get(code, code))

    def tongue(self, tag: str) -> str:
        """Name of a language, or the tag itself."""
        return str(self._locale.languages.get(tag.split("-", maxsplit=1)[0], tag))

    def date(self, value: PartialDate) -> str:
        """A date as people write it, with the precision it has."""
        from babel.dates import format_skeleton

        if value.precision == "year":
            return value.text
        skeleton = "yMMMM" if value.precision == "month" else "yMMMMd"
        return str(format_skeleton(skeleton, value.first, locale=self._locale))

    @cached_property
    def _locale(self) -> Any:
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self._language, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en")
