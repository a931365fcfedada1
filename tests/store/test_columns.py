"""The index's columns: whatever a case holds comes back, and what is gone, rewritten or forged does no harm."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core import kept
from sane_cli.core.audience import Purpose, Request, gate_all
from sane_cli.core.tlp import Tlp
from sane_cli.store.found import Found
from sane_cli.store.index import manifest
from sane_cli.store.index.database import PLACE
from sane_cli.store.playbook import read_corpus, read_frame
from tests import desk

TODAY = date(2026, 11, 22)
ODD = (  # invented
    desk.case("odd-a", period=None, context="word " * 400, colour="red", threats=["phishing", "office-raid"]),
    desk.case("odd-b", title=None, countries="UG", organisations={"name": "x"}, summary="a\nb\x85\u2028c"),
    desk.case("odd-c", language=None, regions=[None, 1, True], threats=["x" * 500], media=[]),
)


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(manifest, "TICK", 20_000_000)
    root = desk.build(tmp_path / "small", (*desk.CASES, *ODD))
    time.sleep(0.03)
    return root


def request(root, label=Tlp.RED):
    return Request(audience=label, today=TODAY, floors=read_frame(root, TODAY).case_schema.floors, purpose=Purpose.VIEW)


def expected(root, label=Tlp.RED):
    return gate_all(read_corpus(root, TODAY).cases, request(root, label))[0]


def edit(root):
    path = root / "playbook" / "cases" / "alpha.yaml"
    path.write_bytes(path.read_bytes().replace(b"Alpha", b"Omega"))
    time.sleep(0.03)


@pytest.mark.parametrize("label", [Tlp.RED, Tlp.CLEAR])
def test_every_field_is_what_the_gate_gave(root, label):
    names = {name for case in expected(root, label) for name in (*case.data, "nothing", "period")}
    for case, other in zip(Found(root, request(root, label)).every, expected(root, label), strict=True):
        for name in names:
            assert case.data.get(name, "none") == other.data.get(name, "none"), (case.id, name)
            assert (name in case.data) == (name in other.data)
        assert list(case.data.items()) == list(other.data.items())


@pytest.mark.parametrize("happens", ["removed", "rewritten", "broken", "forged"])
def test_a_column_that_is_gone_before_it_is_read(root, happens):
    before = expected(root)
    Found(root, request(root)).called("alpha")
    found = Found(root, request(root)).every
    match happens:
        case "removed":
            (root / PLACE).unlink()
        case "rewritten":  # by another process, after an edit of another case
            edit(root)
            assert Found(root, request(root)).every
            before = [case for case in before if case.id != "alpha"]
            found = [case for case in found if case.id != "alpha"]
        case _:
            with closing(sqlite3.connect(root / PLACE, isolation_level=None)) as index:
                index.execute(
                    "UPDATE row_column SET listed = ? WHERE name = 'data.title'"
                    if happens == "forged"
                    else "UPDATE row_column SET places = NULL, seal = ? WHERE name = 'data.title'",
                    ('"A forged title"' + '\n"Another"' * 20,),
                )
    assert [case.title for case in found] == [case.title for case in before]
    assert [case.data.get("countries") for case in found] == [case.data.get("countries") for case in before]


def test_columns_of_one_place_do_no_harm_in_another(root):
    """A row that was sealed for another column, view or writing is none of ours."""
    for label in (Tlp.RED, Tlp.CLEAR):
        assert Found(root, request(root, label)).every
    with closing(sqlite3.connect(root / PLACE, isolation_level=None)) as index:
        rows = index.execute("SELECT view, name, listed, places, seal FROM row_column").fetchall()
        private = {name: row for view, name, *row in rows if view == max(row[0] for row in rows)}
        for view, name, *_row in rows:
            index.execute(
                "UPDATE row_column SET listed = ?, places = ?, seal = ? WHERE view = ? AND name = ?",
                (*private.get("data.summary", private["id"]), view, name),
            )
    for label in (Tlp.RED, Tlp.CLEAR):
        found = Found(root, request(root, label)).every
        assert [(case.id, case.title, case.path) for case in found] == [
            (case.id, case.title, case.path) for case in expected(root, label)
        ]


def test_only_what_is_said_remains_of_a_column(root):
    assert Found(root, request(root)).every
    edit(root)
    assert Found(root, request(root)).every
    with closing(sqlite3.connect(root / PLACE, isolation_level=None)) as index:
        listed = "\n".join(text for (text,) in index.execute("SELECT listed FROM row_column"))
    assert "Omega" in listed
    assert "Alpha" not in listed


_TEXTS = st.sampled_from([kept.ABSENT, kept.ELSEWHERE, '"a"', '["a","b"]', "1", "true", "1.0", '"\\n"', "{}"])


@given(st.lists(_TEXTS))
def test_a_column_packs_to_what_it_was(texts):
    listed, places = kept.packed(texts)
    assert kept.texts(listed, places) == texts
    values, back = kept.unpacked(listed, places)
    assert [kept.written(values[place]) for text, place in zip(texts, back, strict=True) if place > 1] == [
        text for text in texts if text not in (kept.ABSENT, kept.ELSEWHERE)
    ]
