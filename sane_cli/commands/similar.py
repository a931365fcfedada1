"""``sane similar``: the cases nearest to one, or to a situation, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from sane_cli.commands import _completion, _formats
from sane_cli.commands import _filters as on
from sane_cli.commands._lookup import seen_case
from sane_cli.core.audience import Purpose
from sane_cli.core.error import UsageError
from sane_cli.core.query import build
from sane_cli.core.similarity import Alike, nearest_cases, situation
from sane_cli.core.words import _
from sane_cli.session import Command, Session

_ID = typer.Argument(
    metavar="[ID]", help="The case to compare with.", show_default=False, autocompletion=_completion.cases()
)


def run(
    context: typer.Context,
    case: Annotated[str, _ID] = "",
    threat: on.Threats = None,
    mechanism: on.Mechanisms = None,
    country: on.Countries = None,
    region: on.Regions = None,
    type: on.Types = None,  # noqa: A002  (the option's name)
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 5,
    audience: on.Audience = "red",
    format: Annotated[str, typer.Option("--format", metavar="F", help="table or json")] = "table",  # noqa: A002
) -> int:
    """Find the cases nearest to a case or situation.

    A situation is told by filters: sane similar --threat phishing --country Uganda
    """
    session: Session = context.obj
    write = _formats.writer(format, "similar")
    corpus = session.frame
    request = session.request(audience, purpose=Purpose.VIEW)
    typed = {"threat": threat, "mechanism": mechanism, "country": country, "region": region, "type": type}
    seen = session.found(request)
    asked = build(corpus, {facet: words or () for facet, words in typed.items()}, names=session.country_names)
    wanted: Mapping[str, tuple[str, ...]] = asked.facets
    if case:
        own = situation(seen_case(case, session, seen))
        wanted = {facet: tuple(dict.fromkeys((*known, *wanted.get(facet, ())))) for facet, known in own.items()}
    if not any(wanted.values()):
        raise UsageError(
            _("There is nothing to compare with."),
            todo=_("Name a case, or a situation: sane similar --threat phishing --country Uganda"),
        )
    near = nearest_cases(wanted, seen.every, session.labels(), without=case)[:limit]
    alike = Alike(audience=request.audience, near=near, like=case)
    session.emit(write(alike, session.look))
    if near:
        session.say(_("As {label} readers see them.").format(label=request.audience.value))
        session.say(_("  → Read one with: sane show {id}").format(id=near[0].case.id))
    else:
        session.say(_("No case is near. See what there is with: sane list --facets"))
    return 0


PLUGIN = Command(run=run)
