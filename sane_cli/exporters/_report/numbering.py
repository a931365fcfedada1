"""Page numbers in contents, indexes, references and at the foot of pages, written in when all pieces are joined.

A piece of a report is laid out before anybody knows on which page it will begin. So every number gets a slot of
figure spaces, as wide as its digits will be, and the drawn page keeps a mark for each digit. The marks are made into
glyphs when the pieces stand in their order. Figures are tabular, so nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sane_cli.core.error import UsageError
from sane_cli.core.words import _

_BLANK = "\u2007"  # FIGURE SPACE: as wide as a digit in tabular figures, and no case's text ends in one
_DIGITS = "0123456789"
# bytes that no content stream of the engine holds, which writes ASCII
_MARK = re.compile(rb"\xf8(\d+)\xf9")
_COUNTER = re.compile(r"counter\(\s*page\s*\)")
_UNKNOWN = re.compile(
    r"@page[^{;]*?:\s*(?:first|left|right|blank|nth)\b|counters?\(\s*pages\b|counter\(\s*page\s*,|target-counters?\("
)
_SHOWN = re.compile(rb"<([0-9a-f]+)>")
# what decides which glyph a digit becomes
_FACE = (
    "font_family", "font_size", "font_weight", "font_style", "font_stretch", "font_variant_numeric", "lang",
    "font_variant_caps", "font_variant_position", "font_feature_settings", "font_variation_settings", "direction",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one number.

    Attributes:
        target: the anchor whose page stands there, or the page of the piece (from 0) at whose foot it stands.
        glyphs: those of 0 to 9 and of the blank, in the face that it is set in, as hexadecimal digits.
    """

    target: str | int
    glyphs: Sequence[str]


def slot(digits: int) -> str:
    """Return the room for a number of so many digits."""
    return _BLANK * digits


def digits_for(cases: int) -> int:
    """Guess how many digits the last page number of a report will have; three pages a case, and the book around it."""
    return len(str(3 * cases + 40))


def with_slots(style: str, room: str) -> str:
    """Let a style sheet leave room where it counts pages: the engine counts from 1 in every piece.

    Raises:
        UsageError: it asks for what only a whole book could tell.
    """
    unknown = _UNKNOWN.search(style)
    if unknown:
        raise UsageError(
            _(
                "The theme's style sheet says «{words}»; a part of a report that is laid out alone cannot know that."
            ).format(words=unknown[0]),
            where="style.css",
            todo=_("Use counter(page) for page numbers, and named pages for what looks different."),
        )
    return f':root{{--page:"{room}"}}\n' + _COUNTER.sub("var(--page)", style)


def filled(content: bytes, slots: Sequence[Slot], width: int, number: Mapping[str | int, int]) -> bytes:
    """Write the numbers into the marks of a drawn page.

    Args:
        content: the page's content stream.
        slots: those of its piece.
        width: digits of every slot.
        number: anchor, or page of the piece → page number. A number at the foot begins at the margin, others end there.
    """

    def glyph(mark: re.Match[bytes]) -> bytes:
        which, place = divmod(int(mark[1]), width)
        found = slots[which]
        digits = str(number.get(found.target, ""))
        shown = digits.ljust(width) if isinstance(found.target, int) else digits.rjust(width)
        return found.glyphs[_DIGITS.find(shown[place])].encode()

    return _MARK.sub(glyph, content)


@dataclass(slots=True)
class Drawing:
    """Draws the texts of one piece and leaves marks where numbers will stand."""

    room: str
    drawn: list[Slot] = field(default_factory=list)
    _wanted: dict[int, tuple[str | int, Any]] = field(default_factory=dict)
    _faces: dict[tuple[Any, ...], list[str]] = field(default_factory=dict)

    def look_at(self, document: Any) -> None:
        """Find the slots of a laid out document."""
        for number, page in enumerate(document.pages):
            whole = page._page_box  # noqa: SLF001  (the engine has no other way in)
            parts = (part for part in whole.children if type(part).__name__ == "MarginBox")
            margins = {id(box) for part in parts for box in part.descendants(placeholders=True)}
            for box in whole.descendants(placeholders=True):
                text = getattr(box, "text", None)
                if not isinstance(text, str) or self.room not in text:
                    continue
                if id(box) in margins:
                    self._wanted[id(box)] = number, box
                elif text.endswith(self.room) and box.element is not None:
                    self._wanted[id(box)] = box.element.get("href", "").removeprefix("#"), box

    @contextmanager
    def marking(self, engine: Any) -> Iterator[None]:
        """Let the engine's module for drawing draw its texts by way of this, for a while."""
        really = engine.draw_text

        def draw_text(stream: Any, box: Any, *rest: Any) -> None:
            if id(box) in self._wanted:
                self._mark(really, stream, box, rest)
            else:
                really(stream, box, *rest)

        engine.draw_text = draw_text
        try:
            yield
        finally:
            engine.draw_text = really

    def _mark(self, really: Any, stream: Any, box: Any, rest: tuple[Any, ...]) -> None:
        """Draw a text whose slot is full of zeros, then put marks in the place of the zeros."""
        target, _box = self._wanted[id(box)]
        glyphs = self._glyphs(really, stream, box, rest)
        at_start = box.text.startswith(self.room)
        before = len(stream.stream)
        _write(box, box.text.replace(self.room, "0" * len(self.room), 1) if at_start else _at_end(box.text, self.room))
        really(stream, box, *rest)
        zeros = rb"(?:>-?[\d.]+<)?".join([glyphs[0].encode()] * len(self.room))
        for at in range(max(before - 1, 0), len(stream.stream)):
            found = _found(zeros, stream.stream[at])
            if found:
                run = found[0 if at_start else -1]
                marked = self._marks(run[0], glyphs[0].encode())
                stream.stream[at] = stream.stream[at][: run.start()] + marked + stream.stream[at][run.end() :]
                self.drawn.append(Slot(target, glyphs))
                return

    def _marks(self, run: bytes, zero: bytes) -> bytes:
        first = len(self.drawn) * len(self.room)
        places = iter(range(first, first + len(self.room)))
        return re.sub(zero, lambda _zero: b"\xf8%d\xf9" % next(places), run)

    def _glyphs(self, really: Any, stream: Any, box: Any, rest: tuple[Any, ...]) -> list[str]:
        """Return the glyphs of digits and blank as this box would draw them; its fonts then know them, too."""
        face = tuple(str(box.style[name]) for name in _FACE)
        if face not in self._faces:
            text, state = box.text, dict(vars(stream))
            shown = []
            # the engine draws no blanks alone; between digits one has its place in any direction of writing
            for sample in (_DIGITS, f"0{_BLANK}0"):
                stream.stream = []
                _write(box, sample)
                really(stream, box, *rest)
                hexadecimal = b"".join(b"".join(_SHOWN.findall(item)) for item in stream.stream if _is_text(item))
                shown.append([hexadecimal[at : at + 4].decode() for at in range(0, len(hexadecimal), 4)])
            vars(stream).update(state)
            _write(box, text)
            digits, (_zero, blank, _again) = shown
            self._faces[face] = [*digits, blank]
        return self._faces[face]


def _is_text(item: object) -> bool:
    """Tell whether an operator of a content stream shows text."""
    return isinstance(item, bytes) and item.endswith(b"TJ")


def _found(zeros: bytes, item: Any) -> list[re.Match[bytes]]:
    """Return where the zeros stand in an operator, glyph by glyph and not across two."""
    found = re.finditer(zeros, item) if _is_text(item) else ()
    return [run for run in found if (run.start() - item.rfind(b"<", 0, run.start()) - 1) % 4 == 0]


def _write(box: Any, text: str) -> None:
    box.text = text
    box.pango_layout.text = text


def _at_end(text: str, room: str) -> str:
    return text[: -len(room)] + "0" * len(room) if text.endswith(room) else text.replace(room, "0" * len(room), 1)
