"""JSON, JSON Lines, CSV and Markdown for machines and careless programs: the published schema, and hostile text."""

from __future__ import annotations

import csv as reader
import io
import json
import re
import runpy
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from markdown_it import MarkdownIt

from sane_cli.core import export_schema
from sane_cli.core.cell import safe
from sane_cli.core.product import Product
from sane_cli.core.tlp import Tlp
from sane_cli.exporters import csv, jsonl, markdown
from sane_cli.exporters import json as json_file
from tests.exporters.hostile import RECIPE, hostile
from tests.exporters.made import ROOT, product_of
from tests.exporters.small import small

SCHEMA = json.loads((ROOT / "sane_cli" / "exporters" / "export.schema.json").read_text("utf-8"))
WHOLE = jsonschema.Draft202012Validator(SCHEMA)
LINE = jsonschema.Draft202012Validator({**SCHEMA, "$ref": "#/$defs/line", "required": [], "properties": {}})


def products(real: Product) -> list[Product]:
    return [real, small(), *(product_of(hostile(), RECIPE, audience=audience) for audience in Tlp)]


def test_the_schema_is_sound_fresh_and_at_no_made_up_address() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    script = runpy.run_path(str(ROOT / "scripts" / "export_schema.py"))
    assert script["text"]() == script["TARGET"].read_text("utf-8"), "run: python scripts/export_schema.py"
    assert SCHEMA["$id"].split("/")[2].endswith(".invalid")  # RFC 2606: never anybody's


def test_everything_exported_is_valid(real: Product) -> None:
    for product in products(real):
        WHOLE.validate(json.loads(json_file.make(product)[""]))
        for line in jsonl.make(product)[""].decode().splitlines():
            LINE.validate(json.loads(line))


def test_the_schema_finds_what_is_wrong(real: Product) -> None:
    data = json.loads(json_file.make(real)[""])
    for broken in (
        {**data, "format": 2},
        {**data, "audience": "everybody"},
        {**data, "cases": [{"title": "without an id"}]},
        {**data, "cases": [{**data["cases"][0], "threats": "one"}]},
        {name: value for name, value in data.items() if name != "cases"},
    ):
        assert not WHOLE.is_valid(broken)
    assert not LINE.is_valid({"format": 1, "audience": "clear", "collection": "x"})


def test_a_field_that_the_schema_gains_is_in_it() -> None:
    raw = json.loads((ROOT / "schema" / "case.schema.json").read_text("utf-8"))
    raw["properties"]["weather"] = {"title": "Weather", "type": "string", "minLength": 3, "pattern": "^a"}
    made = export_schema.export_schema(raw)["$defs"]["case"]["properties"]["weather"]
    assert made == {"title": "Weather", "type": "string"}


def test_lines_say_the_same_as_the_whole(real: Product) -> None:
    whole = json.loads(json_file.make(real)[""])
    lines = [json.loads(line) for line in jsonl.make(real)[""].decode().splitlines()]
    assert [line["case"] for line in lines] == whole["cases"]
    assert {(line["format"], line["audience"], line["collection"]) for line in lines} == {(1, "clear", "playbook")}


def test_every_term_has_words(real: Product) -> None:
    data = json.loads(json_file.make(real)[""])
    for name in ("threats", "mechanisms"):
        assert {term for case in data["cases"] for term in case[name]} == set(data["terms"][name])
    assert [next(iter(case)) for case in data["cases"]] == ["id"] * len(data["cases"])


def test_json_steers_no_terminal() -> None:
    odd = small()
    odd = replace(odd, collection=replace(odd.collection, title="a\x1b[31m\u202eb ##[error]"))
    text = json_file.make(odd)[""].decode()
    assert json.loads(text)["title"] == "a\x1b[31m\u202eb ##[error]"
    assert not re.search("[\x1b\u202e]", text)
    assert "##[" not in text


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "＋1", "－1", "＠SUM(1)", '"=1',
     "x;=1", "x\n=cmd|' /C calc'!A0", "x,\t@SUM(A1)", 'x";=1', "x; +cmd|'/c calc'!A", "a;-HYPERLINK('x')"],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_program_finds_a_formula(words: str, separator: str) -> None:
    written = io.StringIO()
    reader.writer(written, lineterminator="\r\n").writerow(["first", safe(words), "last"])
    # a program with another separator, and one that knows nothing of quotation marks
    for quoting in (reader.QUOTE_MINIMAL, reader.QUOTE_NONE):
        for row in reader.reader(io.StringIO(written.getvalue()), delimiter=separator, quoting=quoting):
            for cell in row:
                assert not re.match(r"[\s\"]*(?:[=＝]|[+@＋－＠-][A-Za-z_.]+\(|[+@＋－＠-][^\s|]*\|)", cell), cell
    assert next(reader.reader(io.StringIO(written.getvalue())))[1] == safe(words)


@pytest.mark.parametrize(
    "words", ["Plain.", "- a list\n- more", "a - b", "2013/..", "a; b; c", "x = y", "a@example.org"]
)
def test_plain_words_stay_as_they_are_inside(words: str) -> None:
    assert safe(words).removeprefix("'") == words


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\\<script>",
    "<svg/onload=x>",
    "<!-- x -->",
    "<?php x ?>",
    "</div><iframe src=x>",
    "[a](javascript:alert(1))",
    "[a]( JaVaScRiPt:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](java&#115;cript:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "[a](//evil.example)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "> [b]: javascript:alert(1)\n\n[b]",
    "![a](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "[a](\njavascript:alert(1))",
    "![a](../../x)",
    "<https://x.example/ onclick=x>",
    "`<b>` <b>",
    "[a](\\javascript:x)",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_does_no_harm_in_a_careless_viewer(attack: str) -> None:
    viewer = MarkdownIt("commonmark", {"html": True}).enable("table")
    viewer.validateLink = lambda _url: True  # type: ignore[method-assign]
    html = viewer.render(markdown.harmless(attack))
    assert set(re.findall(r"</?([a-z]+)", html)) <= {"p", "a", "blockquote", "code", "em"}
    assert all(re.match(r"https?://|mailto:", target) for target in re.findall(r'(?:href|src)="([^"]*)"', html)), html


def test_markdown_keeps_what_is_meant(real: Product) -> None:
    for kept in (
        "[a](https://example.org)",
        "[a](case:vuka)",
        "[a](vuka)",
        "<https://example.org>",
        "a < b",
        "[withheld]: no",
    ):
        assert markdown.harmless(kept) == kept
    text = markdown.make(real)[""].decode()
    assert "&lt;" not in text
    assert "&#" not in text


@pytest.mark.parametrize("module", [json_file, jsonl, csv, markdown])
def test_the_order_is_that_of_the_collection(module: object, real: Product) -> None:
    text = module.make(real)[""].decode()  # type: ignore[attr-defined]
    places = [text.index(case.data["summary"][:40].replace('"', '""') if module is csv else case.data["summary"][:40])
              for case in real.cases]  # fmt: skip
    assert places == sorted(places)


def test_the_path_of_the_schema_is_where_documents_say() -> None:
    guide = (ROOT / "docs" / "guide" / "formats.md").read_text("utf-8")
    assert "sane_cli/exporters/export.schema.json" in guide
    assert Path(ROOT / "sane_cli/exporters/export.schema.json").is_file()
