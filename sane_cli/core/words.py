"""Texts for people, in the language they chose.

The application puts its translations in place once, at start; everything below asks here. Texts are marked
with ``_`` where they are used and with ``N_`` where they are only defined (tables, enums). A text that is made when a
module is loaded would keep the language of that moment: such places take ``N_``, and a test finds those that do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

_current: list[NullTranslations] = [NullTranslations()]


def use(translations: NullTranslations) -> None:
    """Speak with these translations from now on."""
    _current[0] = translations


@contextmanager
def speaking(translations: NullTranslations) -> Iterator[None]:
    """Speak with these translations for a while: a French report is made from an English terminal."""
    before = _current[0]
    use(translations)
    try:
        yield
    finally:
        use(before)


def _(text: str) -> str:
    """Return ``text`` in the chosen language, or unchanged where no translation exists."""
    return _current[0].gettext(text) if text else ""


def language() -> str:
    """Return the language that is spoken now, a BCP 47 tag."""
    return _current[0].info().get("language", "en")


def plural(one: str, many: str, count: int) -> str:
    """Choose the form of a text that goes with ``count``; ``{count}`` in it is filled in."""
    return _current[0].ngettext(one, many, count).format(count=count)


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for a marker)
    """Mark ``text`` for translators where it is defined; it is translated where it is used."""
    return text
