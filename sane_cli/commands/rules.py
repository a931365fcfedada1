"""``sane rules``: what ``sane validate`` looks for."""

from __future__ import annotations

from typing import Annotated

import typer

from sane_cli.commands import _checking, _formats
from sane_cli.core.json_text import dumped
from sane_cli.core.words import _
from sane_cli.session import Command, Session

_FORMATS = ("text", "json")


def run(
    context: typer.Context,
    format: Annotated[str, typer.Option("--format", metavar="F", help="text or json")] = "text",  # noqa: A002
) -> int:
    """List the rules of ‘sane validate’. One rule in full: sane validate --explain RULE."""
    session: Session = context.obj
    known = _checking.rules()
    if _formats.one_of(format, _FORMATS) == "json":
        listed = [
            {
                "id": name,
                "severity": rule.severity.value,
                "title": _(rule.title),
                "kinds": sorted(kind.value for kind in rule.kinds),
                "waivable": rule.waivable,
            }
            for name, rule in known.items()
        ]
        session.emit(dumped({"format": 1, "count": len(listed), "rules": listed}) + "\n")
        return 0
    wide = max(map(len, known))
    session.emit(
        "".join(f"{name:<{wide}}  {_(rule.severity.value):<7}  {_(rule.title)}\n" for name, rule in known.items())
    )
    return 0


PLUGIN = Command(run=run)
