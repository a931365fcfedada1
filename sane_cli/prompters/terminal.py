"""Ask in a terminal with keys, lists and search. With ``_drawing`` the only place that knows questionary."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import questionary
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.output import ColorDepth

from sane_cli.core.document import Path
from sane_cli.core.question import Answer, Move, Question, Reply, UnclearError, Widget
from sane_cli.core.text import visible
from sane_cli.core.words import _
from sane_cli.prompters._drawing import SEARCHED, Aside, Left, prepare, title

_WIDEST = 96
_LEFT_OUT = "left-out-by-hand"


@dataclass
class TerminalPrompter:
    """Draws with questionary.

    Attributes:
        editor: turns a text into an edited one, or None.
        begun: what was typed at a question and neither confirmed nor given up.
    """

    editor: Callable[[str], str | None]
    color: bool = True
    begun: dict[Path, str] = field(default_factory=dict)

    def ask(self, question: Question) -> Reply:
        """Draw the question until there is an answer that holds, or a move."""
        self._introduce(question)
        while True:
            got = self._get(question)
            reply = self._left(question, got) if isinstance(got, Left) else self._reply(question, got)
            if reply is not None:
                return reply

    def _left(self, question: Question, left: Left) -> Reply | None:
        """Do what a key asked for; what was being typed is there again when the question comes back."""
        if left.text and left.text != self._ready(question):
            self.begun[question.path] = left.text
        if isinstance(left.why, Move):
            return left.why
        return self._edited(question) if question.widget is Widget.LONG else None

    def confirm(self, text: str) -> bool:
        """Ask for yes or no."""
        self.note(text)
        choices = [questionary.Choice(_("No"), value=False), questionary.Choice(_("Yes"), value=True)]
        return self._run(questionary.select(_("Yes or no?"), choices, instruction=" ", **self._style)) is True

    def note(self, text: str) -> None:
        """Say it, wrapped, with an empty line before."""
        self._print("")
        for line in text.split("\n"):
            self._print(line)

    def edit(self, text: str) -> str | None:
        """Open the editor."""
        return self.editor(text)

    def _introduce(self, question: Question) -> None:
        self._print("")
        if question.step:
            step = _("{step} of {steps}").format(step=question.step, steps=question.steps)
            self._print(" · ".join(filter(None, (step, question.heading, question.entry))), "bold fg:ansimagenta")
        if question.group_help:
            self._print(question.group_help)
        if question.about and question.about != question.text:
            self._print(question.about)
        if question.why:
            self._print(question.why, "italic")
        if question.example:
            self._print(_("For example: {example}").format(example=question.example), "fg:ansibrightblack")
        if question.widget is Widget.TYPED:
            for choice in question.choices:
                self._print(f"  {choice.told}")
        if _is_shown_above(question):
            self._print(_("So far: {value}").format(value=question.spell(question.value)))
        self._print(self._keys(question), "fg:ansibrightblack")

    def _keys(self, question: Question) -> str:
        """Say the keys that matter here, in one line."""
        ways = {
            Widget.LINE: _("Enter accepts"),
            Widget.TYPED: _("Type the word in full, then Enter"),
            Widget.LONG: _("Enter accepts, Ctrl-O opens an editor"),
            Widget.ONE: _("Enter accepts"),
            Widget.MANY: _("Space picks, Enter accepts all picked"),
        }
        words = [ways[question.widget]]
        if question.widget in (Widget.ONE, Widget.MANY) and len(question.choices) >= SEARCHED:
            words.append(_("typing searches"))
        if question.step:
            words.append(_("with Ctrl: B back, G later, R all answers, C save and leave"))
        return " · ".join(words)

    def _get(self, question: Question) -> Any:
        """Draw one prompt and return whatever it gave."""
        match question.widget:
            case Widget.ONE:
                return self._run(self._one(question))
            case Widget.MANY:
                return self._run(self._many(question), is_many=True)
        return self._run(self._line(question))

    def _ready(self, question: Question) -> str:
        """The words to start a line from; a text of several lines is shown above instead."""
        words = question.spell(question.offered)
        return "" if question.widget is Widget.TYPED or _is_shown_above(question) else words

    def _line(self, question: Question) -> Any:
        return questionary.text(
            _label(question.text),
            default=self.begun.get(question.path) or self._ready(question),
            validate=lambda typed: self._verdict(question, typed),
            **self._style,
        )

    def _verdict(self, question: Question, typed: str) -> bool | str:
        """Tell what is wrong with a typed line before it is accepted."""
        if not typed.strip():
            if question.widget is Widget.TYPED and question.value is None:
                return _("Type one of the words, or leave it for later with Ctrl-G.")
            return True if not question.needed else _("This one needs an answer.")
        try:
            question.read(typed)
        except UnclearError as error:
            return visible(str(error))
        return True

    def _one(self, question: Question) -> Any:
        choices = [questionary.Choice(title(each), value=each.value, description=each.help or None)
                   for each in question.choices]  # fmt: skip
        if not question.needed:
            choices.insert(0, questionary.Choice(_("(leave it out)"), value=_LEFT_OUT))
        offered = question.spell(question.offered)
        start = next((each for each in choices if each.value == offered), None)
        return questionary.select(_label(question.text), choices, default=start, instruction=" ",
                                  **self._search(question), **self._style)  # fmt: skip

    def _many(self, question: Question) -> Any:
        picked = question.offered if isinstance(question.offered, list) else []
        choices = [
            questionary.Choice(
                title(each), value=each.value, checked=each.value in picked, description=each.help or None
            )
            for each in question.choices
        ]
        return questionary.checkbox(_label(question.text), choices, instruction=" ",
                                    validate=lambda values: visible(question.check(values)) or True,
                                    **self._search(question), **self._style)  # fmt: skip

    def _search(self, question: Question) -> dict[str, Any]:
        return {"use_search_filter": len(question.choices) >= SEARCHED, "use_jk_keys": False}

    def _reply(self, question: Question, got: Any) -> Reply | None:
        """Turn what a prompt gave into a reply; None, to ask again, for what no prompt should give."""
        if question.widget is Widget.MANY:
            is_list = isinstance(got, list) and all(isinstance(each, str) for each in got)
            if is_list and got:
                self._print(f"  {question.show(got)}", "fg:ansigreen")
            return Answer(got or None) if is_list else None
        if not isinstance(got, str):
            return None
        self.begun.pop(question.path, None)
        if got == _LEFT_OUT and question.widget is Widget.ONE:
            return Answer(None)
        if not got.strip():
            # what stands above stays; what stood in the line was removed on purpose
            return Answer(question.value if _is_shown_above(question) else None)
        try:
            return Answer(question.read(got))
        except UnclearError as error:
            self.note(str(error))
            return None

    def _edited(self, question: Question) -> Reply | None:
        """Open the editor; a text that is refused is kept for the next round."""
        text = self.edit(self.begun.get(question.path) or question.spell(question.offered))
        if text is None:
            self.note(_("Nothing was changed. Set EDITOR to choose your editor."))
            return None
        try:
            reply = Answer(question.read(text) if text.strip() else None)
        except UnclearError as error:
            self.begun[question.path] = text
            self.note(str(error))
            return None
        self.begun.pop(question.path, None)
        return reply

    def _run(self, prompt: Any, *, is_many: bool = False) -> Any:
        """Run a prompt with our keys; Ctrl-D means stop everywhere."""
        got = prepare(prompt, is_many=is_many).unsafe_ask()
        if isinstance(got, Left) and got.why is Aside.STOP:
            raise EOFError
        return got

    @cached_property
    def _style(self) -> dict[str, Any]:
        depth = {} if self.color else {"color_depth": ColorDepth.DEPTH_1_BIT}
        # «noinherit»: questionary's orange and green cannot be read on a white ground
        style = questionary.Style([("qmark", "fg:ansimagenta"), ("instruction", ""), ("answer", "noinherit bold"),
                                   ("pointer", "fg:ansimagenta bold"), ("highlighted", "fg:ansimagenta bold"),
                                   ("selected", "bold"), ("search_success", "noinherit bold"),
                                   ("search_none", "noinherit fg:ansired bold")])  # fmt: skip
        return {"style": style, "qmark": ">", **depth}

    def _print(self, text: str, style: str = "") -> None:
        width = min(get_app_session().output.get_size().columns - 1, _WIDEST)
        for line in textwrap.wrap(visible(text), width, drop_whitespace=True, replace_whitespace=False) or [""]:
            questionary.print(line, style=style if self.color else "")


def _is_shown_above(question: Question) -> bool:
    """Tell whether the answer so far stands above the line: typed words, and texts of several lines."""
    is_long = question.widget is Widget.LONG and "\n" in question.spell(question.value)
    return question.value is not None and (question.widget is Widget.TYPED or is_long)


def _label(text: str) -> str:
    """End a heading with a colon, so that it is told apart from what is typed behind it."""
    return visible(text) if text[-1:] in ".?!:…" else f"{visible(text)}:"
