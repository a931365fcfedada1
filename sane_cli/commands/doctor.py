"""``sane doctor``: is everything here that is needed, and if not, what to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from sane_cli.commands import _formats
from sane_cli.core.health import Line, State, examine
from sane_cli.core.json_text import dumped
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session

_FORMATS = ("text", "json")


def run(
    context: typer.Context,
    format: Annotated[str, typer.Option("--format", metavar="F", help="text or json")] = "text",  # noqa: A002
) -> int:
    """Look at the machine and the repository, and say what to type where something is missing."""
    from sane_cli.commands import _machine, _repository

    session: Session = context.obj
    _formats.one_of(format, _FORMATS)
    found = _repository.has_playbook(session)
    lines = [*examine(_machine.CHECKS, session), *(examine(_repository.CHECKS, session) if found else ())]
    if format == "json":
        session.emit(_json(lines))
    else:
        session.emit(_text(lines, getattr(session.out, "encoding", None) or "utf-8"))
        if not found:
            session.say(_("There is no playbook here; only the machine was looked at. Make one: sane init DIR"))
    broken = sum(line.found.state is State.BAD for line in lines)
    if broken:
        session.say(plural("{count} thing is broken.", "{count} things are broken.", broken))
    else:
        session.say(_("Nothing is broken."))
    return 1 if broken else 0


def _text(lines: Sequence[Line], encoding: str) -> str:
    titles = [_(line.check.title) for line in lines]
    words = [_(line.found.state.value) for line in lines]
    wide, long = max(map(len, titles)), max(map(len, words))
    told = []
    for line, title, word in zip(lines, titles, words, strict=True):
        told.append(f"{line.found.state.mark} {word:<{long}}  {title:<{wide}}  {line.found.told}\n")
        if line.found.todo:
            told.append(f"{'':<{long + wide + 6}}→ {line.found.todo}\n")
    return "".join(told).encode(encoding, "replace").decode(encoding)


def _json(lines: Sequence[Line]) -> str:
    listed = [
        {"id": line.check.id, "state": line.found.state.name.lower(), "told": line.found.told, "todo": line.found.todo}
        for line in lines
    ]
    counts = {state.name.lower(): sum(line.found.state is state for line in lines) for state in State}
    return dumped({"format": 1, "summary": counts, "checks": listed}) + "\n"


PLUGIN = Command(run=run)
