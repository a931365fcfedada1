"""Take a cell apart that holds several answers, and find the choice that each of them means.

Form tools join what was ticked: KoboToolbox by blanks, Google Forms by «, », LimeSurvey by «;» or line ends. A label
may hold a comma itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sane_cli.core.matching import match
from sane_cli.core.nearest import nearest
from sane_cli.core.question import Choice, UnclearError
from sane_cli.core.schema import Field
from sane_cli.core.vocabulary import Vocabulary
from sane_cli.core.words import _

_SIGNS = {"space": r"\s+", "line": r"\n+", "semicolon": ";", "comma": ",", "bar": r"\|"}
_LONGEST_RUN = 6  # parts of one label with commas


class UnknownTermError(UnclearError):
    """Words that the vocabulary does not know; the case can do without them."""


def parts(words: Sequence[str], is_known: Callable[[str], bool] | None, separator: str = "") -> list[str]:
    """Return the answers that stand in a cell.

    Args:
        words: the cell; several when it came as a list already.
        is_known: tells whether words are an answer; None where anything is one.
        separator: what stands between them, by name; empty means to find out.
    """
    return [part for word in words for part in _parts(word, is_known, separator)]


def _parts(words: str, is_known: Callable[[str], bool] | None, separator: str) -> list[str]:
    if separator:
        return _split(_SIGNS.get(separator, re.escape(separator)), words)
    if is_known is None:
        return _split(r"[;\n]", words)
    if is_known(words):
        return [words]
    rough = _split(r"[;\n|]", words)
    if len(rough) > 1:
        return [part for each in rough for part in _parts(each, is_known, "")]
    by_comma = _joined(_split(",", words), is_known)
    if len(by_comma) > 1:
        return by_comma
    by_blank = words.split()
    return by_blank if len(by_blank) > 1 and any(map(is_known, by_blank)) and all(map(_is_code, by_blank)) else [words]


def _joined(pieces: list[str], is_known: Callable[[str], bool]) -> list[str]:
    """Put pieces together again that are one label: the longest run that is known wins."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        lengths = range(min(_LONGEST_RUN, len(pieces) - at), 1, -1)
        length = next((n for n in lengths if is_known(", ".join(pieces[at : at + n]))), 1)
        found.append(", ".join(pieces[at : at + length]))
        at += length
    return found


def _is_code(word: str) -> bool:
    """Tell whether a word can be a tool's name of a choice; ordinary words of a sentence are not split."""
    return bool(re.match(r"[\w-]+\Z", word))


def _split(pattern: str, words: str) -> list[str]:
    return [part.strip() for part in re.split(pattern, words) if part.strip()]


def resolver(
    vocabularies: Mapping[str, Vocabulary], choices: Sequence[Callable[[Field], tuple[Choice, ...]]], language: str
) -> Callable[[Field, str], str]:
    """Return a function from words to the choice of a field that they mean.

    Args:
        vocabularies: by name; their labels count in every language.
        choices: catalogues of choices, one for each language in which labels count.
        language: for the labels in messages.

    The function raises ``UnknownTermError`` for a word that a vocabulary lacks, else ``UnclearError``.
    """
    # the same few words stand in every row, and finding the nearest one to a wrong word is slow
    known: dict[tuple[int, str], str | UnclearError] = {}

    def resolve(field: Field, word: str) -> str:
        key = id(field), word
        if key not in known:
            try:
                known[key] = find(field, word)
            except UnclearError as error:
                known[key] = error.with_traceback(None)
        found = known[key]
        if isinstance(found, UnclearError):
            raise found
        return found

    def find(field: Field, word: str) -> str:
        vocabulary = vocabularies.get(field.vocabulary)
        if vocabulary is not None:
            return _term(vocabulary, word, field, language)
        first: UnclearError | None = None
        for offered in choices:
            try:
                return match(word, offered(field), exact=True)
            except UnclearError as error:
                first = first or error
        raise first or UnclearError(word)

    return resolve


def _term(vocabulary: Vocabulary, word: str, field: Field, language: str) -> str:
    found = vocabulary.resolve(word) or vocabulary.resolve(word.replace("_", "-"))
    if found is not None:
        return found
    near = next(iter(vocabulary.nearest(word)), "") or nearest(word.replace("_", "-"), list(vocabulary.terms))
    what = _("‘{word}’ is not in the vocabulary of {field}, so it was left out.").format(
        word=word, field=_(field.title)
    )
    if not near:
        raise UnknownTermError(f"{what} {_('Add the term, or map the word to one.')}")
    label = vocabulary.terms[near].label(language)
    todo = _("If ‘{label}’ ({id}) is meant, write that, or map the word to it.").format(label=label, id=near)
    raise UnknownTermError(f"{what} {todo}")
