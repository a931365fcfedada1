from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sane_cli.core.tlp import WITHHELD, Tlp, audience, label_or_red, open_spans, span_faults, span_labels
from sane_cli.core.tlp import without_comments as bare

LABELS = some.sampled_from(list(Tlp))
SECRET = "CANARY"


def test_labels_are_the_standards_own_and_ordered():
    assert [label.value for label in Tlp] == ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert [label.rank for label in Tlp] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "wrong", [None, "", "TLP:CLEAR ", "tlp:clear", "CLEAR", "TLP:WHITE", 0, True, [], {}, ["TLP:CLEAR"]]
)
def test_whatever_is_not_a_label_is_red(wrong: object):
    assert label_or_red(wrong) is Tlp.RED


def test_an_audience_is_a_word_of_the_contract():
    assert [audience(word) for word in ("clear", "GREEN", "amber+strict", "TLP:RED")] == [
        Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER_STRICT, Tlp.RED,
    ]  # fmt: skip
    assert audience("white") is None
    assert audience("") is None


@pytest.mark.parametrize(
    ("text", "clear", "amber"),
    [
        ("a [[TLP:AMBER| words]] b", "a [withheld] b", "a words b"),
        ("a [[TLP:AMBER|words [x](https://e.org/[1])]] b", "a [withheld] b", "a words [x](https://e.org/[1]) b"),
        ("a [[TLP:AMBER| one [[TLP:RED| two]] three]] b", "a [withheld] b", "a one [withheld] three b"),
        ("[[tlp:amber| words]] b", "[withheld] b", "words b"),
        ("[[TLP:AMBER| [words]]] b", "[withheld] b", "[words] b"),
        ("[[TLP:AMBER|\n\nwords\n\n]] b", "[withheld] b", "\n\nwords\n\n b"),
        ("no marks, [a link](https://e.org), TLP:AMBER in passing", None, None),
        ("labelled [TLP:AMBER] by the network", None, None),
    ],
)
def test_spans_open_for_those_who_may_read_them(text: str, clear: str | None, amber: str | None):
    assert open_spans(text, Tlp.CLEAR) == (text if clear is None else clear)
    assert open_spans(text, Tlp.AMBER) == (text if amber is None else amber)
    assert span_faults(text) == []


BROKEN = [
    "[[TLP:AMBER| {}",  # no end
    "[[TLP:AMBER| {} ] more ]] after",  # its end is torn apart
    "[[TLP:AMBER| a ] ] {}",
    "[[TLP:AMBER| a \\]\\] {} ]]",
    "[[TLP:AMBER {}]]",  # no bar
    "[[TLP:AMBER: {}]]",
    "[[TLP| {}]]",
    "[[AMBER| {}]]",  # no TLP
    "[TLP:AMBER| {}]",  # one bracket
    "((TLP:AMBER| {}))",
    "{{TLP:AMBER| {}}}".replace("{{", "{ {").replace("}}", "} }"),
    "TLP:AMBER| {}",
    "[[TLP-AMBER| {}]]",
    "［［TLP:AMBER｜{}］］",
    "[[TL\u0420:RED| {}]]",  # a Cyrillic letter
    "&#91;&#91;TLP:RED| {}]]",
    "[[**TLP:RED**| {}]]",
    "[[TLP:RED\u200b| {}]]",
    "[[TLP:RED|",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_mark_closes_to_the_end_for_everybody(text: str):
    text = text.replace("{}", SECRET)
    for reader in Tlp:
        assert SECRET not in open_spans("before " + text, reader)
    assert open_spans("before " + text, Tlp.CLEAR).startswith("before ")
    assert span_faults(text)


def test_a_label_that_does_not_exist_is_red():
    text = f"[[TLP:ORANGE| {SECRET}]] after"
    assert open_spans(text, Tlp.AMBER_STRICT) == f"{WITHHELD} after"
    assert span_faults(text) == [0]


@pytest.mark.parametrize("gap", [" ", "\u200b", "\u00ad", "\\", "\n", "\u2060", "\ufeff", "*", "_"])
def test_a_mark_with_something_in_between_still_closes(gap: str):
    for text in (f"[{gap}[TLP:RED| {SECRET}]]", f"[[{gap}TLP:RED| {SECRET}]]", f"[[T{gap}LP:RED| {SECRET}]]"):
        assert SECRET not in open_spans(text, Tlp.AMBER_STRICT)


def test_spans_nested_deeper_than_anyone_means_stay_closed():
    text = "[[TLP:CLEAR| " * 30 + SECRET + "]]" * 30
    assert SECRET not in open_spans(text, Tlp.RED)


@given(some.text(), LABELS, some.text(), LABELS)
def test_a_span_never_shows_to_those_below_its_label(before: str, label: Tlp, after: str, reader: Tlp):
    opened = open_spans(f"{before}[[{label.value}| {SECRET}]]{after}", reader)
    if not reader.sees(label):
        assert SECRET not in opened
        assert WITHHELD in opened


@given(some.recursive(some.text("ab[]| \\"), lambda inner: some.tuples(LABELS, some.lists(inner, max_size=3))))
def test_whatever_opens_to_one_audience_opens_to_every_closer_one(tree: object):
    def written(part: object) -> str:
        if isinstance(part, str):
            return part
        label, inner = part  # type: ignore[misc]
        return f"[[{label.value}| {''.join(map(written, inner))}]]"

    text = written(tree) + f"[[TLP:AMBER| {SECRET}]]"
    shown = [SECRET in open_spans(text, reader) for reader in Tlp]
    assert shown == sorted(shown)


def test_labels_of_spans_are_told_to_the_rules():
    assert span_labels("a [[TLP:AMBER| x]] [[TLP:GREEN| y]]") == [(2, Tlp.AMBER), (19, Tlp.GREEN)]
    assert span_labels("a [[TLP:AMBER x") == [(2, Tlp.RED)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a <!-- CANARY --> b", "a  b"),
        ("a <!-- CANARY", "a "),
        ("a\n[//]: # (CANARY)\nb", "a\n\nb"),
        ('a\n[note]: <> "CANARY"\nb', "a\n\nb"),
        ("a [b]: c <b>d</b>", "a [b]: c <b>d</b>"),
    ],
)
def test_comments_are_nobodys_to_read(text: str, left: str):
    assert bare(text) == left


@pytest.mark.parametrize(
    "text", ["[" * 40_000, "[" + " " * 40_000, "[[TLP" + " " * 40_000, "<!--" * 10_000, "[a]: " * 8_000]
)
def test_no_text_takes_long(text: str):
    began = time.perf_counter()
    open_spans(bare(text), Tlp.CLEAR)
    span_faults(text)
    assert time.perf_counter() - began < 2
