from __future__ import annotations

from pathlib import Path

import pytest

from sane_cli.store import yaml_edit, yaml_read
from sane_cli.store.yaml_edit import REMOVED, CannotEditError, edited

ROOT = Path(__file__).resolve().parents[2]
HARD = b"""\
# yaml-language-server: $schema=../../schema/case.schema.json
# a comment at the top

schema_version: 1
id: hard   # beside a value
title: "Quoted: with a colon"
other: 'single ''quoted'' text'
summary: >-
  Folded text
  over two lines.
countries: [NO, "UG"]   # Norway is no
period:
  from: 2017-09-20
  to: "2019"
empty:
context: |
  A block.

    - indented more
  # no comment, but text
keep: |+
  two line ends

lessons:
  - text: One.   # in a list
    for: all
  # between two
  - text: |
      Two.
    for: cso
status: published   # the last word
# at the end
"""
OTHER_HABITS = b"""\
id:   odd
lessons:
- text:  not indented
  for: all
period: {from: "2017",   to: "2018"}
status:    published
sharing:
    tlp: TLP:CLEAR
"""


@pytest.mark.parametrize("path", sorted((ROOT / "playbook").rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_file_of_the_playbook_comes_back_byte_for_byte(path: Path):
    text = path.read_text(encoding="utf-8")
    assert yaml_edit._dumped(yaml_edit._loaded(text)) == text


def test_a_hard_file_comes_back_byte_for_byte():
    text = HARD.decode()
    assert yaml_edit._dumped(yaml_edit._loaded(text)) == text
    assert edited(HARD, {}) == HARD


def test_only_the_bytes_that_must_change_do():
    after = edited(
        HARD, {("status",): "withdrawn", ("withdrawn",): {"on": "2026-05-02", "reason": "other"}}, after="status"
    )
    expected = HARD.replace(
        b"status: published   # the last word\n# at the end\n",
        b'status: withdrawn   # the last word\n# at the end\nwithdrawn:\n  on: "2026-05-02"\n  reason: other\n',
    )
    assert after == expected


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "Other", b'"Quoted: with a colon"', b'"Other"'),
        (("countries", 0), "SE", b"[NO,", b"[SE,"),
        (("period", "from"), "2017-09", b"2017-09-20", b'"2017-09"'),
        (("lessons", 0, "text"), "Won.", b"One.   # in", b"Won.   # in"),
        (("lessons", 1, "text"), "Too.\n", b"      Two.\n", b"      Too.\n"),
        (("context",), "Short.\n", b"A block.\n\n    - indented more\n  # no comment, but text\n", b"Short.\n"),
    ],
)
def test_a_value_is_replaced_in_its_own_style(path: tuple[str | int, ...], value: str, old: bytes, new: bytes):
    assert edited(HARD, {path: value}) == HARD.replace(old, new)


def test_a_file_with_other_habits_keeps_them():
    after = edited(OTHER_HABITS, {("status",): "withdrawn"})
    assert after == OTHER_HABITS.replace(b"status:    published", b"status: withdrawn")


def test_where_the_habits_cannot_be_kept_the_meaning_is():
    after = edited(OTHER_HABITS, {("status",): "withdrawn", ("sharing", "consent", "state"): "withdrawn"})
    data = yaml_read.parse(after)
    assert data == {
        **yaml_read.parse(OTHER_HABITS),
        "status": "withdrawn",
        "sharing": {"tlp": "TLP:CLEAR", "consent": {"state": "withdrawn"}},
    }


def test_windows_line_ends_stay():
    text = HARD.replace(b"\n", b"\r\n")
    after = edited(text, {("status",): "withdrawn"})
    assert after == text.replace(b"status: published", b"status: withdrawn")


def test_a_value_is_removed_and_a_list_grows():
    after = edited(HARD, {("empty",): REMOVED, ("lessons", 2): {"text": "Three."}})
    assert b"empty" not in after
    assert b"  - text: Three.\n" in after


def test_what_cannot_be_read_is_not_edited():
    with pytest.raises(CannotEditError):
        edited(b"a: [", {("a",): "b"})
