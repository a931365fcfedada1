"""The public edition of a private working repository."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sane_cli.core.tlp import Tlp
from sane_cli.core.translation import text_hash
from sane_cli.store import export_folder, yaml_read
from sane_cli.store.playbook import read_corpus
from tests.invented import CASE, SETTINGS, TODAY, Playbook, Ran
from tests.safety import harness
from tests.safety.canaries import plant

Sane = Callable[..., Ran]


def exported(root: Path, target: Path, audience: str = "clear") -> harness.Run:
    return harness.sane(root, "export", "--format", "playbook", "-o", str(target), "--audience", audience)


def cases(root: Path, audience: str, *more: str) -> list[dict]:
    # read what a reader of that audience gets, and leave out how the edition itself labels it
    done = harness.sane(root, "export", "--format", "json", "--audience", audience, *more)
    assert done.code == 0, done.err
    told = json.loads(next(data for name, data in done.files.items() if name.endswith(".json")))["cases"]
    return [{name: part for name, part in case.items() if name != "sharing"} for case in told]


def test_the_edition_of_the_real_playbook_is_valid_and_says_the_same(tmp_path: Path):
    root = Path(__file__).resolve().parents[2]
    source, target = tmp_path / "source", tmp_path / "edition"
    for folder in ("playbook", "schema"):
        shutil.copytree(root / folder, source / folder)
    assert exported(source, target).code == 0
    checked = harness.sane(target, "validate", "--format", "json")
    assert checked.code == 0, checked.out
    assert json.loads(checked.out)["summary"]["errors"] == 0
    assert cases(target, "clear") == cases(source, "clear")
    again = tmp_path / "again"
    assert exported(target, again).code == 0
    for at in sorted(p for p in target.rglob("*.yaml")):
        assert at.read_bytes() == (again / at.relative_to(target)).read_bytes(), at


@pytest.mark.parametrize("audience", [label.audience for label in Tlp])
def test_an_edition_of_planted_cases_is_valid_and_opens_to_nobody_else(tmp_path: Path, audience: str):
    source, target = tmp_path / "source", tmp_path / "edition"
    plant(source, 3)
    done = exported(source, target, audience)
    assert done.code == 0, done.err
    checked = harness.sane(target, "validate", "--select", "schema", "--select", "reference", "--select", "yaml")
    assert checked.code == 0, checked.out
    settings = yaml_read.parse((target / "playbook/playbook.yaml").read_bytes())
    assert settings["repository_tlp"] == f"TLP:{audience.upper()}"
    assert not (target / "playbook/.drafts").exists()
    french, english = ({case["id"]: case for case in cases(source, audience, *more)} for more in (["--lang", "fr"], []))
    told = {case["id"]: case for case in cases(target, audience, "--lang", "fr")}
    # a translation that closes even its title stays behind, and then the case is told in its own language
    assert all(filled(case) in (filled(french[name]), filled(english[name])) for name, case in told.items())
    assert any(filled(case) != filled(english[name]) for name, case in told.items())
    if audience != "clear":
        # what was closed to CLEAR readers stays closed to them although its own labels are gone
        assert harness.sane(target, "export", "--format", "json", "--audience", "clear").code == 5


def test_a_network_field_that_is_closed_is_not_even_named(tmp_path: Path):
    source = tmp_path / "source"
    plant(source, 3)
    for audience, there in (("clear", False), ("amber", True)):
        target = tmp_path / audience
        assert exported(source, target, audience).code == 0
        assert ("desk_remark" in (target / "schema/case.schema.json").read_text()) is there
        assert '"notes"' not in (target / "schema/case.schema.json").read_text()


def test_a_withdrawn_case_leaves_the_folder(playbook: Playbook, sane: Sane, tmp_path: Path):
    target = tmp_path / "edition"
    playbook.case("other")
    playbook.write(
        "playbook/collections/invented.yaml", {"schema_version": 1, "id": "invented", "title": "All", "query": {}}
    )
    assert sane("export", "--format", "playbook", "-o", str(target)).code == 0
    (target / "KEEP.md").write_text("mine")
    assert (target / "playbook/cases/other.yaml").exists()
    assert sane("withdraw", "other", "--reason", "risk-changed", "--yes").code == 0
    assert sane("export", "--format", "playbook", "-o", str(target)).code == 0
    assert not (target / "playbook/cases/other.yaml").exists()
    assert (target / "playbook/cases/sample.yaml").exists()
    assert (target / "KEEP.md").read_text() == "mine"
    assert b"other" not in b"".join(at.read_bytes() for at in target.rglob("*.yaml"))


def test_it_never_writes_over_a_playbook_that_people_work_in(playbook: Playbook, sane: Sane, tmp_path: Path):
    before = (playbook.root / "playbook/cases/sample.yaml").read_bytes()
    foreign = tmp_path / "foreign" / "playbook"
    foreign.mkdir(parents=True)
    (foreign / "playbook.yaml").write_text("title: theirs")
    for target in (playbook.root, playbook.root / "playbook", playbook.root.parent, foreign.parent):
        done = sane("export", "--format", "playbook", "-o", str(target))
        assert done.code == 2, target
    for target in ("playbook/cases/sample.yaml", "schema/x.json", "exports/ledger.jsonl"):
        assert sane("export", "--format", "json", "-o", target).code == 2, target
    assert (playbook.root / "playbook/cases/sample.yaml").read_bytes() == before
    assert (foreign / "playbook.yaml").read_text() == "title: theirs"


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", ".git/config", "a/../../outside", "link/x"])
def test_a_list_that_lies_removes_nothing_outside(tmp_path: Path, name: str):
    target = tmp_path / "edition"
    (target / ".git").mkdir(parents=True)
    (target / ".git/config").write_text("x")
    (tmp_path / "outside").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/x").write_text("x")
    (target / "link").symlink_to(tmp_path / "elsewhere")
    (target / export_folder.LIST).write_text(json.dumps({"files": [name, 3]}))
    export_folder.write(target, {"a.txt": b"a"})
    assert (target / "a.txt").exists()
    assert all(at.exists() for at in (target / ".git/config", tmp_path / "outside", tmp_path / "elsewhere/x"))


def test_organisations_keep_how_they_may_be_shown(playbook: Playbook, sane: Sane, tmp_path: Path):
    playbook.write("playbook/playbook.yaml", {**SETTINGS, "repository_tlp": "TLP:RED"})
    playbook.case(
        sharing={**CASE["sharing"], "attribution": "named"},
        organisations=[
            {"name": "Invented Harbour", "kind": "trust"},
            {"name": "Invented Shore", "kind": "union", "attribution": "described"},
            {"name": "Invented Cliff", "kind": "league", "attribution": "withheld"},
        ],
    )
    assert sane("export", "--format", "playbook", "-o", str(tmp_path / "e")).code == 0
    data = yaml_read.parse((tmp_path / "e/playbook/cases/sample.yaml").read_bytes())
    assert data["organisations"] == [
        {"name": "Invented Harbour", "kind": "trust", "attribution": "named"},
        {"kind": "union", "attribution": "described"},
    ]


def filled(case: dict) -> dict:
    return {name: value for name, value in case.items() if value}


FRENCH = {
    "schema_version": 1,
    "id": "sample",
    "title": "Un cas inventé",
    "summary": "Une alliance inventée a répondu d'une seule voix à un projet de loi inventé.",
    "language": "fr",
    "status": "published",
    "context": "Une alliance. [[TLP:AMBER| Un passage inventé.]]\n",
}
CLOSED = "An alliance. [[TLP:AMBER| An invented passage.]]\n"


def translated(playbook: Playbook, made_from: str = "", **sharing: object) -> None:
    """Write the sample with a closed passage, and a French translation of what it says now or of ``made_from``."""
    playbook.write("playbook/playbook.yaml", {**SETTINGS, "repository_tlp": "TLP:RED"})
    playbook.case(context=CLOSED, sharing={**CASE["sharing"], **sharing})
    read = read_corpus(playbook.root, TODAY)
    now = text_hash(read.cases[0].data, read.case_schema)
    playbook.write("playbook/cases/sample.fr.yaml", {**FRENCH, "translates": made_from or now})


def test_translations_come_along_gated_and_current(playbook: Playbook, sane: Sane, tmp_path: Path):
    translated(playbook)
    target = tmp_path / "e"
    assert sane("export", "--format", "playbook", "-o", str(target)).code == 0
    french = yaml_read.parse((target / "playbook/cases/sample.fr.yaml").read_bytes())
    assert french["title"] == FRENCH["title"]
    assert french["context"] == "Une alliance. [withheld]\n"
    assert yaml_read.parse((target / "playbook/playbook.yaml").read_bytes())["languages"] == ["en", "fr"]
    checked = harness.sane(target, "validate", "--strict", "--ignore", "publication-agreed")
    assert checked.code == 0, checked.out
    assert cases(target, "clear", "--lang", "fr") == cases(playbook.root, "clear", "--lang", "fr")
    assert cases(target, "clear") == cases(playbook.root, "clear")


def test_a_translation_of_an_older_text_stays_marked_and_tells_no_hash_of_what_is_closed(
    playbook: Playbook, sane: Sane, tmp_path: Path
):
    old = "sha256:" + "5a" * 32
    translated(playbook, old)
    target = tmp_path / "e"
    assert sane("export", "--format", "playbook", "-o", str(target)).code == 0
    assert old not in (target / "playbook/cases/sample.fr.yaml").read_text()
    assert "translation-stale" in harness.sane(target, "validate").out
    assert cases(target, "clear", "--lang", "fr") == cases(playbook.root, "clear", "--lang", "fr")


def test_a_translation_without_consent_stays_behind_and_the_curator_is_told(
    playbook: Playbook, sane: Sane, tmp_path: Path
):
    translated(playbook, consent={"state": "granted", "covers": ["publish"], "given_on": "2024-01-01"})
    done = sane("export", "--format", "playbook", "-o", str(tmp_path / "e"))
    assert done.code == 0, done.err
    assert "sample: its translation into ‘fr’ is left out" in done.err
    assert not list((tmp_path / "e").rglob("*.fr.yaml"))


def test_a_broken_translation_stops_an_edition(playbook: Playbook, sane: Sane, tmp_path: Path):
    translated(playbook)
    (playbook.root / "playbook/cases/sample.fr.yaml").write_text("title: [\n")
    done = sane("export", "--format", "playbook", "-o", str(tmp_path / "e"))
    assert done.code == 1
    assert "sample.fr.yaml" in done.err
    assert not (tmp_path / "e").exists()


def test_an_edition_in_one_language_has_no_siblings(playbook: Playbook, sane: Sane, tmp_path: Path):
    translated(playbook)
    assert sane("export", "--format", "playbook", "--lang", "fr", "-o", str(tmp_path / "e")).code == 0
    assert [at.name for at in (tmp_path / "e/playbook/cases").iterdir()] == ["sample.yaml"]
    assert yaml_read.parse((tmp_path / "e/playbook/cases/sample.yaml").read_bytes())["title"] == FRENCH["title"]
