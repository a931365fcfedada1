"""``sane init``: a new playbook, valid and empty."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sane_cli.core.error import UsageError
from sane_cli.core.words import _
from sane_cli.session import Command, Session


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make it; the folder may exist.")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="What the playbook is called.")] = "Solidarity Playbook",
) -> int:
    """Make a new, valid, empty playbook with schema and vocabulary. Nothing that exists is changed."""
    from sane_cli.store import starter
    from sane_cli.store.files import write_atomically

    session: Session = context.obj
    contents = starter.contents(title)
    standing = [name for name in contents if (folder / name).exists()]
    if standing:
        raise UsageError(
            _("There is something here already: {names}").format(names=", ".join(standing[:3])),
            where=str(folder),
            todo=_("Choose an empty folder; nothing was changed."),
        )
    for name, data in contents.items():
        write_atomically(folder / name, data, replace=False)
    session.say(_("A new playbook stands in {folder}. Next:").format(folder=folder))
    session.say(f"  cd {folder}\n  sane validate\n  sane new")
    session.emit(f"{folder}\n")
    return 0


PLUGIN = Command(run=run)
