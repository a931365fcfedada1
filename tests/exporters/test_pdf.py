"""The report as a reader, a screen reader and an archive meet it: opened and read back."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import page as validator
import pikepdf
import pytest

from sane_cli.core.document import Kind
from sane_cli.core.error import UsageError
from sane_cli.core.product import Product
from sane_cli.exporters import html as html_file
from sane_cli.exporters import pdf
from sane_cli.exporters._report.data import cases_json
from sane_cli.exporters._report.model import report
from tests.exporters.hostile import CANARIES, RECIPE, case, hostile
from tests.exporters.made import ROOT, documents, playbook, product_of
from tests.exporters.reading import everything, links, outline, pages, tags, targets


@pytest.fixture(scope="module")
def hostile_pdf() -> bytes:
    return pdf.make(product_of(hostile(), RECIPE))[""]


def compliant(content: bytes, profile: str) -> str:
    found = validator.validate_pdf_bytes(content, profile=profile)
    return "" if found.is_compliant else str(found)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_real_playbook_is_accessible_and_archival(real_pdf: bytes, profile: str):
    assert compliant(real_pdf, profile) == ""


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_hostile_text_is_accessible_and_archival(hostile_pdf: bytes, profile: str):
    assert compliant(hostile_pdf, profile) == ""


def test_outline_is_the_contents_and_true(real: Product, real_pdf: bytes):
    found = outline(real_pdf)
    titles = [title for title, _number in found]
    expected = [entry.title for entry in report(real).entries]
    assert [title for title in titles if title in expected] == expected
    assert titles[:4] == ["How to read this report", "Contents", "Introduction", "Key findings"]
    assert titles[-1] == "Where this report comes from"
    for title, number in found:
        assert title in pages(real_pdf)[number - 1], f"{title} is not on page {number}"


def test_contents_name_every_page_rightly(real_pdf: bytes):
    at = dict(outline(real_pdf))
    contents = pages(real_pdf)[at["Contents"] - 1].replace(" ", "")
    for title, number in at.items():
        if title != "Contents":
            assert re.search(re.escape(title.replace(" ", "")) + rf"\s*{number}(?!\d)", contents), title


def test_indexes_name_every_page_rightly(real: Product, real_pdf: bytes):
    laid_out = report(real)
    at = targets(real_pdf)
    text = " ".join(pages(real_pdf))
    for index in laid_out.indexes:
        for _heading, lines in index.groups:
            for line in lines:
                numbers = ", ".join(str(at[entry.anchor]) for entry in line.cases)
                assert re.search(re.escape(line.words) + r"\s*" + numbers + r"\b", text), line.words


def test_findings_and_related_cases_name_pages_rightly(real: Product, real_pdf: bytes):
    laid_out = report(real)
    at = targets(real_pdf)
    text = " ".join(pages(real_pdf))
    for finding in laid_out.findings:
        for entry in finding.cases:
            assert re.search(re.escape(entry.running) + rf"\s*{at[entry.anchor]}\b", text)
    by_id = {entry.id: entry for entry in laid_out.entries}
    for entry in laid_out.entries:
        for name, _relation in entry.related:
            assert re.search(re.escape(by_id[name].title) + rf"\s*{at[f'case-{name}']}\b", text)


def test_internal_links_land(real: Product, real_pdf: bytes):
    at = targets(real_pdf)
    inside = [link[1:] for link in links(real_pdf) if link.startswith("#")]
    assert len(inside) > 300
    assert set(inside) <= set(at)
    for entry in report(real).entries:
        assert entry.title in pages(real_pdf)[at[entry.anchor] - 1]


def test_text_stands_in_reading_order(real: Product, real_pdf: bytes):
    whole = " ".join(pages(real_pdf))
    places = [whole.rindex(entry.lead[:40]) for entry in report(real).entries]
    assert places == sorted(places)


def test_every_page_says_its_label_twice(real_pdf: bytes):
    for number, text in enumerate(pages(real_pdf), 1):
        assert text.count("TLP:CLEAR") >= 2, f"page {number}"


def test_pages_are_numbered_as_printed(real_pdf: bytes):
    with pikepdf.open(io.BytesIO(real_pdf)) as document:
        assert document.Root.PageLabels.Nums[1].S == "/D"
    for number, text in enumerate(pages(real_pdf)[1:], 2):
        assert re.search(rf"\b{number}\s*Solidarity Playbook", text), f"page {number}"


def test_language_title_and_tags(real_pdf: bytes):
    with pikepdf.open(io.BytesIO(real_pdf)) as document:
        assert document.Root.Lang == "en"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo.Title == "Solidarity Playbook"
        assert str(document.docinfo.CreationDate) == "D:20261122120000Z"
    found = Counter(kind for kind, _words, _language in tags(real_pdf))
    assert found["/H1"] >= 20
    assert {"/H2", "/L", "/LI", "/LBody", "/Table", "/TH", "/Figure", "/Link", "/Art"} <= set(found)
    figures = [words for kind, words, _language in tags(real_pdf) if kind == "/Figure"]
    assert len(figures) == 4
    assert all(len(words) > 40 for words in figures)


def test_a_case_speaks_its_own_language():
    shared = [d for d in documents(ROOT / "playbook") if d.kind is not Kind.CASE]
    made = product_of([*shared, case("one"), case("deux", language="fr")], {"id": "x", "title": "Both", "query": {}})
    spoken = {language for kind, _words, language in tags(pdf.make(made)[""]) if kind == "/Art"}
    assert spoken == {"en", "fr"}


def test_only_our_fonts_are_embedded(real_pdf: bytes, hostile_pdf: bytes):
    for content in (real_pdf, hostile_pdf):
        with pikepdf.open(io.BytesIO(content)) as document:
            fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
            names = {str(font.BaseFont) for font in fonts}
            described = [f.FontDescriptor for f in fonts if "/FontDescriptor" in f]
        assert names
        assert all(re.match(r"/[A-Z]{6}\+Source-S(ans-3|erif-4)", name) for name in names), names
        assert all("/FontFile2" in descriptor for descriptor in described)


def test_the_gated_data_are_attached(real: Product, real_pdf: bytes):
    with pikepdf.open(io.BytesIO(real_pdf)) as document:
        assert list(document.attachments) == ["cases.json"]
        attached = document.attachments["cases.json"].get_file().read_bytes()
    assert attached == cases_json(real)
    data = json.loads(attached)
    assert data["format"] == 1
    assert data["audience"] == "clear"
    assert [item["id"] for item in data["cases"]] == [item.id for item in real.cases]


def test_nothing_closed_is_in_the_file(hostile_pdf: bytes):
    content = everything(hostile_pdf)
    assert [name for name, canary in CANARIES.items() if canary.encode() in content] == []
    assert b"[withheld]" in content


def test_nothing_of_the_machine_is_in_the_file(real_pdf: bytes):
    content = everything(real_pdf)
    for word in (str(ROOT), os.path.expanduser("~") + "/", "sane-font:", "sane-theme:"):  # noqa: PTH111
        assert word.encode() not in content


def test_links_lead_to_the_web_or_inside(hostile_pdf: bytes):
    assert {re.match(r"#|\w+:", link).group() for link in links(hostile_pdf)} == {"#", "https:", "mailto:"}


def test_size_and_pages_are_bounded(real_pdf: bytes):
    assert len(real_pdf) < 1_500_000
    assert 40 <= len(pages(real_pdf)) <= 60


def test_key_facts_are_complete_however_long(hostile_pdf: bytes):
    text = " ".join(pages(hostile_pdf))
    for at in range(60):
        assert f"Organisation number {at} of" in text


def test_same_bytes_anywhere(tmp_path):
    script = tmp_path / "make.py"
    script.write_text(
        "import sys, hashlib\n"
        f"sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests' / 'exporters')!r}]\n"
        "from tests.exporters.made import playbook\nfrom sane_cli.exporters import pdf\n"
        "print(hashlib.sha256(pdf.make(playbook(collection='cyberattacks-2023'))['']).hexdigest())\n"
    )
    surroundings = [
        {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "1", "cwd": str(tmp_path)},
        {"TZ": "Asia/Kolkata", "LANG": "C.UTF-8", "PYTHONHASHSEED": "2", "cwd": "/"},
    ]
    runs = [
        subprocess.Popen(
            [sys.executable, str(script)],
            cwd=around.pop("cwd"),
            env={**os.environ, **around},
            stdout=subprocess.PIPE,
            text=True,
        )
        for around in surroundings
    ]
    first, second = (run.communicate(timeout=60)[0].strip() for run in runs)
    assert len(first) == 64
    assert first == second


def test_what_is_not_published_says_so_on_every_page():
    product = playbook(statuses=frozenset({"published", "draft"}))
    drafts = tuple(item for item in product.cases if item.id == "vso-ethiopia")
    made = pdf.make(replace(product, collection=replace(product.collection, cases=drafts)))[""]
    assert "Draft" in pages(made)[0]
    assert compliant(made, "ua1") == ""


def test_one_case_alone_has_no_book_around_it(real: Product):
    alone = replace(real, collection=replace(real.collection, cases=real.cases[:1]))
    made = pdf.make(alone)[""]
    titles = [title for title, _number in outline(made)]
    assert titles == [report(alone).entries[0].title, "Glossary", "Where this report comes from"]
    assert compliant(made, "ua1") == ""
    assert {link[1:] for link in links(made) if link.startswith("#")} <= set(targets(made))


def test_missing_system_library_names_the_packages(real: Product, monkeypatch):
    import builtins

    really = builtins.__import__

    def without_pango(name, *rest):
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return really(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(UsageError) as refused:
        pdf.make(replace(real, collection=replace(real.collection, cases=real.cases[:1])))
    assert "apt-get install" in refused.value.todo


ARABIC = """تحالف **Vuka!** هو شبكة من منظمات المجتمع المدني، وتستضيف CIVICUS أمانته العامة منذ 2017.

- الثقة أولا (trust)
- قواعد واضحة

انظر [الصفحة](https://example.org/ar).
"""


def html_page(product: Product) -> str:
    return html_file.make(product)[""].decode()


def test_arabic_runs_right_to_left_among_latin_names():
    shared = [d for d in documents(ROOT / "playbook") if d.kind is not Kind.CASE]
    title = "منظمة ActionAid: كيف تستعد المنظمات"
    arabic = case("arabic", language="ar", title=title, context=ARABIC, response=ARABIC)
    product = product_of([*shared, arabic, case("english")], {"id": "x", "title": "مجموعة", "query": {}}, language="ar")
    made = pdf.make(product)[""]
    assert compliant(made, "ua1") == ""
    assert 'dir="rtl"' in html_page(product)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.Root.Lang == "ar"
        fonts = {str(o.BaseFont) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
    assert any("Noto-Naskh-Arabic" in font for font in fonts)
    text = " ".join(pages(made))
    assert "CIVICUS" in text
    assert "المدني" in text or "ﻲﻧﺪﻤﻟﺍ" in text


@pytest.mark.parametrize("name", ["brief", "print-plain"])
def test_other_themes_are_as_accessible(real: Product, name: str):
    some = replace(real.collection, cases=real.cases[3:6])
    made = pdf.make(replace(real, collection=some, theme=name))[""]
    assert compliant(made, "ua1") == ""
    assert compliant(made, "3a") == ""
    for title, number in outline(made):
        assert title in pages(made)[number - 1]


def test_a_case_alone_is_a_brief_of_two_pages_at_most(real: Product):
    for item in real.cases:
        alone = replace(real, collection=replace(real.collection, cases=(item,)), theme="brief")
        assert len(pages(pdf.make(alone)[""])) <= 2, item.id


def test_a_brief_gives_each_case_two_pages_at_most(real: Product):
    made = pdf.make(replace(real, theme="brief"))[""]
    at = targets(made)
    starts = [at[f"case-{item.id}"] for item in real.cases] + [at["provenance"]]
    assert all(after - before <= 2 for before, after in pairwise(starts))
