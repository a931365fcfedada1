"""The filters that list, matrix and export share, as Typer options and as a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sane_cli.commands import _completion
from sane_cli.core.record import record

if TYPE_CHECKING:  # completion takes the options only
    from sane_cli.core.corpus import Corpus
    from sane_cli.core.labels import Names
    from sane_cli.core.query import Query

Threats = Annotated[
    list[str] | None,
    typer.Option(
        "--threat", metavar="TERM", help="A threat; broader terms count.", autocompletion=_completion.terms("threats")
    ),
]
Mechanisms = Annotated[
    list[str] | None,
    typer.Option("--mechanism", metavar="TERM", help="A mechanism.", autocompletion=_completion.terms("mechanisms")),
]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="CC", help="A country: UG or Uganda.", autocompletion=_completion.countries()),
]
Regions = Annotated[
    list[str] | None,
    typer.Option(
        "--region", metavar="REGION", help="A region, such as africa.", autocompletion=_completion.choices("regions")
    ),
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="KIND", help="A kind of case.", autocompletion=_completion.choices("type")),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="STATUS", help="draft, review, published …", autocompletion=_completion.choices("status")
    ),
]
Organisations = Annotated[
    list[str] | None, typer.Option("--organisation", metavar="NAME", help="Words of an organisation's name.")
]
Languages = Annotated[list[str] | None, typer.Option("--language", metavar="TAG", help="Language, such as en.")]
AsOfBefore = Annotated[str | None, typer.Option("--as-of-before", metavar="DATE", help="Situation before this date.")]
AsOfAfter = Annotated[str | None, typer.Option("--as-of-after", metavar="DATE", help="Situation after this date.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only cases past their review date.")]
Match = Annotated[
    str,
    typer.Option(
        "--match",
        metavar="any|all",
        help="One value of a filter is enough, or all.",
        autocompletion=_completion.words("any", "all"),
    ),
]
Audience = Annotated[
    str,
    typer.Option(
        "--audience",
        metavar="A",
        help="As these readers see it: clear … red.",
        autocompletion=_completion.audiences(),
    ),
]


def statuses(query: Query) -> frozenset[str]:
    """Return the statuses that other readers than the curator may see: published, unless others are asked for."""
    return frozenset(query.facets.get("status", ("published",)))


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Filters:
    """The filter options as they were typed."""

    words: Sequence[str] | None = None
    threat: Sequence[str] | None = None
    mechanism: Sequence[str] | None = None
    country: Sequence[str] | None = None
    region: Sequence[str] | None = None
    type: Sequence[str] | None = None
    status: Sequence[str] | None = None
    language: Sequence[str] | None = None
    organisation: Sequence[str] | None = None
    as_of_before: str | None = None
    as_of_after: str | None = None
    overdue: bool = False
    match: str = "any"

    def query(self, corpus: Corpus, names: Sequence[Names] = ()) -> Query:
        """Turn the options into a query; ``names`` are the languages in which countries may be called.

        Raises:
            UsageError: a value does not exist; the message names the nearest one.
        """
        if self.match not in ("any", "all"):
            raise typer.BadParameter("Use --match any or --match all.")
        from sane_cli.core.query import build

        facets = ("threat", "mechanism", "country", "region", "type", "status", "language")
        return build(
            corpus,
            {facet: getattr(self, facet) or () for facet in facets},
            names=names,
            words=tuple(self.words or ()),
            organisations=tuple(self.organisation or ()),
            as_of_before=self.as_of_before,
            as_of_after=self.as_of_after,
            overdue=self.overdue,
            match_all=self.match == "all",
        )
