"""``sane show``: one case, whole, as some readers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sane_cli.commands import _completion
from sane_cli.commands._filters import Audience
from sane_cli.core.words import _
from sane_cli.session import Command, Session

if TYPE_CHECKING:  # completion takes the options only
    from sane_cli.core.audience import Request
    from sane_cli.core.case import State
    from sane_cli.core.given import Shown


def run(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="ID", help="The case's id.", autocompletion=_completion.cases())],
    format: Annotated[  # noqa: A002
        str,
        typer.Option(
            "--format", metavar="F", help="text, json, yaml, markdown", autocompletion=_completion.formats("page")
        ),
    ] = "text",
    audience: Audience = "red",
    define: Annotated[bool, typer.Option("--define", help="Explain its terms as well.")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="All at once, also when it is long.")] = False,
) -> int:
    """Show one case, whole."""
    from sane_cli.commands import _formats, _pager
    from sane_cli.commands._lookup import seen_case
    from sane_cli.core.audience import Purpose
    from sane_cli.core.case import items, text
    from sane_cli.core.given import Shown
    from sane_cli.store.exported import holding

    session: Session = context.obj
    write = _formats.writer(format, "page")
    session.frame  # noqa: B018  (settings and vocabularies must be readable)
    request = session.request(audience, purpose=Purpose.VIEW)
    every = session.found(request)
    seen = seen_case(case, session, every)
    related = [text(link, "case") for link in items(seen.data, "related")]
    shown = Shown(
        case=seen,
        labels=session.labels(),
        titles={other.id: other.title for other in map(every.called, related) if other},
        define=define,
        translations=_translations(session, seen.id, request) if every.has_translations else (),
        exports=holding(session.root, seen.id) if request.curator else (),
    )
    _pager.emit(session, write(shown, session.look), paged=not no_pager)
    session.say(_("As {label} readers see it.").format(label=request.audience.value))
    _tell_translations(session, shown)
    return 0


def _translations(session: Session, case_id: str, request: Request) -> tuple[tuple[str, State], ...]:
    """Look up the translations in the files themselves: few playbooks have any, so the index knows of none."""
    from sane_cli.core.translation import listed
    from sane_cli.store.playbook import read_corpus

    cases = read_corpus(session.root, session.today).cases
    return next((listed(case, request) for case in cases if case.id == case_id), ())


def _tell_translations(session: Session, shown: Shown) -> None:
    from sane_cli.core.case import State

    tongue = shown.labels.names.tongue
    words = [
        tongue(tag) if state is State.CURRENT else _("{language} (out of date)").format(language=tongue(tag))
        for tag, state in shown.translations
    ]
    if words:
        session.say(_("Translated into: {languages}.").format(languages=", ".join(words)))


PLUGIN = Command(run=run)
