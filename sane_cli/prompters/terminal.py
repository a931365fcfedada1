"""Ask in a terminal with keys, lists and search. The only module that knows questionary and prompt_toolkit."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import questionary
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.output import ColorDepth
from questionary.prompts.common import InquirerControl

from sane_cli.core.question import Answer, Choice, Move, Question, Reply, UnclearError, Widget
from sane_cli.core.text import folded, visible
from sane_cli.core.words import _

_SEARCHED = 8  # choices from which typing filters them
_WIDEST = 96
_KEYS = {"c-b": Move.BACK, "c-g": Move.SKIP, "c-r": Move.REVIEW}
_EDIT, _LEFT_OUT, _STOP = "edit-this", "left-out-by-hand", "stop-here"
_ANSWERED = "class:answer"


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
            if got == _EDIT:
                kept, reply = self._edited(question, kept)
            else:
                reply = self._reply(question, got)
            if reply is not None:
                return reply

    def confirm(self, text: str) -> bool:
        """Ask for yes or no."""
        choices = [questionary.Choice(_("No"), value=False), questionary.Choice(_("Yes"), value=True)]
        return self._run(questionary.select(visible(text), choices, **self._style)) is True

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
                self._print(f"  {choice.value}: {_(choice.label)}")
        if question.widget in (Widget.TYPED, Widget.LONG) and question.value is not None:
            self._print(_("So far: {value}").format(value=question.spell(question.value)))
        self._print(self._keys(question), "fg:ansibrightblack")

    def _keys(self, question: Question) -> str:
        """Say the keys that matter here, in one line."""
        ways = {
            Widget.LINE: _("Enter accepts"),
            Widget.TYPED: _("Type the word in full, then Enter"),
            Widget.LONG: _("Enter accepts, Ctrl-O opens your editor"),
            Widget.ONE: _("Arrows choose, Enter accepts"),
            Widget.MANY: _("Arrows move, Space picks, Enter accepts all picked"),
        }
        words = [ways[question.widget]]
        if question.widget in (Widget.ONE, Widget.MANY) and len(question.choices) >= _SEARCHED:
            words.append(_("typing searches"))
        if question.step:
            words += [_("Ctrl-B back"), _("Ctrl-G later"), _("Ctrl-R all answers"), _("Ctrl-C save and leave")]
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
            visible(question.text),
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
        choices = [questionary.Choice(_title(each), value=each.value, description=each.help or None)
                   for each in question.choices]  # fmt: skip
        if not question.needed:
            choices.insert(0, questionary.Choice(_("(leave it out)"), value=_LEFT_OUT))
        offered = question.spell(question.offered)
        start = next((each for each in choices if each.value == offered), None)
        if start is None and question.step and question.needed:
            start = choices[-1]  # «another?»: Enter goes on
        return questionary.select(visible(question.text), choices, default=start, instruction=" ",
                                  **self._search(question), **self._style)  # fmt: skip

    def _many(self, question: Question) -> Any:
        picked = question.offered if isinstance(question.offered, list) else []
        choices = [
            questionary.Choice(_title(each), value=each.value, checked=each.value in picked, description=each.help or None)
            for each in question.choices
        ]
        return questionary.checkbox(visible(question.text), choices, instruction=" ",
                                    validate=lambda values: visible(question.check(values)) or True,
                                    **self._search(question), **self._style)  # fmt: skip

    def _search(self, question: Question) -> dict[str, Any]:
        return {"use_search_filter": len(question.choices) >= _SEARCHED, "use_jk_keys": False}

    def _reply(self, question: Question, got: Any) -> Reply | None:
        """Turn what a prompt gave into a reply; None, to ask again, for what no prompt should give."""
        if question.widget is Widget.MANY:
            is_list = isinstance(got, list) and all(isinstance(each, str) for each in got)
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
        """Add our keys to a prompt and run it."""
        controls = prompt.application.layout.find_all_controls()
        lists = [control for control in controls if isinstance(control, InquirerControl)]
        keys = _bindings(lists[0] if lists else None, is_many=is_many)
        prompt.application.key_bindings = merge_key_bindings([prompt.application.key_bindings, keys])
        got = prompt.unsafe_ask()
        if got == _STOP:
            raise EOFError
        return got

    @cached_property
    def _style(self) -> dict[str, Any]:
        depth = {} if self.color else {"color_depth": ColorDepth.DEPTH_1_BIT}
        style = questionary.Style([("qmark", "fg:ansicyan"), ("instruction", ""), ("answer", "fg:ansigreen"),
                                   ("pointer", "fg:ansicyan bold"), ("highlighted", "fg:ansicyan bold"),
                                   ("selected", "fg:ansigreen")])  # fmt: skip
        return {"style": style, "qmark": "›", **depth}

    def _print(self, text: str, style: str = "") -> None:
        width = min(get_app_session().output.get_size().columns - 1, _WIDEST)
        for line in textwrap.wrap(visible(text), width, drop_whitespace=True, replace_whitespace=False) or [""]:
            questionary.print(line, style=style if self.color else "")


class _Title(str):
    """A line of a list that is found by every word for it, accents aside: the list compares with ``lower()``."""

    __slots__ = ("words",)
    words: str

    def lower(self) -> str:
        """Give the words to search in."""
        return self.words


def _title(choice: Choice) -> str:
    label = visible(_(choice.label))
    title = _Title(f"{label} · {visible(choice.group)}" if choice.group else label)
    title.words = folded(" ".join((title, choice.value, *choice.also)))
    return title


def _bindings(control: Any, *, is_many: bool) -> KeyBindings:
    """Make our keys. In a searched list they also stop Tab and Ctrl-A from picking everything by accident."""
    keys = KeyBindings()
    for key, result in {**_KEYS, "c-o": _EDIT}.items():
        keys.add(key, eager=True)(_leaving(result))
    if control is None:
        return keys
    keys.add("c-d", eager=True)(_leaving(_STOP))
    if is_many and len(control.choices) >= _SEARCHED:
        keys.add("tab", eager=True)(lambda _event: None)
        keys.add("c-a", eager=True)(lambda _event: None)
        keys.add(" ", eager=True)(lambda _event: _pick(control))
    return keys


def _leaving(result: Move | str) -> Callable[[Any], None]:
    def leave(event: Any) -> None:
        event.app.exit(result=result)

    return leave


def _pick(control: Any) -> None:
    """Pick or unpick what is pointed at, and forget the search, so that the next word can be typed at once."""
    chosen = control.get_pointed_at()
    picked = control.selected_options
    (picked.remove if chosen.value in picked else picked.append)(chosen.value)
    control.search_filter = None
    control.pointed_at = control.choices.index(chosen)
