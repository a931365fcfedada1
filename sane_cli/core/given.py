"""What a format is given to show, but for rows of cases: one case, counts, terms, findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from sane_cli.core.record import record

if TYPE_CHECKING:  # named here only; a check should not pay for cases, nor a case for rules
    from sane_cli.core.audience import PublicCase
    from sane_cli.core.case import State
    from sane_cli.core.facets import Facet
    from sane_cli.core.finding import Finding, Tally
    from sane_cli.core.labels import Labels
    from sane_cli.core.rule import Rule
    from sane_cli.core.tlp import Tlp
    from sane_cli.core.view import Definition
    from sane_cli.core.vocabulary import Term, Vocabulary


@record(frozen=True, slots=True, eq=False, repr=False)
class Exported:
    """A past export: its day, its file as the ledger knows it, and for whom it was."""

    on: str
    file: str
    audience: str


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Shown:
    """One gated case with what stands around it.

    Attributes:
        titles: titles of the other cases that the same readers may see, by id.
        define: whether terms are to be explained.
        exports: where it was exported; for the curator only.
        translations: into which languages it is translated, and how fresh that is.
    """

    case: PublicCase
    labels: Labels
    titles: Mapping[str, str] = field(default_factory=dict)
    define: bool = False
    exports: Sequence[Exported] = ()
    translations: Sequence[tuple[str, State]] = ()

    @property
    def explained(self) -> tuple[Definition, ...]:
        """What its terms mean, where that was asked for."""
        if not self.define:
            return ()
        from sane_cli.core.view import definitions

        return definitions(self.case, self.labels)


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Counted:
    """What can still be chosen: counts per facet, of gated cases; ``count`` cases answer now."""

    audience: Tlp
    count: int
    facets: Sequence[Facet]


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Terms:
    """Terms of vocabularies, and how many cases hold each, its narrower terms included.

    Attributes:
        listed: vocabularies with the terms to show of each.
        cases: vocabulary and term → ids of the curator's cases.
        whole: everything about each term, not just a line.
    """

    listed: Sequence[tuple[Vocabulary, Sequence[Term]]]
    cases: Mapping[tuple[str, str], Sequence[str]]
    language: str
    whole: bool = False


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Checked:
    """The outcome of a check.

    Attributes:
        source: returns one line of a file (path, line from 1), for excerpts; empty when there is none.
        files: paths of everything that was looked at, for formats that list what is good as well.
    """

    findings: Sequence[Finding]
    tally: Tally
    rules: Mapping[str, Rule]
    version: str
    source: Callable[[str, int], str] = lambda _path, _line: ""
    files: Sequence[str] = ()
