"""Read a mapping file and check it against its schema.

The schema stands beside this reader and not in ``schema/``: what stands there describes the playbook and may be
extended by a network; this one describes what the program can read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sane_cli.core import breach
from sane_cli.core import mapping as mappings
from sane_cli.core.document import Marks
from sane_cli.core.error import UsageError
from sane_cli.core.mapping import Flaw, Mapping
from sane_cli.core.plan import Plan
from sane_cli.core.schema import Schema
from sane_cli.core.words import _
from sane_cli.store import yaml_read
from sane_cli.store.files import UnreadableFileError, read_inside
from sane_cli.store.tables import UnreadableTableError

SCHEMA = Path(__file__).with_name("mapping.schema.json")


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping with the place of everything in it."""

    path: Path
    mapping: Mapping
    marks: Marks

    def check(self, columns: Sequence[str], plan: Plan) -> None:
        """Insist on columns that the file has and fields that the schema has.

        Raises:
            UsageError: names everything that does not fit.
        """
        flaws = mappings.flaws(self.mapping, columns, plan)
        if flaws:
            raise _refused(self.path, self.marks, flaws)


def read(path: Path) -> MappingFile:
    """Read the mapping at ``path``.

    Raises:
        UnreadableTableError: it cannot be read at all.
        UsageError: it does not say what a mapping can say.
    """
    try:
        content = read_inside(path.absolute().parent, path)
        data, marks = yaml_read.parse_and_locate(content)
    except UnreadableFileError as error:
        raise UnreadableTableError(str(error), where=str(path), todo=_("Name a mapping file.")) from error
    except yaml_read.RefusedError as error:
        place = f"{path}:{error.reason.line}:{error.reason.column}"
        raise UnreadableTableError(error.reason.message, where=place, todo=error.reason.hint) from error
    schema = Schema("mapping", json.loads(SCHEMA.read_bytes()))
    problems = [breach.problem(found, schema, data) for found in schema.violations(data)]
    if problems:
        flaws = [Flaw(found.path, found.message, found.hint) for found in problems]
        raise _refused(path, marks, flaws)
    return MappingFile(path, mappings.of(data), marks)


def _refused(path: Path, marks: Marks, flaws: Sequence[Flaw]) -> UsageError:
    lines = "".join(f"\n  {_place(marks, flaw)}: {flaw.what} {flaw.todo}".rstrip() for flaw in flaws[1:])
    first = flaws[0]
    return UsageError(f"{first.what}{lines}", where=f"{path}:{_place(marks, first)}", todo=first.todo)


def _place(marks: Marks, flaw: Flaw) -> str:
    line, column = marks.key(flaw.path) or marks.nearest(flaw.path)
    return f"{line}:{column}"
