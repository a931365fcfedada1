"""Short names out of titles."""

from __future__ import annotations

import re
from collections.abc import Collection

from sane_cli.core.text import folded

_FILLER = frozenset("a an and as at by for from how in into of on or the to with against its their".split())  # noqa: SIM905
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ß": "ss"}
)
_PROPOSED = 36  # a proposal is short enough to be typed; a person may choose a longer one


def slug(text: str, limit: int = 80) -> str:
    """Return small ASCII letters, digits and hyphens; cut at a word where ``limit`` allows."""
    words = re.findall(r"[a-z0-9]+", folded(text.replace("’", "").replace("'", "")).translate(_LETTERS))
    kept: list[str] = []
    for word in words:
        if len("-".join([*kept, word])) > limit:
            break
        kept.append(word)
    return "-".join(kept) or (words[0][:limit] if words else "")


def propose(title: str, taken: Collection[str]) -> str:
    """Return an id for a case called ``title`` that no other case has; empty when the title has no Latin letters."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", title)
    telling = " ".join(word for word in words if word.casefold() not in _FILLER) or title
    first = slug(telling, _PROPOSED) or slug(title, _PROPOSED)
    if not first or first not in taken:
        return first
    return next(name for number in range(2, len(taken) + 3) if (name := f"{first}-{number}") not in taken)
