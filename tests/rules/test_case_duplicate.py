"""Cases that tell nearly the same are found among many that do not, in whatever words. All texts are invented."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core.checking import check
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Selection
from sane_cli.rules import case_duplicate
from sane_cli.rules.case_duplicate import PLUGIN, _affected, _print, _smallest, _Twins

CHANCE = random.Random(20261122)
DAY = date(2026, 6, 1)
LETTERS = {"ascii": "abcdefghij", "beyond": "àbćdéfğhíj"}


def case(at: int, summary: str) -> Document:
    data = {"id": f"case-{at:04}", "title": f"Number {at}", "summary": summary}
    return Document(kind=Kind.CASE, path=f"playbook/cases/case-{at:04}.yaml", data=data)


def words(letters: str, count: int) -> list[str]:
    return ["".join(CHANCE.choices(letters, k=CHANCE.randrange(3, 9))) for _word in range(count)]


def found(summaries: list[str]) -> list[str]:
    documents = tuple(case(at, summary) for at, summary in enumerate(summaries))
    corpus = Corpus(documents, {}, DAY)
    return [each.place.path[-9:-5] for each in check(corpus, {"case-duplicate": PLUGIN}, selection=Selection())]


@pytest.mark.parametrize("at_once", [100_000, 500])  # of 3 200 runs: in one part, in seven
def test_each_summary_of_which_a_word_or_two_were_changed_is_found(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_duplicate, "_AT_ONCE", at_once)
    for letters in LETTERS.values():
        first = [words(letters, CHANCE.randrange(20, 60)) for _case in range(200)]
        second = [list(told) for told in first]
        for told in second:
            for _change in range(CHANCE.randrange(0, 3)):
                told[CHANCE.randrange(len(told))] = "Changed"
        texts = [" ".join(told) for told in first] + [", ".join(told).capitalize() + "." for told in second]
        assert found(texts) == [f"{at:04}" for at in range(200, 400)]


def test_other_summaries_are_not_though_they_share_a_turn_of_phrase() -> None:
    phrase = "in a country where the space for civil society is closing"
    assert not found([f"{' '.join(words(LETTERS['ascii'], 25))} {phrase}" for _case in range(300)])


@given(st.lists(st.integers(0, 60), max_size=80))
def test_a_sketch_holds_the_smallest_hashes_each_once(runs: list[int]) -> None:
    assert _smallest(list(runs)) == sorted(set(runs))[:24]


def test_a_summary_that_repeats_itself_is_not_like_itself() -> None:
    assert not found(
        ["they marched and they sang and " * 3, *(" ".join(words("abcdefghij", 30)) for _case in range(9))]
    )


def corpus_of(told: list[tuple[str, str]]) -> Corpus:
    documents = (case(at, summary) for at, (_title, summary) in enumerate(told))
    titled = zip(documents, told, strict=True)
    return Corpus(tuple(replace(each, data={**each.data, "title": title}) for each, (title, _s) in titled), {}, DAY)


def twins(corpus: Corpus) -> dict[str, list[tuple[str, str]]]:
    return {path: [(other.path, field) for other, field in each] for path, each in _Twins(corpus).all.items()}


@pytest.mark.parametrize("seed", range(40))
def test_what_changes_of_a_few_cases_affect_is_known_without_a_look_at_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it says «not affected» all is as before, and of the affected it finds what a look at all finds."""
    dice = random.Random(seed)
    monkeypatch.setattr(case_duplicate, "_COMMON", dice.choice([2, 3, 12]))
    first = [words(LETTERS["ascii"], 20) for _text in range(6)]

    def text() -> tuple[str, str]:
        told = list(dice.choice(first))
        for _change in range(dice.randrange(4)):
            told[dice.randrange(len(told))] = dice.choice("xyz")
        return dice.choice(["One", "two", "Three", "", *told]), dice.choice([" ".join(told), " ".join(told), ""])

    before = [text() for _case in range(30)]
    after = list(before)
    changed = dice.sample(range(30), dice.choice([1, 1, 2, 5]))
    for at in changed:
        title, summary = text()
        after[at] = dice.choice([(title, before[at][1]), (before[at][0], summary), (title, summary)])
    old, now = corpus_of(before), corpus_of(after)
    affected = _affected(now, {at: old.facts(_print)[at] for at in changed})
    assert affected is not None
    was, will_be = twins(old), twins(now)
    few = now.once(_Twins)
    for at, document in enumerate(now.documents):
        if at not in affected:
            assert was.get(document.path) == will_be.get(document.path)
        else:
            told = [(other.path, field) for other, field in few.earlier(document.path)]
            assert told == will_be.get(document.path, [])
    assert "all" not in vars(few)  # nobody looked at all


def test_what_affects_very_many_is_looked_at_as_a_whole() -> None:
    before = [("The same title", "")] * 150
    now = corpus_of([("Another", ""), *before[1:]])
    assert _affected(now, {0: corpus_of(before).facts(_print)[0]}) is None
