"""The real playbook: valid, honest about what it holds, and kept to what was seen."""

import re
from datetime import date
from pathlib import Path

import pytest

from sane_cli.app import run
from sane_cli.core.document import Kind
from sane_cli.store.playbook import read_corpus

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(ROOT, TODAY)


def test_validates_without_errors_or_warnings(capsys, monkeypatch):
    # that a review falls due is told by the playbook's own checks; it says nothing of the program
    monkeypatch.setenv("SANE_TODAY", TODAY.isoformat())
    assert run(["validate", "--root", str(ROOT), "--strict"]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().err


def test_at_least_thirteen_cases_are_published_with_everything_they_need(corpus):
    published = [case for case in corpus.cases if case.status == "published"]
    assert len(published) >= 13
    for case in published:
        assert case.data["as_of"], case.id
        assert case.sharing["tlp"] == "TLP:CLEAR", case.id
        assert case.sharing["consent"]["state"] == "public-record", case.id
        assert all(source["url"].startswith("https://") for source in case.data["sources"]), case.id


def test_thin_cases_stay_drafts(corpus):
    drafts = {case.id for case in corpus.cases if case.status == "draft"}
    assert {"greenpeace-pilot", "vso-ethiopia", "sustained-phishing"} == drafts


def test_only_credited_authors_are_named(corpus):
    credited = {"Sarah Pugh", "Deborah Doane", "Sacha Robehmed", "Nonso Jideofor"}
    for case in corpus.cases:
        assert set(case.data.get("authors", ())) <= credited, case.id


def test_unnamed_victims_stay_unnamed(corpus):
    """Do-no-harm flag of the facts: size, weekday and month together would point to them."""
    for name in ("brute-force-humanitarian", "ransomware-nonprofit"):
        case = next(case for case in corpus.cases if case.id == name)
        text = str(case.data)
        assert not re.search(r"20[,.]?000|\b25 IT|Saturday|Friday|September|9[:.]30", text), name
        assert all(each["attribution"] != "named" for each in case.data["organisations"])


def test_terms_have_labels_in_three_languages_and_a_source(corpus):
    for name, groups in (("threats", 7), ("mechanisms", 9)):
        vocabulary = corpus.vocabulary(name)
        assert len(vocabulary.groups) == groups
        for term in vocabulary.terms.values():
            assert {"en", "fr", "es"} <= set(term.labels), term.id
            assert term.definition(), term.id
            assert term.source, term.id
        assert "type and region only" in vocabulary.description


def test_findings_rest_on_published_cases(corpus):
    published = {case.id for case in corpus.cases if case.status == "published"}
    findings = [f for d in corpus.of_kind(Kind.COLLECTION) for f in d.mapping.get("findings", ())]
    assert len(findings) >= 5
    assert all(set(finding["cases"]) <= published for finding in findings)
    pilots = corpus.collection("pilots-2020")
    assert "October 2019" in pilots.mapping["status_note"]
    assert "Greenpeace" in pilots.mapping["introduction"] + pilots.mapping["status_note"]


def test_the_cyber_cases_are_found_through_the_broader_term(capsys):
    assert run(["list", "--root", str(ROOT), "--threat", "digital", "--format", "ids"]) == 0
    found = set(capsys.readouterr().out.split())
    assert {"uicc-social-media-account", "brute-force-humanitarian", "ransomware-nonprofit"} <= found


def test_a_misspelt_term_is_answered_with_the_nearest(capsys):
    assert run(["list", "--root", str(ROOT), "--threat", "phising"]) == 2
    assert "did you mean phishing?" in capsys.readouterr().err.lower()
