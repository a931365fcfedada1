"""``sane list``: which cases answer my situation?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from sane_cli.commands import _completion, _formats, _pager
from sane_cli.commands import _filters as on
from sane_cli.core.audience import PublicCase, Purpose, Request, gate_all
from sane_cli.core.breach import nearest
from sane_cli.core.error import UsageError
from sane_cli.core.format import COLUMNS, Counted, Listing, cell, plain
from sane_cli.core.schema import Schema
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session


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
    sort: Annotated[
        str,
        typer.Option(
            metavar="FIELD", help="Sort by this column; -FIELD turns it round.", autocompletion=_completion.columns()
        ),
    ] = "id",
    audience: on.Audience = "red",
    format: Annotated[  # noqa: A002
        str,
        typer.Option("--format", metavar="F", help="table, json, csv …", autocompletion=_completion.formats("rows")),
    ] = "table",
    columns: Annotated[
        str, typer.Option(metavar="A,B", help="Which columns, with commas.", autocompletion=_completion.columns())
    ] = "",
    count: Annotated[bool, typer.Option("--count", help="Print only how many.")] = False,
    facets: Annotated[bool, typer.Option("--facets", help="Count what can still be chosen.")] = False,
) -> int:
    """List cases by threat, mechanism, country and more. Values of one filter are alternatives; filters all hold."""
    session: Session = context.obj
    filters = on.Filters(
        words=text, threat=threat, mechanism=mechanism, country=country, region=region, type=type, status=status,
        organisation=organisation, language=language, as_of_before=as_of_before, as_of_after=as_of_after,
        overdue=overdue, match=match,
    )  # fmt: skip
    corpus = session.readable_corpus
    query = filters.query(corpus, session.country_names)
    request = session.request(audience, purpose=Purpose.VIEW, statuses=on.statuses(query), allow_overdue=overdue)
    shown = columns_named(columns, corpus.case_schema)
    seen, _withheld = gate_all(corpus.cases, request)
    found = sorted_by(query.select(seen), sort, corpus.case_schema)
    labels = session.labels()
    if count:
        session.emit(f"{len(found)}\n")
        return 0
    if facets:
        from sane_cli.core.facets import facets as tally

        tallied = Counted(audience=request.audience, count=len(found), facets=tally(query, seen, labels))
        _pager.emit(session, _formats.writer(format, "facets")(tallied, session.look))
    else:
        listing = Listing(audience=request.audience, cases=found, labels=labels, columns=shown)
        session.emit(_formats.writer(format, "rows")(listing, session.look))
    _tell(session, found, request)
    if not found:
        from sane_cli.core.nothing import advice

        for sentence in advice(query, seen, corpus):
            session.say(f"  → {sentence}")
    return 0


def _tell(session: Session, found: Sequence[PublicCase], request: Request) -> None:
    """Say how many cases there are, as whom, and what to do next."""
    told = plural("{count} case", "{count} cases", len(found)) if found else _("No case answers")
    session.say(_("{cases}, as {label} readers see them.").format(cases=told, label=request.audience.value))


def columns_named(typed: str, schema: Schema) -> tuple[str, ...]:
    """Read ``--columns``: names of fields, with hyphens or underscores.

    Raises:
        UsageError: a column does not exist.
    """
    known = tuple(dict.fromkeys((*COLUMNS, *(field.name for field in schema.fields if field.name != "sharing"))))
    names = tuple(name.strip().replace("-", "_") for name in typed.split(",") if name.strip())
    for name in names:
        if name not in known:
            near = nearest(name, known)
            raise UsageError(
                _("‘{name}’ is not a column.").format(name=name),
                where="--columns",
                todo=_("Did you mean {near}?").format(near=near) if near else ", ".join(known),
            )
    return names


def sorted_by(cases: list[PublicCase], typed: str, schema: Schema) -> list[PublicCase]:
    """Sort by one column, empty values last, then by id.

    Raises:
        UsageError: the column does not exist.
    """
    column = next(iter(columns_named(typed.removeprefix("-"), schema)), "id")
    ordered = sorted(cases, key=lambda case: case.id)
    filled = [case for case in ordered if plain(cell(case, column))]
    empty = [case for case in ordered if not plain(cell(case, column))]
    filled.sort(key=lambda case: plain(cell(case, column)).casefold(), reverse=typed.startswith("-"))
    return filled + empty


PLUGIN = Command(run=run)
