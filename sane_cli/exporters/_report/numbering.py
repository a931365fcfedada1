"""Page numbers in contents, indexes and references, written in after the pages are laid out.

CSS has `target-counter()` for this, but the engine then lays out every page that shows a number three times, and the
work grows with pages × numbers. Here each number gets a slot of figure spaces, as wide as its digits will be, and the
digits are put in when everything stands. A narrower number is padded from the left, as in any good table.
"""

from __future__ import annotations

from typing import Any

_BLANK = "\u2007"  # FIGURE SPACE: as wide as a digit in tabular figures, and no case's text ends in one


def slot(digits: int) -> str:
    """Return the room for a number of so many digits."""
    return _BLANK * digits


def digits_for(cases: int) -> int:
    """Guess how many digits the last page number of a report will have; three pages a case, and the book around it."""
    return len(str(3 * cases + 40))


def fill(document: Any, room: str) -> bool:
    """Write the true page number into every slot of a laid out document.

    Returns:
        Whether every number fitted.
    """
    if len(str(len(document.pages))) > len(room):
        return False
    numbers: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            numbers.setdefault(f"#{name}", number)
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001  (the engine has no other way in)
            text = getattr(box, "text", None)
            if isinstance(text, str) and text.endswith(room) and box.element is not None:
                target = box.element.get("href", "")
                if target in numbers:
                    box.text = text[: -len(room)] + str(numbers[target]).rjust(len(room), _BLANK)
                    box.pango_layout.text = box.text
    return True
