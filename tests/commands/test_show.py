"""``sane show`` from outside: a pleasant page on a screen, Markdown in a pipe, the whole case for programs."""

from __future__ import annotations

import json
import os

import pytest
import yaml
from wcwidth import wcswidth

from tests import desk

STORY = """\
A paragraph with **strong words** and [an address](https://example.org/there).

- one
- two

| a | b |
|---|---|
| 1 | 2 |
"""


@pytest.fixture
def told(small):
    """A case with a story, related cases, exports."""
    desk.build(
        small,
        (
            desk.case(
                "told",
                response=STORY,
                notes="For the desk only.",
                lessons=[{"text": "Act early.", "for": "icso"}],
                related=[{"case": "alpha", "relation": "similar"}, {"case": "closed", "relation": "similar"}],
                sources=[{"title": "A page", "url": "https://example.org/page", "publisher": "Someone"}],
            ),
        ),
    )
    line = {"at": "2026-03-04T05:06:07+00:00", "file": "exports/p.pdf", "audience": "TLP:CLEAR", "cases": {"told": "0"}}
    other = {**line, "file": "exports/other.pdf", "cases": {"alpha": "told"}}
    text = f"{json.dumps(line)}\nno JSON about told\n[{json.dumps('told')}]\n{json.dumps(other)}\n"
    desk.write(small / "exports" / "ledger.jsonl", text.encode())


@pytest.mark.parametrize("columns", [40, 60, 80, 140])
def test_a_page_fits_and_tells_everything(screen, told, columns):
    ran = screen("show", "told", columns=columns)
    assert ran.code == 0
    assert max(map(wcswidth, ran.out.splitlines())) <= min(columns, 78)
    flat = " ".join(ran.out.split())
    for words in ("Title of told", "Uganda", "Phishing", "strong words", "Act early.", "For the desk only.", "As of"):
        assert words in flat
    assert "https://example.org/page" in ran.out


def test_related_cases_have_titles_and_past_exports_are_told(screen, told):
    out = screen("show", "told").out
    assert "Alpha against phishing" in out
    assert "2026-03-04  TLP:CLEAR  exports/p.pdf" in out
    assert "other.pdf" not in out


def test_other_readers_see_neither_notes_nor_exports_nor_hidden_cases(screen, told):
    out = screen("show", "told", "--audience", "clear").out
    assert "Alpha against phishing" in out
    for words in ("For the desk only", "exports/", "closed"):
        assert words not in out


def test_definitions_on_demand(screen, ask, told):
    words = "What the words mean"
    assert words not in screen("show", "told").out
    assert words in screen("show", "told", "--define").out
    assert words in ask("show", "told", "--define").out


def test_formats(ask, told):
    assert ask("show", "told").out.startswith("# Title of told\n")
    shown = json.loads(ask("show", "told", "--format", "json").out)
    assert (shown["format"], shown["case"]["id"], shown["case"]["response"]) == (1, "told", STORY)
    assert yaml.safe_load(ask("show", "told", "--format", "yaml").out)["response"] == STORY
    assert "- Alpha against phishing – alpha (Similar)" in ask("show", "told", "--format", "markdown").out


def test_unknown_and_withheld_cases(ask):
    ran = ask("show", "alhpa")
    assert (ran.code, ran.out) == (2, "")
    assert "alpha" in ran.err
    assert ask("show", "closed", "--audience", "clear").code == 5
    assert "closed" not in ask("show", "clsed", "--audience", "clear").err


def test_a_long_page_goes_through_the_pager(screen, told, tmp_path, monkeypatch):
    seen = tmp_path / "seen"
    monkeypatch.setenv("PAGER", f"sh -c 'cat > {seen}'")
    monkeypatch.setenv("TERM", "xterm")

    def run(*words, lines):
        monkeypatch.setattr("shutil.get_terminal_size", lambda *_a, **_k: os.terminal_size((80, lines)))
        return screen("show", "told", *words).out

    assert run(lines=500) != ""
    assert not seen.exists()
    assert run("--no-pager", lines=5) != ""
    assert not seen.exists()
    assert run(lines=5) == ""
    assert seen.read_text().startswith("Title of told\n")


@pytest.mark.parametrize("pager", ["", "/nowhere/less", "true"])
def test_a_pager_that_does_not_work_loses_nothing_but_itself(screen, told, monkeypatch, pager):
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_a, **_k: os.terminal_size((80, 5)))
    monkeypatch.setattr("sane_cli.commands._pager._PAGER", pager)
    monkeypatch.setenv("TERM", "xterm")

    def run():
        monkeypatch.setenv("PAGER", pager)
        return screen("show", "told")

    assert run().code == 0


def test_a_page_cannot_steer_the_terminal(screen, small):
    evil = "a\x1b]0;b\x07\u202e[x](https://example.org/\x1b[2J)"
    desk.build(small, (desk.case("evil", title=evil, response=evil, lessons=[{"text": evil, "for": "all"}]),))
    assert not {"\x1b", "\x07", "\u202e"} & set(screen("show", "evil", "--define").out)
