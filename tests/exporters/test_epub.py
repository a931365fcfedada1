"""The EPUB: sound by its own rules, read with the standard library; and by epubcheck where that is installed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urldefrag

import pytest
from lxml import etree
from PIL import Image

from sane_cli.core.labels import Labels
from sane_cli.core.product import Product
from sane_cli.exporters import epub
from sane_cli.exporters._report.model import report
from tests.exporters.hostile import CANARIES, RECIPE, hostile
from tests.exporters.made import Names, product_of
from tests.exporters.opened import members
from tests.exporters.small import small

X = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
EPUB = "{http://www.idpf.org/2007/ops}"


def arabic() -> Product:
    product = small()
    return replace(
        product,
        labels=Labels(product.labels.lexicon, Names("ar")),
        collection=replace(product.collection, title="كلمات مخترعة", language="ar"),
    )


@pytest.fixture(scope="module")
def books(real: Product) -> dict[str, bytes]:
    alone = replace(real, collection=replace(real.collection, cases=real.cases[:1]))
    products = {
        "real": real,
        "alone": alone,
        "small": small(),
        "arabic": arabic(),
        "hostile": product_of(hostile(), RECIPE),
        "brief": replace(real, theme="brief"),
        "plain": replace(real, theme="print-plain"),
    }
    return {name: epub.make(product)[""] for name, product in products.items()}


BOOKS = ["real", "alone", "small", "arabic", "hostile", "brief", "plain"]


def package(files: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(files["EPUB/package.opf"])


@pytest.mark.parametrize("name", BOOKS)
def test_the_archive_begins_as_a_device_expects(name: str, books: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(books[name])) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert archive.read(first) == b"application/epub+zip"
        assert archive.testzip() is None
    assert books[name][30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.parametrize("name", BOOKS)
def test_the_package_lists_what_is_there_and_only_that(name: str, books: dict[str, bytes]) -> None:
    files = members(books[name])
    opf = package(files)
    items = {item.get("id"): item for item in opf.iter(f"{OPF}item")}
    assert len(items) == len(list(opf.iter(f"{OPF}item")))
    listed = {f"EPUB/{item.get('href')}" for item in items.values()}
    assert listed == set(files) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    spine = [items[each.get("idref")].get("href") for each in opf.iter(f"{OPF}itemref")]
    assert sorted(spine) == sorted(href for item in items.values() if (href := item.get("href")).endswith(".xhtml"))
    properties = [item.get("properties") for item in items.values()]
    assert properties.count("nav") == properties.count("cover-image") == 1


@pytest.mark.parametrize("name", BOOKS)
def test_every_page_is_xml_with_sound_links_unique_ids_and_one_heading(name: str, books: dict[str, bytes]) -> None:
    files = members(books[name])
    pages = {path: etree.fromstring(data) for path, data in files.items() if path.endswith(".xhtml")}
    ids = {path: [each.get("id") for each in page.iter() if each.get("id")] for path, page in pages.items()}
    for path, page in pages.items():
        assert len(ids[path]) == len(set(ids[path])), path
        assert len(list(page.iter(f"{X}h1"))) == 1, path
        assert page.get("lang")
        assert page.find(f"{X}head/{X}title").text
        assert [p.text for p in page.iter(f"{X}span") if p.getparent().get("class") == "tlp"] == ["TLP:CLEAR"] * 2
        for each in page.iter():
            target = each.get("href") or each.get("src")
            if target is None or target.startswith(("http://", "https://", "mailto:")):
                continue
            file, fragment = urldefrag(target)
            there = normpath(join(dirname(path), file)) if file else path
            assert there in files, (path, target)
            assert not fragment or fragment in ids[there], (path, target)
        svg = any(str(each.tag).endswith("}svg") for each in page.iter())
        item = next(each for each in package(files).iter(f"{OPF}item") if f"EPUB/{each.get('href')}" == path)
        assert (item.get("properties") == "svg") is svg


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_in_it_runs_or_is_fetched(name: str, books: dict[str, bytes]) -> None:
    for path, data in members(books[name]).items():
        if path.endswith(".xhtml"):
            page = etree.fromstring(data)
            names = {etree.QName(each).localname for each in page.iter()}
            assert not names & {"script", "iframe", "object", "embed", "form", "input", "base", "audio", "video"}
            assert not [key for each in page.iter() for key in each.attrib if key.startswith("on")]
            pictures = [each.get("src") for each in page.iter(f"{X}img")]
            assert all(re.fullmatch(r"[0-9a-f]{16}\.(png|jpeg|gif)", source) for source in pictures)
        if path.endswith(".css"):
            assert b"url(" not in data
            assert b"@import" not in data
            assert b"var(" not in data


def test_contents_name_every_case_once(real: Product, books: dict[str, bytes]) -> None:
    nav = etree.fromstring(members(books["real"])["EPUB/nav.xhtml"])
    toc = next(each for each in nav.iter(f"{X}nav") if each.get(f"{EPUB}type") == "toc")
    listed = ["".join(each.itertext()) for each in toc.iter(f"{X}a")]
    assert len(listed) == len(set(listed))
    assert [title for title in listed if title in [e.title for e in report(real).entries]] == [
        entry.title for entry in report(real).entries
    ]


def test_it_says_what_it_is(books: dict[str, bytes]) -> None:
    opf = package(members(books["real"]))
    assert opf.find(f"{OPF}metadata/{DC}title").text == "Solidarity Playbook"
    assert opf.find(f"{OPF}metadata/{DC}language").text == "en"
    assert opf.find(f"{OPF}metadata/{DC}rights").text.startswith("TLP:CLEAR")
    found = {(each.get("property"), each.text) for each in opf.iter(f"{OPF}meta")}
    assert ("dcterms:modified", "2026-11-22T12:00:00Z") in found
    assert ("schema:accessMode", "textual") in found
    assert {name for name, _text in found} >= {
        "schema:accessibilityFeature", "schema:accessibilityHazard", "schema:accessibilitySummary",
        "schema:accessModeSufficient",
    }  # fmt: skip


def test_an_edition_keeps_its_identity_and_changes_its_date(real: Product) -> None:
    later = replace(real.provenance, made=real.provenance.made.replace(year=2027), commit="fedcba")
    first, second = (package(members(epub.make(each)[""])) for each in (real, replace(real, provenance=later)))
    name = f"{OPF}metadata/{DC}identifier"
    assert first.find(name).text == second.find(name).text
    assert etree.tostring(first) != etree.tostring(second)


def test_right_to_left(books: dict[str, bytes]) -> None:
    files = members(books["arabic"])
    assert package(files).find(f"{OPF}spine").get("page-progression-direction") == "rtl"
    page = etree.fromstring(files["EPUB/case-second.xhtml"])
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    english = etree.fromstring(files["EPUB/case-first.xhtml"]).find(f".//{X}article")
    assert (english.get("lang"), english.get("dir")) == ("en", "ltr")


@pytest.mark.parametrize("name", BOOKS)
def test_the_cover_is_a_picture_that_shelves_can_show(name: str, books: dict[str, bytes]) -> None:
    with Image.open(io.BytesIO(members(books[name])["EPUB/cover.png"])) as cover:
        assert cover.size == (1200, 1920)
        assert not cover.getexif()
        assert len(cover.convert("RGB").getcolors(1 << 20)) > 4


def test_a_title_without_a_font_leaves_the_cover_without_one() -> None:
    product = small()
    product = replace(product, collection=replace(product.collection, title="你好"))
    assert epub.make(product)[""]


def test_a_careless_theme_still_makes_sound_pages(real: Product, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('[colours]\naccent = "#5b2a86"\n')
    (tmp_path / "back.html.j2").write_text(
        "<section id=provenance><h1>Back</h1><p>No end<br><p>and <b>on<img src=x alt=logo></section>"
    )
    (tmp_path / "epub.css").write_text("h1 { color: var(--accent) } p { color: var(--unknown) }")
    files = members(epub.make(replace(real, theme=str(tmp_path)))[""])
    assert "and onlogo" in "".join(etree.fromstring(files["EPUB/provenance.xhtml"]).itertext())
    assert files["EPUB/style.css"] == b"h1 { color: #5b2a86 } p { color: inherit }"


def test_a_draft_says_so() -> None:
    files = members(epub.make(small())[""])
    assert ">Draft – A draft<" in files["EPUB/nav.xhtml"].decode()
    assert 'class="case unpublished"' in files["EPUB/case-third.xhtml"].decode()


def test_nothing_closed_is_anywhere_in_it(books: dict[str, bytes]) -> None:
    whole = b"".join(data + name.encode() for name, data in members(books["hostile"]).items())
    assert [name for name, canary in CANARIES.items() if canary.encode() in whole] == []


@pytest.mark.skipif(
    not (shutil.which("epubcheck") and shutil.which("java")),
    reason="epubcheck is not installed: the structure is checked above, its full rules are not (apt install epubcheck)",
)
@pytest.mark.parametrize("name", ["real", "hostile", "arabic"])
def test_epubcheck_finds_nothing(name: str, books: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(books[name])
    # Debian's epubcheck is the Java archive itself
    command = ["java", "-jar", str(shutil.which("epubcheck")), "-q", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
