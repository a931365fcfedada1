"""The story of a consent that is taken back, on real exports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from sane_cli.commands import _editing
from sane_cli.store import yaml_read
from tests.invented import CASE, Playbook, Ran

Sane = Callable[..., Ran]
GRANTED = {**CASE["sharing"], "consent": {"state": "granted", "covers": ["publish"]}}


@pytest.fixture
def exported(playbook: Playbook, sane: Sane) -> Playbook:
    playbook.case(sharing=GRANTED, context="# Kuchipuri is in here\n")
    playbook.case("other")
    playbook.write(
        "playbook/collections/invented.yaml", {"schema_version": 1, "id": "invented", "title": "All", "query": {}}
    )
    for form in ("json", "markdown"):
        assert sane("export", "--format", form).code == 0
    assert sane("export", "other", "--format", "json").code == 0
    return playbook


def exports(playbook: Playbook) -> dict[str, bytes]:
    return {at.name: at.read_bytes() for at in (playbook.root / "exports").iterdir() if at.suffix != ".jsonl"}


def test_the_story_of_a_consent_taken_back(exported: Playbook, sane: Sane):
    told = sane("recall", "sample", "--format", "json").json
    assert [export["kind"] for export in told["exports"]] == ["markdown", "json"]
    assert all(export["here"] for export in told["exports"])

    done = sane("withdraw", "sample", "--reason", "consent-withdrawn", "--yes")
    assert done.code == 0, done.err
    assert "+status: withdrawn" in done.out
    assert "2 past exports hold it" in done.err
    assert "cannot be recalled" in done.err
    assert "--erase" in done.err

    data = yaml_read.parse((exported.root / "playbook/cases/sample.yaml").read_bytes())
    assert data["status"] == "withdrawn"
    assert data["withdrawn"] == {"on": "2026-06-01", "reason": "consent-withdrawn"}
    assert data["sharing"]["consent"]["state"] == "withdrawn"
    assert sane("validate", "--select", "schema-valid").code == 0

    for audience in ("clear", "red"):
        again = sane("export", "--format", "json", "--audience", audience)
        assert again.code == 0
        assert "left out: sample" in again.err
    assert all(b"Kuchipuri" not in data for name, data in exports(exported).items() if name.endswith(".json"))
    assert sane("export", "sample", "--format", "json").code == 5
    assert sane("show", "sample", "--audience", "clear").code == 5
    told = sane("recall", "sample", "--format", "json").json
    assert [export["here"] for export in told["exports"]] == [True, False]
    assert sane("ledger", "verify").code == 0


def test_only_the_bytes_that_must_change_do(exported: Playbook, sane: Sane):
    at = exported.root / "playbook/cases/sample.yaml"
    at.write_text("# a comment stays\n" + at.read_text())
    before = at.read_text().splitlines()
    assert sane("withdraw", "sample", "--reason", "risk-changed", "--on", "2026-05", "--yes").code == 0
    gone = [line for line in before if line not in at.read_text().splitlines()]
    assert gone == ["status: published"]


def test_erase_keeps_the_tombstone_only(exported: Playbook, sane: Sane):
    at = exported.root / "playbook/cases/sample.yaml"
    at.write_text("# Kuchipuri in a comment\n" + at.read_text())
    assert sane("withdraw", "sample", "--reason", "risk-changed", "--erase", "--yes").code == 0
    assert "Kuchipuri" not in at.read_text()
    assert set(yaml_read.parse(at.read_bytes())) == {"schema_version", "id", "status", "withdrawn"}
    assert sane("validate", "--select", "schema-valid").code == 0


def test_dry_run_changes_nothing(exported: Playbook, sane: Sane):
    at = exported.root / "playbook/cases/sample.yaml"
    before = at.read_bytes()
    done = sane("withdraw", "sample", "--reason", "other", "--dry-run")
    assert done.code == 0
    assert "+status: withdrawn" in done.out
    assert at.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("withdraw", "sample"), 2, "--reason"),
        (("withdraw", "sample", "--reason", "other"), 2, "--yes"),
        (("withdraw", "sample", "--reason", "risk-chnged", "--yes"), 2, "risk-changed"),
        (("withdraw", "sample", "--reason", "other", "--on", "soon", "--yes"), 2, "--on"),
        (("withdraw", "sampel", "--reason", "other", "--yes"), 2, "sample"),
        (("recall", "sampel"), 2, "sample"),
        (("recall", "sample", "--format", "pdf"), 2, "json"),
        (("ledger", "mend"), 2, "verify"),
    ],
)
def test_wrong_words_are_told_and_change_nothing(
    exported: Playbook, sane: Sane, words: tuple[str, ...], code: int, says: str
):
    before = (exported.root / "playbook/cases/sample.yaml").read_bytes()
    done = sane(*words)
    assert done.code == code
    assert says in done.err
    assert (exported.root / "playbook/cases/sample.yaml").read_bytes() == before


def test_withdrawing_twice_is_refused(exported: Playbook, sane: Sane):
    assert sane("withdraw", "sample", "--reason", "other", "--yes").code == 0
    assert sane("withdraw", "sample", "--reason", "other", "--yes").code == 5


def test_a_person_can_be_asked(exported: Playbook, sane: Sane, monkeypatch: pytest.MonkeyPatch):
    answers = iter(["9", "1", "maybe", "yes"])
    monkeypatch.setattr(_editing, "is_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    assert sane("withdraw", "sample").code == 0
    answers = iter([])

    def stopped() -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", stopped)
    assert sane("withdraw", "other").code == 130


def test_git_past_is_told(exported: Playbook, sane: Sane):
    exported.git("init", "-q")
    exported.git("add", ".")
    exported.git("commit", "-qm", "x")
    done = sane("withdraw", "sample", "--reason", "other", "--yes")
    assert re.search(r"Git's past still holds its text, in 1 commits", done.err)


def test_a_case_that_is_gone_can_still_be_recalled(exported: Playbook, sane: Sane):
    (exported.root / "playbook/cases/sample.yaml").unlink()
    done = sane("recall", "sample")
    assert done.code == 0
    assert len(done.out.splitlines()) == 2


def test_a_broken_ledger_is_told_with_its_line(exported: Playbook, sane: Sane):
    at = exported.root / "exports/ledger.jsonl"
    lines = at.read_text().splitlines()
    entry = json.loads(lines[0])
    lines[0] = json.dumps({**entry, "audience": "TLP:RED"})
    at.write_text("\n".join(lines) + "\n")
    done = sane("ledger", "verify")
    assert done.code == 1
    assert done.out.startswith("exports/ledger.jsonl:2:")


def test_the_ledger_holds_no_content(exported: Playbook):
    text = (exported.root / "exports/ledger.jsonl").read_text()
    assert "invented case" not in text.lower()
    assert "Kuchipuri" not in text


def test_nothing_that_was_kept_to_be_quick_outlives_a_case(exported: Playbook, sane: Sane):
    kept = exported.root / ".sane"
    assert sane("export", "--format", "pdf").code == 0
    assert sane("list", "--audience", "clear").code == 0
    assert [*kept.glob("pieces/*/*")]
    assert (kept / "index.sqlite").exists()
    assert sane("withdraw", "sample", "--reason", "consent-withdrawn", "--erase", "--yes").code == 0
    assert [at.name for at in kept.rglob("*") if at.is_file()] == [".gitignore"]


def test_what_is_kept_elsewhere_is_not_deleted(exported: Playbook, sane: Sane, tmp_path):
    other = tmp_path / "other"
    (other / "pieces").mkdir(parents=True)
    (other / "pieces" / "mine").write_text("invented")
    (exported.root / ".sane").rename(tmp_path / "away") if (exported.root / ".sane").exists() else None
    (exported.root / ".sane").symlink_to(other)
    assert sane("withdraw", "sample", "--reason", "consent-withdrawn", "--yes").code == 0
    assert (other / "pieces" / "mine").read_text() == "invented"
