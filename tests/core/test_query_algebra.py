"""The algebra of filters, by property: order free, any and all, broader finds narrower, filters only narrow."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core.audience import Purpose, Request, gate_all
from sane_cli.core.case import Case
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.error import UsageError
from sane_cli.core.query import FACETS, build
from sane_cli.core.tlp import Tlp
from sane_cli.store import schemas, yaml_read
from sane_cli.store.names import CldrNames
from tests import desk

TODAY = date(2026, 11, 22)
REGIONS = ("africa", "americas", "asia", "europe")
COUNTRIES = ("UG", "HU", "NO", "FR", "KE")


@cache
def corpus() -> Corpus:
    folder = desk.SOURCE / "playbook" / "vocabulary"
    documents = tuple(
        Document(kind=Kind.VOCABULARY, path=f"v/{path.name}", data=yaml_read.parse(path.read_bytes()))
        for path in sorted(folder.glob("*.yaml"))
    )
    return Corpus(documents, schemas.load(None), TODAY)


THREATS = tuple(corpus().vocabulary("threats").terms)
MECHANISMS = tuple(corpus().vocabulary("mechanisms").terms)


def some(values, most=3):
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


CASES = st.lists(
    st.fixed_dictionaries(
        {
            "threats": some(THREATS, 4),
            "mechanisms": some(MECHANISMS, 4),
            "countries": some(COUNTRIES),
            "regions": some(REGIONS),
            "status": st.sampled_from(["draft", "published"]),
        }
    ),
    max_size=8,
)
WANTED = st.fixed_dictionaries(
    {"threat": some(THREATS), "mechanism": some(MECHANISMS), "country": some(COUNTRIES), "region": some(REGIONS)}
)


def seen(cases):
    made = [Case(f"c{at}", f"c{at}.yaml", desk.case(f"c{at}", **fields)) for at, fields in enumerate(cases)]
    request = Request(audience=Tlp.RED, today=TODAY, floors={}, purpose=Purpose.VIEW)
    return gate_all(made, request)[0]


def found(cases, wanted, **rest):
    return {case.id for case in build(corpus(), wanted, **rest).select(seen(cases))}


@given(CASES, WANTED, st.booleans(), st.randoms(use_true_random=False))
def test_order_does_not_matter(cases, wanted, match_all, random):
    turned = {facet: random.sample(values, len(values)) for facet, values in reversed(wanted.items())}
    assert found(cases, wanted, match_all=match_all) == found(cases, turned, match_all=match_all)


@given(CASES, WANTED)
def test_any_is_the_union_and_facets_are_the_intersection(cases, wanted):
    whole = {case.id for case in seen(cases)}
    for facet, values in wanted.items():
        if values:
            whole &= set().union(*(found(cases, {facet: [value]}) for value in values))
    assert found(cases, wanted) == whole


@given(CASES, WANTED)
def test_all_is_the_intersection_of_every_value(cases, wanted):
    whole = {case.id for case in seen(cases)}
    for facet, values in wanted.items():
        for value in values:
            whole &= found(cases, {facet: [value]})
    assert found(cases, wanted, match_all=True) == whole


@given(CASES, WANTED)
def test_all_finds_no_more_than_any(cases, wanted):
    assert found(cases, wanted, match_all=True) <= found(cases, wanted)


@given(CASES, st.sampled_from(THREATS))
def test_a_broader_term_finds_what_its_narrower_ones_find(cases, term):
    broader = corpus().vocabulary("threats").terms[term].broader or term
    assert found(cases, {"threat": [term]}) <= found(cases, {"threat": [broader]})


@given(CASES, WANTED, st.sampled_from(["threat", "mechanism", "country", "region"]))
def test_another_filter_only_narrows(cases, wanted, facet):
    assert found(cases, wanted) <= found(cases, {**wanted, facet: []})


@given(CASES, WANTED, st.sampled_from(THREATS))
def test_another_alternative_only_widens(cases, wanted, term):
    if wanted["threat"]:
        assert found(cases, wanted) <= found(cases, {**wanted, "threat": [*wanted["threat"], term]})


@given(CASES)
def test_no_filter_finds_everything(cases):
    assert found(cases, {}) == {case.id for case in seen(cases)}


@given(CASES, st.sampled_from(THREATS), st.sampled_from(["en", "fr", "es"]))
def test_a_label_means_its_term_or_one_with_the_same_words(cases, term, language):
    label = corpus().vocabulary("threats").terms[term].label(language)
    meant = corpus().vocabulary("threats").resolve(label)
    assert found(cases, {"threat": [label.upper()]}) == found(cases, {"threat": [meant]})


@given(st.text(min_size=1, max_size=12), st.sampled_from(list(FACETS)))
def test_an_unknown_value_is_wrong_usage_never_a_crash(word, facet):
    names = [CldrNames(language) for language in ("en", "fr", "es")]
    where = f"--{facet}"
    try:
        build(corpus(), {facet: [word]}, names=names)
    except UsageError as refused:
        where = refused.where
    assert where == f"--{facet}"


@pytest.mark.parametrize("code", ["UG", "GB", "CI", "NO", "ZA"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_name_of_a_country_means_its_code(code, language):
    names = CldrNames(language)
    query = build(corpus(), {"country": [names.territory(code).lower()]}, names=[names])
    assert query.facets == {"country": (code,)}
