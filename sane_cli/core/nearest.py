"""Find the known word that was most likely meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest

_MANY = 50  # words; a wrong reference among the ids of ten thousand cases would be compared with each of them
_LIKELY = 40  # of many: those that are compared, letter by letter
_TELLING = 3  # parts of a word that are looked for however many words have them


def nearest(word: str, allowed: Sequence[str]) -> str:
    """Return the allowed value most like ``word``, case aside, or an empty text."""
    folded, by_fold = word.casefold(), {value.casefold(): value for value in allowed}
    close = get_close_matches(folded, likely(folded, list(by_fold)), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else ""


def likely(word: str, words: Sequence[str]) -> Sequence[str]:
    """Return all ``words``; of many, those that have most in common with ``word``, most first."""
    if len(words) <= _MANY:
        return words
    holders = _holders(tuple(words))
    parts = sorted((holders[part] for part in _parts(word) if part in holders), key=len)
    # what most words have says nothing, and takes long to count
    told = [held for at, held in enumerate(parts) if at < _TELLING or len(held) <= len(words) // 8]
    shared = Counter(number for held in told for number in held)
    # the share of both that is common (Dice 1945), lest a long word be near for holding much
    shares = {number: count / (len(word) + len(words[number])) for number, count in shared.items()}
    return [words[number] for number in nlargest(_LIKELY, shares, key=shares.__getitem__)]


@lru_cache(maxsize=2)
def _holders(words: tuple[str, ...]) -> Mapping[str, Sequence[int]]:
    """Return which words hold each part."""
    found: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        for part in _parts(word):
            found.setdefault(part, []).append(number)
    return found


def _parts(word: str) -> frozenset[str]:
    """Return all runs of three letters, its begin and its end marked."""
    marked = f"\n{word}\n"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))
