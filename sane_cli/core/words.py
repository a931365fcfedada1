"""Texts for people, in the language they chose.

The application puts its translations in place once, at start; everything below asks here. Texts are marked
with ``_`` where they are used and with ``N_`` where they are only defined (tables, enums).
"""

from __future__ import annotations

from gettext import NullTranslations

_current: list[NullTranslations] = [NullTranslations()]


def use(translations: NullTranslations) -> None:
    """Speak with these translations from now on."""
    _current[0] = translations


def _(text: str) -> str:
    """Return ``text`` in the chosen language, or unchanged where no translation exists."""
    return _current[0].gettext(text) if text else ""


def plural(one: str, many: str, count: int) -> str:
    """Choose the form of a text that goes with ``count``; ``{count}`` in it is filled in."""
    return _current[0].ngettext(one, many, count).format(count=count)


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for a marker)
    """Mark ``text`` for translators where it is defined; it is translated where it is used."""
    return text
