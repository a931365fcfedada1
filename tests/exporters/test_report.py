"""What stands in the report, before the engine: typography, figures, contents of pages, other files, themes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.error import UsageError
from sane_cli.core.product import Exporter, Product
from sane_cli.core.registry import load, names
from sane_cli.core.schema import Schema
from sane_cli.exporters import csv as csv_file
from sane_cli.exporters import html as html_file
from sane_cli.exporters import json as json_file
from sane_cli.exporters import markdown as markdown_file
from sane_cli.exporters._report import theme
from sane_cli.exporters._report.charts import matrix_chart, places_charts, timeline_charts, watermark
from sane_cli.exporters._report.cover import cover
from sane_cli.exporters._report.figures import timeline
from sane_cli.exporters._report.glyphs import missing
from sane_cli.exporters._report.model import report
from sane_cli.exporters._report.typography import direction, running, smart, split_title
from tests.exporters import made
from tests.exporters.hostile import CANARIES, RECIPE, case, hostile
from tests.exporters.made import ROOT, documents, product_of

COLOURS = theme.load("handbook").colours


def some(*cases: Document, **changes: object) -> Product:
    shared = [d for d in documents(ROOT / "playbook") if d.kind is not Kind.CASE]
    return product_of([*shared, *cases], {"id": "some", "title": "Some", "query": {}}, **changes)


def test_every_exporter_is_listed_and_says_what_it_makes():
    listed = names("sane_cli.exporters")
    assert {"pdf", "html", "json", "csv", "markdown"} <= set(listed)
    for name in listed:
        plugin = load("sane_cli.exporters", name, Exporter)
        assert plugin.summary
        assert plugin.suffix == "" or plugin.suffix.startswith(".")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ('"It\'s" ("so")', "en", "“It’s” (“so”)"),
        ('"oui"', "fr", "«\u202foui\u202f»"),
        ("l'État", "fr", "l’État"),
        ("20 September 2017", "en", "20\u00a0September 2017"),
        ("61 national organisations", "en", "61 national organisations"),
    ],
)
def test_small_print(text: str, language: str, expected: str):
    assert smart(text, language) == expected


def test_titles_are_split_and_shortened():
    assert split_title("Vuka!: Building") == ("Vuka!:", "Building")
    assert split_title("No colon") == ("", "No colon")
    assert running("Vuka!: Building") == "Vuka!"
    assert running("word " * 30).endswith("word…")


def test_directions():
    assert [direction(tag) for tag in ("en", "ar", "fa-IR", "he", "fr")] == ["ltr", "rtl", "rtl", "rtl", "ltr"]


def test_a_timeline_invents_no_precision():
    entries = report(some(case("a", period={"from": "2013", "to": "2017-09"}, as_of="2019"))).entries
    span = timeline(entries).spans[0]
    assert (span.first, span.sure_from) == (date(2013, 1, 1), date(2013, 12, 31))
    assert (span.sure_to, span.last) == (date(2017, 9, 1), date(2017, 9, 30))
    assert not span.open_end
    single = timeline(report(some(case("b", period={"from": "2017", "to": "2017"}))).entries).spans[0]
    assert single.sure_from > single.sure_to
    assert timeline(report(some(case("c", period={"from": "2017"}, as_of="2019-10"))).entries).spans[0].open_end
    assert timeline(report(some(case("d", period={}))).entries) is None


def test_figures_count_what_is_there(real: Product):
    laid_out = report(real)
    found = laid_out.matrix
    for row in found.rows:
        with_row = [entry for entry in laid_out.entries if row.id in entry.threats]
        assert all(found.cells.get((row.id, column.id), 0) <= len(with_row) for column in found.columns)
    counted = {entry.id for _region, listed in laid_out.places.regions for place in listed for entry in place.cases}
    assert counted == {entry.id for entry in laid_out.entries}
    assert len(laid_out.weave.cases) == len(laid_out.entries)


def test_figures_are_sound_xml_and_say_themselves_in_words(real: Product):
    laid_out = report(real)
    drawn = [
        cover(laid_out.weave, COLOURS),
        matrix_chart(laid_out.matrix, COLOURS),
        *timeline_charts(laid_out.timeline, COLOURS),
        *places_charts(laid_out.places, COLOURS),
        watermark("Draft", COLOURS),
    ]
    for figure in drawn:
        tree = ET.fromstring(figure)
        title = tree.find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title.text


def test_many_cases_get_figures_on_several_pages():
    cases = [case(f"c{at}", period={"from": f"{1000 + at * 10}"}, countries=["UG", "KE"]) for at in range(80)]
    laid_out = report(some(*cases))
    assert len(timeline_charts(laid_out.timeline, COLOURS)) == 3
    assert len(places_charts(laid_out.places, COLOURS)) == 3
    drawn = "".join(places_charts(laid_out.places, COLOURS))
    assert drawn.count("<circle") == 160


def test_a_field_that_the_schema_gains_appears_by_itself(real: Product, monkeypatch):
    really = made.corpus_of

    def with_weather(docs: list[Document]) -> Corpus:
        corpus = really(docs)
        raw = dict(corpus.case_schema.raw)
        raw["properties"] = {**raw["properties"], "weather": {"title": "Weather", "type": "string"}}
        return replace(corpus, schemas={**corpus.schemas, "case": Schema("case", raw)})

    monkeypatch.setattr(made, "corpus_of", with_weather)
    text = html_file.make(some(case("a", weather="It rained.")))[""].decode()
    assert "<h2>Weather</h2>" in text
    assert "It rained." in text


def test_json_holds_the_gated_cases(real: Product):
    data = json.loads(json_file.make(real)[""])
    assert data["format"] == 1
    assert [item["id"] for item in data["cases"]] == [item.id for item in real.cases]
    assert data["cases"][0]["sharing"] == {"tlp": "TLP:CLEAR"}


def test_csv_is_safe_and_complete():
    product = some(case("a", title="=HYPERLINK(1)", summary=" +1", period={"from": "2013"}))
    rows = list(csv.DictReader(io.StringIO(csv_file.make(product)[""].decode("utf-8-sig"))))
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["summary"] == "' +1"
    assert rows[0]["period"] == "2013/.."
    assert rows[0]["threats"].split("; ")[0] == "office-raid"
    assert rows[0]["tlp"] == "TLP:CLEAR"


def test_markdown_walks_every_case(real: Product):
    text = markdown_file.make(real)[""].decode()
    assert text.count("\n## ") >= len(real.cases)
    assert text.count("TLP:CLEAR") >= 2
    assert all(line.count("#") < 7 for line in text.splitlines() if line.startswith("#"))


@pytest.mark.parametrize("module", [json_file, csv_file, markdown_file, html_file])
def test_nothing_closed_leaves_in_any_format(module):
    content = module.make(product_of(hostile(), RECIPE))[""]
    assert [name for name, canary in CANARIES.items() if canary.encode() in content] == []


def test_html_needs_nothing_else(real: Product):
    text = html_file.make(real)[""].decode()
    assert "<script" not in text
    assert "@import" not in text
    assert "src=" not in text
    assert text.count('class="tlp"') == 2
    assert 'id="case-vuka-coalition"' in text


def test_hostile_text_stays_text_in_html():
    text = html_file.make(product_of(hostile(), RECIPE))[""].decode()
    assert "<script" not in text
    assert "onclick=x>" not in text.replace("&lt;b onclick=x&gt;", "")
    assert "javascript:" not in text.replace("[javascript](javascript:", "")
    assert "<img src=x>" not in text


@pytest.mark.parametrize("name", theme.names())
def test_themes_that_travel_are_complete(name: str):
    loaded = theme.load(name)
    assert {face.family for face in loaded.faces} >= {"Source Serif 4", "Source Sans 3", "Noto Naskh Arabic"}
    assert "url(http" not in loaded.style()
    assert not list(loaded.folders[0].glob("*.py"))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", theme.names())
def test_colours_have_contrast_enough(name: str):
    colours = theme.load(name).colours
    grounds = ["#ffffff", colours["warm-tint"], colours["accent-tint"]]
    for words in ("ink", "soft", "accent", "warm"):
        for ground in grounds:
            ratio = (luminance(ground) + 0.05) / (luminance(colours[words]) + 0.05)
            assert ratio >= 4.5, f"{words} on {ground}: {ratio:.1f}"


def test_a_folder_is_a_theme(tmp_path: Path, real: Product):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "theme.toml").write_text('extends = "handbook"\n[colours]\naccent = "#5b2a86"\n')
    (folder / "style.css").write_text(".lead { font-weight: 600 }")
    loaded = theme.load(str(folder))
    assert loaded.colours["accent"] == "#5b2a86"
    assert loaded.style().endswith(".lead { font-weight: 600 }")
    text = html_file.make(replace(real, theme=str(folder)))[""].decode()
    assert "--accent:#5b2a86" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no theme called"), ("not toml =", "cannot be read"), ('[[fonts]]\nfamily="x"\nfile="no.ttf"', "font")],
)
def test_a_broken_theme_is_refused_in_words(tmp_path: Path, content: str | None, said: str):
    folder = tmp_path / "ours"
    folder.mkdir()
    if content is not None:
        (folder / "theme.toml").write_text(content)
    with pytest.raises(UsageError, match=said):
        theme.load(str(folder))


def test_a_theme_cannot_reach_the_program(tmp_path: Path, real: Product):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "theme.toml").write_text("")
    (folder / "back.html.j2").write_text("{{ report.__class__.__mro__ }}")
    with pytest.raises(UsageError, match="template"):
        html_file.make(replace(real, theme=str(folder)))
    assert theme.load(str(folder)).file("../secret") is None


def test_missing_letters_are_named_once():
    found = missing('<article class="case" id="case-one" lang="x"><p>你好 。 ★ क</p>', theme.load("handbook"))
    assert found.cases == ("one",)
    assert set(found.scripts) == {"Hani", "", "Deva"}
    assert found.scripts[""] == "★"
    assert "你 (U+4F60, CJK UNIFIED IDEOGRAPH-4F60)" in found.described()
    assert "Devanagari script: क (U+0915" in found.described()
    assert len(list(found.remedies())) == 3
    assert not missing("<p>Łódź, Ελλάδα, Київ, العربية, ሰላም፣ ትግርኛ። “–”</p>", theme.load("handbook"))
