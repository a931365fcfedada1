"""What ``sane new`` needs around the interview: the plan for this playbook, a prompter, the draft on disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sane_cli.core import registry, slug
from sane_cli.core.advice import advise
from sane_cli.core.case import text
from sane_cli.core.choices import Catalogue
from sane_cli.core.conversation import Conversation
from sane_cli.core.corpus import Corpus
from sane_cli.core.interview import Interview
from sane_cli.core.plan import Plan
from sane_cli.core.question import Kind, Prompter
from sane_cli.core.schema import Field
from sane_cli.core.words import _
from sane_cli.session import Session
from sane_cli.store import drafts
from sane_cli.store.files import CannotWriteError


def plan_for(session: Session, language: str) -> Plan:
    """Return the plan of the interview for this playbook, in the words of ``language``."""
    corpus = session.readable_corpus
    taken = taken_ids(corpus)
    return Plan(
        schema=corpus.case_schema,
        kinds=registry.load_all("sane_cli.questions", Kind),
        choices=Catalogue(session.labels(language), session.corpus.cases).choices,
        propose=_proposer(taken, language),
        taken=taken,
    )


def taken_ids(corpus: Corpus) -> frozenset[str]:
    """Ids and file names of every case; a broken file holds its name as well."""
    files = (document.stem for document in corpus.documents if document.path.startswith("playbook/cases/"))
    return frozenset(files) | {case.id for case in corpus.cases}


def _proposer(taken: frozenset[str], language: str) -> Callable[[Field, Mapping[str, Any]], Any]:
    def propose(field: Field, answers: Mapping[str, Any]) -> Any:
        if field.kind == "slug":
            return slug.propose(text(answers, "title"), taken) or None
        return language or None if field.name == "language" else None

    return propose


def is_terminal() -> bool:
    """Tell whether somebody sits there: stdin and stdout are both a terminal. Piped text is never an answer."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stdout))


def prompter_for(session: Session, *, plain: bool, desk: Path | None = None) -> Prompter:
    """Return the prompter that fits: plain when asked for or when the terminal cannot do more.

    Args:
        session: the run of the program.
        plain: ask line by line.
        desk: where a text lies while it is edited; with the drafts when None.
    """
    from sane_cli.prompters._editor import edited

    folder = desk or drafts.folder(session.root)
    wants_plain = plain or os.environ.get("SANE_PROMPTS") == "plain" or os.environ.get("TERM", "dumb") in ("", "dumb")
    if wants_plain:
        from sane_cli.prompters.plain import PlainPrompter

        return PlainPrompter(sys.stdin, sys.stdout, lambda words: edited(words, folder))
    from sane_cli.prompters.terminal import TerminalPrompter

    return TerminalPrompter(lambda words: edited(words, folder), color=session.color)


def file_editor(session: Session) -> Callable[[str], str | None]:
    """Return what opens a whole case in the person's editor."""
    from sane_cli.prompters._editor import edited

    return lambda words: edited(words, drafts.folder(session.root), ".yaml")


@dataclass
class Keeper:
    """Keeps the draft of a running interview.

    Attributes:
        file: where; None when nothing may be written.
        unsaved: the state that could not be saved, or None when all is safe.
    """

    file: drafts.DraftFile | None
    prompter: Prompter
    unsaved: Interview | None = None

    def save(self, interview: Interview) -> None:
        """Replace the draft; when the disk is full or away, say so and let the person decide."""
        while (problem := self._try(interview)) and self.prompter.confirm(_told(problem)):
            pass

    def save_at_last(self) -> bool:
        """Try once more to save what could not be saved before; tell whether everything is safe."""
        return self.unsaved is None or not self._try(self.unsaved)

    def _try(self, interview: Interview) -> str:
        """Save, and return why it could not be, or an empty text."""
        if self.file is None:
            return ""
        try:
            self.file.save(interview.answers, interview.settled, interview.at)
        except CannotWriteError as error:
            self.unsaved = interview
            return error.what
        self.unsaved = None
        return ""


def _told(problem: str) -> str:
    return _(
        "The draft could not be saved: {reason} What was saved before is safe, the last answer is not yet. "
        "Try again? ‘No’ goes on, and the next answer tries again."
    ).format(reason=problem)


def conversation(prompter: Prompter, keeper: Keeper, plan: Plan, corpus: Corpus) -> Conversation:
    """Put a prompter, the draft and the advice of this playbook together."""
    return Conversation(
        prompter=prompter,
        save=keeper.save,
        advise=lambda question, value: advise(question, value, corpus.cases),
        one=plan.kinds["one"],
    )
