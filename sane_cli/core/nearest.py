"""Find the known word that was most likely meant."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


def nearest(word: str, allowed: Sequence[str]) -> str:
    """Return the allowed value most like ``word``, case aside, or an empty text."""
    by_fold = {value.casefold(): value for value in allowed}
    close = get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else ""
