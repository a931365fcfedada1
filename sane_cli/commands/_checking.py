"""What ``sane validate`` looks at: which files, which rules, and how findings reach people."""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sane_cli import __version__
from sane_cli.commands import _formats
from sane_cli.core import registry
from sane_cli.core.breach import nearest
from sane_cli.core.case import Case, items, text, texts
from sane_cli.core.checking import UNREADABLE, Packed, Selection, Share, Work, check_all
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.error import UsageError
from sane_cli.core.finding import Finding, Tally
from sane_cli.core.format import Checked, Look
from sane_cli.core.rule import Rule
from sane_cli.core.text import shortened
from sane_cli.core.tlp import Tlp
from sane_cli.core.walk import original
from sane_cli.core.words import _, plural
from sane_cli.session import Session

RULES = "sane_cli.rules"
# a change of these can break anything
_EVERYTHING = ("schema/", "playbook/vocabulary/", "playbook/playbook.yaml", "playbook/waivers.yaml")
_PATIENCE = 1.0  # seconds before progress is shown
_SUMMARY = 500_000  # characters; GitHub takes a megabyte
_STEP = 200  # documents between two signs of progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is asked for: paths on the command line, a git revision, rules."""

    paths: tuple[Path, ...] = ()
    since: str = ""
    selection: Selection


def rules() -> dict[str, Rule]:
    """Load every rule, by id in stable order."""
    return registry.load_all(RULES, Rule)


def selection(select: Iterable[str], ignore: Iterable[str]) -> Selection:
    """Read ``--select`` and ``--ignore``.

    Raises:
        UsageError: no rule begins so.
    """
    known = (*registry.names(RULES), *sorted(UNREADABLE))
    chosen = Selection(tuple(select), tuple(ignore))
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


def look(session: Session, corpus: Corpus, scope: Scope) -> tuple[Checked, int]:
    """Check what ``scope`` asks for.

    Returns:
        The outcome, and how many findings were waived.

    Raises:
        UsageError: a path or revision does not exist.
    """
    known = rules()
    documents = _below(corpus, session.root, scope.paths) if scope.paths else None
    weighed = check_all(corpus, known, selection=scope.selection, only=documents, share=_sharing(session))
    findings, looked_at = weighed.findings, list(documents if documents is not None else corpus.documents)
    if scope.since:
        findings, looked_at = _since(session, corpus, scope.since, findings, looked_at)
    checked = Checked(
        findings=findings,
        tally=Tally.of(len(looked_at), findings),
        rules=known,
        version=__version__,
        source=_reader(session.root) if _may_quote(session) else lambda _path, _line: "",
        files=tuple(document.path for document in looked_at),
    )
    return checked, weighed.waived


def tell(session: Session, checked: Checked, name: str, output: Path | None) -> None:
    """Print the findings; in GitHub Actions and with no format asked for, annotations as well."""
    findings = _formats.chosen(name or "text", "findings").findings
    assert findings is not None
    shown = findings(checked, session.look)
    if not name and os.environ.get("GITHUB_ACTIONS") == "true":
        annotations = _formats.chosen("github", "findings").findings
        assert annotations is not None
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


def _below(corpus: Corpus, root: Path, paths: Iterable[Path]) -> list[Document]:
    """Return the documents below ``paths``.

    Raises:
        UsageError: a path does not exist or holds nothing of the playbook.
    """
    chosen: dict[str, Document] = {}
    for path in paths:
        real = Path(os.path.abspath(path))  # noqa: PTH100  (without following links, as the corpus does)
        found = [d for d in corpus.documents if (root / d.path) == real or real in (root / d.path).parents]
        if not found:
            raise UsageError(
                _("Nothing of the playbook is there."),
                where=str(path),
                todo=_("Name a YAML file or folder below {folder}.").format(folder="playbook/"),
            )
        chosen |= {document.path: document for document in found}
    return [chosen[path] for path in sorted(chosen)]


def _since(
    session: Session, corpus: Corpus, since: str, findings: list[Finding], documents: list[Document]
) -> tuple[list[Finding], list[Document]]:
    """Keep what changed since a revision and what the change can break elsewhere.

    Everything has been checked, which is cheap; only what is reported is narrowed, so nothing can be missed.
    """
    from sane_cli.store.git import changed

    paths = changed(session.root, since)
    if any(path.startswith(_EVERYTHING) for path in paths):
        return findings, documents
    touched = paths | _dependants(corpus, paths)
    kept = [
        finding
        for finding in findings
        if finding.place.path in touched or any(other.path in paths for other in finding.related)
    ]
    places = touched | {finding.place.path for finding in kept}
    return kept, [document for document in documents if document.path in places]


def _dependants(corpus: Corpus, paths: frozenset[str]) -> set[str]:
    """Return the files that name something in ``paths``: a case, a collection or a picture, deleted ones as well."""
    ids = {path.rsplit("/", 1)[-1].split(".")[0] for path in paths}
    ids |= {Case.of(document).id for document in corpus.documents if document.path in paths}
    pictures = {path.removeprefix("playbook/") for path in paths if path.startswith("playbook/assets/")}
    return {d.path for d in corpus.documents if ids & _named(d, corpus) or (pictures and _shows(d.data, pictures))}


def _named(document: Document, corpus: Corpus) -> set[str]:
    data = document.mapping
    named = {text(link, "case") for link in items(data, "related")} | set(texts(data, "cases"))
    named |= {name for found in items(data, "findings") for name in texts(found, "cases")}
    named |= {text(data, "default_collection")}
    if document.kind is Kind.TRANSLATION:
        case = original(document, corpus)
        named |= {document.stem.split(".")[0], Case.of(case).id if case else ""}
    return named - {""}


def _shows(value: object, pictures: set[str]) -> bool:
    if isinstance(value, str):
        return any(picture in value for picture in pictures)
    if isinstance(value, Mapping):
        return any(_shows(part, pictures) for part in value.values())
    return isinstance(value, list) and any(_shows(part, pictures) for part in value)


def _sharing(session: Session) -> Share:
    """Return what hands the check out to processes and, on a terminal, shows how far it is."""
    from sane_cli.store.workers import spread, without_collecting

    def share(documents: Sequence[Document], work: Work) -> list[Packed]:
        began = time.monotonic()
        shown = not session.quiet and sys.stderr.isatty()

        def in_steps(part: Sequence[Document]) -> list[Packed]:
            found: list[Packed] = []
            for at in range(0, len(part), _STEP):
                found += work(part[at : at + _STEP])
                if shown and part[0] is rest[0] and time.monotonic() - began > _PATIENCE:
                    session.err.write(
                        f"\r{100 * (at + _STEP) // len(part):>3} %" if at + _STEP < len(part) else "\r\x1b[K"
                    )
                    session.err.flush()
            return found

        # the first document brings in what all rules need, so that every process has it
        first, rest = work(documents[:1]), documents[1:]
        with without_collecting():
            return first + spread(rest, in_steps, session.jobs)

    return share


def _may_quote(session: Session) -> bool:
    """Whether findings may show the faulty line: to the person at the terminal, or where all may be read by everyone.

    The log of a CI job has other readers than a closed repository.
    """
    return session.out.isatty() or session.corpus.settings.get("repository_tlp") == Tlp.CLEAR.value


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
