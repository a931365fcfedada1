"""The files of the site: whole, linked, the same every time, and nothing in them that should not be."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from sane_cli.core.document import Document, Kind
from sane_cli.core.product import Product, Workshop
from sane_cli.core.tlp import Tlp
from sane_cli.core.words import speaking
from sane_cli.store import export_folder
from sane_cli.store.languages import translations
from tests.exporters import sites
from tests.exporters.hostile import CANARIES
from tests.exporters.made import Names, documents, playbook, product_of

Files = Mapping[str, bytes]
ADDRESS = "https://example.org/playbook/"


@pytest.fixture(scope="module")
def real() -> Files:
    return sites.made(sites.real())


@pytest.fixture(scope="module")
def attacked() -> Files:
    return sites.made(sites.attacked())


def page(files: Files, path: str) -> Any:
    return html.fromstring(files[path].decode())


def pages(files: Files) -> list[str]:
    return [path for path in files if path.endswith(".html")]


def addressed() -> Any:
    product = playbook()
    return replace(product, settings={**product.settings, "address": ADDRESS})


@pytest.mark.parametrize("name", ["real", "attacked"])
def test_every_way_leads_somewhere(name: str, request: pytest.FixtureRequest):
    files: Files = request.getfixturevalue(name)
    ids = {path: set(page(files, path).xpath("//@id")) for path in pages(files)}
    broken = []
    for path in pages(files):
        for address in page(files, path).xpath("//@href | //@src | //@srcset | //@action"):
            parts = urlsplit(address)
            if parts.scheme in ("https", "http", "mailto"):
                continue
            assert not parts.scheme, (path, address)
            target = str(resolved(PurePosixPath(path).parent, unquote(parts.path))) if parts.path else path
            is_state = "=" in parts.fragment
            if target not in files or (parts.fragment and not is_state and parts.fragment not in ids[target]):
                broken.append((path, address))
    assert broken == []


def resolved(folder: PurePosixPath, path: str) -> PurePosixPath:
    parts = list(folder.parts)
    for part in PurePosixPath(path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def test_the_same_cases_give_the_same_bytes(real: Files):
    assert sites.made(sites.real()) == real


@pytest.mark.parametrize("name", ["real", "attacked"])
def test_pages_hold_no_script_or_style_of_their_own(name: str, request: pytest.FixtureRequest):
    files: Files = request.getfixturevalue(name)
    for path in pages(files):
        tree = page(files, path)
        assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content"), path
        assert "unsafe" not in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert not tree.xpath("//style | //@style | //@*[starts-with(name(), 'on')]"), path
        assert all(script.get("src") or "json" in script.get("type") for script in tree.xpath("//script")), path
        assert not tree.xpath("//img[starts-with(@src, 'data:') or contains(@src, '//')]"), path


def test_nothing_closed_is_in_any_file_or_name(attacked: Files):
    whole = b"\n".join([*attacked.values(), *(name.encode() for name in attacked)])
    assert b"Open words." in whole
    for canary in CANARIES.values():
        assert canary.encode() not in whole, canary
    assert not [name for name in attacked if "hidden" in name]


def test_data_of_the_filter_cannot_end_its_script(attacked: Files):
    for path in ("data/cases.js", "data/search.js"):
        text = attacked[path].decode()
        assert "<" not in text
        assert text.count("\n") == 1
        assert json.loads(re.fullmatch(r"sanePlaybook\.\w+\((.*)\);\n", text, re.DOTALL).group(1))


def test_machines_read_what_a_case_is(real: Files):
    told = page(real, "cases/bond-uk.html").xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(told[0])
    assert data["@type"] == "Article"
    assert data["headline"].startswith("Bond UK")
    assert {"Sarah Pugh"} <= {author["name"] for author in data["author"]}
    assert json.loads(real["cases/bond-uk.json"])["cases"][0]["id"] == "bond-uk"
    assert len(json.loads(real["download/cases.json"])["cases"]) == 14


def test_the_feed_is_one():
    for product, home in ((playbook(), ""), (addressed(), ADDRESS)):
        feed = etree.fromstring(sites.made(product)["feed.xml"])
        atom = {"a": "http://www.w3.org/2005/Atom"}
        entries = feed.xpath("a:entry", namespaces=atom)
        assert len(entries) == 14
        days = [entry.findtext("a:updated", namespaces=atom) for entry in entries]
        assert days == sorted(days, reverse=True)
        assert all(entry.xpath("a:link/@href", namespaces=atom)[0].startswith(f"{home}cases/") for entry in entries)
        assert all(entry.findtext("a:id", namespaces=atom).startswith("urn:uuid:") for entry in entries)


def test_only_a_published_and_open_site_is_listed_for_search_engines(real: Files):
    assert "sitemap.xml" not in real
    made = sites.made(addressed())
    listed = etree.fromstring(made["sitemap.xml"]).xpath("//*[local-name()='loc']/text()")
    assert f"{ADDRESS}cases/bond-uk.html" in listed
    assert all(address.removeprefix(ADDRESS) in made for address in listed)
    assert page(made, "cases/bond-uk.html").xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}cases/bond-uk.html"]
    # whatever stands at the end of an address that is not there, its page finds its style sheet
    assert page(made, "404.html").xpath("//link[@rel='stylesheet']/@href") == ["/playbook/site.css"]
    closer = sites.made(replace(addressed(), label=Tlp.GREEN))
    assert "sitemap.xml" not in closer
    assert page(closer, "index.html").xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page(closer, "index.html").xpath("//*[@class='tlp']//text()") == ["TLP:GREEN", "TLP:GREEN"]


def test_old_names_of_terms_lead_to_the_new_ones():
    docs = documents(Path(__file__).parents[2] / "playbook")
    threats = next(doc for doc in docs if doc.stem == "threats")
    terms = [dict(term) for term in threats.mapping["terms"]]
    phishing = next(term for term in terms if term["id"] == "phishing")
    phishing["aliases"] = [*phishing.get("aliases", []), "old-name-of-phishing"]
    terms.append({"id": "replaced", "label": {"en": "Replaced"}, "replaced_by": "phishing", "broader": "digital"})
    docs[docs.index(threats)] = Document(
        kind=Kind.VOCABULARY, path=threats.path, data={**threats.mapping, "terms": terms}
    )
    files = sites.made(product_of(docs, {"id": "all", "title": "All", "query": {}}))
    for old in ("old-name-of-phishing", "replaced"):
        assert page(files, f"threats/{old}.html").xpath("//meta[@http-equiv='refresh']/@content") == [
            "0; url=phishing.html"
        ]


def test_a_french_site_is_french():
    with speaking(translations("fr")):
        labels = replace(sites.real().labels, names=Names("fr"))
        files = sites.made(playbook(labels=labels))
    start = page(files, "index.html")
    assert start.get("lang") == "fr"
    assert "Que vous est-il arrivé" in start.text_content()
    assert "Menaces" in start.text_content()
    assert "What happened" not in start.text_content()


def test_pictures_become_files_without_a_way_out():
    docs = documents(Path(__file__).parents[2] / "playbook")
    one = next(doc for doc in docs if doc.stem == "bond-uk")
    pixel = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    media = [{"kind": "picture", "title": "An invented picture", "url": "assets/x.png"}]
    docs[docs.index(one)] = Document(kind=Kind.CASE, path=one.path, data={**one.mapping, "media": media})
    product = product_of(docs, {"id": "one", "title": "One", "cases": ["bond-uk"]}, read_asset=lambda _path: pixel)
    files = sites.made(product)
    shown = page(files, "cases/bond-uk.html").xpath("//figure/img")[0]
    assert shown.get("alt") == "An invented picture"
    assert files[str(resolved(PurePosixPath("cases"), shown.get("src")))] == pixel


def test_a_small_site_has_pdfs_and_the_questionnaire(tmp_path: Path):
    from pypdf import PdfReader

    from sane_cli.exporters import site

    product = sites.real()
    few = replace(product.collection, cases=product.cases[:2])
    files = site.PLUGIN.make(replace(product, collection=few, others=()))
    for path in ("cases/vuka-coalition.pdf", "download/playbook.pdf", "contribute/questionnaire.pdf"):
        written = tmp_path / "x.pdf"
        written.write_bytes(files[path])
        assert len(PdfReader(written).pages) >= 1
        assert path.encode() in files["cases/vuka-coalition.html"] + files["about.html"] + files["contribute.html"] or (
            b"vuka-coalition.pdf" in files["cases/vuka-coalition.html"]
        )
    assert "schema_version" in files["contribute/questionnaire.yaml"].decode() or files["contribute/questionnaire.md"]
    assert b"Vuka" not in files["contribute/questionnaire.md"]


def test_a_large_site_stays_small_at_the_start():
    files = sites.made(sites.many(400))
    # the grid and the lists are cut; data for the filter is loaded by whoever filters
    assert len(files["index.html"]) < 60_000
    assert len(files["cases.html"]) < 60_000
    assert "threads.svg" not in files


def test_what_is_kept_from_the_last_time_changes_no_byte():
    held: dict[str, bytes] = {}
    workshop = Workshop(recall=held.get, keep=held.__setitem__)

    def product(title: str, commit: str, *, remembers: bool) -> Product:
        docs = documents(Path(__file__).parents[2] / "playbook")
        one = next(doc for doc in docs if doc.stem == "bond-uk")
        docs[docs.index(one)] = Document(kind=Kind.CASE, path=one.path, data={**one.mapping, "title": title})
        made = product_of(docs, {"id": "all", "title": "All", "query": {}})
        provenance = replace(made.provenance, commit=commit)
        return replace(made, provenance=provenance, **({"workshop": workshop} if remembers else {}))

    for title, commit in (("First", "aaaa"), ("First", "bbbb"), ("Second", "bbbb"), ("Second: <b>", "cccc")):
        remembered = sites.made(product(title, commit, remembers=True))
        assert remembered == sites.made(product(title, commit, remembers=False)), (title, commit)
        # other cases lead to this one, and every page says of which version it is
        assert commit.encode() in remembered["cases/keepiton.html"]
    assert held


def test_only_what_changed_is_written(tmp_path: Path):
    export_folder.write(tmp_path, {"a/same.html": b"same", "a/new.html": b"old", "gone.html": b"gone"})
    before = (tmp_path / "a/same.html").stat()
    export_folder.write(tmp_path, {"a/same.html": b"same", "a/new.html": b"new"})
    after = (tmp_path / "a/same.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert (tmp_path / "a/new.html").read_bytes() == b"new"
    assert not (tmp_path / "gone.html").exists()
