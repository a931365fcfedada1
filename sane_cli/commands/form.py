"""``sane form``: the interview on paper, to be filled in anywhere and brought back with ``sane import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sane_cli.commands import _formats as formats
from sane_cli.commands import _interview as making
from sane_cli.core.error import UsageError
from sane_cli.core.nearest import nearest
from sane_cli.core.paper import Paper, paper
from sane_cli.core.plan import Plan
from sane_cli.core.words import _
from sane_cli.session import Command, Session
from sane_cli.store.files import write_atomically

_PDF = "pdf"
_PDF_ENTRIES = 3  # on paper nobody can copy an entry


def run(
    context: typer.Context,
    format: Annotated[str, typer.Option("--format", metavar="F", help="pdf, yaml or markdown.")] = _PDF,  # noqa: A002
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")] = None,
    type: Annotated[  # noqa: A002  (the option's name)
        str, typer.Option("--type", metavar="T", help="Only for one kind of case, such as coalition-response.")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="Language of the choices, such as fr.")] = "",
) -> int:
    """Print the interview as a form: PDF to fill in or print, YAML or Markdown; all come back through import."""
    session: Session = context.obj
    plan = making.plan_for(session, lang)
    kind = _kind(plan, type)
    title = session.corpus.title
    spoken = lang or session.language
    if format == _PDF:
        printed = paper(plan, title, kind=kind, language=spoken, entries=_PDF_ENTRIES)
        target = output or session.root / "exports" / _file_name(kind, lang)
        write_atomically(target, _pdf(printed))
        session.emit(f"{target}\n")
        session.say(_("When it is filled in: sane import {path}").format(path=target))
        return 0
    write = formats.chosen(format, "form").form
    assert write is not None
    content = write(paper(plan, title, kind=kind, language=spoken))
    if output is None:
        session.emit(content)
    else:
        write_atomically(output, content.encode())
        session.emit(f"{output}\n")
        session.say(_("When it is filled in: sane import {path}").format(path=output))
    return 0


def _kind(plan: Plan, word: str) -> str:
    """Return the kind of case that ``word`` names.

    Raises:
        UsageError: there is none.
    """
    field = plan.schema.by_name.get("type")
    known = field.choices if field else ()
    if not word or word in known:
        return word
    near = nearest(word, known)
    raise UsageError(
        _("‘{word}’ is not a kind of case.").format(word=word),
        where="--type",
        todo=_("Did you mean {near}?").format(near=near)
        if near
        else _("Use one of: {listed}").format(listed=", ".join(known)),
    )


def _file_name(kind: str, language: str) -> str:
    return ".".join(filter(None, ("form", kind, language, _PDF)))


def _pdf(printed: Paper) -> bytes:
    from sane_cli.exporters._form.pdf import made

    return made(printed)


PLUGIN = Command(run=run)
