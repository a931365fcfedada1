"""``sane due``: reviews, embargoes, consents and translations that fall due."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from sane_cli.commands import _formats
from sane_cli.core import calendar_text
from sane_cli.core.falling_due import Due, falling_due
from sane_cli.core.json_text import dumped
from sane_cli.core.text import one_line
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session

_FORMATS = ("text", "json", "ical")
_EVER = 36525


def run(
    context: typer.Context,
    within: Annotated[int, typer.Option(metavar="DAYS", min=0, max=_EVER, help="How far to look ahead.")] = 30,
    format: Annotated[str, typer.Option("--format", metavar="F", help="text, json or ical")] = "text",  # noqa: A002
) -> int:
    """List what falls due, what is late first. It names cases by their id and tells nothing of their content."""
    session: Session = context.obj
    _formats.one_of(format, _FORMATS)
    found = falling_due(session.readable_corpus, within=within)
    session.emit({"text": _text, "json": _json, "ical": _calendar}[format](found, session.today))
    told = plural("{count} thing falls due", "{count} things fall due", len(found))
    session.say(told + " " + plural("within {count} day.", "within {count} days.", within))
    return 0


def _text(found: list[Due], today: date) -> str:
    lines = []
    for due in found:
        late = _("late") if due.on < today else _("today") if due.on == today else ""
        lines.append("\t".join((due.on.isoformat(), late or "-", one_line(due.case), _(due.what.value))))
    return "".join(line + "\n" for line in lines)


def _json(found: list[Due], today: date) -> str:
    listed = [
        {
            "on": due.on.isoformat(),
            "days": (due.on - today).days,
            "kind": due.what.name.lower(),
            "case": due.case,
            "path": due.path,
        }
        for due in found
    ]
    return dumped({"format": 1, "today": today.isoformat(), "count": len(listed), "due": listed}) + "\n"


def _calendar(found: list[Due], today: date) -> str:
    events = [
        calendar_text.Event(
            uid=f"{due.what.name.lower()}-{due.case}-{due.on.isoformat()}@sane",
            on=due.on,
            title=f"{due.case}: {_(due.what.value)}",
            about=due.path,
        )
        for due in found
    ]
    return calendar_text.written(events, product="sane due", today=today)


PLUGIN = Command(run=run)
