from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sane_cli.core import calendar_text
from tests.invented import CASE, Playbook, Ran

Sane = Callable[..., Ran]


@pytest.fixture
def due(playbook: Playbook) -> Playbook:
    sharing = CASE["sharing"]
    consent = {"state": "granted", "covers": ["publish"], "expires": "2026-06"}
    playbook.case(sharing={**sharing, "review_by": "2026-05-01", "consent": consent})
    playbook.case("later", sharing={**sharing, "review_by": "2026-07-02", "embargo_until": "2026-06-20"})
    playbook.case(
        "gone", status="withdrawn", withdrawn={"on": "2026", "reason": "other"}, sharing={"review_by": "2020-01-01"}
    )
    playbook.case("over", sharing={**sharing, "review_by": "2030-01-01", "embargo_until": "2026-05-20"})
    playbook.case("odd", status="draft", sharing={"review_by": "soon"})
    playbook.write(
        "playbook/cases/over.fr.yaml",
        {"schema_version": 1, "id": "over", "status": "draft", "language": "fr", "translates": "sha256:" + "0" * 64},
    )
    return playbook


def test_what_falls_due_is_listed_by_day(due: Playbook, sane: Sane):
    done = sane("due")
    assert done.code == 0
    assert [line.split("\t")[:3] for line in done.out.splitlines()] == [
        ["2026-05-01", "late", "sample"],
        ["2026-06-01", "today", "odd"],
        ["2026-06-01", "today", "over.fr"],
        ["2026-06-20", "-", "later"],
        ["2026-06-30", "-", "sample"],
    ]
    assert "later" not in sane("due", "--within", "18").out
    assert "2026-07-02" in sane("due", "--within", "31").out


def test_json_and_calendar_say_the_same(due: Playbook, sane: Sane):
    told = sane("due", "--format", "json").json
    assert (told["format"], told["count"]) == (1, 5)
    assert told["due"][0] == {
        "on": "2026-05-01", "days": -31, "kind": "review", "case": "sample", "path": "playbook/cases/sample.yaml",
    }  # fmt: skip
    calendar = sane("due", "--format", "ical").out
    assert calendar.count("BEGIN:VEVENT") == 5
    assert "UID:review-sample-2026-05-01@sane" in calendar
    assert "DTSTART;VALUE=DATE:20260501" in calendar
    assert "Invented alliance" not in calendar
    assert sane("due", "--format", "pdf").code == 2


def test_a_calendar_follows_the_standard():
    event = calendar_text.Event("a;b@sane", date(2026, 12, 31), "Zeichen: é, ;\\\n" + "ü" * 90, "x\x1by")
    text = calendar_text.written([event], product="p", today=date(2026, 1, 2))
    raw = text.encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Zeichen: é\\, \\;\\\\\\n" + "ü" * 90 in unfolded
    assert "DTEND;VALUE=DATE:20270101" in unfolded
    assert "DESCRIPTION:xy" in unfolded
