"""A question as data, what can be replied, and what a way of asking must be able to do.

Nothing here knows a terminal. A kind of question says how words become data; a prompter says how words are asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from sane_cli.core.document import Path
from sane_cli.core.schema import Field
from sane_cli.core.words import N_, _


class Widget(Enum):
    """How an answer is given, so that a prompter need not know kinds of question."""

    LINE = "line"
    LONG = "long"
    ONE = "one"
    MANY = "many"
    TYPED = "typed"


class Shape(Enum):
    """Whether a kind is asked as one question, part by part, or entry by entry."""

    LEAF = "leaf"
    PARTS = "parts"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be chosen.

    Attributes:
        help: what it means, for a person who meets the word for the first time.
        group: heading it belongs under, or empty.
        also: other words that mean it.
    """

    value: str
    label: str
    help: str = ""
    group: str = ""
    also: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The value, which is to be typed, and its words where they say more."""
        words = _(self.label)
        is_same = words.casefold().replace(" ", "-") == self.value.casefold()
        return self.value if is_same else f"{self.value}: {words}"


class UnclearError(ValueError):
    """Typed words are no answer to the question; the text says why and what to type instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of question: its name is its file's name with hyphens.

    Attributes:
        parse: typed words → data; raises ``UnclearError``.
        spell: data → words that ``parse`` takes back.
        show: data → one line for people.
        hint: how to type it, in one sentence.
        builtin: choices that the kind itself brings.
        samples: words and the data they mean, for tests and the guide.
    """

    parse: Callable[[str, Question], Any]
    spell: Callable[[Any, Question], str]
    show: Callable[[Any, Question], str]
    widget: Widget = Widget.LINE
    shape: Shape = Shape.LEAF
    hint: str = ""
    builtin: tuple[Choice, ...] = ()
    samples: tuple[tuple[str, Any], ...] = ()


def _no_flaw(_value: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask.

    Attributes:
        path: where the answer goes in the case; the path of a list or block for «another?» and «fill in?».
        text: the question itself.
        about: what is meant, in a sentence or two; may repeat the schema's description.
        value: the answer so far, or None.
        proposal: what to offer when there is no answer yet, or None.
        step: number of this question from 1; entries of a list share the number of their list.
        needed: it cannot be left out here.
        check: data → what is wrong with it in plain words, or an empty text.
    """

    path: Path
    field: Field
    kind: Kind
    text: str
    about: str = ""
    why: str = ""
    example: str = ""
    heading: str = ""
    group_help: str = ""
    entry: str = ""
    choices: tuple[Choice, ...] = ()
    value: Any = None
    proposal: Any = None
    step: int = 0
    steps: int = 0
    needed: bool = False
    check: Callable[[Any], str] = dataclasses.field(default=_no_flaw, repr=False)

    @property
    def widget(self) -> Widget:
        """How to ask: words that commit somebody are typed, and a choice needs something to choose from."""
        if self.field.typed:
            return Widget.TYPED
        if self.kind.widget in (Widget.ONE, Widget.MANY) and not self.choices:
            return Widget.LINE
        return self.kind.widget

    @property
    def offered(self) -> Any:
        """The value to start from: the answer so far, else the proposal; a typed word is never proposed."""
        if self.value is not None:
            return self.value
        return None if self.field.typed else self.proposal

    def read(self, words: str) -> Any:
        """Turn typed words into data that the schema accepts.

        Raises:
            UnclearError: they are not an answer; the text says what to do.
        """
        value = self.kind.parse(words, self)
        flaw = self.check(value)
        if flaw:
            raise UnclearError(flaw)
        return value

    def show(self, value: Any) -> str:
        """One line for people, empty when there is no value."""
        return "" if value is None else self.kind.show(value, self)

    def spell(self, value: Any) -> str:
        """Words that ``read`` takes back."""
        return "" if value is None else self.kind.spell(value, self)


@dataclass(frozen=True, slots=True)
class Answer:
    """A confirmed answer; ``None`` removes it."""

    value: Any


class Move(Enum):
    """What can be done instead of answering."""

    BACK = "back"
    SKIP = "skip"
    REVIEW = "review"


Reply = Answer | Move

MOVES = {
    Move.BACK: N_("go back one question"),
    Move.SKIP: N_("leave it for now"),
    Move.REVIEW: N_("see all answers, jump to one, or finish"),
}


class Prompter(Protocol):
    """A way to ask. ``KeyboardInterrupt`` and ``EOFError`` from any method mean: save and leave."""

    def ask(self, question: Question) -> Reply:
        """Ask until there is an answer that ``question.check`` accepts, or another move."""

    def confirm(self, text: str) -> bool:
        """Ask for a plain yes or no; there is no default."""

    def note(self, text: str) -> None:
        """Say something that needs no answer."""

    def edit(self, text: str) -> str | None:
        """Let the person write in an editor; None when nothing was changed or no editor could be started."""


_MENU = Field("", "", "", "one", "none", "", required=True)


def menu(text: str, choices: Sequence[Choice], *, kind: Kind, about: str = "") -> Question:
    """Make a question of our own that offers ``choices`` and belongs to no field."""
    return Question(path=(), field=_MENU, kind=kind, text=text, about=about, choices=tuple(choices), needed=True)
