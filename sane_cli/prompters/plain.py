"""Ask line by line, with numbers for choices: for screen readers, dumb terminals and slow lines.

Nothing is redrawn and nothing depends on colour or position. Every command is a word that begins with a slash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from sane_cli.core.matching import separate
from sane_cli.core.question import MOVES, Answer, Choice, Move, Question, Reply, UnclearError, Widget
from sane_cli.core.text import visible
from sane_cli.core.words import _

_ALL_LISTED = 20  # choices that are still read out without being asked for
_REMOVE = "-"
_END = "."
_COMMANDS = {"/back": Move.BACK, "/skip": Move.SKIP, "/review": Move.REVIEW}
_LEAVE = ("/save", "/quit", "/exit")
_WORDS = frozenset({*_COMMANDS, *_LEAVE, "/edit", "/list", "/help", "?"})


@dataclass
class PlainPrompter:
    """Reads lines from ``source`` and writes to ``target``; ``editor`` turns a text into an edited one, or None."""

    source: TextIO
    target: TextIO
    editor: Callable[[str], str | None]
    greeted: bool = False

    def ask(self, question: Question) -> Reply:
        """Read out the question, then lines until one is an answer or a command."""
        self._introduce(question)
        while True:
            words = self._line(self._prompt(question))
            if words.strip().lower() in _WORDS:
                reply = self._command(words.strip().lower(), question)
                if reply is not None:
                    return reply
                continue
            try:
                return self._answer(question, words)
            except UnclearError as error:
                self._say(str(error))

    def confirm(self, text: str) -> bool:
        """Ask until the answer is yes or no."""
        words = {"y": True, "yes": True, _("yes"): True, "n": False, "no": False, _("no"): False}
        while True:
            answer = words.get(self._line(f"{text} ({_('yes')}/{_('no')}): ").strip().lower())
            if answer is not None:
                return answer

    def note(self, text: str) -> None:
        """Say it, with an empty line before."""
        self._say("")
        self._say(text)

    def edit(self, text: str) -> str | None:
        """Open the editor."""
        return self.editor(text)

    def _introduce(self, question: Question) -> None:
        self._say("")
        if question.step:
            self._say(_("Question {step} of {steps}. {heading}").format(
                step=question.step, steps=question.steps, heading=question.heading
            ).rstrip())  # fmt: skip
        for line in (question.group_help, question.entry and f"{question.entry}:", question.text):
            if line:
                self._say(line)
        if question.about and question.about != question.text:
            self._say(question.about)
        if question.why:
            self._say(_("Why: {why}").format(why=question.why))
        if question.example:
            self._say(_("For example: {example}").format(example=question.example))
        self._list(question)
        if question.value is not None:
            self._say(_("Your answer so far: {value}").format(value=question.show(question.value)))
        if not self.greeted and question.step:
            self.greeted = True
            self._help(question)

    def _list(self, question: Question, *, everything: bool = False) -> None:
        if question.widget not in (Widget.ONE, Widget.MANY, Widget.TYPED):
            return
        choices = question.choices
        if len(choices) > _ALL_LISTED and not everything:
            self._say(_("There are {count} choices. Type a name or its beginning; /list reads out all of them.").format(
                count=len(choices)
            ))  # fmt: skip
            return
        for number, choice in enumerate(choices, start=1):
            told = choice.told if question.widget is Widget.TYPED else f"{number}. {_(choice.label)}"
            more = f": {choice.help}" if choice.help and everything else ""
            self._say(f"  {told}{more}")

    def _prompt(self, question: Question) -> str:
        ways = {
            Widget.ONE: _("Number or word"),
            Widget.MANY: _("Numbers or words, with commas between"),
            Widget.TYPED: _("Type the word in full"),
            Widget.LONG: _("Your text; a line with only a full stop ends it, /edit opens an editor"),
        }
        way = ways.get(question.widget, _(question.kind.hint).rstrip(".") or _("Your answer"))
        offered = question.offered
        if question.value is None and offered is not None:
            way += " " + _("[Enter for {value}]").format(value=question.show(offered))
        elif question.value is not None:
            way += " " + _("[Enter keeps it, - removes it]")
        elif not question.needed:
            way += " " + _("[Enter leaves it out]")
        return f"{way}: "

    def _answer(self, question: Question, words: str) -> Reply:
        if not words.strip():
            return self._nothing(question)
        if words.strip() == _REMOVE and question.value is not None:
            return Answer(None)
        if question.widget is Widget.LONG:
            return Answer(question.read(self._rest(words)))
        value = question.read(self._numbers(question, words))
        if question.step and question.show(value).casefold() != words.strip().casefold():
            self._say(_("Taken: {value}").format(value=question.show(value)))
        return Answer(value)

    def _nothing(self, question: Question) -> Reply:
        if question.offered is not None:
            return Answer(question.offered)
        if question.needed:
            raise UnclearError(_("This one needs an answer."))
        return Move.SKIP if question.widget is Widget.TYPED else Answer(None)

    def _numbers(self, question: Question, words: str) -> str:
        """Put values in the place of the numbers that were read out."""
        if question.widget not in (Widget.ONE, Widget.MANY):
            return words
        return ", ".join(self._numbered(part.strip(), question.choices) for part in _parts(words))

    def _numbered(self, part: str, choices: tuple[Choice, ...]) -> str:
        if not part.isdecimal():
            return part
        if not 1 <= int(part) <= len(choices):
            raise UnclearError(_("There is no choice {number}.").format(number=part))
        return choices[int(part) - 1].value

    def _rest(self, first: str) -> str:
        """Read on until a line that holds only a full stop, or until the text was one pasted line and Enter."""
        lines = [first]
        while (line := self._line("")).strip() != _END:
            lines.append(line)
        return "\n".join(lines)

    def _command(self, word: str, question: Question) -> Reply | None:
        """Do what a word with a slash says; None means: ask on."""
        if word in _LEAVE:
            raise KeyboardInterrupt
        if word in _COMMANDS:
            return _COMMANDS[word]
        if word == "/edit" and question.widget is Widget.LONG:
            return self._edited(question)
        if word == "/list":
            self._list(question, everything=True)
        else:
            self._help(question)
        return None

    def _edited(self, question: Question) -> Reply | None:
        text = self.edit(question.spell(question.offered))
        if text is None:
            self._say(_("Nothing was changed."))
            return None
        try:
            return Answer(question.read(text) if text.strip() else None)
        except UnclearError as error:
            self._say(str(error))
            return None

    def _help(self, question: Question) -> None:
        self._say(_("Besides an answer you can type:"))
        for word, move in _COMMANDS.items():
            self._say(f"  {word}: {_(MOVES[move])}")
        if question.widget is Widget.LONG:
            self._say(_("  /edit: write in your editor"))
        if question.choices:
            self._say(_("  /list: read out all choices with what they mean"))
        self._say(_("  /save: keep everything and leave; /help: read this out again"))

    def _line(self, prompt: str) -> str:
        self.target.write(visible(prompt))
        self.target.flush()
        words = self.source.readline()
        if not words:
            raise EOFError
        return words.rstrip("\r\n")

    def _say(self, text: str) -> None:
        self.target.write(visible(text) + "\n")


def _parts(words: str) -> list[str]:
    """Split at commas, and at blanks where there are only numbers."""
    numbers = words.replace(",", " ").split()
    return numbers if all(part.isdecimal() for part in numbers) else list(separate(words))
