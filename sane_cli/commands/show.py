"""``sane show``: one case, whole, as some readers see it."""

from __future__ import annotations

from typing import Annotated

import typer

from sane_cli.commands import _formats
from sane_cli.commands._lookup import seen_case
from sane_cli.core.audience import Purpose
from sane_cli.core.words import _
from sane_cli.session import Command, Session


def run(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="ID", help="The case's id.")],
    format: Annotated[str, typer.Option("--format", metavar="F", help="text, json, yaml, markdown")] = "text",  # noqa: A002
    audience: Annotated[str, typer.Option(metavar="A", help="As these readers see it: clear … red.")] = "red",
) -> int:
    """Show one case, whole."""
    session: Session = context.obj
    request = session.request(audience, purpose=Purpose.VIEW)
    shown = seen_case(case, session.readable_corpus, request)
    page = _formats.chosen(format, "page").page
    assert page is not None
    session.emit(page(shown, session.labels(), session.look))
    session.say(_("As {label} readers see it.").format(label=request.audience.value))
    return 0


PLUGIN = Command(run=run)
