"""The quick reader says what the strict one says, or nothing; and the strict one says what the YAML test suite says."""

from __future__ import annotations

import json
import random
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sane_cli import __version__, version_line
from sane_cli.core.document import Kind
from sane_cli.store import yaml_quick, yaml_read
from sane_cli.store.playbook import Reader
from sane_cli.store.yaml_places import QuickMarks
from tests.hostile.test_hostile import FILES as HOSTILE
from tests.invented import Playbook, Ran

ROOT = Path(__file__).parents[2]
SUITE = json.loads((Path(__file__).parent / "yaml-test-suite" / "cases.json").read_text())
MADE = runpy.run_path(str(ROOT / "benchmarks" / "corpus.py"))
# the means that cases do not need; the strict reader refuses them whatever they would mean
NOT_OURS = ("Aliases", "Anchors", "Tags", "directives", "second document", "plain text", "Merge keys")
# where libyaml itself is known to be stricter, laxer or of another opinion than the suite
STRICTER, LAXER, OTHERS = 47, 11, 6
SCALARS = (
    "NO yes on off y n Y N 010 00501 0o10 0o17 0x1F 0b11 1_000 1_0.5 _0 1e_3 1e3 1E3 1.e3 .5 5. +1 "
    "-1 -0 +0 -.5 +.5 .. ... - + 1:30 12:30:45 2024-02-03 2024-02-31 2024-13-05 null Null NULL nULL "
    "~ true True TRUE tRUE false .inf -.Inf .NaN .nan = << <<x 1-2 1.2.3 +-1 1e 1e+ 0o 0o8 0x 0xg "
    "1,000 1/2 ½ ٣ 12345678901234567890 1e400 a:b a#b @x `x %x &x *x !x ? ?x"
)
NUMBERS = st.text("0123456789_.+-eExXobBinfINFaAN~", min_size=1, max_size=7)


def strictly(text: bytes) -> Any:
    try:
        return yaml_read.parse(text)
    except yaml_read.RefusedError as refused:
        return refused


def agree(text: bytes) -> bool:
    """Make sure that the quick reader says the same or nothing, of places too; tell whether it said anything."""
    quick = yaml_quick.read(text)
    if quick is not None:
        assert repr(quick) == repr(strictly(text))  # 1, 1.0 and True are equal to Python, not to YAML
        walked(text, quick)
    return quick is not None


class UnsureError(Exception):
    """The strict reader was asked."""


def unsure() -> NoReturn:
    raise UnsureError


def walked(text: bytes, data: Any) -> tuple[int, int]:
    """Make sure that places found by walking are those of the strict reader; return how many were, of how many."""
    marks = yaml_read.locate(text)
    found = 0
    paths = list(marks.values)[:300]
    for path in paths:
        places = QuickMarks(text.decode(), data, unsure)
        try:
            at = places.value(path), places.key(path), places.extent(path)
        except UnsureError:
            continue
        assert at == (marks.value(path), marks.key(path), marks.extent(path)), path
        assert places.value((*path, "no such field")) is None
        assert places.value((*path, 1 << 20)) is None
        found += 1
    return found, len(paths)


@pytest.mark.parametrize("case", SUITE, ids=lambda case: case["id"])
def test_both_agree_on_the_suite(case: dict[str, Any]) -> None:
    text = case["yaml"].encode()
    agree(text)
    agree(text + b"\n")
    agree(b"a:\n" + b"".join(b"  " + line + b"\n" for line in text.split(b"\n")))


def test_the_strict_reader_follows_the_suite() -> None:
    stricter, laxer, others = [], [], []
    for case in SUITE:
        read = strictly(case["yaml"].encode())
        if isinstance(read, yaml_read.RefusedError):
            if not case["fail"] and not any(word in read.reason.message for word in NOT_OURS):
                stricter.append(case["id"])
        elif case["fail"]:
            laxer.append(case["id"])
        elif case["json"] is not None and list(_documents(case["json"])) != [read]:
            others.append(case["id"])
    assert (len(stricter), len(laxer), len(others)) == (STRICTER, LAXER, OTHERS), (stricter, laxer, others)


def _documents(text: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(), 0
    while at < len(text.rstrip()):
        found, at = decoder.raw_decode(text, at)
        yield found
        at += len(text[at:]) - len(text[at:].lstrip())


def test_both_agree_on_scalars() -> None:
    for word in SCALARS.split():
        for line in (f"{word}", f"'{word}'", f"{word} # c", f" {word}", f"- {word}", f"[{word}, {word}]", f"x: {word}"):
            agree(f"a: {line}\n".encode())
            agree(f"a:\n  {line}\nb: 1\n".encode())
        agree(f"{word}: a\n".encode())


@settings(max_examples=500, deadline=None)
@given(NUMBERS)
def test_both_agree_on_numbers(word: str) -> None:
    agree(f"a: {word}\n".encode())
    agree(f"a:\n  - {word}\n".encode())
    agree(f"a: [{word}]\n".encode())


STARRED = (
    "*", "**", "*a", "**b**", "* ", "- ", "? ", ": ", ":", "a", "b: ", "\n", "\n  ", "|\n  ", ">\n  ", "[", "]", ", ",
    "{", "}", " # c", "'", '"', "&", "&x ", "!t ", "x", "é", "1", "\n- ", "\n  - ", "<", "*x: ", "*: ", "~",
)  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(STARRED), max_size=9).map("".join))
def test_both_agree_on_asterisks_where_an_alias_could_stand(words: str) -> None:
    for text in (words, f"a: {words}", f"a: |\n  {words}", f"a:\n  - {words}\nb: 1"):
        agree(f"{text}\n".encode())


def test_markdown_that_begins_in_bold_is_read_quickly() -> None:
    assert agree(b"response: |\n  **First.** Then:\n\n  - **One.** And\n  * two\nid: x\n")


FLOWS = st.text("ab éß٣0-.:,;{}[]()/'’\"#&*!|>% \t\n\u2028", max_size=9)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["en", "fr", "sr-Latn", "no", "null", "true", "a"]), FLOWS), max_size=3))
def test_both_agree_on_flow_mappings(items: list[tuple[str, str]]) -> None:
    flow = "{" + ", ".join(f"{name}: {words}" for name, words in items) + "}"
    for line in (
        f"a: {flow}",
        f"a:\n  - {flow}",
        f"a: b\n  - {flow}",
        f"a: [{flow}]",
        f"a: {flow} # b",
        f"a: |\n  - {flow}",
    ):
        agree(f"{line}\nb: 1\n".encode())


@pytest.mark.parametrize("flow", ["{}", "{en: A law, fr: Une loi d’été (2017)}", "{sr-Latn: Čedomir}", "{no: x}"])
def test_plain_flow_mappings_are_read_quickly(flow: str) -> None:
    assert agree(f"label: {flow}\nterms:\n  - {flow}\n".encode())


@pytest.mark.parametrize("name", HOSTILE)
def test_both_agree_on_hostile_texts(name: str) -> None:
    made, _rules = HOSTILE[name]
    text = made() if callable(made) else made
    agree(text[: 2 << 20])
    agree(text[:1000] + b"\n")


def test_both_agree_on_cases_and_read_them_quickly(tmp_path: Path) -> None:
    assert yaml_quick.library().startswith("yaml-rs ")
    texts = [path.read_bytes() for path in sorted((ROOT / "playbook").rglob("*.yaml"))]
    MADE["make"](tmp_path, cases=60)
    generated = [path.read_bytes() for path in sorted((tmp_path / "playbook/cases").glob("*.yaml"))]
    assert sum(map(agree, texts)) > len(texts) / 3
    assert all(map(agree, generated))
    MADE["seed"](tmp_path, 60, chance=random.Random(2))
    for path in sorted((tmp_path / "playbook/cases").glob("*.yaml")):
        agree(path.read_bytes())


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 10**6))
def test_both_agree_on_mutated_texts(chance: random.Random, seed: int) -> None:
    agree(mutated(chance, [MADE["case"](0, 10, random.Random(seed)).encode(), *SHORT]))


SHORT = (
    b"a:\n  - 'x y'\n  - \"z\"\n  - |\n    text\n\n    more\n  - >-\n    folded\n      deep\n\n    x\nb: c # d\n",
    b"k: [a, b,\n  c]\nm: plain\n  goes on\n  here\n",
    b"- a\n- b: c\n  d: [x, y]\n",
)


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    changed: bytes = runpy.run_path(str(ROOT / "benchmarks" / "fuzz_validate.py"))["mutated"](chance, seeds)
    return changed + b"\n"


@pytest.mark.parametrize("depth", [1, 31, 62, 63, 64, 65, 120, 300, 5_000])
@pytest.mark.parametrize("shape", ["blocks", "lists", "pairs", "flow"])
def test_both_agree_on_depth(depth: int, shape: str) -> None:
    if shape == "blocks":
        text = "".join(f"{' ' * level}a:\n" for level in range(min(depth, 400)))
    elif shape == "lists":
        text = "a:\n" + "".join(f"{'  ' * level}- b:\n" for level in range(min(depth, 400)))
    elif shape == "pairs":  # two levels a column
        text = "".join(f"{' ' * level}a:\n{' ' * level}-\n" for level in range(min(depth, 400)))
    else:
        text = f"a: {'[' * depth}{']' * depth}\n"
    agree(text.encode())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["a:\n{0} ", "a:\n{0}- ", "a:\n{0}-\n{0} ", "- ", "a:\n{0}  - "]), max_size=45),
    st.booleans(),
)
def test_both_agree_on_mixed_depth(steps: list[str], ended: bool) -> None:
    text, column = "", 0
    for step in steps:
        text += step.format(" " * column)
        column = len(text) - text.rfind("\n") - 1
    agree(f"{text}b: 1\n".encode() if ended else f"{text}x\n".encode())


def test_nearly_all_places_in_cases_are_found_without_the_strict_reader(tmp_path: Path) -> None:
    MADE["make"](tmp_path, cases=20)
    files = [*(tmp_path / "playbook").rglob("*.yaml"), *(ROOT / "playbook/cases").glob("*.yaml")]
    counts = [walked(text, data) for text in map(Path.read_bytes, files) if (data := yaml_quick.read(text))]
    assert len(counts) > 30
    assert sum(found for found, _all in counts) > 0.95 * sum(every for _found, every in counts)


BLOCKS = (
    "a:", "b:", "c :", "'d':", "a: ", "- ", "-", "  ", "\n", "\n  ", "\n    ", "x", "x y", "'q'", '"q"', "'", '"',
    '"\n', "'\n", "[x, y]", "[x,y ,]", "['x', y]", "[]", "{en: Word, fr: Mot}", "|\n", ">-\n", " # n", "#", "~", "1",
    "null", "\na: ", "\na:b: ", "\n- ", "\n  a: ", "\n  - ", "\n    - ", "\nb:\n",
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), max_size=16).map("".join))
def test_both_agree_on_places(words: str) -> None:
    for text in (f"a: {words}\n", f"b:\n  {words}\n", f"a:\n- {words}\nb: x\n", f"{words}\nb: x\n"):
        agree(text.encode())


def test_whoever_asks_for_many_places_gets_them_from_one_reading() -> None:
    text = b"".join(b"name%d: x\n" % number for number in range(100))
    asked = []

    def strictly() -> yaml_read.AllMarks:
        asked.append(1)
        return yaml_read.locate(text)

    data = yaml_quick.read(text)
    places = QuickMarks(text.decode(), data, strictly)
    assert [places.key((f"name{number}",)) for number in range(100)] == [(line, 1) for line in range(1, 101)]
    assert len(asked) == 80


def test_all_findings_of_a_file_ask_the_same_places(playbook: Playbook) -> None:
    path = playbook.write("playbook/cases/places.yaml", "id: places\ntitle: Invented\n")
    document = Reader(playbook.root).read(Kind.CASE, path.relative_to(playbook.root).as_posix())
    assert isinstance(document.locate(), QuickMarks)
    assert document.locate() is document.locate()


@pytest.mark.parametrize("text", ['x:\n  a: "one\n"\n  b: real\n', "x:\n  a: 'one\n'\n  b: real\n"])
def test_a_quote_that_is_closed_further_left_is_left_to_the_strict_reader(text: str) -> None:
    assert agree(text.encode())
    data = yaml_quick.read(text.encode())
    with pytest.raises(UnsureError):
        QuickMarks(text, data, unsure).extent(("x", "a"))


def test_depth_that_one_line_can_hold_is_read_quickly_below_the_bound() -> None:
    assert agree("".join(f"{' ' * level}a:\n{' ' * level}-\n" for level in range(25)).encode())


NAMES = st.one_of(NUMBERS, st.text("[]{}~'\"#,|>-? nulltrueFALSE0.1", max_size=7), st.sampled_from(SCALARS.split()))


@settings(max_examples=1500, deadline=None)
@given(NAMES, st.sampled_from(["", " ", "  "]))
def test_both_agree_on_names(name: str, space: str) -> None:
    written = f"{name}{space}: v"
    for text in (
        written,
        f"a:\n  {written}",
        f"a:\n- {written}",
        f"a:\n  - - {written}",
        f"a: {{{written}}}",
        f"{name}:\n  b: v",
    ):
        agree(f"{text}\n".encode())
        agree(f"{text}\nb: 1\n".encode())


def test_long_names_are_left_to_the_strict_reader() -> None:
    for length in (900, 1000, 1001, 1023, 1024, 1025, 2000):
        agree(b"k" * length + b": v\n")
        assert agree(b"a: " + b"k" * length + b"\n")
        agree(b"a:\n  " + b"k" * length + b": v\n")


def test_without_the_library_everything_is_read_strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml_rs", None)
    yaml_quick._reader.cache_clear()
    try:
        assert yaml_quick.read(b"a: 1\n") is None
        assert yaml_quick.library() == ""
    finally:
        yaml_quick._reader.cache_clear()


def test_findings_are_the_same_without_the_library(
    sane: Callable[..., Ran], playbook: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "large"
    MADE["make"](root, cases=150)
    MADE["seed"](root, 120, chance=random.Random(4))
    for name in ("case-000003", "case-000140"):  # each finding of these points at the other case as well
        path = root / f"playbook/cases/{name}.yaml"
        path.write_text(re.sub("(?m)^title: .*", f"# {name}\ntitle: The same invented title", path.read_text()))
    words = ("validate", "--no-cache", "--root", str(root), "--jobs", "1", "--format")
    quickly = [sane(*words, name).out for name in ("json", "sarif")]
    monkeypatch.setattr(yaml_quick, "read", lambda _text: None)
    assert [sane(*words, name).out for name in ("json", "sarif")] == quickly
    assert json.loads(quickly[0])["summary"]["errors"] > 50
    told = [found for found in json.loads(quickly[1])["runs"][0]["results"] if found["ruleId"] == "case-duplicate"]
    assert [found["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] for found in told] == [5]


def test_the_version_names_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    assert version_line() == f"sane {__version__}, reading with yaml-rs"
    monkeypatch.setattr("importlib.machinery.PathFinder.find_spec", lambda _name: None)
    assert version_line() == f"sane {__version__}"
