"""The strict reader: YAML 1.2 scalars, everything else refused with its place."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.store.yaml_read import DEEPEST, RefusedError, locate, parse


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("y", "y"),
        ("off", "off"),
        ("1_000", "1_000"),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("010", 10),
        ("00501", 501),
        ("1:30", "1:30"),
        ("12:30:45", "12:30:45"),
        ("2024-02-03", "2024-02-03"),
        ("2024-02-31", "2024-02-31"),
        ("2024-13-05", "2024-13-05"),
        ("2024-02-03T10:00:00Z", "2024-02-03T10:00:00Z"),
        ("true", True),
        ("False", False),
        ("tRue", "tRue"),
        ("~", None),
        ("null", None),
        ("nUll", "nUll"),
        ("", None),
        ("1e3", 1000.0),
        ("1.10", 1.1),
        (".5", 0.5),
        ("+1", 1),
        ("-7", -7),
        ("=", "="),
        ("'1'", "1"),
        ('"true"', "true"),
        ("b#c", "b#c"),
        ("-.inf", float("-inf")),
    ],
)
def test_scalars_follow_yaml_1_2(written: str, meant: Any) -> None:
    read = parse(f"v: {written}\n".encode())["v"]
    assert (read, type(read)) == (meant, type(meant))


def test_keys_stay_what_was_written() -> None:
    assert parse(b"on: 1\nNO: 2\n1: 3\ntrue: 4\n2024-01-01: 5\n") == {
        "on": 1,
        "NO": 2,
        "1": 3,
        "true": 4,
        "2024-01-01": 5,
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, 1, "second time"),
        (b"a: 1\n'a': 2\n", 2, 1, "second time"),
        (b"x:\n  - {k: 1, k: 2}\n", 2, 12, "second time"),
        (b"a: &x [1]\nb: *x\n", 1, 4, "Anchors"),
        (b"b: *nope\n", 1, 4, "Aliases"),
        (b"a: *bold* text\n", 1, 4, "begin with"),
        (b"d: {a: 1}\ne:\n  <<: {b: 1}\n", 3, 3, "Merge keys"),
        (b"a: !secret x\n", 1, 4, "Tags"),
        (b"a: !!int abc\n", 1, 4, "Tags"),
        (b"!!python/object/apply:os.system ['true']\n", 1, 1, "Tags"),
        (b"%YAML 1.1\n---\na: NO\n", 1, 1, "directives"),
        (b"a: 1\n---\nb: 2\n", 2, 1, "second document"),
        (b"? [a, b]\n: c\n", 1, 3, "plain text"),
        (b"a: x\x00y\n", 1, 5, "control character"),
        (b"a: 1\nb: x\x07y\n", 2, 5, "control character"),
        (b"a: caf\xe9\n", 1, 7, "UTF-8"),
        (b"ok: 1\n\xff: 2\n", 2, 1, "UTF-8"),
        ("a: x\n".encode("utf-16"), 1, 1, "UTF-8"),
        (b"a:\n\tb: 1\n", 2, 1, "tab"),
        (b"a: |\n  x\n\ty\n", 3, 1, "tab"),
        (b"t: foo: bar\n", 1, 7, "colon"),
        (b'a: "x\nb: 1\n', 1, 4, "quote"),
        (b"a: @x\n", 1, 4, "cannot begin"),
        (b"a: `x`\n", 1, 4, "cannot begin"),
        (b"a: 1\n b: 2\n", 2, 3, "colon"),
        (b"a: [1, 2\nb: 3\n", 2, 2, "not valid YAML"),
    ],
)
def test_refusals_say_where_and_what(text: bytes, line: int, column: int, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse(text)
    reason = caught.value.reason
    assert said in reason.message
    assert (reason.line, reason.column) == (line, column)
    assert reason.hint or "plain text" in reason.message


@pytest.mark.parametrize("piece", ["[", "- ", "? ", "{a: ", "[{a: ", "[\n"])
def test_deep_nesting_is_refused_at_the_limit(piece: str) -> None:
    with pytest.raises(RefusedError):
        parse((piece * 100_000).encode())


def test_nesting_to_the_limit_is_read() -> None:
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST) is not None
    with pytest.raises(RefusedError, match="nested"):
        parse(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))


@pytest.mark.parametrize("digits", [401, 5_000, 1_000_000])
def test_huge_integers_stay_text(digits: int) -> None:
    assert parse(b"v: " + b"9" * digits) == {"v": "9" * digits}


def test_byte_order_mark_and_line_ends() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\n") == {"a": 1}
    assert parse(b"a: |\r\n  x\r\n  y\r\nb: 1\r\n") == {"a": "x\ny\n", "b": 1}
    assert locate(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").values[("b",)] == (2, 4)


def test_empty_texts_are_none() -> None:
    assert parse(b"") is None
    assert parse(b"# nothing\n") is None


def test_every_value_and_key_has_its_place() -> None:
    text = "a: 1\nb:\n  - x\n  - {c: 'é', d: y}\ntext: |\n  long\nz: [1,\n  2]\n".encode()
    marks = locate(text)
    assert marks.values == {
        (): (1, 1),
        ("a",): (1, 4),
        ("b",): (3, 3),
        ("b", 0): (3, 5),
        ("b", 1): (4, 5),
        ("b", 1, "c"): (4, 9),
        ("b", 1, "d"): (4, 17),
        ("text",): (5, 7),
        ("z",): (7, 4),
        ("z", 0): (7, 5),
        ("z", 1): (8, 3),
    }
    assert marks.keys[("b", 1, "d")] == (4, 14)


_TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff\u2028\u2029\x85\ufffe\uffff"),
    max_size=40,
)
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_TEXT.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_DATA)
def test_dumped_data_reads_back(data: Any) -> None:
    class Plain(yaml.SafeDumper):
        """Every text quoted, no aliases: what a careful writer would write."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    Plain.add_representer(str, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"'))
    number = "tag:yaml.org,2002:float"
    Plain.add_representer(float, lambda dumper, value: dumper.represent_scalar(number, _float(value)))
    Plain.add_implicit_resolver(number, re.compile(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?$"), list("-+.0123456789"))
    text = yaml.dump({"data": data}, Dumper=Plain, allow_unicode=True).encode()
    assert parse(text) == {"data": data}
    assert set(locate(text).values) >= {(), ("data",)}


def _float(value: float) -> str:
    return {float("inf"): ".inf", float("-inf"): "-.inf"}.get(value) or repr(value)


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(text: bytes) -> None:
    with contextlib.suppress(RefusedError):
        parse(text)
