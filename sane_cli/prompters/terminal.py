"""Ask in a terminal with keys, lists and search. With ``_drawing`` the only place that knows questionary."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import questionary
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.output import ColorDepth

from sane_cli.core.question import Answer, Move, Question, Reply, UnclearError, Widget
from sane_cli.core.text import visible
from sane_cli.core.words import _
from sane_cli.prompters._drawing import EDIT, SEARCHED, STOP, prepare, title

_WIDEST = 96
_LEFT_OUT = "left-out-by-hand"


@dataclass
class TerminalPrompter:
    """Draws with questionary; ``editor`` turns a text into an edited one, or None."""

    editor: Callable[[str], str | None]
    color: bool = True

    def ask(self, question: Question) -> Reply:
        """Draw the question until there is an answer that holds, or a move."""
        self._introduce(question)
        kept = ""
        while True:
            got = self._get(question, kept)
            if isinstance(got, Move):
                return got
            if got == EDIT:
                kept, reply = self._edited(question, kept)
            else:
                reply = self._reply(question, got)
            if reply is not None:
                return reply

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
            self._print(" · ".join(filter(None, (step, question.heading, question.entry))), "bold fg:ansicyan")
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
        if question.widget in (Widget.TYPED, Widget.LONG) and question.value is not None:
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

    def _get(self, question: Question, kept: str) -> Any:
        """Draw one prompt and return whatever it gave."""
        match question.widget:
            case Widget.ONE:
                return self._run(self._one(question))
            case Widget.MANY:
                return self._run(self._many(question), is_many=True)
        return self._run(self._line(question, kept))

    def _line(self, question: Question, kept: str) -> Any:
        words = kept or question.spell(question.offered)
        is_shown_above = question.widget is Widget.TYPED or (question.widget is Widget.LONG and "\n" in words)
        return questionary.text(
            _label(question.text),
            default="" if is_shown_above else words,
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
        if got == _LEFT_OUT:
            return Answer(None)
        if not got.strip():
            return self._nothing(question)
        try:
            return Answer(question.read(got))
        except UnclearError as error:
            self.note(str(error))
            return None

    def _nothing(self, question: Question) -> Reply:
        """Read an empty line: what stands above stays; what stood in the line was removed on purpose."""
        shown_above = question.widget is Widget.TYPED or (
            question.widget is Widget.LONG and "\n" in question.spell(question.value)
        )
        return Answer(question.value if shown_above else None)

    def _edited(self, question: Question, kept: str) -> tuple[str, Reply | None]:
        """Open the editor; a text that is refused is kept for the next round."""
        if question.widget is not Widget.LONG:
            return "", None
        text = self.edit(kept or question.spell(question.offered))
        if text is None:
            self.note(_("Nothing was changed. Set EDITOR to choose your editor."))
            return kept, None
        try:
            return "", Answer(question.read(text) if text.strip() else None)
        except UnclearError as error:
            self.note(str(error))
            return text, None

    def _run(self, prompt: Any, *, is_many: bool = False) -> Any:
        """Run a prompt with our keys; Ctrl-D means stop everywhere."""
        got = prepare(prompt, is_many=is_many).unsafe_ask()
        if got == STOP:
            raise EOFError
        return got

    @cached_property
    def _style(self) -> dict[str, Any]:
        depth = {} if self.color else {"color_depth": ColorDepth.DEPTH_1_BIT}
        style = questionary.Style([("qmark", "fg:ansicyan"), ("instruction", ""), ("answer", "fg:ansigreen"),
                                   ("pointer", "fg:ansicyan bold"), ("highlighted", "fg:ansicyan bold"),
                                   ("selected", "fg:ansigreen")])  # fmt: skip
        return {"style": style, "qmark": ">", **depth}

    def _print(self, text: str, style: str = "") -> None:
        width = min(get_app_session().output.get_size().columns - 1, _WIDEST)
        for line in textwrap.wrap(visible(text), width, drop_whitespace=True, replace_whitespace=False) or [""]:
            questionary.print(line, style=style if self.color else "")


def _label(text: str) -> str:
    """End a heading with a colon, so that it is told apart from what is typed behind it."""
    return visible(text) if text[-1:] in ".?!:…" else f"{visible(text)}:"
