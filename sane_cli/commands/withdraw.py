"""``sane withdraw``: take a case back, and say honestly what cannot be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from sane_cli.commands import _editing as editing
from sane_cli.commands import _past as past
from sane_cli.core import edtf
from sane_cli.core.case import mapping, text
from sane_cli.core.document import Path
from sane_cli.core.error import RefusedError, UsageError
from sane_cli.core.nearest import nearest
from sane_cli.core.schema import Field
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.words import _
from sane_cli.session import Command, Session
from sane_cli.store import case_writer, git
from sane_cli.store.forgetting import forget


def run(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="ID", help="The case's id.")],
    reason: Annotated[str, typer.Option(metavar="KIND", help="consent-withdrawn, risk-changed …")] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="When; today when left out.")] = "",
    erase: Annotated[bool, typer.Option("--erase", help="Keep nothing in the file but the tombstone.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the change, change nothing.")] = False,
) -> int:
    """Withdraw a case: no later export holds it. Says which past exports do, and what cannot be recalled."""
    session: Session = context.obj
    file = editing.opened(session, case)
    if file.case.status == "withdrawn" and not erase:
        raise RefusedError(_("{id} is withdrawn already.").format(id=case), todo=f"sane recall {case}")
    kind = _reason(session, reason)
    day = _day(on) or session.today.isoformat()
    after = _erased(session, file, kind, day) if erase else file.edited(_changes(file, kind, day))
    others = editing.translations(session, case)
    session.emit(file.difference(after))
    for other in others if erase else ():
        session.emit(other.difference(_erased(session, other, kind, day)))
    if not dry_run:
        editing.agreed(session, _("Withdraw {id}?").format(id=case), yes=yes)
        for other in others if erase else ():
            editing.write(session, other, _erased(session, other, kind, day))
        editing.write(session, file, after)
        forget(session.root)
        session.say(_("{id} is withdrawn. No later export holds it.").format(id=case))
    past.tell(session, case)
    _tell_what_stays(session, [file, *others], erase=erase)
    return 0


def _changes(file: editing.Opened, kind: str, day: str) -> Mapping[Path, Any]:
    changes: dict[Path, Any] = {("status",): "withdrawn", ("withdrawn",): {"on": day, "reason": kind}}
    if kind == "consent-withdrawn" and "state" in mapping(file.case.sharing, "consent"):
        changes[("sharing", "consent", "state")] = "withdrawn"
    return changes


def _erased(session: Session, file: editing.Opened, kind: str, day: str) -> bytes:
    """Return a file with the tombstone only: comments can hold as much as fields, so it is written anew."""
    depth = file.document.path.count("/")
    data = {
        "schema_version": file.document.mapping.get("schema_version", 1),
        "id": text(file.document.mapping, "id") or file.document.stem.split(".")[0],
        "status": "withdrawn",
        "withdrawn": {"on": day, "reason": kind},
    }
    written = case_writer.case_text(data, session.corpus.case_schema, f"{'../' * depth}schema/case.schema.json")
    return written.encode()


def _reason(session: Session, typed: str) -> str:
    whole = session.corpus.case_schema.by_name.get("withdrawn")
    field: Field | None = next((part for part in whole.fields if part.name == "reason"), None) if whole else None
    known = field.choices if field else ()
    if typed in known and typed:
        return typed
    if typed:
        near = nearest(typed, list(known))
        listed = _("Use one of: {listed}").format(listed=", ".join(known))
        raise UsageError(
            _("‘{word}’ is not a reason.").format(word=typed),
            where="--reason",
            todo=_("Did you mean {near}?").format(near=near) if near else listed,
        )
    choices = [(value, _(field.label(value))) for value in known] if field else []
    return editing.chosen(session, _("Why is it withdrawn?"), choices, missing="--reason")


def _day(typed: str) -> str:
    if typed and edtf.parse(typed) is None:
        raise UsageError(_("‘{word}’ is not a date.").format(word=typed), where="--on", todo="2026-05-02")
    return typed


def _tell_what_stays(session: Session, files: list[editing.Opened], *, erase: bool) -> None:
    """Say what a withdrawal does not undo, in the case's own file and in those of its translations."""
    file = files[0]
    readers = label_or_red(session.corpus.settings.get("repository_tlp"))
    if not erase and readers is not Tlp.RED:
        session.say(
            _("Its words still stand in {path}, for all who can read this repository ({label}).").format(
                path=", ".join(each.document.path for each in files), label=readers.value
            )
        )
        session.say("  → " + _("Take them out as well: sane withdraw {id} --erase").format(id=file.case.id))
    count = max(git.commits_of(session.root, each.document.path) for each in files)
    if count:
        session.say(
            _("Git's past still holds its text, in {count} commits and in every clone.").format(count=count)
            + "\n  → "
            + _("To take it out there too, see “When something was published by mistake” in docs/safety.md.")
        )


PLUGIN = Command(run=run)
