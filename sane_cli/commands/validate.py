"""``sane validate``: is everything in the playbook as it should be?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from sane_cli import __version__
from sane_cli.commands import _formats
from sane_cli.core import registry
from sane_cli.core.checking import Selection, check
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.error import UsageError
from sane_cli.core.finding import Tally
from sane_cli.core.format import Checked
from sane_cli.core.rule import Rule
from sane_cli.core.words import _
from sane_cli.session import Command, Session


def run(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Only these files or folders.", show_default=False)] = None,
    format: Annotated[str, typer.Option("--format", metavar="F", help="text, json, github …")] = "",  # noqa: A002
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write it to a file as well.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    select: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Only these rules; a beginning will do.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULE", help="Not these rules.")] = None,
) -> int:
    """Check the playbook: schema, vocabulary, ids, references, sharing. Every finding says where and what to do."""
    session: Session = context.obj
    began = time.monotonic()
    corpus = session.corpus
    rules = registry.load_all("sane_cli.rules", Rule)
    selection = Selection(tuple(select or ()), tuple(ignore or ()))
    documents = _chosen(corpus, session.root, paths)
    findings = check(corpus, rules, selection=selection, only=documents)
    tally = Tally.of(len(documents), findings)
    checked = Checked(findings=findings, tally=tally, rules=rules, version=__version__, source=_reader(session.root))
    _report(session, checked, format, output)
    session.say(_summary(tally, time.monotonic() - began))
    return 1 if tally.errors or (strict and tally.warnings) else 0


def _report(session: Session, checked: Checked, name: str, output: Path | None) -> None:
    """Print the findings; in GitHub Actions and with no format asked for, annotations as well."""
    findings = _formats.chosen(name or "text", "findings").findings
    assert findings is not None
    session.emit(findings(checked, session.look))
    if not name and os.environ.get("GITHUB_ACTIONS") == "true":
        annotations = _formats.chosen("github", "findings").findings
        assert annotations is not None
        session.emit(annotations(checked, session.look))
    if output is not None:
        from sane_cli.core.format import Look
        from sane_cli.store.files import write_atomically

        write_atomically(output, findings(checked, Look()).encode())


def _chosen(corpus: Corpus, root: Path, paths: list[Path] | None) -> list[Document]:
    """Return the documents below ``paths``, or all of them.

    Raises:
        UsageError: a path does not exist or holds nothing of the playbook.
    """
    if not paths:
        return list(corpus.documents)
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


def _reader(root: Path) -> Callable[[str, int], str]:
    """Return a function that gives one line of a file of the playbook, for excerpts."""
    from sane_cli.store.files import UnreadableFileError, read_inside

    @cache
    def lines(path: str) -> list[str]:
        try:
            return read_inside(root, root / path).decode("utf-8", "replace").split("\n")
        except UnreadableFileError:
            return []

    def line(path: str, number: int) -> str:
        found = lines(path)
        return found[number - 1] if 0 < number <= len(found) else ""

    return line


def _summary(tally: Tally, seconds: float) -> str:
    return _("{files} files checked: {errors} errors, {warnings} warnings, {notes} notes ({seconds:.1f} s)").format(
        files=tally.files, errors=tally.errors, warnings=tally.warnings, notes=tally.notes, seconds=seconds
    )


PLUGIN = Command(run=run)
