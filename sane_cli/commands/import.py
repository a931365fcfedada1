"""``sane import``: submissions from a form become drafts, row by row, and every row is accounted for."""  # noqa: N999  (the word people type)

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from sane_cli.commands import _import_report as reporting
from sane_cli.commands import _taking as taking
from sane_cli.commands._closing import write_new
from sane_cli.commands._import_report import Entry
from sane_cli.core.case import mapping, text
from sane_cli.core.error import FindingsError, UsageError
from sane_cli.core.intake import State, Verdict
from sane_cli.core.submission import Trouble
from sane_cli.core.tlp import label_or_red
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session
from sane_cli.store import imported
from sane_cli.store.files import CannotWriteError, write_atomically


def run(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What the form tool exported, or a filled form.")],
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="YAML file: which column goes into which field.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="F", help="csv, json, yaml, markdown or pdf.")] = "",  # noqa: A002
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of each row, write nothing.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the report as well: .json, .csv or text.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="Language the answers are in, such as fr.")] = "",
) -> int:
    """Take in submissions from a form as drafts. Nothing is overwritten; a bad row never stops the good ones."""
    session: Session = context.obj
    if report is not None and report.resolve() in {each.resolve() for each in (file, mapping) if each}:
        todo = _("Choose another place for the report.")
        raise UsageError(_("The report would replace what is read."), where="--report", todo=todo)
    prepared = taking.prepare(session, file, kind=format, mapping=mapping, language=lang)
    taking.tell_columns(session, prepared)
    entries: list[Entry] = []
    try:
        for row in prepared.table.rows:
            entries.append(_entry(session, prepared, prepared.intake.judge(row), dry_run=dry_run))
            session.emit(reporting.as_text(entries[-1]))
    finally:
        if report is not None:
            write_atomically(report, reporting.report(entries, report.suffix, dry_run=dry_run).encode())
    return _end(session, entries, dry_run=dry_run)


def _entry(session: Session, prepared: taking.Prepared, verdict: Verdict, *, dry_run: bool) -> Entry:
    """Write the case of one row, when there is one to write."""
    if verdict.state is not State.TAKEN:
        return Entry(verdict, _path(session, verdict.other) if verdict.other else "")
    case_id = text(verdict.case, "id")
    if not dry_run:
        try:
            case_id = write_new(session.root, prepared.plan, verdict.case).stem
            imported.append(session.root, verdict.mark, case_id)
        except (CannotWriteError, OSError) as error:
            why = error.what if isinstance(error, CannotWriteError) else str(error.strerror)
            return Entry(replace(verdict, state=State.REFUSED, troubles=(Trouble("", why),)))
    prepared.intake.admit(verdict, case_id)
    return Entry(verdict, _path(session, case_id))


def _path(session: Session, case_id: str) -> str:
    known = session.corpus.case_document(case_id)
    return known.path if known else f"playbook/cases/{case_id}.yaml"


def _end(session: Session, entries: list[Entry], *, dry_run: bool) -> int:
    """Sum up, say what to do next, and return the exit code."""
    counts = reporting.tally(entries)
    parts = [
        plural("{count} row taken", "{count} rows taken", counts[State.TAKEN]),
        plural("{count} already there", "{count} already there", counts[State.THERE]),
        plural("{count} not taken", "{count} not taken", counts[State.REFUSED]),
    ]
    session.say(", ".join(parts) + ".")
    if dry_run:
        session.say(_("This was a trial run; nothing was written."))
    elif counts[State.TAKEN]:
        _warn_of_readers(session, entries)
        session.say(_("Every one of them is a draft. Now check them: sane validate"))
    return FindingsError.exit_code if counts[State.REFUSED] else 0


def _warn_of_readers(session: Session, entries: list[Entry]) -> None:
    """Say so when whoever can read the repository may not read what just came into it."""
    readers = label_or_red(session.corpus.settings.get("repository_tlp"))
    labels = [
        label_or_red(mapping(entry.verdict.case, "sharing").get("tlp"))
        for entry in entries
        if entry.verdict.state is State.TAKEN
    ]
    closed = sum(not readers.sees(label) for label in labels)
    if closed:
        told = _("{count} of them are more closed than this repository, which is {label}: do not commit them to it.")
        session.warn(told.format(count=closed, label=readers.value))


PLUGIN = Command(run=run)
