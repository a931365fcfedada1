"""Markdown from strangers becomes HTML that can do no harm and that a tagged PDF can hold."""

from __future__ import annotations

import re

import pytest

from sane_cli.exporters._report.markdown import Surroundings, picture, plain, to_html

AROUND = Surroundings("en", {"vuka": "Vuka"}, {"assets/a.png": b"\x89PNG\r\n\x1a\nrest", "assets/b.svg": b"<svg"}.get)


def render(text: str) -> str:
    return to_html(text, AROUND)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick=x>b</b>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](file:///etc/passwd)",
        "[a](//example.org)",
        "[a](unknown-case)",
        "[a](case:unknown)",
        "![a](https://example.org/a.png)",
        "![a](/etc/passwd)",
        "![a](assets/../../x.png)",
        "![a](assets/b.svg)",
        '[a](https://example.org/"onclick="x)',
    ],
)
def test_no_harm(text: str):
    found = re.findall(r"<(\w+)([^>]*)>", render(text))
    assert all(tag in ("p", "a", "span") for tag, _attributes in found)
    assert all(re.fullmatch(r'( (href|class)="(https://[^"]*|note)")*', rest) for tag, rest in found if tag != "p")


def test_links_keep_their_words_and_print_their_address():
    html = render("See [the *whole* `story`](https://example.org/story).")
    assert '<a href="https://example.org/story">the whole story</a>' in html
    assert '<span class="note">https://example.org/story</span>' in html


def test_an_address_that_is_its_own_word_is_not_printed_twice():
    assert "note" not in render("<https://example.org/story>")


@pytest.mark.parametrize("target", ["vuka", "case:vuka"])
def test_cases_are_linked_inside(target: str):
    assert '<a href="#case-vuka">it</a>' in render(f"[it]({target})")


def test_headings_go_below_and_skip_no_level():
    html = render("# One\n\n#### Two\n\n# Three\n\n###### Four")
    assert re.findall(r"<h(\d)", html) == ["3", "4", "3", "4"]


def test_loose_lists_of_single_paragraphs_are_tight():
    assert "<p>" not in render("- one\n\n- two")
    assert render("- one\n\n  more\n- two").count("<p>") == 2


def test_quotes_follow_the_language():
    assert "“word”" in to_html('"word"', Surroundings("en"))
    assert "«\u202fmot\u202f»" in to_html('"mot"', Surroundings("fr-CA"))
    assert "«palabra»" in to_html('"palabra"', Surroundings("es"))


def test_steering_characters_are_written_out():
    assert "\\u202e" in render("a\u202eb")
    assert "\\x1b" in render("a\x1b[31mb")
    assert render("a\r\nb") == "<p>a\nb</p>\n"


def test_pictures_come_from_the_playbook_only():
    assert picture("assets/a.png", AROUND.read_asset).startswith("data:image/png;base64,")
    assert picture("assets/none.png", AROUND.read_asset) == ""
    assert picture("assets/b.svg", AROUND.read_asset) == ""
    assert 'alt="words"' in render("![words](assets/a.png)")


def test_plain_words():
    assert plain("**One** [two](https://example.org) `three`\n\n- four") == "One two three four"
