"""Find the known word that was most likely meant, and how alike two texts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

_NEAR = 60  # of 100: what two words have in common, in order, as a share of both


def nearest(word: str, allowed: Sequence[str]) -> str:
    """Return the allowed value most like ``word``, case aside, or an empty text."""
    by_fold = _by_fold(tuple(allowed))
    close = closest(word.casefold(), tuple(by_fold), 1)
    return by_fold[close[0]] if close else ""


def closest(word: str, words: Sequence[str], count: int) -> list[str]:
    """Return up to ``count`` of ``words`` that are near ``word``, the nearest first."""
    from rapidfuzz.fuzz import ratio  # 12 ms, and most words are known
    from rapidfuzz.process import extract

    return [found for found, _score, _at in extract(word, words, scorer=ratio, limit=count, score_cutoff=_NEAR)]


def likeness(one: str, other: str) -> float:
    """Return what two texts have in common, in order, as a share of both: from 0 to 1."""
    from rapidfuzz.fuzz import ratio

    return ratio(one, other) / 100


@lru_cache(maxsize=2)  # a wrong reference is looked for among the ids of ten thousand cases, and the next one as well
def _by_fold(words: tuple[str, ...]) -> Mapping[str, str]:
    return {word.casefold(): word for word in words}
