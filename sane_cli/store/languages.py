"""The languages of the program: which one the person speaks, and its translations from ``sane_cli/locales``.

English is what the texts are written in: it has no file and costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

ENGLISH = "en"
_HOME = Path(__file__).parent.parent / "locales"
# in the order in which POSIX weighs them for messages, after our own
_VARIABLES = ("SANE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_.@]|\Z)", re.IGNORECASE)


def spoken(environment: Mapping[str, str]) -> str:
    """Return the language of the program's own words; English when the wanted one is unknown or none is named.

    Args:
        environment: the first of SANE_LANG, LC_ALL, LC_MESSAGES and LANG that is set decides, such as ``fr_CA.UTF-8``.
    """
    wanted = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    return _known(wanted) or ENGLISH


def is_translated(language: str) -> bool:
    """Tell whether the program's words exist in the language of a BCP 47 tag."""
    return bool(_known(language))


def translations(language: str) -> NullTranslations:
    """Return the program's words in the language of a BCP 47 tag, or English ones."""
    known = _known(language)
    if not known or known == ENGLISH:
        return NullTranslations()
    with _file(known).open("rb") as compiled:
        return GNUTranslations(compiled)


def _known(tag: str) -> str:
    """Return the language of ``fr``, ``fr-CA`` or ``fr_CA.UTF-8`` when we speak it, else an empty text."""
    found = _LANGUAGE.match(tag)
    language = found.group(1).lower() if found else ""
    return language if language == ENGLISH or (language and _file(language).is_file()) else ""


def _file(language: str) -> Path:
    return _HOME / language / "LC_MESSAGES" / "sane.mo"
