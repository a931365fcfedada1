from __future__ import annotations

from collections.abc import Callable

import pytest

from sane_cli.commands import _editing
from sane_cli.core.coarser import months
from tests.invented import CASE, Playbook, Ran

Sane = Callable[..., Ran]
TEXT = """\
On Wednesday, 20 September 2017 the office of Invented Harbour Trust was searched.

Write to desk@invented.example or call +49 30 901820. It was at 0.34760, 32.58250.
"""


@pytest.fixture
def told(playbook: Playbook) -> Playbook:
    playbook.case(
        context=TEXT,
        period={"from": "2017-09-20", "to": "2018"},
        organisations=[
            {"name": "Invented Harbour Trust", "kind": "local trust", "attribution": "described"},
            {"name": "Invented Alliance", "kind": "alliance", "attribution": "named"},
        ],
        outcomes="Invented Alliance helped.\n",
    )
    return playbook


def content(playbook: Playbook) -> str:
    return (playbook.root / "playbook/cases/sample.yaml").read_text()


def test_it_proposes_and_changes_nothing(told: Playbook, sane: Sane):
    before = content(told)
    done = sane("redact", "sample")
    assert done.code == 0, done.err
    assert content(told) == before
    for why in ("an exact day", "an e-mail address", "a number to call", "an exact place", "not to be named"):
        assert why in done.out
    assert "+  from: '2017-09'" in done.out or '+  from: "2017-09"' in done.out


def test_what_is_accepted_is_written(told: Playbook, sane: Sane):
    assert sane("redact", "sample", "--accept", "all", "--write").code == 0
    after = content(told)
    for gone in ("desk@", "901820", "0.34760", "Wednesday", "20 September", "2017-09-20"):
        assert gone not in after
    assert "in September 2017 the office of the local trust was searched" in after
    assert "Invented Alliance helped." in after
    assert "name: Invented Harbour Trust" in after  # the list stays; the gate closes it
    assert "Nothing to propose" in sane("redact", "sample").err


def test_single_pieces_can_be_accepted(told: Playbook, sane: Sane):
    shown = sane("redact", "sample").out
    number = next(line.split(".")[0].removeprefix("# ") for line in shown.splitlines() if "e-mail" in line)
    assert sane("redact", "sample", "--accept", number, "--write").code == 0
    assert "desk@" not in content(told)
    assert "20 September 2017" in content(told)
    assert "901820" in content(told)


def test_a_new_file_leaves_the_case_alone(told: Playbook, sane: Sane):
    before = content(told)
    assert sane("redact", "sample", "--accept", "all", "-o", "safer.yaml").code == 0
    assert content(told) == before
    assert "desk@" not in (told.root / "safer.yaml").read_text()
    assert sane("redact", "sample", "--accept", "all", "-o", "safer.yaml").code == 4
    assert sane("redact", "sample", "--accept", "all").code == 0
    assert content(told) == before


@pytest.mark.parametrize("wrong", ["0", "99", "x", "1,,x", " "])
def test_wrong_numbers_are_told(told: Playbook, sane: Sane, wrong: str):
    assert sane("redact", "sample", "--accept", wrong).code == 2


def test_piece_by_piece_on_a_terminal(told: Playbook, sane: Sane, monkeypatch: pytest.MonkeyPatch):
    answers = iter(["no"] * 20)
    monkeypatch.setattr(_editing, "is_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    before = content(told)
    assert sane("redact", "sample", "--write").code == 0
    assert content(told) == before
    answers = iter(["yes"] * 20)
    assert sane("redact", "sample", "--write").code == 0
    assert "desk@" not in content(told)


def test_nothing_to_propose_is_said(playbook: Playbook, sane: Sane):
    assert CASE["id"] == "sample"
    done = sane("redact", "sample")
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("words", "coarser"),
    [
        ("on 3 May 2020 it", "in May 2020 it"),
        ("the 3rd of May it", "May it"),
        ("May 3, 2020 it", "May 2020 it"),
        ("on Monday, Sept. 3, 2020", "in September 2020"),
        ("2020-05-03", "2020-05"),
        ("in May 2020, 12 people may 2", "in May 2020, 12 people may 2"),
        ("https://e.org/2020-05-03", "https://e.org/2020-05-03"),
    ],
)
def test_days_become_months(words: str, coarser: str):
    assert months(words) == coarser
