"""Every text-like format of the same small product, compared with what was read and found good."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sane_cli.core.product import Exporter
from sane_cli.core.registry import load
from tests.exporters.golden import same
from tests.exporters.made import MADE
from tests.exporters.opened import members, told
from tests.exporters.small import small


def made(name: str, **changes: object) -> bytes:
    return load("sane_cli.exporters", name, Exporter).make(small(**changes))[""]


@pytest.mark.parametrize(
    ("name", "file"), [("markdown", "small.md"), ("csv", "small.csv"), ("json", "small.json"), ("jsonl", "small.jsonl")]
)
def test_text_formats(name: str, file: str) -> None:
    same(file, made(name).decode())


def test_html() -> None:
    # the style sheet is the theme's business and tested there
    same("small.html", re.sub(r"(?s)<style>.*?</style>", "<style>…</style>", made("html").decode()))


def test_word() -> None:
    same("small.docx.txt", told(made("docx")))


def test_epub() -> None:
    files = members(made("epub"))
    texts = {name: data.decode() for name, data in files.items() if not name.endswith((".png", ".css"))}
    same("small.epub.txt", "\n".join(f"== {name}\n{text}" for name, text in texts.items()))


@pytest.mark.parametrize("name", ["markdown", "csv", "json", "jsonl", "html", "docx", "epub"])
def test_the_same_bytes_each_time_and_another_date_only_where_it_says_so(name: str) -> None:
    first = made(name)
    assert first == made(name)
    later = replace(small().provenance, made=MADE.replace(year=2027))
    if name in ("docx", "epub"):
        infos = members(made(name, provenance=later))
        assert list(infos) == list(members(first))
        assert made(name, provenance=later) != first
