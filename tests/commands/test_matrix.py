"""``sane matrix`` from outside: counts are those of the list, from gated cases only."""

from __future__ import annotations

import csv
import io
import json

import pytest
from wcwidth import wcswidth


def shown(ask, *words):
    return json.loads(ask("matrix", *words, "--format", "json").out)


def test_every_cell_is_what_the_list_finds(ask):
    matrix = shown(ask)
    assert (matrix["format"], matrix["audience"], matrix["count"]) == (1, "red", 6)
    assert matrix["cells"]
    for grid in (matrix, matrix["groups"]):
        for cell in grid["cells"]:
            words = ("--threat", cell["threat"], "--mechanism", cell["mechanism"], "--format", "ids")
            assert ask("list", *words).out.split() == cell["cases"]
            assert len(cell["cases"]) == cell["count"]


def test_filters_and_audience_narrow_it(ask):
    assert shown(ask, "--country", "Uganda")["count"] == 2
    clear = shown(ask, "--audience", "clear")
    assert clear["count"] == 4
    assert "closed" not in json.dumps(clear)


def test_csv_holds_every_term(ask):
    rows = list(csv.reader(io.StringIO(ask("matrix", "--format", "csv").out)))
    assert rows[0][0] == "threat"
    phishing = next(row for row in rows if row[0] == "phishing")
    assert phishing[rows[0].index("coalition-building")] == "2"
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("columns", [40, 60, 80, 140, 200])
def test_the_heat_table_fits_and_tells_numbers_without_colour(screen, columns):
    for words in ((), ("--gaps",)):
        ran = screen("matrix", *words, columns=columns)
        assert max(map(wcswidth, ran.out.splitlines())) <= columns
    out = screen("matrix", columns=columns).out
    assert "█3" in out or "█2" in out
    assert "\x1b" not in out


def test_a_pipe_gets_plain_lines(ask):
    assert "phishing\tcoalition-building\t2" in ask("matrix").out.splitlines()


def test_gaps_are_a_work_list(ask):
    gaps = shown(ask, "--gaps")["gaps"]
    found = {(gap["kind"], gap.get("region"), gap.get("threat"), gap.get("mechanism")): gap for gap in gaps}
    assert found["region", "asia", None, None]["cases"] == []
    assert found["region", "europe", None, None]["cases"] == ["gamma"]
    assert ("region", "africa", None, None) not in found
    assert found["threat", None, "brute-force", None]["cases"] == ["draft-one"]
    assert ("threat", None, "phishing", None) not in found
    assert found["combination", None, "legal", "ally"]["count"] == 0
    rows = list(csv.reader(io.StringIO(ask("matrix", "--gaps", "--format", "csv").out)))
    assert ["region", "", "", "europe", "1", "gamma"] in rows


def test_gaps_are_those_of_the_readers(ask):
    gaps = shown(ask, "--gaps", "--audience", "clear")["gaps"]
    frozen = next(gap for gap in gaps if gap.get("threat") == "account-freeze")
    assert frozen["cases"] == []


def test_nothing_found_says_so(ask):
    ran = ask("matrix", "--country", "ES")
    assert (ran.code, ran.out) == (0, "")
    assert "No case" in ran.err


def test_unknown_format_and_term(ask):
    assert ask("matrix", "--format", "ids").code == 2
    assert ask("matrix", "--threat", "phising").code == 2
