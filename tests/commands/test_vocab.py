"""``sane vocab`` from outside: terms are changed in every file or in none, and the old word still finds the cases."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from wcwidth import wcswidth

from sane_cli.core.error import SaneError
from sane_cli.store import change_set, drafts, yaml_read
from sane_cli.store.change_set import Change
from tests import desk

COLLECTION = b"""\
schema_version: 1
id: some   # a comment
title: Some
query:
  threats: [phishing]   # these
"""


@pytest.fixture
def whole(small):
    desk.write(small / "playbook" / "collections" / "some.yaml", COLLECTION)
    return small


def contents(root: Path):
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted((root / "playbook").rglob("*.yaml"))}


def ids(ask, *words):
    return ask("list", *words, "--format", "ids").out.split()


def test_list_and_show(ask):
    shown = json.loads(ask("vocab", "list", "threats", "--format", "json").out)
    terms = {term["id"]: term for term in shown["vocabularies"][0]["terms"]}
    assert (terms["phishing"]["count"], terms["digital"]["count"]) == (2, 3)
    assert terms["phishing"]["label"]["fr"] == "Hameçonnage"
    assert "threats\tphishing\tPhishing\tdigital\t2" in ask("vocab", "list").out.splitlines()
    rows = list(csv.reader(io.StringIO(ask("vocab", "list", "mechanism", "--format", "csv").out)))
    assert rows[0][:3] == ["vocabulary", "id", "label"]
    both = json.loads(ask("vocab", "show", "digital", "--format", "json").out)["vocabularies"]
    assert [each["id"] for each in both] == ["mechanisms", "threats"]
    one = json.loads(ask("vocab", "show", "threats/digital", "--format", "json").out)["vocabularies"]
    assert [each["id"] for each in one] == ["threats"]


@pytest.mark.parametrize("columns", [40, 60, 80, 140])
@pytest.mark.parametrize("words", [("list",), ("show", "Hameçonnage")])
def test_they_fit_a_screen(screen, columns, words):
    ran = screen("vocab", *words, columns=columns)
    assert max(map(wcswidth, ran.out.splitlines())) <= columns
    assert "phishing" in ran.out


def test_rename_changes_every_file_and_leaves_an_alias(ask, whole):
    before = contents(whole)
    ran = ask("vocab", "rename", "phishing", "lure", "--yes")
    assert ran.code == 0, ran.err
    assert "4 files" in ran.err
    assert "+  threats: [lure]   # these" in ran.out
    after = contents(whole)
    changed = {path.rsplit("/", 1)[1] for path in before if before[path] != after[path]}
    assert changed == {"threats.yaml", "alpha.yaml", "delta.yaml", "some.yaml"}
    assert after["playbook/collections/some.yaml"] == COLLECTION.replace(b"phishing", b"lure")
    assert ids(ask, "--threat", "lure") == ids(ask, "--threat", "phishing") == ["alpha", "delta"]
    assert ask("validate").code == 0


def test_renaming_there_and_back_leaves_the_cases_as_they_were(ask, whole):
    before = contents(whole)
    assert ask("vocab", "rename", "phishing", "lure", "--yes").code == 0
    assert ask("vocab", "rename", "lure", "phishing", "--yes").code == 0
    after = contents(whole)
    assert {p: t for p, t in after.items() if "vocabulary" not in p} == {
        p: t for p, t in before.items() if "vocabulary" not in p
    }
    assert ids(ask, "--threat", "lure") == ["alpha", "delta"]
    assert ask("validate").code == 0


def test_renaming_a_group_keeps_its_terms(ask, whole):
    assert ask("vocab", "rename", "digital", "online", "--in", "threats", "--yes").code == 0
    assert ids(ask, "--threat", "online") == ids(ask, "--threat", "digital") == ["alpha", "delta", "draft-one"]


def test_merge_leaves_one_term_and_all_words(ask, whole):
    ran = ask("vocab", "merge", "phishing", "cyberattack", "--yes")
    assert ran.code == 0, ran.err
    assert desk.yaml.safe_load((whole / "playbook/cases/alpha.yaml").read_text())["threats"] == ["cyberattack"]
    for word in ("phishing", "Hameçonnage", "spear phishing", "cyberattack"):
        assert ids(ask, "--threat", word) == ["alpha", "delta"]
    terms = json.loads(ask("vocab", "list", "threats", "--format", "json").out)["vocabularies"][0]["terms"]
    assert "phishing" not in [term["id"] for term in terms]
    assert ask("validate").code == 0


def test_a_group_is_not_merged_into_its_own_term(ask, whole):
    ran = ask("vocab", "merge", "threats/digital", "phishing", "--yes")
    assert ran.code == 2
    assert "sane vocab merge phishing digital" in ran.err


def test_add_puts_a_term_behind_its_group(ask, whole):
    before = (whole / "playbook/vocabulary/threats.yaml").read_text()
    words = (
        "--label",
        "SIM: swap",
        "--label",
        "fr=Échange de SIM",
        "--alias",
        "sim hijack",
        "--source",
        "This project",
    )
    ran = ask("vocab", "add", "sim-swap", "--in", "threats", "--broader", "Digital", *words, "--yes")
    assert ran.code == 0, ran.err
    after = (whole / "playbook/vocabulary/threats.yaml").read_text()
    assert len(after.splitlines()) > len(before.splitlines())
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    shown = json.loads(ask("vocab", "show", "échange de sim", "--format", "json").out)
    term = shown["vocabularies"][0]["terms"][0]
    assert (term["id"], term["broader"], term["label"]["en"]) == ("sim-swap", "digital", "SIM: swap")
    assert ask("validate").code == 0


def test_dry_run_shows_and_writes_nothing(ask, whole):
    before = contents(whole)
    ran = ask("vocab", "rename", "phishing", "lure", "--dry-run")
    assert (ran.code, contents(whole)) == (0, before)
    assert "--- a/playbook/vocabulary/threats.yaml" in ran.out
    assert "4 files would change" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rename", "phishing", "lure"), "--yes"),
        (("rename", "phising", "lure", "--yes"), "phishing"),
        (("rename", "phishing", "cyberattack", "--yes"), "sane vocab merge"),
        (("rename", "phishing", "Spear phish!", "--yes"), "spear-phish"),
        (("rename", "phishing", "phishing", "--yes"), "phishing"),
        (("rename", "digital", "lure", "--yes"), "--in"),
        (("merge", "phishing", "phishing", "--yes"), "itself"),
        (("merge", "phishing", "litigation", "--yes"), "There is no term"),
        (("add", "phishing", "--in", "threats", "--label", "x", "--yes"), "already"),
        (("add", "new", "--in", "threats", "--label", "fr=x", "--yes"), "English"),
        (("add", "new", "--in", "threat", "--label", "x", "--broader", "digtal", "--yes"), "digital"),
        (("list", "treats"), "threats"),
        (("show", "phising"), "phishing"),
    ],
)
def test_wrong_usage_changes_nothing(ask, whole, words, told):
    before = contents(whole)
    ran = ask("vocab", *words)
    assert ran.code == 2
    assert told in ran.err
    assert contents(whole) == before


def test_a_file_that_cannot_be_read_stops_everything(ask, whole):
    desk.write(whole / "playbook" / "cases" / "broken.yaml", b"threats: [phishing\n")
    before = contents(whole)
    ran = ask("vocab", "rename", "phishing", "lure", "--yes")
    assert ran.code == 1
    assert "broken.yaml" in ran.err
    assert contents(whole) == before


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_all_files_or_none(tmp_path, monkeypatch, failing):
    for name in "abc":
        desk.write(tmp_path / name, b"old")
    changes = {name: Change(b"old", b"new") for name in "abc"}
    real, count = Path.replace, []

    def replace(self, target):
        if self.suffix == ".new":
            count.append(target)
            if len(count) == failing:
                raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(SaneError):
        change_set.write(tmp_path, changes)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys("abc", b"old")


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path):
    desk.write(tmp_path / "a", b"mine")
    with pytest.raises(SaneError):
        change_set.write(tmp_path, {"a": Change(b"old", b"new")})
    assert (tmp_path / "a").read_bytes() == b"mine"


def test_modes_are_kept(tmp_path):
    desk.write(tmp_path / "a", b"old")
    (tmp_path / "a").chmod(0o600)
    change_set.write(tmp_path, {"a": Change(b"old", b"new")})
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", [("rename", "phishing", "phishing-mail"), ("merge", "phishing", "cyberattack")])
def test_an_unfinished_interview_goes_on_with_the_new_word(small, ask, change):
    """The draft is left as it is, and its answer is not asked for again."""
    file = drafts.DraftFile(drafts.folder(small), None)
    answers = {"title": "Begun before", "threats": ["office-raid", "phishing", "cyberattack"]}
    file.save(answers, frozenset({("title",), ("threats",)}), ("summary",))
    file.release()
    before = file.path.read_bytes()
    assert ask("vocab", *change, "--yes").code == 0
    assert file.path.read_bytes() == before
    done = ask("new", "--resume")
    assert (done.code, "not accepted" in done.err) == (0, False)
    [path] = (small / "playbook" / "cases").glob("begun-before*.yaml") or [None]
    new = "phishing-mail" if change[0] == "rename" else "cyberattack"
    assert yaml_read.parse(path.read_bytes())["threats"] == list(dict.fromkeys(["office-raid", new, "cyberattack"]))
    assert ask("list", "--status", "draft", "--threat", "phishing", "--format", "ids").out == f"{path.stem}\n"
