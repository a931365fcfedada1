"""Characters that no font of a theme has, found before a page is drawn: never a box instead of a letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from re import compile as regex

from sane_cli.core.words import _
from sane_cli.exporters._report.theme import Theme

_NOT_SHOWN = regex(r"(?s)<style>.*?</style>|<head>.*?</head>|<[^>]*>")
_CASE = regex(r'<article class="case[^"]*" id="case-([^"]*)"')
# separators and marks that shape text but are never drawn themselves
_SILENT = frozenset("\n\t\r \u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u061c\ufeff")
_NOTO, _DROID = "fonts-noto-core", "fonts-droid-fallback"
_DROID_FILE = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"
_EAST_ASIAN = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
_NO_SCRIPT = frozenset({"Zyyy", "Zinh", "Zzzz"})  # signs: they belong to every script or to none
_WIDE = regex("[\u3000-\u303f\uff00-\uffef]")  # signs of East Asia that several of its scripts share
_SHOWN = 4  # characters named of each script


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the fonts lack; nothing when ``characters`` is empty.

    Attributes:
        characters: in order of code points.
        cases: ids of the cases that they stand in.
    """

    characters: str = ""
    cases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.characters)

    @property
    def scripts(self) -> dict[str, str]:
        """Script (ISO 15924; ``Hani`` for all of East Asia, nothing for signs) → its characters."""
        from fontTools import unicodedata as scripts

        found: dict[str, str] = {}
        for char in self.characters:
            code = scripts.script(char)
            if code in _NO_SCRIPT:
                code = "Hani" if _WIDE.match(char) else ""
            code = "Hani" if code in _EAST_ASIAN else code
            found[code] = found.get(code, "") + char
        return found

    def described(self) -> str:
        """Return a line for people: each script with its first characters."""
        return "; ".join(f"{_name(script)}: {_shown(chars)}" for script, chars in self.scripts.items())

    def remedies(self) -> Iterator[str]:
        """Yield what to do about each script."""
        for script, chars in self.scripts.items():
            if not script:
                yield _("Write the signs {signs} in words.").format(signs=_shown(chars))
                continue
            package, file = (_DROID, _DROID_FILE) if script == "Hani" else (_NOTO, _noto(script))
            yield _(
                "Install a font for {script} (sudo apt-get install {package}), copy {file} into a theme of your own, "
                "and name it there: see docs/themes.md."
            ).format(script=_name(script), package=package, file=file)


def missing(html: str, theme: Theme) -> Lacking:
    """Return the characters of a page that no font of the theme has, and the cases that hold them."""
    lacking = _lacking(html, theme)
    if not lacking:
        return Lacking()
    pieces = _CASE.split(html)  # before the first case, then each id and what follows it
    cases = (name for name, piece in zip(pieces[1::2], pieces[2::2], strict=True) if _used(piece) & lacking)
    return Lacking("".join(sorted(lacking)), tuple(dict.fromkeys(cases)))


def _lacking(html: str, theme: Theme) -> frozenset[str]:
    covered = frozenset().union(*(_covered(face.path) for face in theme.faces)) if theme.faces else frozenset()
    return frozenset(char for char in _used(html) if ord(char) not in covered)


def _used(html: str) -> frozenset[str]:
    return frozenset(unescape(_NOT_SHOWN.sub(" ", html))) - _SILENT


def _name(script: str) -> str:
    from fontTools import unicodedata as scripts

    if script == "Hani":
        return _("Chinese, Japanese or Korean script")
    if not script:
        return _("signs")
    return _("{script} script").format(script=scripts.script_name(script).replace("_", " "))


def _noto(script: str) -> str:
    from fontTools import unicodedata as scripts

    return f"/usr/share/fonts/truetype/noto/NotoSans{scripts.script_name(script).replace('_', '')}-Regular.ttf"


def _shown(chars: Iterable[str]) -> str:
    named = [f"{char} (U+{ord(char):04X}, {unicodedata.name(char, 'unnamed')})" for char in sorted(chars)]
    return ", ".join(named[:_SHOWN]) + (" …" if len(named) > _SHOWN else "")


def covers(path: Path, words: str) -> bool:
    """Tell whether a font file has a glyph for every character of ``words``."""
    return all(ord(char) in _covered(path) for char in frozenset(words) - _SILENT)


@lru_cache(maxsize=32)
def _covered(path: Path) -> frozenset[int]:
    """Return the code points that a font file maps to a glyph."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
