"""Answer from a list written beforehand, without anybody: for tests and for rehearsals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sane_cli.core.question import Answer, Move, Question, Reply


class ScriptEndedError(EOFError):
    """The script has no more replies: like a person who went away."""


@dataclass
class ScriptedPrompter:
    """Gives one reply after another; words are read as if they had been typed, None leaves the question out.

    Attributes:
        asked: every question that was asked, in order.
        notes: every text that was said.
    """

    replies: Iterable[str | Move | None]
    asked: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left: Iterator[str | Move | None] = iter(self.replies)

    def ask(self, question: Question) -> Reply:
        """Give the next reply; raises like a prompt that was left when there is none."""
        self.asked.append(question)
        reply = self._next()
        if reply is None:
            return Answer(None)
        return reply if isinstance(reply, Move) else Answer(question.read(reply))

    def confirm(self, text: str) -> bool:
        """Take the next reply as yes or no."""
        self.notes.append(text)
        return self._next() == "yes"

    def note(self, text: str) -> None:
        """Keep what was said."""
        self.notes.append(text)

    def edit(self, text: str) -> str | None:
        """Take the next reply as the edited text."""
        reply = self._next()
        return reply if isinstance(reply, str) and reply != text else None

    def _next(self) -> str | Move | None:
        try:
            return next(self._left)
        except StopIteration:
            raise ScriptEndedError from None
