"""``sane matrix``: which threat was met with what, and where the gaps are."""

from __future__ import annotations

from typing import Annotated

import typer

from sane_cli.commands import _completion
from sane_cli.commands import _filters as on
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
    audience: on.Audience = "red",
    format: Annotated[  # noqa: A002
        str,
        typer.Option("--format", metavar="F", help="table, json or csv", autocompletion=_completion.formats("matrix")),
    ] = "table",
    gaps: Annotated[bool, typer.Option("--gaps", help="List what has no case or only one.")] = False,
) -> int:
    """Count threats against mechanisms. On a wide screen and in json and csv by term, else by group."""
    from sane_cli.commands import _formats, _pager
    from sane_cli.core import matrix
    from sane_cli.core.audience import Purpose
    from sane_cli.core.nothing import advice

    session: Session = context.obj
    write = _formats.writer(format, "gaps" if gaps else "matrix")
    filters = on.Filters(
        words=text, threat=threat, mechanism=mechanism, country=country, region=region, type=type, status=status,
        organisation=organisation, language=language, as_of_before=as_of_before, as_of_after=as_of_after,
        overdue=overdue, match=match,
    )  # fmt: skip
    corpus = session.frame
    query = filters.query(corpus, session.country_names)
    request = session.request(audience, purpose=Purpose.VIEW, statuses=on.statuses(query), allow_overdue=overdue)
    seen = session.found(request)
    found = seen.answering(query)
    count = matrix.gaps if gaps else matrix.matrix
    _pager.emit(session, write(count(found, session.labels(), request.audience), session.look))
    told = plural("{count} case", "{count} cases", len(found)) if found else _("No case answers")
    session.say(_("{cases}, as {label} readers see them.").format(cases=told, label=request.audience.value))
    for sentence in [] if found else advice(query, seen.every, corpus):
        session.say(f"  → {sentence}")
    if found and not gaps:
        session.say(_("  → The cases of a cell: sane list --threat T --mechanism M"))
    return 0


PLUGIN = Command(run=run)
