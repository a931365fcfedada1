"""What was most likely meant, among few words and among many. All words are invented."""

from __future__ import annotations

import random

from sane_cli.core.nearest import nearest

SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vu", "do", "shi", "pel", "nor")


def invented(dice: random.Random) -> str:
    return "-".join("".join(dice.choices(SYLLABLES, k=dice.randint(1, 3))) for _ in range(dice.randint(2, 4)))


def misspelt(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return dice.choice((word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[:at] + "q" + word[at + 1 :]))


def test_among_many_words_a_misspelt_one_is_found():
    dice = random.Random(7)
    words = list(dict.fromkeys(invented(dice) for _ in range(2_000)))
    for meant in dice.sample(words, 60):
        typed = misspelt(meant, dice)
        found = nearest(typed.upper(), words)
        # another word can be one letter away as well
        assert found == meant or distance(found, typed) <= 1, (meant, typed, found)


def distance(one: str, other: str) -> int:
    """How many letters are to be put in, taken away or changed (Levenshtein 1966), by the book."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above, row[0] = row[0], at
        for to, wanted in enumerate(other, 1):
            above, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, above + (letter != wanted))
    return row[-1]


def test_numbered_words_are_told_apart():
    words = [f"case-{number:05}" for number in range(10_000)]
    assert distance(nearest("case-0423", words), "case-0423") == 1
    assert nearest("kase-04237", words) == "case-04237"


def test_nothing_is_near_what_is_like_nothing():
    words = [f"case-{number:05}" for number in range(1_000)]
    assert nearest("zzz", words) == ""
    assert nearest("", words) == ""


def test_case_is_set_aside():
    assert nearest("AMBRE", ["amber", "green"]) == "amber"
