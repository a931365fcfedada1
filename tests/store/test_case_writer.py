"""Every text comes back unchanged through the strict reader."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sane_cli.store import yaml_read
from sane_cli.store.case_writer import case_text, plain_text

# what the strict reader takes in a text at all: no lone surrogates
TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=200)
_WORDS = "NO no yes off null ~ 2017 2017-09 1e3 0x1F .inf - -a ?a :a a:b a: {a [a #a a#b @a `a %a !a &a *a |a >a ' \""
_LINES = ("a: b", "a #b", "a :b", " a", "a ", "a\n", "\na", "a\n\n", "  a\nb", "a\n  b\n", "\ta\nb", "a\n\tb", "\n", "")
_ENDS = ("---", "...", "--- a\nb", "a\n---\nb", "a\n...\nb\n", "x" * 200, "é" * 100, "a\u2028b", "\ufeffa", "a\x85b\nc")
TRICKY = st.sampled_from([*_WORDS.split(), *_LINES, *_ENDS, "a\r\nb", "\x00"])
VALUE = st.recursive(
    TEXT | TRICKY | st.booleans() | st.integers(-(10**9), 10**9),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), below),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), VALUE, min_size=1, max_size=5))
def test_everything_round_trips(data):
    assert yaml_read.parse(plain_text(data).encode()) == data


@settings(max_examples=200, deadline=None)
@given(TEXT | TRICKY)
def test_an_old_yaml_reader_reads_the_same_text(text):
    written = plain_text({"key": text, "list": [text]})
    assert yaml.safe_load(written) == {"key": text, "list": [text]}


def test_reads_well(real_corpus):
    case = {
        "schema_version": 1,
        "id": "a-case",
        "title": "Who did what: a headline",
        "countries": ["NO", "UG"],
        "period": {"from": "2017-09"},
        "context": "First paragraph.\n\n- a list\n- of two\n",
        "lessons": [{"text": "Trust comes first.", "for": "coalition"}],
        "status": "draft",
    }
    assert case_text(case, real_corpus.case_schema, "../../schema/case.schema.json") == GOLDEN


GOLDEN = """\
# yaml-language-server: $schema=../../schema/case.schema.json
schema_version: 1

# The case in brief
id: a-case
title: "Who did what: a headline"

# Where and when
countries:
  - "NO"
  - UG
period:
  from: "2017-09"

# The story
context: |
  First paragraph.

  - a list
  - of two

# What others can learn
lessons:
  - text: Trust comes first.
    for: coalition

# For the editors
status: draft
"""
