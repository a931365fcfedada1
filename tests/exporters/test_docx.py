"""The Word document: what Word finds in it, what it says about itself, and what hostile text cannot do to it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx as library
import pytest
from lxml import etree

from sane_cli.core.document import Document, Kind
from sane_cli.core.labels import Labels
from sane_cli.core.product import Product
from sane_cli.core.tlp import Tlp
from sane_cli.exporters import docx
from sane_cli.exporters._docx import look
from sane_cli.exporters._report.model import report
from tests.exporters.hostile import CANARIES, RECIPE, case, hostile
from tests.exporters.made import ROOT, Names, documents, product_of
from tests.exporters.opened import members, told, w
from tests.exporters.small import small

# ISO/IEC 29500-1: the order of what we write, in which Word insists on finding it
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs bidi spacing ind jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs i iCs strike color sz szCs u shd vertAlign rtl lang",
    "tcPr": "tcW gridSpan shd textDirection vAlign",
    "tblPr": "tblStyle bidiVisual tblW tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader",
    "sectPr": "Reference type pgSz pgMar cols titlePg docGrid",
    "style": "name basedOn next qFormat pPr rPr tblPr tblStylePr",
    "lvl": "start numFmt lvlText lvlJc pPr rPr",
}


@pytest.fixture(scope="module")
def real_docx(real: Product) -> bytes:
    return docx.make(real)[""]


@pytest.fixture(scope="module")
def hostile_docx() -> bytes:
    return docx.make(product_of(hostile(), RECIPE))[""]


def headings(content: bytes, level: int = 1) -> list[str]:
    document = library.Document(io.BytesIO(content))
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def test_the_navigation_pane_has_every_chapter_and_case(real: Product, real_docx: bytes) -> None:
    found = headings(real_docx)
    entries = [entry.title for entry in report(real).entries]
    assert [title for title in found if title in entries] == entries
    assert found[0] == "How to read this report"
    assert found[-1] == "Where this report comes from"
    listed = re.findall(r"\[TOC1\] .*?\{(.*?) → #_Toc", told(real_docx))
    assert listed == [title for title in found if title != "Contents"]


def test_no_heading_skips_a_level(real_docx: bytes, hostile_docx: bytes) -> None:
    for content in (real_docx, hostile_docx):
        last = 0
        for style in re.findall(r"^\[Heading(\d)", told(content), re.MULTILINE):
            assert int(style) <= last + 1
            last = int(style)


def test_every_link_inside_leads_somewhere(real_docx: bytes) -> None:
    tree = etree.fromstring(members(real_docx)["word/document.xml"])
    names = [each.get(w("name")) for each in tree.iter(w("bookmarkStart"))]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in names)
    targets = {each.get(w("anchor")) for each in tree.iter(w("hyperlink"))} - {None}
    assert targets
    assert targets <= set(names)


@pytest.mark.parametrize("made", ["real", "hostile", "small"])
def test_word_finds_everything_in_its_place(made: str, real_docx: bytes, hostile_docx: bytes) -> None:
    content = {"real": real_docx, "hostile": hostile_docx, "small": docx.make(small())[""]}[made]
    for name, data in members(content).items():
        if not name.endswith((".xml", ".rels")):
            continue
        tree = etree.fromstring(data)
        for kind, words in ORDER.items():
            order = words.split()
            for element in (each for each in tree.iter(w(kind)) if is_ours(each)):
                found = [re.sub("^(header|footer)R", "R", etree.QName(child).localname) for child in element]
                assert set(found) <= set(order), (name, kind, found)
                assert found == sorted(found, key=order.index), (name, kind, found)
        for cell in tree.iter(w("tc")):
            assert etree.QName(cell[-1]).localname == "p"
        for row in tree.iter(w("tr")):
            spans = [int(s.get(w("val"))) for s in row.iter(w("gridSpan"))]
            grid = len(row.getparent().find(w("tblGrid")))
            assert len(row.findall(w("tc"))) + sum(spans) - len(spans) == grid


def is_ours(element: etree._Element) -> bool:
    """Leave out the styles that come with the library's template."""
    ours = {look._IDS.get(name, name.replace(" ", "")) for name in look._KINDS} | {"PlaybookTable", "Hyperlink"}
    styles = [each for each in (element, *element.iterancestors()) if each.tag == w("style")]
    return not styles or styles[0].get(w("styleId")) in ours


def test_every_style_and_list_that_is_used_is_there(real_docx: bytes) -> None:
    files = members(real_docx)
    styles = {each.get(w("styleId")) for each in etree.fromstring(files["word/styles.xml"]).iter(w("style"))}
    tree = etree.fromstring(files["word/document.xml"])
    used = {each.get(w("val")) for kind in ("pStyle", "rStyle", "tblStyle") for each in tree.iter(w(kind))}
    assert used <= styles
    lists = {each.get(w("numId")) for each in etree.fromstring(files["word/numbering.xml"]).iter(w("num"))}
    assert {each.get(w("val")) for each in tree.iter(w("numId"))} <= lists


def test_label_language_and_properties(real: Product) -> None:
    product = replace(real, label=Tlp.AMBER)
    content = docx.make(product)[""]
    bars = [data.decode() for name, data in members(content).items() if re.match(r"word/(header|footer)", name)]
    assert len(bars) >= 4
    for bar in bars:
        assert "TLP:AMBER" in bar
        assert 'w:fill="000000"' in bar
        assert 'w:val="FFC000"' in bar
    properties = library.Document(io.BytesIO(content)).core_properties
    assert properties.title == "Solidarity Playbook"
    assert properties.language == "en"
    assert properties.keywords == "TLP:AMBER"
    assert properties.created == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert properties.author == properties.last_modified_by
    assert "python" not in properties.author.lower()
    assert 'w:lang w:val="en-GB"' in members(content)["word/styles.xml"].decode()


def test_very_long_words_are_no_trouble(real: Product) -> None:
    settings = {**real.settings, "publisher": "Publisher " * 100}
    collection = replace(real.collection, title="Title " * 200, subtitle="s" * 3000)
    content = docx.make(replace(real, settings=settings, collection=collection))[""]
    properties = library.Document(io.BytesIO(content)).core_properties
    assert len(properties.title) <= 255
    assert properties.title.endswith("…")


def test_nothing_of_the_librarys_template_is_left(real_docx: bytes) -> None:
    names = set(members(real_docx))
    assert not [name for name in names if re.search("thumbnail|customXml|WithEffects|webSettings", name)]
    kinds = members(real_docx)["[Content_Types].xml"].decode()
    assert "footnotes+xml" in kinds
    assert b"Microsoft" not in members(real_docx)["docProps/app.xml"]
    assert b"rsid" not in members(real_docx)["word/settings.xml"]


def test_pictures_have_their_words() -> None:
    tree = etree.fromstring(members(docx.make(small())[""])["word/document.xml"])
    shown = [each.get("descr") for each in tree.iter("{*}docPr")]
    assert shown == ["A blue field"]


@pytest.mark.parametrize(
    "broken", [b"", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\nrubbish" * 9, b"\xff\xd8\xff\xe0", b"GIF8"]
)
def test_a_broken_picture_is_left_to_its_words(broken: bytes) -> None:
    text = told(docx.make(small(read_asset=lambda _path: broken))[""])
    assert "(picture" not in text


def test_a_draft_is_marked_on_its_pages_and_only_there() -> None:
    files = members(docx.make(small())[""])
    marked = [name for name, data in files.items() if name.startswith("word/header") and b"textpath" in data]
    assert len(marked) == 1
    assert "Draft – A small collection" in files[marked[0]].decode()


def test_right_to_left() -> None:
    product = small()
    product = replace(product, labels=Labels(product.labels.lexicon, Names("ar")))
    files = members(docx.make(product)[""])
    text = told(docx.make(product)[""])
    assert "[Heading1 bidi] <to_reading" in text
    assert "[Heading1] <to_case_first" in text  # an English case keeps its own direction
    assert 'w:bidi="ar-EG"' in files["word/styles.xml"].decode()
    assert "<w:bidiVisual/>" in files["word/document.xml"].decode()
    assert "<w:rtl/>" in files["word/document.xml"].decode()


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x0c", "\u202e", "\u2028", "\ufffe", "\uffff", "&#8238;", "&#12;"]
)
def test_signs_that_xml_cannot_hold_are_written_out(sign: str) -> None:
    shared = [d for d in documents(ROOT / "playbook") if d.kind is not Kind.CASE]
    docs: list[Document] = [*shared, case("odd", title=f"a{sign}b", response=f"a{sign}b `a{sign}b`")]
    content = docx.make(product_of(docs, {"id": "odd", "title": f"a{sign}b", "query": {}}))[""]
    text = "".join(etree.fromstring(members(content)["word/document.xml"]).itertext())
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2028\ufffe\uffff]", text)


def test_hostile_text_stays_text(hostile_docx: bytes) -> None:
    files = members(hostile_docx)
    relations = files["word/_rels/document.xml.rels"].decode()
    external = re.findall(r'Target="([^"]+)"[^>]*TargetMode="External"', relations)
    assert external
    assert all(target.startswith(("https://", "http://", "mailto:")) for target in external)
    whole = b"".join(files.values())
    assert [name for name, canary in CANARIES.items() if canary.encode() in whole] == []
    fields = {each.text.split()[0] for each in etree.fromstring(files["word/document.xml"]).iter(w("instrText"))}
    assert fields == {"TOC"}
    assert "<script>alert(1)</script>" in told(hostile_docx)
    assert not [name for name in files if "vba" in name.lower() or "embed" in name.lower()]


def test_numbers_are_told_once_and_never_lost(real: Product, tmp_path: Path) -> None:
    title = "Number of cases, by threat and group of mechanisms"
    assert title not in told(docx.make(real)[""])
    (tmp_path / "theme.toml").write_text("[layout]\nfigures = false\n")
    assert title in told(docx.make(replace(real, theme=str(tmp_path)))[""])


def test_a_theme_of_ones_own_is_followed(real: Product, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('[colours]\naccent = "#5b2a86"\n')
    (tmp_path / "back.html.j2").write_text("<section id=provenance><p>No heading<p>and nothing <b>closed</section>")
    content = docx.make(replace(real, theme=str(tmp_path)))[""]
    assert "5b2a86" in members(content)["word/styles.xml"].decode()
    assert "[BodyText] and nothing **closed**" in told(content)


def test_a_case_alone_is_the_case(real: Product) -> None:
    alone = replace(real, collection=replace(real.collection, cases=real.cases[:1]))
    text = told(docx.make(alone)[""])
    assert "[TOC1]" not in text
    assert "[Title]" not in text
    assert text.startswith("[Heading1]")
