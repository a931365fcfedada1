"""Run every command in every format for every audience, and find what came out.

Commands and formats are found through the registries: a new one is run without a change here. A command with a
required argument that this file does not know how to fill must be added to ``ARGUMENTS``, which a test insists on.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from sane_cli.app import run
from sane_cli.commands import _publishing
from sane_cli.core import registry
from sane_cli.core.corpus import Corpus
from sane_cli.core.tlp import Tlp
from sane_cli.exporters._site import downloads
from sane_cli.session import Command
from sane_cli.store.playbook import read_corpus
from tests.safety.canaries import TODAY, Canary
from tests.safety.search import Words

# how to fill required arguments; None: one run for every case
ARGUMENTS: Mapping[str, str | None] = {"case": None}
# commands that show nothing of a case, or only ask and write for the curator at the desk; why
SILENT: Mapping[str, str] = {
    "init": "makes an empty playbook",
    "new": "asks; it writes the curator's own draft",
    "form": "an empty form",
    "import": "writes drafts from what the curator gives it",
    "migrate": "rewrites the curator's files",
    "rules": "documentation of the rules",
    "vocab": "the vocabulary is public",
    "publish": "asks the curator; changes a case",
    "withdraw": "shows the curator a difference; changes a case",
    "redact": "shows the curator a difference; changes a case",
    "doctor": "looks at the machine",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program and everything it left behind."""

    words: tuple[str, ...]
    audience: Tlp | None
    code: int
    out: str
    err: str
    files: Mapping[str, bytes]

    @property
    def exports(self) -> bool:
        return self.words[0] == "export"

    @property
    def at_desk(self) -> bool:
        """Whether it is the curator's own full view."""
        return not self.exports and self.audience in (Tlp.RED, None)


@dataclass(frozen=True, slots=True)
class Leak:
    canary: Canary
    run: Run
    place: str

    def __str__(self) -> str:
        return f"{self.canary.where} ({self.canary.level}) in {self.place} of: sane {' '.join(self.run.words)}"


def sane(root: Path, *words: str, audience: Tlp | None = None, pdfs: int = 0) -> Run:
    """Run the program in this process; files that it wrote are read, and exports removed again.

    Args:
        root: the playbook.
        words: the command line.
        audience: for whom.
        pdfs: for how many cases a site makes PDFs: none, unless asked. They are the work of the exporter for PDF, which
            is run by itself, and take half a minute a site; a test of its own looks at some.
    """
    out, err = io.StringIO(), io.StringIO()
    before = _files(root)
    there = {"SANE_TODAY": TODAY, "SANE_ROOT": str(root), "NO_COLOR": "1"}
    # the rules warn of much that the gate closes anyway; the gate must hold without them
    lenient = mock.patch.object(_publishing, "_errors", return_value=[])
    few = mock.patch.object(downloads, "PDFS", pdfs)
    with (
        mock.patch.dict(os.environ, there),
        lenient,
        few,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = run(list(words))
    written = {name: at.read_bytes() for name, at in _files(root).items() if name not in before}
    for name in written:
        if name.startswith("exports/"):
            (root / name).unlink()
    return Run(words, audience, code, out.getvalue(), err.getvalue(), written)


def _files(root: Path) -> dict[str, Path]:
    # the program's own cache is private to the desk; what must not be in it has a test of its own
    found = (at for at in root.rglob("*") if at.is_file() and ".sane" not in at.relative_to(root).parts)
    return {at.relative_to(root).as_posix(): at for at in found}


def command_lines(
    corpus: Corpus, *, heavy: bool = True, single: bool = True
) -> Iterator[tuple[tuple[str, ...], Tlp | None]]:
    """Yield every command line to run: command × arguments × format × audience.

    Args:
        corpus: the playbook it is run on.
        heavy: also exports that take seconds each.
        single: also commands on one case.
    """
    for name in registry.names("sane_cli.commands"):
        if name in SILENT:
            continue
        parameters = inspect.signature(registry.load("sane_cli.commands", name, Command).run).parameters
        if not single and "case" in parameters:
            continue
        formats = _formats(name) if "format" in parameters else ("",)
        audiences: tuple[Tlp | None, ...] = tuple(Tlp) if "audience" in parameters else (None,)
        for form in formats:
            if form in HEAVY and not heavy:
                continue
            for audience in audiences:
                rest = (("--format", form) if form else ()) + (("--audience", audience.audience) if audience else ())
                # a page shows the same in every format: all cases in one, some in the others
                step = 1 if form in ("json", "") else _STEP
                for filled in [*_arguments(name, parameters, corpus)][::step]:
                    if form in HEAVY and not filled and audience is not Tlp.CLEAR:
                        continue  # in French, where not all is translated, both languages come out
                    yield (name, *filled, *rest), audience


HEAVY = frozenset({"pdf"})


def every_run(root: Path, *, heavy: bool = True, single: bool = True) -> Iterator[Run]:
    """Run every command line; a format that a command refuses is tried once.

    Args:
        root: the playbook.
        heavy: also formats that take seconds each.
        single: also commands on one case.
    """
    refused: set[tuple[str, str]] = set()
    for line, audience in command_lines(corpus_of(root), heavy=heavy, single=single):
        key = (line[0], line[line.index("--format") + 1] if "--format" in line else "")
        if key not in refused:
            done = sane(root, *line, audience=audience)
            if done.code == _USAGE:
                refused.add(key)
            yield done


_USAGE = 2
_STEP = 5


def _formats(command: str) -> tuple[str, ...]:
    if command == "export":
        return registry.names("sane_cli.exporters")
    return tuple(dict.fromkeys((*registry.names("sane_cli.formats"), "text", "json", "ical")))


def _arguments(name: str, parameters: Mapping[str, inspect.Parameter], corpus: Corpus) -> Iterator[tuple[str, ...]]:
    if name == "ledger":
        yield ("verify",)
        return
    needed = [p for p in parameters if p not in ("context", "format") and _is_required(parameters[p])]
    if not needed:
        yield ()
        if name == "export":
            yield ("--lang", "fr")
        if name == "list":
            yield from _list_variants(corpus)
        return
    unknown = set(needed) - set(ARGUMENTS)
    if unknown:
        raise LookupError(f"tests/safety/harness.py does not know how to fill {unknown} of «{name}»")
    yield from ((case.id,) for case in corpus.cases)


def _list_variants(corpus: Corpus) -> Iterator[tuple[str, ...]]:
    columns = [field.name for field in corpus.case_schema.fields if field.name != "sharing"]
    yield ("--columns", ",".join([*columns, "path", "tlp"]))
    yield ("--status", "draft", "--columns", "id,notes")
    yield ("--overdue",)


def _is_required(parameter: inspect.Parameter) -> bool:
    return parameter.default is inspect.Parameter.empty


# validate quotes the lines that it finds fault with, in its format for people: to whoever can read the file itself
QUOTES_SOURCE = ("validate", "--format", "text")


def leaks(done: Run, canaries: list[Canary], words: Words) -> Iterator[Leak]:
    """Yield every canary that this run shows to somebody who may not see it."""
    places = {"stdout": words.in_text(done.out), "stderr": words.in_text(done.err)}
    for name, data in done.files.items():
        kind = "ledger" if name.endswith("ledger.jsonl") else f"file {name}"
        places[kind] = words.in_bytes(data) | words.in_text(name)
    if done.words == QUOTES_SOURCE:
        return
    for canary in canaries:
        for place, found in places.items():
            if canary.word in found and not _allowed(canary, done, place):
                yield Leak(canary, done, place)


def _allowed(canary: Canary, done: Run, place: str) -> bool:
    if done.at_desk and done.audience is Tlp.RED:
        return canary.desk
    # the curator is told ids and places on stderr and in the ledger, never content
    if canary.kind == "name" and (place in ("stderr", "ledger") or done.audience is None):
        return True
    if canary.kind == "name" and place in ("stdout", f"file {canary.word}") and canary.word in done.words:
        return True
    if done.audience is None:
        return False
    asked = place == "stdout" and ("--status" in done.words or "--overdue" in done.words) and _asked(canary, done)
    return asked or canary.may_show(done.audience)


def _asked(canary: Canary, done: Run) -> bool:
    """Tell whether it belongs to drafts or overdue cases that an option asked for: these follow their own labels."""
    kind = "draft" if "--status" in done.words else "overdue"
    return canary.where.startswith(f"{kind}: ") and not any(w in canary.where for w in ("notes", "comment", "closed"))


def corpus_of(root: Path) -> Corpus:
    from datetime import date

    return read_corpus(root, date.fromisoformat(TODAY))
