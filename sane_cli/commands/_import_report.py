"""The report of an import: what became of every row, for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sane_cli.core.cell import safe
from sane_cli.core.intake import STATES, State, Verdict
from sane_cli.core.json_text import dumped
from sane_cli.core.submission import Trouble
from sane_cli.core.text import one_line
from sane_cli.core.words import _


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, what became of it, and the file it is in now."""

    verdict: Verdict
    path: str = ""


def as_text(entry: Entry) -> str:
    """Write one row for people: what became of it, then why and what was left out."""
    verdict = entry.verdict
    head = _("row {number}: {state}").format(number=verdict.row, state=_(STATES[verdict.state]))
    about = entry.path or one_line(verdict.title)
    lines = [f"{head}: {about}" if about else head]
    lines += (f"  {_told(each)}" for each in verdict.troubles)
    lines += (f"  {_('note')}: {_told(each)}" for each in verdict.notes)
    return "".join(f"{line}\n" for line in lines)


def _told(trouble: Trouble) -> str:
    return one_line(f"{trouble.column}: {trouble.why}" if trouble.column else trouble.why)


def tally(entries: Sequence[Entry]) -> Counter[State]:
    """Count rows by what became of them."""
    return Counter(entry.verdict.state for entry in entries)


def report(entries: Sequence[Entry], ending: str, *, dry_run: bool) -> str:
    """Write the whole report: JSON or CSV by the ending of its file's name, else text."""
    writers = {".json": _as_json, ".csv": _as_csv}
    if ending.lower() in writers:
        return writers[ending.lower()](entries, dry_run)
    first = f"{_('Nothing was written: this was a trial run.')}\n" if dry_run else ""
    return first + "".join(map(as_text, entries))


def _as_json(entries: Sequence[Entry], dry_run: bool) -> str:
    counts = tally(entries)
    rows = [
        {
            "row": entry.verdict.row,
            "state": entry.verdict.state.name.lower(),
            "title": entry.verdict.title,
            "path": entry.path,
            "id": str(entry.verdict.case.get("id", entry.verdict.other)),
            "problems": _listed(entry.verdict.troubles),
            "notes": _listed(entry.verdict.notes),
        }
        for entry in entries
    ]
    summary = {state.name.lower(): counts[state] for state in State}
    return dumped({"format": 1, "dry_run": dry_run, "summary": summary, "rows": rows}) + "\n"


def _listed(troubles: Sequence[Trouble]) -> list[dict[str, str]]:
    return [{"column": each.column, "message": each.why} for each in troubles]


def _as_csv(entries: Sequence[Entry], _dry_run: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["row", "state", "title", "path", "problems", "notes"])
    for entry in entries:
        verdict = entry.verdict
        told = ("; ".join(map(_told, each)) for each in (verdict.troubles, verdict.notes))
        cells = [str(verdict.row), _(STATES[verdict.state]), verdict.title, entry.path, *told]
        writer.writerow([safe(one_line(cell)) for cell in cells])
    return text.getvalue()
