"""Words for values: labels of enums and terms, names of countries and languages, dates as people read them.

Country and language names come from outside (CLDR); whoever knows them passes a ``Names``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sane_cli.core.corpus import Lexicon
from sane_cli.core.edtf import PartialDate
from sane_cli.core.record import record
from sane_cli.core.schema import Field
from sane_cli.core.words import _


class Names(Protocol):
    """Names of things in one language."""

    @property
    def language(self) -> str:
        """BCP 47 tag of that language."""

    @property
    def territories(self) -> Mapping[str, str]:
        """Names of all countries by ISO 3166-1 code."""

    def territory(self, code: str) -> str:
        """Name of an ISO 3166-1 country."""

    def tongue(self, tag: str) -> str:
        """Name of a language."""

    def date(self, value: PartialDate) -> str:
        """A date with its own precision: «2017», «September 2017», «20 September 2017»."""


@record(frozen=True, slots=True, eq=False, repr=False)
class Labels:
    """Turns values of fields into words for one reader. It goes to exporters, so it knows no case."""

    lexicon: Lexicon
    names: Names

    def value(self, field: Field, value: str) -> str:
        """Words for one value of ``field``."""
        if field.vocabulary:
            term = self.lexicon.vocabulary(field.vocabulary).terms.get(value)
            return term.label(self.names.language) if term else value
        if field.labels_from == "territories":
            return self.names.territory(value)
        if field.name == "language":
            return self.names.tongue(value)
        return _(field.label(value))

    def title(self, field: Field) -> str:
        """The field's heading."""
        return _(field.title)
