"""Cases that tell nearly the same are found among many that do not, in whatever words. All texts are invented."""

from __future__ import annotations

import random
from datetime import date

import pytest

from sane_cli.core.checking import check
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Selection
from sane_cli.rules import case_duplicate
from sane_cli.rules.case_duplicate import PLUGIN

CHANCE = random.Random(20261122)
LETTERS = {"ascii": "abcdefghij", "beyond": "àbćdéfğhíj"}


def case(at: int, summary: str) -> Document:
    data = {"id": f"case-{at:04}", "title": f"Number {at}", "summary": summary}
    return Document(kind=Kind.CASE, path=f"playbook/cases/case-{at:04}.yaml", data=data)


def words(letters: str, count: int) -> list[str]:
    return ["".join(CHANCE.choices(letters, k=CHANCE.randrange(3, 9))) for _word in range(count)]


def found(summaries: list[str]) -> list[str]:
    documents = tuple(case(at, summary) for at, summary in enumerate(summaries))
    corpus = Corpus(documents, {}, date(2026, 6, 1))
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
