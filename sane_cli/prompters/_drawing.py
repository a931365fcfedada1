"""How lists are drawn, and the keys that work in every prompt. Only ``terminal`` uses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.layout import ConditionalContainer, Dimension, FormattedTextControl, Window
from questionary.prompts.common import InquirerControl

from sane_cli.core.question import Choice, Move
from sane_cli.core.text import folded, visible
from sane_cli.core.words import _

SEARCHED = 8  # choices from which typing filters them
KEYS = {"c-b": Move.BACK, "c-g": Move.SKIP, "c-r": Move.REVIEW}
_LINES = 12  # of a list that are seen at once, so that the question above stays in sight
_MEANING_LINES = 5


class Aside(Enum):
    """What a key asks for that is neither an answer nor a move."""

    EDIT = "edit"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Left:
    """A prompt was left by a key; ``text`` is what had been typed and not confirmed."""

    why: Move | Aside
    text: str = ""


class Title(str):
    """A line of a list that is found by every word for it, accents aside: the list compares with ``lower()``."""

    __slots__ = ("label", "words")
    label: str
    words: str

    def lower(self) -> str:
        """Give the words to search in."""
        return self.words


def title(choice: Choice) -> Title:
    """Make the line of one choice, with its group behind it."""
    label = visible(_(choice.label))
    line = Title(f"{label} · {visible(choice.group)}" if choice.group else label)
    line.label = label
    line.words = folded(" ".join((line, choice.value, *choice.also)))
    return line


def bindings(control: Any, *, is_many: bool) -> KeyBindings:
    """Make our keys. They also stop single keys from picking everything by accident."""
    keys = KeyBindings()
    for key, move in KEYS.items():
        keys.add(key, eager=True)(_leaving(move))
    if control is None:
        keys.add("c-o", eager=True)(_leaving(Aside.EDIT))
        return keys
    keys.add("c-d", eager=True)(_leaving(Aside.STOP))
    if is_many:
        for key in ("tab", "c-a") if len(control.choices) >= SEARCHED else ("a", "i"):
            keys.add(key, eager=True)(lambda _event: None)
        keys.add(" ", eager=True)(_Picking(control).press)
    return keys


def _leaving(why: Move | Aside) -> Callable[[Any], None]:
    def leave(event: Any) -> None:
        event.app.exit(result=Left(why, event.app.current_buffer.text))

    return leave


@dataclass
class _Picking:
    """What the space bar does in a list with search, where a blank also stands inside names.

    Attributes:
        rest: the words of the name just picked that come after what was typed of it. Who types the whole name,
            «smear or vilification», has picked it after «smear»; the rest of it must not pick anything else.
    """

    control: Any
    rest: str = ""

    def press(self, _event: Any) -> None:
        """Pick or unpick, go on searching, or swallow the rest of a name; a new search begins after a pick."""
        control, typed = self.control, folded(self.control.search_filter or "")
        if typed and f"{self.rest} ".startswith(f"{typed} "):
            self.rest = self.rest[len(typed) + 1 :]
            control.search_filter = None
            return
        names = {folded(each.title.label): each for each in control.filtered_choices}
        if typed and len(names) > 1 and typed not in names and any(f"{typed} " in name for name in names):
            control.add_search_character(" ")
            return
        chosen = control.get_pointed_at()
        if typed and control.pointed_at == 0:
            chosen = names.get(typed, chosen)  # «guinea» is Guinea, though «Equatorial Guinea» comes first
        self.rest = folded(chosen.title.label).partition(f"{typed} ")[2] if typed else ""
        picked = control.selected_options
        (picked.remove if chosen.value in picked else picked.append)(chosen.value)
        control.search_filter = None
        control.pointed_at = control.choices.index(chosen)


def prepare(prompt: Any, *, is_many: bool = False) -> Any:
    """Give a prompt our keys, a list a height that leaves its question in sight, and a complaint room to be read."""
    app = prompt.application
    lists = [control for control in app.layout.find_all_controls() if isinstance(control, InquirerControl)]
    control = lists[0] if lists else None
    app.key_bindings = merge_key_bindings([app.key_bindings, bindings(control, is_many=is_many)])
    if control is not None:
        _framed(app.layout, control, is_many=is_many)
    for window in app.layout.find_all_windows():
        if window.height == 1 and isinstance(window.content, FormattedTextControl):
            window.height, window.wrap_lines = Dimension(min=1, max=_MEANING_LINES), Condition(lambda: True)
    return prompt


def _framed(layout: Any, control: Any, *, is_many: bool) -> None:
    """Limit the height of the list; below it stand the meaning of what is pointed at, and what is picked so far."""
    window = next(window for window in layout.find_all_windows() if window.content is control)
    window.height = Dimension(max=_LINES)
    window.dont_extend_height = Condition(lambda: True)
    control.show_description = False

    def below() -> Any:
        meaning = control.get_pointed_at().description
        picked = [each.title.label for each in control.get_selected_values()] if is_many else []
        lines = [("italic", meaning)] if meaning else []
        if picked:
            lines.append(("class:selected", _("Picked: {listed}").format(listed=", ".join(picked))))
        return [(style, ("\n" if at else "") + visible(text)) for at, (style, text) in enumerate(lines)]

    more = Window(
        FormattedTextControl(below), wrap_lines=True, dont_extend_height=True, height=Dimension(max=_MEANING_LINES)
    )
    layout.container.children.insert(2, ConditionalContainer(more, filter=~is_done & Condition(lambda: bool(below()))))
