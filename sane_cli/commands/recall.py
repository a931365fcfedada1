"""``sane recall``: every past export that holds a case."""

from __future__ import annotations

from typing import Annotated

import typer

from sane_cli.commands import _formats
from sane_cli.commands import _past as past
from sane_cli.core.error import UsageError
from sane_cli.core.json_text import dumped
from sane_cli.core.nearest import nearest
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session

_FORMATS = ("text", "json")


def run(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="ID", help="The case's id; it may be gone already.")],
    format: Annotated[str, typer.Option("--format", metavar="F", help="text or json")] = "text",  # noqa: A002
) -> int:
    """List every past export that holds a case, so that copies can be called back."""
    session: Session = context.obj
    _formats.one_of(format, _FORMATS)
    found = past.exports(session, case)
    known = [each.id for each in session.corpus.cases]
    if not found and case not in known:
        near = nearest(case, known)
        raise UsageError(
            _("There is no case ‘{id}’, and no export ever held one.").format(id=case),
            todo=_("Did you mean {near}?").format(near=near) if near else _("See them all with: sane list"),
        )
    if format == "json":
        session.emit(dumped({"format": 1, "case": case, "count": len(found), "exports": found}) + "\n")
    else:
        session.emit("".join(past.line(export) + "\n" for export in found))
    session.say(plural("{count} past export holds it.", "{count} past exports hold it.", len(found)))
    if found:
        session.say(past.advice())
    return 0


PLUGIN = Command(run=run)
