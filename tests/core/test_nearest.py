"""What was most likely meant, among few words and among many. All words are invented."""

from __future__ import annotations

import random
from difflib import SequenceMatcher, get_close_matches

from sane_cli.core.nearest import likely, nearest

SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vu", "do", "shi", "pel", "nor")


def invented(dice: random.Random) -> str:
    return "-".join("".join(dice.choices(SYLLABLES, k=dice.randint(1, 3))) for _ in range(dice.randint(2, 4)))


def misspelt(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return dice.choice((word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[:at] + "q" + word[at + 1 :]))


def test_among_many_words_the_same_one_is_found_as_by_comparing_all():
    dice = random.Random(7)
    words = list(dict.fromkeys(invented(dice) for _ in range(2_000)))
    for meant in dice.sample(words, 60):
        typed = misspelt(meant, dice)
        likeness = {word: SequenceMatcher(None, word, typed).ratio() for word in get_close_matches(typed, words)}
        # two may be equally near; then either will do
        assert likeness[nearest(typed.upper(), words)] == max(likeness.values())


def test_numbered_words_are_told_apart():
    words = [f"case-{number:05}" for number in range(10_000)]
    assert nearest("case-0423", words) in get_close_matches("case-0423", words, n=10)
    assert nearest("kase-04237", words) == "case-04237"


def test_nothing_is_near_what_is_like_nothing():
    words = [f"case-{number:05}" for number in range(1_000)]
    assert nearest("zzz", words) == ""
    assert nearest("", words) == ""


def test_few_words_are_all_compared():
    assert likely("x", ["a", "b"]) == ["a", "b"]
    assert nearest("AMBRE", ["amber", "green"]) == "amber"
