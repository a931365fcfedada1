"""Find the choice that typed words mean: by value, label, other name or beginning, accents and case aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sane_cli.core.nearest import closest
from sane_cli.core.question import Choice, UnclearError
from sane_cli.core.text import folded
from sane_cli.core.words import _

_LISTED = 8


def match(words: str, choices: Sequence[Choice], *, exact: bool = False) -> str:
    """Return the value that ``words`` mean.

    Args:
        words: what was typed.
        choices: what may be meant.
        exact: only a full word counts; for answers that commit somebody.

    Raises:
        UnclearError: nothing or more than one thing is meant; the text names what is near.
    """
    wanted = _plain(words)
    for choice in choices:
        if words.strip() == choice.value:
            return choice.value
    whole = list(dict.fromkeys(choice.value for choice in choices if wanted in _words(choice)))
    if len(whole) == 1:
        return whole[0]
    if not exact and wanted:
        for test in (str.startswith, str.__contains__):
            found = [choice for choice in choices if any(test(word, wanted) for word in _words(choice))]
            if len(found) == 1:
                return found[0].value
            if found:
                raise UnclearError(
                    _("‘{words}’ could mean {several}. Type more of it.").format(
                        words=words.strip(), several=_listed(found)
                    )
                )
    raise UnclearError(_unknown(words.strip(), wanted, choices))


def _unknown(words: str, wanted: str, choices: Sequence[Choice]) -> str:
    by_word = {word: choice for choice in choices for word in _words(choice)}
    near = closest(wanted, list(by_word), 1)
    if near:
        choice = by_word[near[0]]
        return _("‘{words}’ is not one of the choices. Did you mean {near}?").format(words=words, near=choice.label)
    return _("‘{words}’ is not one of the choices. Use one of: {listed}").format(words=words, listed=_listed(choices))


def _listed(choices: Sequence[Choice]) -> str:
    return ", ".join(choice.label for choice in choices[:_LISTED]) + (", …" if len(choices) > _LISTED else "")


def _words(choice: Choice) -> tuple[str, ...]:
    return tuple(map(_plain, (choice.value, choice.label, *choice.also)))


def _plain(words: str) -> str:
    return " ".join(folded(words).replace("-", " ").split())


def separate(words: str) -> Iterator[str]:
    """Split a typed list at commas, semicolons and line ends."""
    for part in words.replace(";", ",").replace("\n", ",").split(","):
        if part.strip():
            yield part.strip()
