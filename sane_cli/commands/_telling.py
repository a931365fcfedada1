"""What ``sane validate`` is asked, and how findings reach people. Nothing here knows of cases, so it costs little."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sane_cli import __version__
from sane_cli.commands import _formats
from sane_cli.core import registry
from sane_cli.core.error import UsageError
from sane_cli.core.finding import UNREADABLE, Finding, Outcome, Selection, Tally
from sane_cli.core.format import Look
from sane_cli.core.given import Checked
from sane_cli.core.nearest import nearest
from sane_cli.core.record import record
from sane_cli.core.text import shortened
from sane_cli.core.words import _, plural
from sane_cli.session import Session

if TYPE_CHECKING:
    from sane_cli.core.rule import Rule

RULES = "sane_cli.rules"
PLAIN = "text"  # the format where none is asked for
_SUMMARY = 500_000  # characters; GitHub takes a megabyte


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Scope:
    """What is asked for: paths on the command line, a git revision, rules."""

    paths: tuple[Path, ...] = ()
    since: str = ""
    selection: Selection


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Looked:
    """What looking brought, whether now or the last time.

    Attributes:
        outcome: everything, waived findings as well.
        findings: what is to be told, in order.
        files: paths of what was looked at.
        open: whether everybody may read the repository.
    """

    outcome: Outcome
    findings: list[Finding]
    files: Sequence[str]
    open: bool


def selection(select: Iterable[str], ignore: Iterable[str]) -> Selection:
    """Read ``--select`` and ``--ignore``.

    Raises:
        UsageError: no rule begins so.
    """
    chosen = Selection(tuple(select), tuple(ignore))
    known = (*registry.names(RULES), *sorted(UNREADABLE)) if chosen != Selection() else ()
    for option, words in (("--select", chosen.select), ("--ignore", chosen.ignore)):
        for word in words:
            if not any(name.startswith(word) for name in known):
                near = nearest(word, known)
                raise UsageError(
                    _("No rule begins with ‘{word}’.").format(word=word),
                    where=option,
                    todo=_("Did you mean {near}?").format(near=near) if near else _("See: sane rules"),
                )
    return chosen


def checked(session: Session, looked: Looked) -> Checked:
    """Return what formats show of it.

    Findings may show the faulty line to the person at the terminal, or where all may be read by everyone: the log of a
    CI job has other readers than a closed repository.
    """
    quoting = session.out.isatty() or looked.open
    return Checked(
        findings=looked.findings,
        tally=Tally.of(len(looked.files), looked.findings),
        rules=_Rules(),
        version=__version__,
        source=_reader(session.root) if quoting else lambda _path, _line: "",
        files=looked.files,
    )


class _Rules(Mapping[str, "Rule"]):
    """Every rule by id, loaded when a format asks for one."""

    @cached_property
    def _loaded(self) -> Mapping[str, Rule]:
        from sane_cli.core.rule import Rule

        return registry.load_all(RULES, Rule)

    def __getitem__(self, name: str) -> Rule:
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


def tell(session: Session, checked: Checked, name: str, output: Path | None) -> None:
    """Print the findings; in GitHub Actions and with no format asked for, annotations as well."""
    findings = _formats.chosen(name or PLAIN, "findings").findings
    assert findings is not None
    shown = findings(checked, session.look)
    if not name and os.environ.get("GITHUB_ACTIONS") == "true":
        annotations = _formats.chosen("github", "findings").findings
        assert annotations is not None
        import secrets

        # nothing in an excerpt of a case is taken for a workflow command while commands are stopped
        token = secrets.token_hex(16)
        session.emit(f"::stop-commands::{token}\n{shown}\n::{token}::\n{annotations(checked, session.look)}")
        _summarise(findings(checked, Look()))
    else:
        session.emit(shown)
    if output is not None:
        from sane_cli.store.files import write_atomically

        write_atomically(output, findings(checked, Look()).encode("utf-8", "backslashreplace"))


def _summarise(shown: str) -> None:
    """Put all findings into the step's summary: beside the lines GitHub shows ten of a kind only."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file or not shown:
        return
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)  # longer than any fence that a case could hold
    with Path(file).open("a", encoding="utf-8") as page:
        page.write(f"{fence}text\n{shortened(shown, _SUMMARY)}\n{fence}\n")


def summary(tally: Tally, waived: int, seconds: float) -> str:
    """Write the line under the findings."""
    said = _("{files} files checked: {errors} errors, {warnings} warnings, {notes} notes ({seconds:.1f} s)").format(
        files=tally.files, errors=tally.errors, warnings=tally.warnings, notes=tally.notes, seconds=seconds
    )
    return said + (plural("; {count} finding is waived", "; {count} findings are waived", waived) if waived else "")


def _reader(root: Path) -> Callable[[str, int], str]:
    """Return a function that gives one line of a file of the playbook, for excerpts."""
    from sane_cli.store.files import UnreadableFileError, read_inside

    @cache
    def lines(path: str) -> list[str]:
        if not path.endswith((".yaml", ".yml")):
            return []
        try:
            return read_inside(root, root / path).decode("utf-8", "replace").split("\n")
        except UnreadableFileError:
            return []

    def line(path: str, number: int) -> str:
        found = lines(path)
        return found[number - 1] if 0 < number <= len(found) else ""

    return line
