"""Characters that no font of a theme has, found before a page is drawn: never a box instead of a letter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import unescape
from pathlib import Path
from re import compile as regex

from sane_cli.exporters._report.theme import Theme

_NOT_SHOWN = regex(r"(?s)<style>.*?</style>|<head>.*?</head>|<[^>]*>")
# separators and marks that shape text but are never drawn themselves
_SILENT = frozenset("\n\t\r \u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u061c\ufeff")


def missing(html: str, theme: Theme) -> list[str]:
    """Return what the fonts lack, as «ሰ (U+1230, ETHIOPIC SYLLABLE SA)», in order of code points."""
    used = frozenset(unescape(_NOT_SHOWN.sub(" ", html))) - _SILENT
    covered = frozenset().union(*(_covered(face.path) for face in theme.faces)) if theme.faces else frozenset()
    lacking = sorted(char for char in used if ord(char) not in covered)
    return [f"{char} (U+{ord(char):04X}, {unicodedata.name(char, 'unnamed')})" for char in lacking]


def covers(path: Path, words: str) -> bool:
    """Tell whether a font file has a glyph for every character of ``words``."""
    return all(ord(char) in _covered(path) for char in frozenset(words) - _SILENT)


@lru_cache(maxsize=32)
def _covered(path: Path) -> frozenset[int]:
    """Return the code points that a font file maps to a glyph."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
