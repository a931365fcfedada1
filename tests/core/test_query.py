from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sane_cli.core.audience import gate_all
from sane_cli.core.corpus import Corpus
from sane_cli.core.error import UsageError
from sane_cli.core.query import Query, build
from sane_cli.core.tlp import Tlp
from sane_cli.store.playbook import read_corpus
from tests.safety.made import TODAY, case, request

CORPUS: Corpus = read_corpus(Path(__file__).resolve().parents[2], TODAY)
CASES = [
    case(id="one", threats=["restrictive-law"], mechanisms=["coalition-building"], countries=["UG"], as_of="2019"),
    case(id="two", threats=["office-raid"], mechanisms=["litigation"], countries=["HU"], as_of="2020-05"),
    case(id="three", threats=["restrictive-law", "office-raid"], countries=["HU", "UG"], as_of="2021-01-01"),
    case(
        {"fields": {"countries": "TLP:RED", "outcomes": "TLP:RED"}}, id="four", countries=["NO"], outcomes="Kuchipuri"
    ),
]
TERMS = CORPUS.vocabulary("threats").terms


def ids(query: Query, audience: Tlp = Tlp.CLEAR) -> list[str]:
    return [found.id for found in query.select(gate_all(CASES, request(audience))[0])]


def test_an_open_query_finds_everything():
    assert ids(build(CORPUS, {})) == ["one", "two", "three", "four"]
    assert build(CORPUS, {}).is_open


@pytest.mark.skipif("office-raid" not in TERMS, reason="the vocabulary has another word")
def test_values_of_a_facet_are_alternatives_and_facets_all_hold():
    threats = ["restrictive-law", "office-raid"]
    assert ids(build(CORPUS, {"threat": threats})) == ["one", "two", "three", "four"]
    assert ids(build(CORPUS, {"threat": threats}, match_all=True)) == ["three"]
    assert ids(build(CORPUS, {"threat": ["office-raid"], "country": ["UG"]})) == ["three"]


def test_nobody_finds_by_filtering_what_they_may_not_read():
    assert ids(build(CORPUS, {"country": ["NO"]})) == []
    assert ids(build(CORPUS, {}, words=("Kuchipuri",))) == []
    assert ids(build(CORPUS, {"country": ["NO"]}), Tlp.RED) == ["four"]
    assert ids(build(CORPUS, {}, words=("kuchipurí",)), Tlp.RED) == ["four"]


def test_dates_compare_what_is_certain():
    assert ids(build(CORPUS, {}, as_of_before="2020-05")) == ["one", "four"]
    assert ids(build(CORPUS, {}, as_of_after="2020")) == ["three"]
    with pytest.raises(UsageError):
        build(CORPUS, {}, as_of_after="soon")


def test_an_unknown_value_names_the_nearest():
    with pytest.raises(UsageError) as error:
        build(CORPUS, {"threat": ["restrictive-lawz"]})
    assert "restrictive-law" in error.value.todo


@given(some.lists(some.sampled_from(sorted(TERMS)), max_size=4), some.booleans())
def test_more_alternatives_find_more_and_more_demands_find_less(terms: list[str], match_all: bool):
    query = build(CORPUS, {"threat": terms}, match_all=match_all)
    fewer = build(CORPUS, {"threat": terms[:-1]}, match_all=match_all)
    narrow, wide = (query, fewer) if match_all or len(terms) < 2 else (fewer, query)
    assert set(ids(narrow)) <= set(ids(wide))


@given(some.sampled_from(sorted(TERMS)))
def test_a_broader_term_finds_all_that_its_narrower_ones_find(term: str):
    broader = TERMS[term].broader
    if broader:
        assert set(ids(build(CORPUS, {"threat": [term]}))) <= set(ids(build(CORPUS, {"threat": [broader]})))
