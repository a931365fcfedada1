"""Edits touch the bytes of what changes and nothing else."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core.edit import Append, Drop, Insert, Replace
from sane_cli.core.error import FindingsError
from sane_cli.store import yaml_read
from sane_cli.store.term_edit import edited

CASE = """\
# first comment
id: "x"   # why
threats: [ phishing ,  'office-raid',"funding-cut" ]  # flow
mechanisms:   # block
  # before
  - litigation   # one
  - coalition-building

  - "media-relations"
text: |
  litigation: phishing

# last comment, no end of line"""


def edit(text, *edits):
    return edited(text.encode(), edits).decode()


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Replace(("threats", 0), "spear"), "[ phishing ,", "[ spear ,"),
        (Replace(("threats", 1), "raid"), "'office-raid'", "'raid'"),
        (Replace(("threats", 2), "cut"), '"funding-cut"', '"cut"'),
        (Replace(("threats", 0), "2024"), "[ phishing ,", '[ "2024" ,'),
        (Replace(("mechanisms", 0), "court"), "- litigation   #", "- court   #"),
        (Drop(("threats", 0)), "phishing ,  ", ""),
        (Drop(("threats", 2)), ',"funding-cut"', ""),
        (Drop(("mechanisms", 0)), "  - litigation   # one\n", ""),
        (Drop(("mechanisms", 2)), '  - "media-relations"\n', ""),
        (Append(("threats",), ("a", "b: c")), '"funding-cut" ]', '"funding-cut", a, "b: c" ]'),
        (Append(("mechanisms",), ("a",)), '"media-relations"\n', '"media-relations"\n  - a\n'),
        (Append(("more",), ("a",)), "# why\n", "# why\nmore:\n  - a\n"),
    ],
)
@pytest.mark.parametrize("turn", ["\n", "\r\n"])
@pytest.mark.parametrize("first", ["", "\ufeff"])
def test_only_those_bytes_change(change, old, new, turn, first):
    assert CASE.count(old) == 1
    before, after = ((first + text.replace("\n", turn)) for text in (CASE, CASE.replace(old, new)))
    assert edit(before, change) == after


TERMS = """\
terms:

  - id: one
    label: {en: One}
    note: |
      words

  # about two
  - id: two
    label:
      en: Two
      # inside
    aliases: []
  - {id: three, label: {en: Three}}
"""


def test_terms_are_dropped_inserted_and_get_aliases():
    dropped = edit(TERMS, Drop(("terms", 0)))
    assert "one" not in dropped
    assert "  # about two\n  - id: two" in dropped
    inserted = edit(TERMS, Insert(("terms", 2), {"id": "new", "label": {"en": "A: b"}, "aliases": ["x"]}))
    assert '      en: Two\n      # inside\n    aliases: []\n  - id: new\n    label:\n      en: "A: b"\n' in inserted
    last = edit(TERMS, Append(("terms", 2, "aliases"), ("x",)), Append(("terms", 1, "aliases"), ("z",)))
    assert "- {id: three, aliases: [x], label: {en: Three}}" in last
    assert "aliases: [z]\n" in last
    begun = edit(TERMS, Append(("terms", 0, "aliases"), ("x",)))
    assert "  - id: one\n    aliases:\n      - x\n    label" in begun


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("a:\n-\n  id: x\n-\n  id: y\n", Drop(("a", 0))),
        ("a:\n", Append(("a",), ("x",))),
        ("a: x\n", Replace(("b",), "y")),
    ],
)
def test_what_cannot_be_followed_is_refused(text, change):
    with pytest.raises(FindingsError):
        edit(text, change)


WORDS = st.lists(
    st.one_of(st.from_regex(r"[a-z][a-z-]{0,8}[a-z]", fullmatch=True), st.text(min_size=1, max_size=8)),
    min_size=2, max_size=5, unique=True,
)  # fmt: skip


@given(WORDS, st.booleans(), st.booleans(), st.integers(0, 4), st.sampled_from(["new", "12", "null", "a: b", "é"]))
def test_any_list_is_edited_as_its_data_or_refused(words, flow, wide, at, new):
    text = yaml.safe_dump(
        {"x": words, "y": "ä"}, allow_unicode=True, default_flow_style=flow, width=20 if wide else 200
    )
    at %= len(words)
    try:
        before = yaml_read.parse(text.encode())
    except yaml_read.RefusedError:
        return
    for change in (Replace(("x", at), new), Drop(("x", at)), Append(("x",), (new,))):
        try:
            after = yaml_read.parse(edited(text.encode(), [change]))
        except FindingsError:
            continue
        expected = list(before["x"])
        if isinstance(change, Replace):
            expected[at] = new
        elif isinstance(change, Drop):
            del expected[at]
        else:
            expected.append(new)
        assert after == {"x": expected, "y": "ä"}
