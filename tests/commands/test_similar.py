"""``sane similar`` from outside: the nearest cases first, each with its reason."""

from __future__ import annotations

import json

import pytest
from wcwidth import wcswidth

from tests import desk


def near(ask, *words):
    return json.loads(ask("similar", *words, "--format", "json").out)["cases"]


def test_a_case_is_compared_with_the_others(ask):
    found = near(ask, "alpha")
    assert found[0]["id"] == "delta"
    assert "alpha" not in [each["id"] for each in found]
    assert "same threat: Phishing (2 of 6 cases)" in found[0]["reasons"]
    assert "answered alike: Coalition building" in found[0]["reasons"]
    scores = [each["score"] for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert all(each["reasons"] for each in found)


def test_a_situation_is_enough(ask):
    found = near(ask, "--threat", "Hameçonnage", "--country", "Ouganda")
    assert found[0]["id"] == "alpha"
    assert found[0]["score"] == 1
    assert "same country: Uganda" in found[0]["reasons"]
    kin = next(each for each in found if each["id"] == "draft-one")
    assert kin["reasons"] == ["a threat of the same group: Digital"]


def test_rare_terms_weigh_more(ask, small):
    many = tuple(desk.case(f"law-{at}", threats=["restrictive-law"]) for at in range(9))
    asked = desk.case("asked", threats=["restrictive-law", "ransomware-extortion"])
    rare = desk.case("rare", threats=["ransomware-extortion"])
    desk.build(small, (*many, asked, rare))
    assert near(ask, "asked")[0]["id"] == "rare"


def test_other_readers_learn_nothing_of_hidden_cases(ask):
    assert near(ask, "--threat", "account-freeze", "--audience", "red")[0]["id"] == "closed"
    assert "closed" not in [each["id"] for each in near(ask, "--threat", "account-freeze", "--audience", "clear")]
    assert ask("similar", "closed", "--audience", "clear").code == 5


@pytest.mark.parametrize("columns", [40, 60, 140])
def test_it_fits_a_screen(screen, columns):
    ran = screen("similar", "alpha", columns=columns)
    assert max(map(wcswidth, ran.out.splitlines())) <= columns
    assert "sane show delta" in ran.err


def test_a_pipe_gets_plain_lines_and_a_limit(ask):
    lines = ask("similar", "alpha", "-n", "1").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["delta"]


@pytest.mark.parametrize("words", [(), ("alhpa",), ("--threat", "phising"), ("alpha", "--limit", "0")])
def test_wrong_usage(ask, words):
    ran = ask("similar", *words)
    assert (ran.code, ran.out) == (2, "")
