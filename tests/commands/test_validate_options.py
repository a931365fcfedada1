"""The options of ``sane validate`` for everyday work and CI, from outside."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from sane_cli.commands import _watching
from tests.invented import CASE, COLLECTION, SETTINGS, Playbook, Ran, merged, vocabulary

Sane = Callable[..., Ran]
QUIET = ("--ignore", "term-unused")


def rules_of(ran: Ran) -> list[str]:
    return [each["rule"] for each in ran.json["findings"]]


# --- choosing rules ---------------------------------------------------------------------------------------------------


def test_select_and_ignore_take_ids_and_beginnings(sane: Sane, playbook: Playbook) -> None:
    playbook.case(as_of="2062", period={"from": "2022", "to": "2021"}, threats=["nope-nope"])
    assert set(rules_of(sane("validate", "--format", "json", "--select", "date"))) == {"date-future", "date-order"}
    assert set(rules_of(sane("validate", "--format", "json", "--select", "date", "--ignore", "date-o"))) == {
        "date-future"
    }
    assert sane("validate", "--ignore", "date", "--ignore", "term").code == 0


def test_unknown_rules_are_wrong_usage(sane: Sane) -> None:
    ran = sane("validate", "--select", "date-reel")
    assert ran.code == 2
    assert "Did you mean date-real?" in ran.err
    assert sane("validate", "--explain", "date-reel").code == 2


def test_strict_lets_warnings_fail(sane: Sane, playbook: Playbook) -> None:
    playbook.case(sources=[{"title": "Invented report", "url": "https://example.org/a"}])
    assert sane("validate").code == 0
    assert sane("validate", "--strict").code == 1


def test_explain_and_rules_say_the_same(sane: Sane) -> None:
    listed = sane("rules", "--format", "json").json
    assert listed["count"] == len(listed["rules"]) >= 36
    for rule in listed["rules"]:
        page = sane("validate", "--explain", rule["id"])
        assert page.code == 0
        assert rule["title"] in page.out
    assert sane("rules").out.count("\n") == listed["count"]
    assert sane("rules", "--format", "csv").code == 2


# --- waivers ----------------------------------------------------------------------------------------------------------


def waive(playbook: Playbook, **changes: object) -> None:
    entry = {"rule": "source-dated", "case": "sample", "reason": "We asked for the date.", "expires": "2026-12-01"}
    kept = {name: value for name, value in {**entry, **changes}.items() if value}
    playbook.write("playbook/waivers.yaml", {"schema_version": 1, "waivers": [kept]})


def test_a_waiver_takes_a_finding_away_until_its_last_day(
    sane: Sane, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    playbook.case(sources=[{"title": "Invented report", "url": "https://example.org/a"}])
    waive(playbook)
    ran = sane("validate", "--strict")
    assert ran.code == 0
    assert "1 finding is waived" in ran.err
    monkeypatch.setenv("SANE_TODAY", "2026-12-02")
    assert set(rules_of(sane("validate", "--format", "json"))) >= {"source-dated", "waiver-valid"}


@pytest.mark.parametrize(
    ("changes", "waived"),
    [
        ({"pointer": "/sources"}, True),
        ({"pointer": "/sourc"}, False),
        ({"case": None, "path": "playbook/cases/sample.yaml"}, True),
        ({"rule": "consent-missing"}, False),
    ],
)
def test_a_waiver_covers_what_it_says(sane: Sane, playbook: Playbook, changes: dict[str, object], waived: bool) -> None:
    playbook.case(sources=[{"title": "Invented report", "url": "https://example.org/a"}])
    waive(playbook, **changes)
    assert ("source-dated" not in rules_of(sane("validate", "--format", "json"))) is waived


def test_what_protects_people_cannot_be_waived(sane: Sane, playbook: Playbook) -> None:
    sharing = {"tlp": "TLP:CLEAR", "consent": {"state": "withdrawn"}, "review_by": "2027-01-01"}
    playbook.case(sharing=sharing)
    waive(playbook, rule="consent-withdrawn")
    assert rules_of(sane("validate", "--format", "json")) == ["consent-withdrawn", "waiver-valid"]


def test_a_waiver_that_meets_nothing_is_a_note(sane: Sane, playbook: Playbook) -> None:
    waive(playbook)
    ran = sane("validate", "--format", "json")
    assert ran.code == 0
    assert [(each["rule"], each["severity"]) for each in ran.json["findings"]] == [("waiver-valid", "note")]
    assert rules_of(sane("validate", "--format", "json", "--select", "date")) == []


# --- changed files ----------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(playbook: Playbook) -> Playbook:
    """A git repository with two broken cases, one of them related to the good one."""
    playbook.case(
        "other",
        title="Another invented case",
        status="drafft",
        summary="Three invented unions shared one lawyer for a year and kept their offices.",
        related=None,
    )
    playbook.case(
        "friend",
        title="A friend",
        status="drafft",
        summary="After a raid in an invented country the accounts were opened again by a court.",
        related=[{"case": "sample", "relation": "similar"}],
    )
    playbook.git("init", "-q", "-b", "main")
    playbook.git("add", "-A")
    playbook.git("commit", "-q", "-m", "invented")
    return playbook


def paths_of(ran: Ran) -> set[str]:
    return {each["path"].rsplit("/", 1)[-1] for each in ran.json["findings"]}


def test_changed_since_reports_changed_and_new_files(sane: Sane, repository: Playbook) -> None:
    since = ("validate", "--format", "json", "--changed-since", "HEAD")
    assert paths_of(sane(*since)) == set()
    repository.case(
        "other",
        title="Another",
        status="drafft",
        summary="Members of an invented network learned to spot false messages in time.",
    )
    assert paths_of(sane(*since)) == {"other.yaml"}
    repository.case(
        "new",
        title="A new invented case",
        status="drafft",
        summary="A fund for invented journalists moved its servers and lost no day of work.",
    )
    assert paths_of(sane(*since)) == {"other.yaml", "new.yaml"}


def test_changed_since_reports_what_a_change_breaks_elsewhere(sane: Sane, repository: Playbook) -> None:
    (repository.root / "playbook/cases/sample.yaml").unlink()
    found = paths_of(sane("validate", "--format", "json", "--changed-since", "HEAD"))
    assert found == {"friend.yaml", "invented.yaml"}


def test_a_changed_vocabulary_reports_everything(sane: Sane, repository: Playbook) -> None:
    repository.write("playbook/vocabulary/threats.yaml", vocabulary("threats", {"id": "x", "label": {"en": "X"}}))
    found = paths_of(sane("validate", "--format", "json", "--changed-since", "main"))
    assert found >= {"sample.yaml", "other.yaml", "friend.yaml"}


def test_a_duplicate_is_reported_though_the_unchanged_file_bears_it(sane: Sane, repository: Playbook) -> None:
    repository.case("a-first", title="An invented case", summary=str(CASE["summary"]))
    ran = sane("validate", "--format", "json", "--changed-since", "HEAD", "--select", "case-duplicate")
    assert paths_of(ran) == {"sample.yaml"}


@pytest.mark.parametrize("reference", ["nowhere", "--output=x", "HEAD~99"])
def test_an_unknown_revision_is_wrong_usage(sane: Sane, repository: Playbook, reference: str) -> None:
    assert sane("validate", f"--changed-since={reference}").code == 2


def test_without_git_changed_since_is_wrong_usage(sane: Sane) -> None:
    assert sane("validate", "--changed-since", "HEAD").code == 2


# --- fixing -----------------------------------------------------------------------------------------------------------

MENDABLE = """\
# a comment with ‘quotes’ and ünïcödé
schema_version: 1
id: sample   # the id
title: "An invented case"
summary: 'An invented alliance answered an invented bill together, and the bill was dropped.'
type: Coalition-Response
scope: regional
regions: [Europe]
period: {from: 2021, to: '2022'}  # years
as_of: 2023
threats:
    -   invented law # a label
mechanisms: [ "Invented alliance-building" ]
sources:
- {title: Invented report, url: "https://example.org/report", published: 2023}
status: published
sharing:
  tlp: TLP:CLEAR
  consent: {state: public-record}
  review_by: 2027-01-01
"""
MENDED = (
    MENDABLE.replace("Coalition-Response", "coalition-response")
    .replace("[Europe]", "[europe]")
    .replace("from: 2021", 'from: "2021"')
    .replace("as_of: 2023", 'as_of: "2023"')
    .replace("published: 2023", 'published: "2023"')
    .replace("invented law #", "invented-law #")
    .replace('"Invented alliance-building"', "invented-alliance")
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_fix_changes_only_the_bytes_it_must(sane: Sane, playbook: Playbook, line_end: str, mark: bytes) -> None:
    file = playbook.write("playbook/cases/sample.yaml", mark + MENDABLE.replace("\n", line_end).encode())
    file.chmod(0o600)
    assert sane("validate").code == 1
    ran = sane("validate", "--fix")
    assert ran.code == 0
    assert file.read_bytes() == mark + MENDED.replace("\n", line_end).encode()
    assert file.stat().st_mode & 0o777 == 0o600


def test_dry_run_shows_the_difference_and_changes_nothing(sane: Sane, playbook: Playbook) -> None:
    file = playbook.write("playbook/cases/sample.yaml", MENDABLE)
    ran = sane("validate", "--fix", "--dry-run")
    assert ran.code == 1
    assert file.read_text() == MENDABLE
    assert "-type: Coalition-Response\n+type: coalition-response\n" in ran.out
    assert ran.out.startswith("--- a/playbook/cases/sample.yaml\n+++ b/playbook/cases/sample.yaml\n")
    assert sane("validate", "--dry-run").code == 2


def test_an_unknown_format_is_refused_before_anything_is_mended(sane: Sane, playbook: Playbook) -> None:
    file = playbook.write("playbook/cases/sample.yaml", MENDABLE)
    assert sane("validate", "--fix", "--format", "csv").code == 2
    assert file.read_text() == MENDABLE


def test_fix_never_opens_anything(sane: Sane, playbook: Playbook) -> None:
    text = MENDED.replace("TLP:CLEAR", "tlp:clear").replace("status: published", "status: Published")
    file = playbook.write("playbook/cases/sample.yaml", text)
    assert sane("validate", "--fix").code == 1
    assert file.read_text() == text


def test_fix_replaces_a_replaced_term(sane: Sane, playbook: Playbook) -> None:
    terms = (
        {"id": "invented-law", "label": {"en": "Invented law"}},
        {"id": "old-law", "label": {"en": "Old law"}, "replaced_by": "invented-law"},
    )
    playbook.write("playbook/vocabulary/threats.yaml", vocabulary("threats", *terms))
    file = playbook.case(threats=["old-law"])
    assert sane("validate", "--fix", "--strict").code == 0
    assert "- invented-law\n" in file.read_text()


# --- watching ---------------------------------------------------------------------------------------------------------


def test_watching_sees_each_change_once(playbook: Playbook) -> None:
    naps = itertools.count()

    def sleep(_seconds: float) -> None:
        nap = next(naps)
        if nap == 2:
            playbook.case("new")
        if nap == 4:
            (playbook.root / "playbook/cases/new.yaml").unlink()
        if nap == 6:
            raise KeyboardInterrupt

    seen = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(naps for _change in _watching.changes(playbook.root, sleep))
    assert len(seen) == 3


def test_watch_ends_with_the_code_for_stopping(sane: Sane, playbook: Playbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def once(_root: object) -> object:
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr(_watching, "changes", once)
    playbook.case(status="drafft", summary="Three invented unions shared one lawyer for a year and kept their offices.")
    ran = sane("validate", "--watch")
    assert ran.code == 130
    assert "drafft" in ran.out


# --- private repositories ---------------------------------------------------------------------------------------------


def test_a_private_repository_may_hold_closed_words(sane: Sane, playbook: Playbook) -> None:
    playbook.write("playbook/playbook.yaml", merged(SETTINGS, {"repository_tlp": "TLP:RED"}))
    sharing = {
        "tlp": "TLP:AMBER",
        "consent": {"state": "granted", "covers": ["share"]},
        "fields": {"context": "TLP:RED"},
    }
    reviewed = {"harm_check": {"worth_it": True, "safe_now": True, "risks_known": True, "by_role": "editor"}}
    sharing |= {"reviewed": [{"by_role": "reviewer", "on": "2026-05"}], **reviewed}
    playbook.case(sharing=sharing, notes="Ask again.")
    playbook.write("playbook/collections/invented.yaml", {**COLLECTION, "audience": "amber"})
    assert sane("validate", "--strict").code == 0
    playbook.write("playbook/playbook.yaml", SETTINGS)
    assert rules_of(sane("validate", "--format", "json")) == ["label-above-repository"]
