"""``sane init``: a new playbook, with all that lets its repository run by itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sane_cli.commands import _interview as making
from sane_cli.core.answers import take
from sane_cli.core.error import StoppedError, UsageError
from sane_cli.core.words import _
from sane_cli.session import Command, Session

_LISTED = 5


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make it; the folder may exist.")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="What the playbook is called.", show_default=False)] = "",
    publisher: Annotated[str, typer.Option(metavar="TEXT", help="Who publishes it.")] = "",
    language: Annotated[
        list[str] | None,
        typer.Option("--language", metavar="TAG", help="A language of it, the main one first."),
    ] = None,
    repository_tlp: Annotated[
        str, typer.Option(metavar="LABEL", help="Who can read the repository: TLP:CLEAR … TLP:RED.")
    ] = "",
    contact: Annotated[str, typer.Option(metavar="TEXT", help="A web address or role mailbox to write to.")] = "",
    plain: Annotated[bool, typer.Option("--plain", help="Ask line by line, for screen readers.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take what is usual.")] = False,
) -> int:
    """Make a new playbook with all that runs and explains it. Nothing that exists is changed."""
    from sane_cli.commands import _new_playbook as new
    from sane_cli.store.languages import is_translated
    from sane_cli.store.starter import SETTINGS

    session: Session = context.obj
    if (folder / SETTINGS).exists():
        raise UsageError(
            _("There is a playbook here already."),
            where=str(folder),
            todo=_("Choose another folder; nothing was changed."),
        )
    questions = new.plan(session)
    given = _given(
        questions,
        {"title": title, "publisher": publisher, "languages": ", ".join(language or ()), "contact": contact,
         "repository_tlp": repository_tlp},
    )  # fmt: skip
    settings: dict[str, Any] = dict(given)
    if not yes and making.is_terminal():
        try:
            settings = new.asked(session, questions, given, plain=plain, folder=folder)
        except (KeyboardInterrupt, EOFError) as error:
            raise StoppedError(_("Stopped. Nothing was made.")) from error
    for name in ("title", "languages", "repository_tlp"):
        if not settings.get(name):
            field = questions.schema.by_name[name]
            settings[name] = questions.propose(field, settings) or field.default
    main = settings["languages"][0]
    with session.speaking(main if is_translated(main) else "en"):
        kept = new.write(session, folder, settings)
    _report(session, folder, kept)
    return 0


def _given(questions: Any, typed: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the answers of the options.

    Raises:
        UsageError: one cannot be taken.
    """
    found = take(questions, {name: words for name, words in typed.items() if words})
    if found.refused:
        first = found.refused[0]
        option = "--language" if first.name == "languages" else f"--{first.name.replace('_', '-')}"
        raise UsageError(first.why, where=option, todo=_("Nothing was made."))
    return found.answers


def _report(session: Session, folder: Path, kept: list[str]) -> None:
    if kept:
        listed = ", ".join(kept[:_LISTED]) + (", …" if len(kept) > _LISTED else "")
        session.warn(_("Kept as it was: {listed}").format(listed=listed))
    session.say(_("A new playbook stands in {folder}. Next:").format(folder=folder))
    session.say(f"  cd {folder}\n  sane validate\n  sane new\n  sane doctor")
    session.emit(f"{folder}\n")


PLUGIN = Command(run=run)
