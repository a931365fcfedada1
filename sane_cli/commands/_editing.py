"""Change one case file: show the difference, ask, write only the bytes that change."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import Any

from sane_cli.core import registry
from sane_cli.core.case import Case
from sane_cli.core.checking import check
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.document import Path as Pointer
from sane_cli.core.error import FindingsError, StoppedError, UsageError
from sane_cli.core.finding import Finding, Selection, Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import Rule
from sane_cli.core.text import visible
from sane_cli.core.words import _
from sane_cli.session import Session
from sane_cli.store import yaml_edit, yaml_read
from sane_cli.store.files import read_inside, write_atomically


@dataclass(frozen=True, slots=True)
class Opened:
    """A case file that is to be changed: what is in it, and its bytes when it was opened."""

    document: Document
    path: Path
    before: bytes

    @property
    def case(self) -> Case:
        """The case in it."""
        return Case.of(self.document)

    def edited(self, changes: Mapping[Pointer, Any]) -> bytes:
        """Return the file with ``changes``, every other byte as it was."""
        return yaml_edit.edited(self.before, changes, after="status")

    def difference(self, after: bytes) -> str:
        """Return the change as a unified diff."""
        old, new = (text.decode(errors="replace").splitlines(keepends=True) for text in (self.before, after))
        name = self.document.path
        return "".join(unified_diff(old, new, f"a/{name}", f"b/{name}"))


def opened(session: Session, case_id: str) -> Opened:
    """Open the file of a case for a change.

    Raises:
        UsageError: there is no such case.
    """
    corpus = session.readable_corpus
    document = corpus.case_document(case_id)
    if document is None:
        near = nearest(case_id, [case.id for case in corpus.cases])
        raise UsageError(
            _("There is no case ‘{id}’.").format(id=case_id),
            todo=_("Did you mean {near}?").format(near=near) if near else _("See them all with: sane list"),
        )
    path = session.root / document.path
    return Opened(document, path, read_inside(session.root, path))


def translations(session: Session, case_id: str) -> list[Opened]:
    """Open the files of a case's translations, those that cannot be read as YAML included."""
    found = []
    for document in session.corpus.of_kind(Kind.TRANSLATION):
        if case_id in (Case.translating(document).id, document.stem.rpartition(".")[0]):
            path = session.root / document.path
            found.append(Opened(document, path, read_inside(session.root, path)))
    return found


def write(session: Session, case: Opened, after: bytes) -> None:
    """Write the changed file.

    Raises:
        FindingsError: somebody else changed it meanwhile.
    """
    if read_inside(session.root, case.path) != case.before:
        raise FindingsError(
            _("The file was changed meanwhile; nothing was written."), where=case.document.path, todo=_("Try again.")
        )
    write_atomically(case.path.resolve(), after)


def errors_after(corpus: Corpus, case: Opened, after: bytes) -> list[Finding]:
    """Return the errors that the changed case would have."""
    changed = replace(
        case.document, data=yaml_read.parse(after), locate=lambda: yaml_read.locate(after), digest="changed"
    )
    documents = tuple(changed if document is case.document else document for document in corpus.documents)
    later = replace(corpus, documents=documents)
    findings = check(later, registry.load_all("sane_cli.rules", Rule), selection=Selection(), only=[changed])
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def is_terminal() -> bool:
    """Tell whether somebody sits there: piped text is never an answer."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stderr))


def asked(session: Session, question: str, *, missing: str, check: Callable[[str], str | None]) -> str:
    """Ask on the terminal until ``check`` returns an answer.

    Args:
        session: where to ask.
        question: one line.
        missing: the option that answers it where there is no terminal.
        check: turns typed words into the answer, or None to ask again.

    Raises:
        UsageError: there is no terminal.
        StoppedError: the person stopped.
    """
    if not is_terminal():
        raise UsageError(
            _("A terminal is needed for a question."),
            where=missing,
            todo=_("Answer it with the option {name}.").format(name=missing),
        )
    while True:
        session.err.write(visible(question) + " ")
        session.err.flush()
        try:
            words = input()
        except (EOFError, KeyboardInterrupt) as error:
            raise StoppedError(_("Stopped; nothing was changed.")) from error
        answer = check(words.strip())
        if answer is not None:
            return answer


def chosen(session: Session, title: str, choices: Sequence[tuple[str, str]], *, missing: str) -> str:
    """Let the person choose one of ``choices`` (value, words for it) by its number or value."""
    lines = [f"  {number}  {words}" for number, (_value, words) in enumerate(choices, 1)]
    known = {value: value for value, _words in choices} | {str(n): value for n, (value, _w) in enumerate(choices, 1)}
    return asked(session, "\n".join([title, *lines, _("Number:")]), missing=missing, check=known.get)


def agreed(session: Session, question: str, *, yes: bool) -> None:
    """Insist on a yes.

    Raises:
        StoppedError: the answer is no.
        UsageError: there is no terminal and ``--yes`` was not given.
    """
    words = {"y": "yes", "yes": "yes", _("yes"): "yes", "n": "no", "no": "no", _("no"): "no"}
    if not yes and asked(session, f"{question} [{_('yes')}/{_('no')}]", missing="--yes", check=words.get) != "yes":
        raise StoppedError(_("Nothing was changed."))
