"""Small print matters: quotation marks and unbreakable spaces by language, in text that is not Markdown."""

from __future__ import annotations

import re

# opening and closing, double and single
QUOTES = {
    "en": ("“", "”", "‘", "’"),
    "fr": ("«\u202f", "\u202f»", "“", "”"),
    "es": ("«", "»", "“", "”"),
    "de": ("„", "“", "\u201a", "‘"),
    "ar": ("«", "»", "“", "”"),
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ckb", "dv", "yi", "ug"})

_OPENING = re.compile(r"(^|[\s(\[{/–—-])\"(?=\S)")
_OPENING_SINGLE = re.compile(r"(^|[\s(\[{/–—-])'(?=\S)")
_DATE = re.compile(r"(?<!\d)(\d{1,2}) (?=[^\W\d]{3,12} \d{4}\b)")
_SPLIT = 70  # a longer first part is not a name


def smart(text: str, language: str = "en") -> str:
    """Return ``text`` with the quotation marks of its language and with dates that do not break after the day."""
    open_double, close_double, open_single, close_single = QUOTES.get(language.split("-", maxsplit=1)[0], QUOTES["en"])
    text = _OPENING.sub(lambda found: found.group(1) + open_double, text).replace('"', close_double)
    text = _OPENING_SINGLE.sub(lambda found: found.group(1) + open_single, text)
    # an apostrophe is the closing mark of English, whatever the language's quotes are
    text = text.replace("'", close_single if close_single == "’" else "’")
    return _DATE.sub("\\1\u00a0", text)


def direction(language: str) -> str:
    """Return ``rtl`` or ``ltr``."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


_LATIN_BEGIN = re.compile(r"[^\w]*[A-Za-z\u00c0-\u024f]")
_SIGNS = re.compile(r"(?<=\S)[^\w\s](?=\s|\Z)|(?<=\s)[^\w\s](?=\S)")
_LTR = "\u200e"


def settled(text: str) -> str:
    """Keep the signs of a Latin text beside its words where lines run from right to left, wherever they break."""
    return _SIGNS.sub(f"{_LTR}\\g<0>{_LTR}", text) if _LATIN_BEGIN.match(text) else text


def split_title(title: str) -> tuple[str, str]:
    """Split «Name: what it did» into the two parts, the first with its colon; («», title) when there are none."""
    head, colon, tail = title.partition(": ")
    return (f"{head}:", tail) if colon and tail and len(head) <= _SPLIT else ("", title)


def running(title: str, limit: int = 64) -> str:
    """Shorten a title for the head of a page: at its colon if that is enough, else after a word."""
    head, _tail = split_title(title)
    short = head.removesuffix(":") or title
    if len(short) <= limit:
        return short
    return short[:limit].rsplit(" ", 1)[0].rstrip(" ,;–-") + "…"
