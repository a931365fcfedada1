"""``sane validate``: is everything in the playbook as it should be?"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sane_cli.commands import _formats, _telling
from sane_cli.commands._telling import Looked, Scope
from sane_cli.core.error import UsageError
from sane_cli.core.record import record
from sane_cli.core.words import _
from sane_cli.session import Command, Session

if TYPE_CHECKING:
    from sane_cli.commands._remembering import Memory

_MOST_ROUNDS = 4  # a mended value may bring another to light; no playbook needs more rounds


def run(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Only these files or folders.", show_default=False)] = None,
    format: Annotated[str, typer.Option("--format", metavar="F", help="text, json, sarif, github, junit")] = "",  # noqa: A002
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to a file as well.")] = None,
    changed_since: Annotated[
        str, typer.Option(metavar="REF", help="Only what changed since this git revision, and what that can break.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    select: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Only these rules; a beginning will do.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULE", help="Not these rules.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended safely.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --fix: show the changes, make none.")] = False,
    explain: Annotated[str, typer.Option(metavar="RULE", help="Say what a rule finds, why, and what to do.")] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Trust nothing that was found before.")] = False,
    jobs: Annotated[int, typer.Option(metavar="N", min=0, help="Processes; 0 chooses.")] = 0,
) -> int:
    """Check the playbook: schema, vocabulary, ids, references, sharing. Every finding says where and what to do."""
    session: Session = context.obj
    if explain:
        return _explain(session, explain)
    if dry_run and not fix:
        raise UsageError(_("--dry-run shows what --fix would do."), where="--dry-run", todo=_("Use both together."))
    _formats.chosen(format or _telling.PLAIN, "findings")  # refused before anything is looked at, or mended
    session.jobs = jobs
    selection = _telling.selection(select or (), ignore or ())
    scope = Scope(paths=tuple(paths or ()), since=changed_since, selection=selection)
    if fix:
        session = _mended(session, scope, dry_run=dry_run)
    told = _Told(format, output, strict=strict, silent=fix and dry_run, remembering=not (no_cache or dry_run))
    if not watch:
        return _once(session, scope, told)
    from sane_cli.commands import _watching

    code = 0
    for _change in _watching.changes(session.root):
        code = _once(_watching.fresh(session), scope, told)
    return code


@record(frozen=True, slots=True, eq=False, repr=False)
class _Told:
    """How the outcome is told; ``silent`` leaves stdout to the differences already shown there."""

    format: str
    output: Path | None
    strict: bool
    silent: bool
    remembering: bool


def _once(session: Session, scope: Scope, told: _Told) -> int:
    """Check once and say what was found."""
    began = time.monotonic()
    looked = _looked(session, scope, remembering=told.remembering)
    checked = _telling.checked(session, looked)
    if not told.silent:
        _telling.tell(session, checked, told.format, told.output)
    waived = len(looked.outcome.covered)
    session.say(_telling.summary(checked.tally, waived, time.monotonic() - began))
    return 1 if checked.tally.errors or (told.strict and checked.tally.warnings) else 0


def _looked(session: Session, scope: Scope, *, remembering: bool) -> Looked:
    """Return what was found last time where nothing has changed, else look: at a few files, or at all."""
    if not remembering or scope.since:
        from sane_cli.commands import _checking

        return _checking.look(session, session.unread_corpus, scope)
    from sane_cli.commands import _remembering

    known = _remembering.memory(session, scope)
    return _remembering.recall(known, scope) or _looked_anew(known, scope)


def _looked_anew(known: Memory, scope: Scope) -> Looked:
    from sane_cli.commands import _checking, _rechecking

    looked = _rechecking.again(known, scope.paths)
    if looked is not None:
        return looked
    if scope.paths:
        return _checking.look(known.session, known.session.unread_corpus, scope)
    return _rechecking.all_of_it(known, scope)


def _mended(session: Session, scope: Scope, *, dry_run: bool) -> Session:
    """Carry out safe edits until none is left."""
    from sane_cli.commands import _checking, _fixing, _watching

    for _round in range(_MOST_ROUNDS):
        looked = _checking.look(session, session.corpus, scope)
        made = _fixing.apply(session, session.corpus, looked.findings, dry_run=dry_run)
        session = session if dry_run else _watching.fresh(session)
        if dry_run or not made:
            break
    return session


def _explain(session: Session, name: str) -> int:
    """Print the page of one rule.

    Raises:
        UsageError: there is no such rule.
    """
    from sane_cli.commands import _checking
    from sane_cli.core.nearest import nearest
    from sane_cli.core.rule_page import page

    known = _checking.rules()
    if name not in known:
        near = nearest(name, list(known))
        raise UsageError(
            _("‘{name}’ is not a rule.").format(name=name),
            where="--explain",
            todo=_("Did you mean {near}?").format(near=near) if near else _("See: sane rules"),
        )
    session.emit(page(name, known[name]))
    return 0


PLUGIN = Command(run=run)
