from __future__ import annotations

from collections.abc import Callable

import pytest

from sane_cli.commands import _editing
from sane_cli.store import yaml_read
from tests.invented import Playbook, Ran

Sane = Callable[..., Ran]
GRANTED = {"state": "granted", "covers": ["publish"], "given_on": "2026-01"}
SHARING = {"tlp": "TLP:CLEAR", "consent": GRANTED, "review_by": "2027-01-01"}
ALL = (
    "publish", "sample", "--author-role", "editor", "--reviewer-role", "safety reviewer", "--consent", "granted",
    "--retaliation", "None foreseen.", "--worth-it", "--safe-now", "--risks-known", "--yes",
)  # fmt: skip


@pytest.fixture
def case(playbook: Playbook) -> Callable[..., None]:
    def written(sharing: object = None, **changes: object) -> None:
        playbook.case(**{"status": "review", "sharing": {**SHARING, **(sharing or {})}, **changes})

    written()
    return written


def data(playbook: Playbook) -> dict:
    return yaml_read.parse((playbook.root / "playbook/cases/sample.yaml").read_bytes())


def without(*names: str) -> list[str]:
    words = list(ALL)
    for name in names:
        at = words.index(name)
        flag = name in ("--worth-it", "--safe-now", "--risks-known", "--yes")
        del words[at : at + (1 if flag else 2)]
    return words


def test_publishing_records_who_looked_and_what_they_said(playbook: Playbook, case: object, sane: Sane):
    done = sane(*ALL)
    assert done.code == 0, done.err
    sharing = data(playbook)["sharing"]
    assert data(playbook)["status"] == "published"
    assert sharing["harm_check"] == {
        "retaliation": "None foreseen.", "worth_it": True, "safe_now": True, "risks_known": True,
        "by_role": "editor", "on": "2026-06-01",
    }  # fmt: skip
    assert sharing["reviewed"] == [{"by_role": "safety reviewer", "on": "2026-06-01"}]
    assert sane("validate").code == 0
    assert sane("export", "--format", "json").code == 0


@pytest.mark.parametrize(
    "consent",
    [
        {"state": "pending"},
        {"state": "withdrawn"},
        {"state": "granted", "covers": ["print"]},
        {"state": "granted", "covers": ["publish"], "expires": "2026-05-31"},
        None,
    ],
)
def test_without_consent_it_is_refused_with_the_way_forward(
    playbook: Playbook, case: Callable, sane: Sane, consent: object
):
    case({"consent": consent})
    before = data(playbook)
    done = sane(*ALL)
    assert done.code == 5
    assert "sharing.consent" in done.err
    assert "Talk to the people" in done.err
    assert data(playbook) == before


def test_a_consent_that_is_not_confirmed_refuses(playbook: Playbook, case: object, sane: Sane):
    words = list(ALL)
    words[words.index("granted")] = "yes"
    assert sane(*words).code == 5
    assert data(playbook)["status"] == "review"


@pytest.mark.parametrize("name", ["worth-it", "safe-now", "risks-known"])
def test_one_no_is_enough(playbook: Playbook, case: object, sane: Sane, name: str):
    words = [f"--no-{name}" if word == f"--{name}" else word for word in ALL]
    done = sane(*words)
    assert done.code == 5
    assert data(playbook)["status"] == "review"


def test_two_roles_must_be_two(playbook: Playbook, case: object, sane: Sane):
    words = [" Éditor " if word == "safety reviewer" else word for word in ALL]
    assert sane(*words).code == 2
    assert data(playbook)["status"] == "review"


def test_errors_stand_in_the_way(playbook: Playbook, case: Callable, sane: Sane):
    case(threats=["no-such-term"])
    done = sane(*ALL)
    assert done.code == 1
    assert "term-known" in done.err
    case(sources=None)
    assert sane(*ALL).code == 1
    assert data(playbook)["status"] == "review"


def test_a_withdrawn_case_is_not_published_again(playbook: Playbook, case: Callable, sane: Sane):
    case(status="withdrawn", withdrawn={"on": "2026-05-01", "reason": "other"})
    assert sane(*ALL).code == 5


def test_an_embargo_or_a_late_review_does_not_hinder_the_decision(case: Callable, sane: Sane):
    case({"embargo_until": "2026-12-01", "review_by": "2026-05-01"})
    assert sane(*ALL, "--dry-run").code == 0


@pytest.mark.parametrize(
    "name",
    [
        "--author-role",
        "--reviewer-role",
        "--consent",
        "--retaliation",
        "--worth-it",
        "--safe-now",
        "--risks-known",
        "--yes",
    ],
)
def test_without_a_terminal_the_missing_option_is_named(playbook: Playbook, case: object, sane: Sane, name: str):
    done = sane(*without(name))
    assert done.code == 2
    assert name in done.err
    assert data(playbook)["status"] == "review"


def test_every_question_can_be_asked(playbook: Playbook, case: object, sane: Sane, monkeypatch: pytest.MonkeyPatch):
    answers = iter(["granted", "None foreseen.", "hm", "yes", "y", "yes", "editor", "", "safety reviewer", "yes"])
    monkeypatch.setattr(_editing, "is_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    assert sane("publish", "sample").code == 0
    assert data(playbook)["status"] == "published"
