"""Translated cases, from the file to every export; all of it is invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import page as validator
import pytest

from sane_cli.core.translation import text_hash
from sane_cli.store import schemas, yaml_read
from tests.exporters.reading import spoken
from tests.invented import CASE, Playbook, Ran

Sane = Callable[..., Ran]
SCHEMA = schemas.load(None)["case"]
FRENCH: dict[str, Any] = {
    "schema_version": 1,
    "id": "sample",
    "language": "fr",
    "status": "published",
    "title": "Un cas imaginaire",
    "summary": "Une alliance imaginaire a répondu ensemble à un projet de loi imaginaire.",
    "context": "Une alliance d’organisations imaginaires.\n",
}


@pytest.fixture
def translated(playbook: Playbook) -> Playbook:
    playbook.case(difficulties="It was hard.\n")
    playbook.case("other", title="Another invented case")
    playbook.case("older", title="An older invented case")
    everything = {"schema_version": 1, "id": "invented", "title": "All", "query": {}}
    playbook.write("playbook/collections/invented.yaml", everything)
    fresh = text_hash({**CASE, "difficulties": "It was hard.\n"}, SCHEMA)
    playbook.write("playbook/cases/sample.fr.yaml", {**FRENCH, "translates": fresh})
    old = {**FRENCH, "id": "older", "title": "Un cas plus ancien", "translates": f"sha256:{'0' * 64}"}
    playbook.write("playbook/cases/older.fr.yaml", old)
    return playbook


def exported(playbook: Playbook, sane: Sane, form: str, suffix: str, *words: str) -> str:
    done = sane("export", "--format", form, "--lang", "fr", *words)
    assert done.code == 0, done.err
    return (playbook.root / f"exports/invented{suffix}").read_text("utf-8-sig")


MARKS = (
    "Traduction. Langue de l’original",
    "Traduit d’une version plus ancienne. Langue de l’original",
    "Pas encore traduit. Langue de l’original",
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("form", "suffix"), [("markdown", ".md"), ("html", ".html")])
def test_pages_show_the_french_text_and_mark_what_is_not(translated: Playbook, sane: Sane, form: str, suffix: str):
    text = plain(exported(translated, sane, form, suffix))
    assert "Un cas imaginaire" in text
    assert "An invented case" not in text
    assert "Un cas plus ancien" in text
    assert "Another invented case" in text
    for mark in MARKS:
        assert text.count(mark) == 1, mark


def test_each_part_says_its_language(translated: Playbook, sane: Sane):
    text = exported(translated, sane, "html", ".html")
    assert '<article class="case" id="case-sample" lang="fr" dir="ltr">' in text
    assert '<article class="case" id="case-other" lang="en" dir="ltr">' in text
    assert '<div lang="en" dir="ltr"><p>It was hard.</p>' in text  # the translation lacks it
    assert '<p class="translated" lang="fr" dir="ltr">Pas encore traduit' in text


def test_each_part_of_a_pdf_is_spoken_in_its_language(translated: Playbook, sane: Sane):
    done = sane("export", "--lang", "fr")
    assert done.code == 0, done.err
    pdf = (translated.root / "exports/invented.pdf").read_bytes()
    words = plain(spoken(pdf))
    assert "[fr] Une alliance d’organisations imaginaires." in words
    assert "[en] It was hard." in words  # the translation lacks it
    assert "[fr] Pas encore traduit. Langue de l’original" in words  # our words in a case that is told in English
    assert "[en] Another invented case" in words
    assert "[fr] Sommaire" in words
    assert validator.validate_pdf_bytes(pdf, profile="ua1").is_compliant
    assert validator.validate_pdf_bytes(pdf, profile="3a").is_compliant


def test_the_words_of_the_collection_keep_their_language(translated: Playbook, sane: Sane):
    recipe = {"schema_version": 1, "id": "invented", "title": "All", "introduction": "In English.", "query": {}}
    translated.write("playbook/collections/invented.yaml", recipe)
    text = exported(translated, sane, "html", ".html")
    assert '<html lang="fr" dir="ltr">' in text
    assert '<div class="prose" lang="en" dir="ltr"><p>In English.</p>' in text
    assert '<h1 lang="en" dir="ltr">All</h1>' in text
    translated.write("playbook/collections/invented.yaml", {**recipe, "language": "fr"})
    assert '<div class="prose"><p>In English.</p>' in exported(translated, sane, "html", ".html")


def test_data_say_what_was_translated(translated: Playbook, sane: Sane):
    data = json.loads(exported(translated, sane, "json", ".json"))
    assert {case["id"]: case["language"] for case in data["cases"]} == {"sample": "fr", "older": "fr", "other": "en"}
    assert data["translated"] == {
        "sample": {"from": "en", "state": "current", "left": ["difficulties"]},
        "older": {"from": "en", "state": "older", "left": []},
        "other": {"from": "en", "state": "missing", "left": []},
    }
    rows = list(csv.DictReader(io.StringIO(exported(translated, sane, "csv", ".csv"))))
    assert {row["id"]: (row["language"], row["original_language"], row["translation"]) for row in rows} == {
        "sample": ("fr", "en", "current"),
        "older": ("fr", "en", "older"),
        "other": ("en", "en", "missing"),
    }


def test_an_english_report_is_as_it_was(translated: Playbook, sane: Sane):
    assert sane("export", "--format", "json").code == 0
    data = json.loads((translated.root / "exports/invented.json").read_text())
    assert {case["language"] for case in data["cases"]} == {"en"}
    assert data["translated"] == {}


def test_the_collection_decides_the_language_when_nobody_asks(translated: Playbook, sane: Sane):
    french = {"schema_version": 1, "id": "invented", "title": "Tout", "query": {}, "language": "fr"}
    translated.write("playbook/collections/invented.yaml", french)
    assert sane("export", "--format", "markdown").code == 0
    assert "Un cas imaginaire" in (translated.root / "exports/invented.md").read_text()


def test_filters_ask_for_the_language_a_reader_sees(translated: Playbook, sane: Sane):
    done = sane("export", "--format", "json", "--lang", "fr", "--language", "fr")
    assert done.code == 0, done.err
    data = json.loads((translated.root / "exports/invented.selection.json").read_text())
    assert sorted(case["id"] for case in data["cases"]) == ["older", "sample"]


def test_the_curator_is_told_what_is_missing_old_or_left_out(translated: Playbook, sane: Sane):
    translated.write("playbook/cases/other.fr.yaml", {**FRENCH, "id": "other", "status": "draft"})
    told = sane("export", "--format", "json", "--lang", "fr").err
    assert "older: its translation is out of date, and is marked so." in told
    assert "other: its translation is left out – not published." in told
    assert "sample" not in told


def test_a_translation_with_errors_is_not_exported(translated: Playbook, sane: Sane):
    translated.write("playbook/cases/sample.fr.yaml", {**FRENCH, "title": 3, "translates": f"sha256:{'0' * 64}"})
    done = sane("export", "--format", "json", "--lang", "fr")
    assert done.code == 0  # without a title it is no translation yet, so English it is
    translated.write(
        "playbook/cases/sample.fr.yaml", {**FRENCH, "level": "nowhere", "translates": f"sha256:{'0' * 64}"}
    )
    done = sane("export", "--format", "json", "--lang", "fr")
    assert done.code == 1
    assert "sample.fr.yaml" in done.err
    assert sane("export", "--format", "json").code == 0
    (translated.root / "playbook/cases/sample.fr.yaml").write_text("title: [")
    assert sane("export", "--format", "json", "--lang", "fr").code == 1
    done = sane("export", "--format", "json", "--lang", "fr", "--skip-invalid")
    assert done.code == 1
    data = json.loads((translated.root / "exports/invented.json").read_text())
    assert sorted(case["id"] for case in data["cases"]) == ["older", "other"]


def test_show_says_which_translations_there_are(translated: Playbook, sane: Sane):
    assert "Translated into: French (out of date)." in sane("show", "older").err
    assert "Translated into: French." in sane("show", "sample").err
    assert "Translated into" not in sane("show", "other").err
    assert sane("show", "sample", "--format", "json").json["translations"] == [{"language": "fr", "state": "current"}]
    translated.write("playbook/cases/other.fr.yaml", {**FRENCH, "id": "other", "status": "draft"})
    assert "Translated into" in sane("show", "other").err
    assert "Translated into" not in sane("show", "other", "--audience", "clear").err


def test_recall_tells_the_language(translated: Playbook, sane: Sane):
    exported(translated, sane, "json", ".json")
    assert sane("recall", "sample", "--format", "json").json["exports"][0]["language"] == "fr"


def test_a_withdrawn_case_takes_its_translations_along(translated: Playbook, sane: Sane):
    done = sane("withdraw", "sample", "--reason", "risk-changed", "--yes")
    assert done.code == 0, done.err
    assert "playbook/cases/sample.fr.yaml" in done.err
    text = exported(translated, sane, "markdown", ".md")
    assert "imaginaire" not in text.replace("d’organisations imaginaires", "").replace(FRENCH["summary"], "")
    assert "Un cas imaginaire" not in text


def test_erasing_a_case_erases_its_translations(translated: Playbook, sane: Sane):
    done = sane("withdraw", "sample", "--reason", "risk-changed", "--erase", "--yes")
    assert done.code == 0, done.err
    assert "-title: Un cas imaginaire" in done.out
    for name in ("sample", "sample.fr"):
        data = yaml_read.parse((translated.root / f"playbook/cases/{name}.yaml").read_bytes())
        assert sorted(data) == ["id", "schema_version", "status", "withdrawn"]
        assert data["id"] == "sample"
    assert sane("validate", "--select", "schema-valid").code == 0


def test_a_published_translation_repeats_no_facts_and_a_case_is_no_translation(translated: Playbook, sane: Sane):
    assert sane("validate", "--select", "schema-valid").code == 0
    translated.write("playbook/cases/other.yaml", {**CASE, "id": "other", "translates": f"sha256:{'0' * 64}"})
    done = sane("validate", "--select", "schema-valid")
    assert done.code == 1
    assert "A case does not say which text it translates." in done.out
