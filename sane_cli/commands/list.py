"""``sane list``: which cases answer my situation?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sane_cli.commands import _completion
from sane_cli.commands import _filters as on
from sane_cli.core.error import UsageError
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session

if TYPE_CHECKING:  # completion takes the options only, and most lists search for no words
    from sane_cli.core.audience import PublicCase, Request
    from sane_cli.core.corpus import Corpus
    from sane_cli.core.format import Look
    from sane_cli.core.query import Query
    from sane_cli.core.schema import Schema
    from sane_cli.core.search import Snippet

    Write = Callable[[Any, Look], str]

Sort = Annotated[
    str,
    typer.Option(
        metavar="FIELD",
        help="By this column; -FIELD turns it round.",
        autocompletion=_completion.columns(),
    ),
]
Form = Annotated[
    str,
    typer.Option("--format", metavar="F", help="table, json, csv …", autocompletion=_completion.formats("rows")),
]
Columns = Annotated[
    str, typer.Option(metavar="A,B", help="Which columns, with commas.", autocompletion=_completion.columns())
]


def run(
    context: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="Words that must occur.", show_default=False)] = None,
    threat: on.Threats = None,
    mechanism: on.Mechanisms = None,
    country: on.Countries = None,
    region: on.Regions = None,
    type: on.Types = None,  # noqa: A002  (the option's name)
    status: on.Statuses = None,
    organisation: on.Organisations = None,
    language: on.Languages = None,
    as_of_before: on.AsOfBefore = None,
    as_of_after: on.AsOfAfter = None,
    overdue: on.Overdue = False,
    match: on.Match = "any",
    sort: Sort = "",
    audience: on.Audience = "red",
    format: Form = "table",  # noqa: A002
    columns: Columns = "",
    count: Annotated[bool, typer.Option("--count", help="Print only how many.")] = False,
    facets: Annotated[bool, typer.Option("--facets", help="Count what can still be chosen.")] = False,
) -> int:
    """List cases by threat, mechanism, country and more. Values of one filter are alternatives; filters all hold."""
    from sane_cli.commands import _formats
    from sane_cli.core.audience import Purpose

    session: Session = context.obj
    write = _formats.writer(format, "facets" if facets else "rows")  # refused before the cases are read
    filters = on.Filters(
        words=text, threat=threat, mechanism=mechanism, country=country, region=region, type=type, status=status,
        organisation=organisation, language=language, as_of_before=as_of_before, as_of_after=as_of_after,
        overdue=overdue, match=match,
    )  # fmt: skip
    corpus = session.frame
    query = filters.query(corpus, session.country_names)
    request = session.request(audience, purpose=Purpose.VIEW, statuses=on.statuses(query), allow_overdue=overdue)
    shown = columns_named(columns, "--columns", corpus.case_schema)
    order = next(iter(columns_named(sort.removeprefix("-"), "--sort", corpus.case_schema)), "")
    seen = session.found(request)
    found = _ordered(seen.answering(query), query, order, backwards=sort.startswith("-"))
    if count:
        session.emit(f"{len(found)}\n")
        return 0
    if facets:
        _facets(session, write, query, seen.every, request)
    else:
        _rows(session, write, query, found, request, shown)
    _tell(session, found, request)
    for sentence in [] if found else _advice(query, seen.every, corpus):
        session.say(f"  → {sentence}")
    return 0


def _rows(
    session: Session, write: Write, query: Query, found: list[PublicCase], request: Request, columns: tuple[str, ...]
) -> None:
    """Write the cases that answer."""
    from sane_cli.core.format import Listing

    listing = Listing(
        audience=request.audience, cases=found, labels=session.labels(), columns=columns, snippet=_snippet(query)
    )
    session.emit(write(listing, session.look))


def _facets(session: Session, write: Write, query: Query, seen: Sequence[PublicCase], request: Request) -> None:
    """Write what can still be chosen."""
    from sane_cli.commands import _pager
    from sane_cli.core.facets import facets
    from sane_cli.core.given import Counted

    counted = Counted(
        audience=request.audience, count=len(query.select(seen)), facets=facets(query, seen, session.labels())
    )
    _pager.emit(session, write(counted, session.look))


def _advice(query: Query, seen: Sequence[PublicCase], corpus: Corpus) -> list[str]:
    from sane_cli.core.nothing import advice

    return advice(query, seen, corpus)


def _tell(session: Session, found: Sequence[PublicCase], request: Request) -> None:
    """Say how many cases there are, and as whom."""
    told = plural("{count} case", "{count} cases", len(found)) if found else _("No case answers")
    session.say(_("{cases}, as {label} readers see them.").format(cases=told, label=request.audience.value))


def _ordered(answers: list[PublicCase], query: Query, column: str, *, backwards: bool) -> list[PublicCase]:
    """Order what answers by the column asked for, else by how well it fits the words, else by id."""
    found = sorted_by(answers, column or "id", backwards=backwards)
    if not query.words or column:
        return found
    from sane_cli.core.search import ranked

    return ranked(found, query.words)


def _snippet(query: Query) -> Callable[[PublicCase], Snippet] | None:
    """Return what finds the passage of a case that shows what was searched for."""
    if not query.words:
        return None
    from sane_cli.core.search import snippet

    return lambda case: snippet(case, query.words)


def columns_named(typed: str, option: str, schema: Schema) -> tuple[str, ...]:
    """Read what was typed after ``option``: names of fields, with hyphens or underscores.

    Raises:
        UsageError: a column does not exist.
    """
    from sane_cli.core.format import COLUMNS

    known = tuple(dict.fromkeys((*COLUMNS, *(field.name for field in schema.fields if field.name != "sharing"))))
    names = tuple(name.strip().replace("-", "_") for name in typed.split(",") if name.strip())
    for name in names:
        if name not in known:
            from sane_cli.core.nearest import nearest

            near = nearest(name, known)
            raise UsageError(
                _("‘{name}’ is not a column.").format(name=name),
                where=option,
                todo=_("Did you mean {near}?").format(near=near) if near else ", ".join(known),
            )
    return names


def sorted_by(cases: list[PublicCase], column: str, *, backwards: bool) -> list[PublicCase]:
    """Sort by one column, empty values last, then by id."""
    ordered = sorted(cases, key=lambda case: case.id)
    if column == "id":
        return ordered[::-1] if backwards else ordered
    from sane_cli.core.format import cells, once, plain

    pairs = list(zip(once(cells(ordered, column), plain), ordered, strict=True))
    filled = sorted((pair for pair in pairs if pair[0]), key=lambda pair: pair[0].casefold(), reverse=backwards)
    return [case for _text, case in filled] + [case for text, case in pairs if not text]


PLUGIN = Command(run=run)
