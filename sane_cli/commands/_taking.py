"""What ``sane import`` needs before the first row: the columns, a reader for them, and what the playbook knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sane_cli.commands import _interview as making
from sane_cli.core import columns as matching
from sane_cli.core.answers import take_settings
from sane_cli.core.choices import Catalogue
from sane_cli.core.columns import Column, Use
from sane_cli.core.error import UsageError
from sane_cli.core.intake import Intake
from sane_cli.core.mapping import NONE
from sane_cli.core.mapping import Mapping as ColumnMapping
from sane_cli.core.parting import resolver
from sane_cli.core.plan import Plan
from sane_cli.core.submission import Reader
from sane_cli.core.table import Table
from sane_cli.core.words import N_, _
from sane_cli.session import Session
from sane_cli.store import imported, mapping_file, tables

_TOLD = {
    Use.UNKNOWN: N_("Columns that go nowhere: {listed}. A mapping can say where they belong: --mapping FILE"),
    Use.CONSENT: N_("Consent is not taken from column {listed}, unless a mapping says that it was asked there."),
    Use.ENTRIES: N_("Column {listed} has several parts. A mapping can name one, such as organisations.*.name."),
}
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table that was understood, ready to be judged row by row."""

    table: Table
    plan: Plan
    intake: Intake
    columns: tuple[Column, ...]


def prepare(session: Session, file: Path, *, kind: str, mapping: Path | None, language: str) -> Prepared:
    """Read the file and its mapping and find out where every column goes.

    Raises:
        SaneError: the file, the mapping or the playbook cannot be used.
    """
    said = mapping_file.read(mapping) if mapping else None
    chosen = said.mapping if said else NONE
    table = tables.read(file, kind, chosen)
    spoken = language or chosen.language
    plan = making.plan_for(session, spoken)
    if said:
        said.check(table.columns, plan)
    labels = [Catalogue(session.labels(tag)).choices for tag in dict.fromkeys((spoken or session.language, "en"))]
    resolve = resolver(session.corpus.vocabularies, labels, session.language)
    columns = matching.columns(table.columns, plan, chosen, resolve, is_ours=table.is_ours)
    if not any(column.use is Use.TAKEN for column in columns):
        raise _nothing_known(file, table)
    reader = Reader(
        # an id that another case has is weighed against that case, not refused at once
        plan=replace(plan, taken=frozenset()),
        columns=columns,
        resolve=resolve,
        settings=_settings(plan, chosen, mapping),
        is_spreadsheet=table.is_spreadsheet,
    )
    marks = imported.read(session.root)
    intake = Intake(plan, reader, table.columns, session.corpus.cases, marks, spoken)
    return Prepared(table, plan, intake, columns)


def _settings(plan: Plan, mapping: ColumnMapping, path: Path | None) -> Mapping[str, Any]:
    """Return what the mapping sets for every case.

    Raises:
        UsageError: it is no answer to the field.
    """
    taken = take_settings(plan, [f"{name}={words}" for name, words in mapping.settings.items()], _no_flow)
    if taken.refused:
        listed = "; ".join(f"{each.name}: {each.why}" for each in taken.refused)
        raise UsageError(listed, where=f"{path}: set", todo=_("Correct it in the mapping."))
    return taken.answers


def _no_flow(_words: str) -> Any:
    raise ValueError(_("Write plain words here, several with a semicolon between."))


def _nothing_known(file: Path, table: Table) -> UsageError:
    listed = ", ".join(f"‘{name}’" for name in table.columns[:_LISTED])
    return UsageError(
        _("None of its columns is known: {listed}.").format(listed=listed),
        where=str(file),
        todo=_("Say in a mapping where they belong: --mapping FILE. The names of the fields are in: sane form"),
    )


def tell_columns(session: Session, prepared: Prepared) -> None:
    """Say which columns are not taken in, and what would change that."""
    for use, text in _TOLD.items():
        names = [
            column.name or "–" for column in prepared.columns if column.use is use and _has_answers(prepared, column)
        ]
        if names:
            more = ", …" if len(names) > _LISTED else ""
            session.say(_(text).format(listed=", ".join(f"‘{name}’" for name in names[:_LISTED]) + more))


def _has_answers(prepared: Prepared, column: Column) -> bool:
    return any(row.cells[column.at] for row in prepared.table.rows)
