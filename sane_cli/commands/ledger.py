"""``sane ledger verify``: is the record of what left still what was written?"""

from __future__ import annotations

from typing import Annotated

import typer

from sane_cli.core.error import UsageError
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session
from sane_cli.store import git, ledger


def run(
    context: typer.Context,
    action: Annotated[str, typer.Argument(metavar="verify", help="verify: follow the chain of hashes.")],
) -> int:
    """Check the ledger of exports: every line must follow from the one before, and none may be missing."""
    session: Session = context.obj
    if action != "verify":
        raise UsageError(_("‘{word}’ is not something to do here.").format(word=action), todo="sane ledger verify")
    place = ledger.PLACE.as_posix()
    found = list(ledger.faults(session.root, git.committed(session.root, place)))
    for fault in found:
        session.emit(f"{place}:{fault.line}: {fault.reason}\n")
    if found:
        session.warn(_("The ledger cannot be trusted from its line {line} on.").format(line=found[0].line))
        session.warn("  → " + _("Take it back from git, from before that line changed, and add what is missing."))
        return 1
    session.say(
        plural("The ledger holds, {count} line.", "The ledger holds, {count} lines.", ledger.length(session.root))
    )
    return 0


PLUGIN = Command(run=run)
