"""Read what form tools export, CSV, JSON or YAML, and filled forms in Markdown or PDF, as one table of cells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sane_cli.core import paper_markdown
from sane_cli.core.case import text
from sane_cli.core.cell import header
from sane_cli.core.error import SaneError, UsageError
from sane_cli.core.mapping import NONE
from sane_cli.core.mapping import Mapping as ColumnMapping
from sane_cli.core.table import Cell, Row, Table
from sane_cli.core.words import _
from sane_cli.store import form_pdf, yaml_read
from sane_cli.store.files import UnreadableFileError, read_inside

LARGEST = 32 << 20  # bytes
MOST_ROWS = 2_000
MOST_COLUMNS = 2_000
DEEPEST = 8
MARK = "sane_form"  # the key by which a filled YAML form is known
ENDINGS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".json": "json", ".yaml": "yaml", ".yml": "yaml", ".md": "markdown",
    ".markdown": "markdown", ".pdf": "pdf",
}  # fmt: skip
_DELIMITERS = ",;\t|"
_RECORDS = ("results", "responses", "data", "submissions", "cases")


class UnreadableTableError(SaneError):
    """The file with the submissions cannot be read; nothing was taken from it."""

    exit_code = 4


def read(path: Path, kind: str, mapping: ColumnMapping = NONE) -> Table:
    """Read the file at ``path``.

    Args:
        path: a file anywhere; the person named it.
        kind: csv, json, yaml, markdown or pdf; empty means by the ending of its name.
        mapping: for encoding, delimiter and place of the header.

    Raises:
        UnreadableTableError: it is no such file, too large, or broken.
        UsageError: the kind is not known.
    """
    kind = kind or ENDINGS.get(path.suffix.lower(), "")
    readers = {"csv": _csv, "json": _json, "yaml": _yaml, "markdown": _markdown, "pdf": _pdf}
    if kind not in readers:
        raise UsageError(
            _("‘{name}’ is no kind of file that can be imported.").format(name=kind or path.name),
            where="--format",
            todo=_("Use one of: {listed}").format(listed=", ".join(readers)),
        )
    try:
        return _limited(path, readers[kind](read_inside(path.absolute().parent, path, limit=LARGEST), mapping))
    except UnreadableFileError as error:
        raise UnreadableTableError(str(error), where=str(path), todo=_("Name a file with submissions.")) from error
    except yaml_read.RefusedError as error:
        reason = error.reason
        place = f"{path}:{reason.line}:{reason.column}"
        todo = reason.hint or _("Name a file with submissions.")
        raise UnreadableTableError(reason.message, where=place, todo=todo) from error
    except (ValueError, csv.Error, RecursionError) as error:
        what = _("It cannot be read as {kind}: {reason}.").format(kind=kind, reason=str(error).rstrip("."))
        todo = _("Save the filled form once more, or use another form: sane form --format markdown")
        todo = todo if kind == "pdf" else _("Export it once more, as UTF-8.")
        raise UnreadableTableError(what, where=str(path), todo=todo) from error


def _limited(path: Path, table: Table) -> Table:
    """Return ``table`` when its size is one that a person could have made.

    Raises:
        UnreadableTableError: it has too many rows or columns.
    """
    if len(table.rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise UnreadableTableError(
            _("It has {rows} rows and {columns} columns; at most {most_rows} and {most_columns} are read.").format(
                rows=len(table.rows), columns=len(table.columns), most_rows=MOST_ROWS, most_columns=MOST_COLUMNS
            ),
            where=str(path),
            todo=_("Divide it into several files."),
        )
    return table


def _csv(data: bytes, mapping: ColumnMapping) -> Table:
    words = _decoded(data, mapping.encoding)
    delimiter, words = _delimiter(words, mapping.delimiter)
    csv.field_size_limit(LARGEST)
    rows = list(_records(csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True)))
    at = mapping.header_row - 1
    if len(rows) <= at:
        raise ValueError(_("there is no header"))
    names = _unique([header(name) for name in rows[at]])
    width = len(names)
    found = []
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        if any(cell.strip() for cell in cells):
            filled = (*cells, *[""] * (width - len(cells)))[:width]
            found.append(Row(number, filled, sum(bool(cell.strip()) for cell in cells[width:])))
    return Table(names, tuple(found), is_spreadsheet=True)


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield records until there are more than would be taken, so that a huge file does not fill the memory."""
    for number, record in enumerate(reader):
        yield record
        if number > 2 * MOST_ROWS:
            return


def _decoded(data: bytes, encoding: str) -> str:
    if encoding:
        return data.decode(encoding)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = _("byte {position} is not UTF-8; a mapping can say ‘encoding: windows-1252’")
        raise ValueError(what.format(position=error.start + 1)) from error


def _delimiter(words: str, said: str) -> tuple[str, str]:
    """Return the delimiter and the text without Excel's own line about it."""
    first, _end, rest = words.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=,"):
        return first.strip()[-1], rest
    if said:
        return {"tab": "\t"}.get(said, said), words
    counts = {sign: len(next(csv.reader(io.StringIO(words, newline=""), delimiter=sign), [])) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign]), words


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Give repeated names a number, as Google Forms repeats a question that stands in two sections."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name} #{seen[name]}" if seen[name] > 1 and name else name)
    return tuple(found)


def _json(data: bytes, mapping: ColumnMapping) -> Table:
    words = _decoded(data, mapping.encoding)
    try:
        found = json.loads(words)
    except json.JSONDecodeError as error:
        raise ValueError(_("line {line}, column {column}").format(line=error.lineno, column=error.colno)) from error
    return _table(found)


def _yaml(data: bytes, _mapping: ColumnMapping) -> Table:
    return _table(yaml_read.parse(data))


def _markdown(data: bytes, mapping: ColumnMapping) -> Table:
    return _form(paper_markdown.read(_decoded(data, mapping.encoding)))


def _pdf(data: bytes, _mapping: ColumnMapping) -> Table:
    return _form(form_pdf.read(data))


def _form(said: Mapping[str, Cell] | None) -> Table:
    if said is None:
        raise ValueError(_("it is not a form that ‘sane form’ printed"))
    return Table(tuple(said), (Row(1, tuple(said.values())),), is_ours=True)


def _table(data: Any) -> Table:
    """Return a table of one record, a list of them, or what a tool wraps around such a list."""
    listed = data
    if isinstance(data, dict):
        listed = next(
            (data[name] for name in _RECORDS if isinstance(data.get(name), list) and _is_wrapper(data)), [data]
        )
    if not isinstance(listed, list) or not all(isinstance(record, dict) for record in listed):
        raise ValueError(_("there are no records of named fields in it"))
    records = [dict(_cells(_unwrapped(record), "", 0)) for record in listed]
    is_ours = bool(records) and all(MARK in record for record in records)
    names = tuple(dict.fromkeys(name for record in records for name in record if name != MARK))
    rows = (Row(number, tuple(each.get(name, "") for name in names)) for number, each in enumerate(records, start=1))
    return Table(names, tuple(rows), is_ours=is_ours)


def _is_wrapper(data: Mapping[str, Any]) -> bool:
    return not text(data, "title") and all(not isinstance(value, dict) for value in data.values())


def _unwrapped(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answers of a record; older LimeSurvey wraps each of them in its number."""
    only = next(iter(record.values())) if len(record) == 1 else None
    return only if isinstance(only, dict) and next(iter(record)).isdigit() else record


def _cells(value: Any, name: str, depth: int) -> Iterator[tuple[str, Cell]]:
    """Yield flat names and cells; ``organisations/0/name`` for the parts of entries."""
    if depth > DEEPEST:
        raise ValueError(_("it is nested more than {limit} deep").format(limit=DEEPEST))
    if isinstance(value, dict):
        for key, below in value.items():
            own = str(key).removeprefix(f"{name.rstrip('/0123456789')}/")
            yield from _cells(below, f"{name}/{own}" if name else own, depth + 1)
    elif isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        for at, below in enumerate(value):
            yield from _cells(below, f"{name}/{at}", depth + 1)
    elif isinstance(value, list):
        yield name, tuple(word for part in value if (word := _word(part)))
    else:
        yield name, _word(value)


def _word(value: Any) -> str:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
