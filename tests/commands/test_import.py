"""``sane import`` from outside: what three form tools export becomes drafts, and every row is accounted for."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sane_cli.commands import _closing
from sane_cli.store.files import CannotWriteError
from tests.desk import SOURCE, Ran

Ask = Callable[..., Ran]
SAMPLES = SOURCE / "tests" / "submissions"


def sample(name: str) -> str:
    return str(SAMPLES / name)


def csv(root: Path, *lines: str, name: str = "rows.csv") -> str:
    path = root / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def mapping(root: Path, **said: Any) -> str:
    path = root / "mapping.yaml"
    path.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return str(path)


def case(root: Path, name: str) -> dict[str, Any]:
    text = (root / "playbook" / "cases" / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schema/case.schema.json\n")
    found = yaml.safe_load(text)
    assert found["id"] == name
    assert found["status"] == "draft"
    return found


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def report(ask: Ask, root: Path, *words: str) -> tuple[int, list[dict[str, Any]]]:
    path = root / "report.json"
    ran = ask("import", *words, "--report", str(path))
    found = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return ran.code, found["rows"]


def problems(rows: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    return [(row["row"], each["column"], each["message"]) for row in rows for each in row["problems"]]


# ── the three tools ──────────────────────────────────────────────────────────────────────────────


def test_kobo_table(ask: Ask, small: Path) -> None:
    ran = ask("import", sample("kobo.csv"))
    assert ran.code == 1
    assert "row 2: taken: playbook/cases/invented-clinics-outlast-raid.yaml" in ran.out
    found = case(small, "invented-clinics-outlast-raid")
    assert found["countries"] == ["UG", "KE"]
    assert found["threats"] == ["phishing", "office-raid"]
    assert found["mechanisms"] == ["coalition-building", "litigation"]
    assert found["as_of"] == "2026-09-30"
    assert found["sharing"] == {"tlp": "TLP:AMBER"}, "consent was invented"
    assert "row 4: not taken\n  It has no title" in ran.out
    assert "‘sharing/consent/state’" in ran.err
    assert "2 rows taken, 0 already there, 1 not taken." in ran.err


def test_unknown_term_is_left_out_and_the_nearest_is_named(ask: Ask, small: Path) -> None:
    ran = ask("import", sample("kobo.csv"))
    assert "threats" not in case(small, "invented-radio-answers-smear")
    assert "‘smear-campain’ is not in the vocabulary" in ran.out
    assert "(smear-campaign)" in ran.out


def test_kobo_records(ask: Ask, small: Path) -> None:
    assert ask("import", sample("kobo.json")).code == 0
    found = case(small, "invented-archive-keeps-papers")
    assert found["period"] == {"from": "2024", "to": "2025"}
    assert found["organisations"] == [
        {"name": "Invented Archive", "attribution": "named"},
        {"kind": "library", "attribution": "described"},
    ]
    assert found["authors"] == ["An Invented Author", "Another, Invented"]
    assert found["threats"] == ["phishing", "account-freeze"]


def test_google_forms(ask: Ask, small: Path) -> None:
    code, rows = report(ask, small, sample("google.csv"))
    assert code == 1
    assert [row["state"] for row in rows] == ["taken", "taken", "refused", "refused"]
    assert [row["row"] for row in rows] == [2, 3, 4, 5]
    first = case(small, "invented-unions-share-lawyer")
    assert first["challenge"] == "A bill, in a hurry."
    assert first["threats"] == ["restrictive-law", "phishing"]
    assert first["countries"] == ["KE", "BO"]
    assert first["organisations"] == [{"name": "Bakers of Nowhere"}]
    second = case(small, "invented-choir-moves-accounts")
    assert second["challenge"] == "The bank wrote a letter."
    assert second["mechanisms"] == ["litigation", "legal-support"]
    told = problems(rows)
    assert [(row, column) for row, column, _why in told] == [(4, "Title"), (5, "Countries"), (5, "As of")]
    assert "Write the year first" in told[2][2]


def test_limesurvey_with_its_mapping(ask: Ask, small: Path) -> None:
    ran = ask("import", sample("limesurvey.csv"), "--mapping", sample("limesurvey.mapping.yaml"))
    assert ran.code == 0, ran.out
    found = case(small, "une-alliance-inventee")
    assert found["language"] == "fr"
    assert found["type"] == "coalition-response"
    assert found["challenge"] == "Une loi inventée.\n\nPuis une autre.\n"
    assert found["threats"] == ["phishing"]
    assert found["period"] == {"from": "2024-01"}
    assert found["lessons"] == [{"text": "La confiance d'abord"}, {"text": "Parler tôt"}]
    assert found["sharing"] == {"tlp": "TLP:GREEN", "consent": {"state": "granted", "covers": ["publish"]}}
    assert case(small, "une-autre-alliance-inventee")["sharing"]["consent"] == {"state": "pending"}
    assert "Compare it with the consent itself" in ran.out
    assert "go nowhere" not in ran.err


def test_what_was_taken_in_passes_the_check(ask: Ask, small: Path) -> None:
    for name in ("kobo.csv", "kobo.json", "google.csv"):
        ask("import", sample(name))
    ask("import", sample("limesurvey.csv"), "--mapping", sample("limesurvey.mapping.yaml"))
    found = json.loads(ask("validate", "--format", "json", "playbook/cases").out)["findings"]
    assert [each for each in found if each["severity"] == "error" and "invent" in each["path"]] == []


# ── nothing twice, nothing over anything ─────────────────────────────────────────────────────────


def test_the_second_time_brings_nothing(ask: Ask, small: Path) -> None:
    ask("import", sample("google.csv"))
    before = files(small)
    ran = ask("import", sample("google.csv"))
    assert ran.out.count("already there") == 2
    assert ran.code == 1
    assert files(small) == before


def test_a_row_is_known_again_after_the_editor_changed_everything(ask: Ask, small: Path) -> None:
    ask("import", sample("kobo.json"))
    path = small / "playbook" / "cases" / "invented-archive-keeps-papers.yaml"
    path.write_text("schema_version: 1\nid: invented-archive-keeps-papers\ntitle: Other\nstatus: draft\n", "utf-8")
    ran = ask("import", sample("kobo.json"))
    assert ran.code == 0
    assert "already there: playbook/cases/invented-archive-keeps-papers.yaml" in ran.out
    path.unlink()
    assert "row 1: taken" in ask("import", sample("kobo.json")).out


def test_the_memory_holds_no_content(ask: Ask, small: Path) -> None:
    ask("import", sample("google.csv"))
    lines = (small / "playbook" / "imported.jsonl").read_text().splitlines()
    assert [set(json.loads(line)) for line in lines] == [{"row", "case"}] * 2


def test_same_title_is_named_with_what_differs(ask: Ask, small: Path) -> None:
    rows = csv(small, "title,summary", "ALPHA  against phishing,Other words", "Alpha against phishing!,x")
    ran = ask("import", rows)
    assert "row 2: already there: playbook/cases/alpha.yaml" in ran.out
    assert "differs in: " in ran.out
    assert "row 3: taken" in ran.out
    assert "already a case with a title like this: ‘Alpha against phishing’ (alpha)" in ran.out


def test_two_rows_with_one_title_make_one_case(ask: Ask, small: Path) -> None:
    ran = ask("import", csv(small, "title,summary", "Invented twin,One", "Invented twin,One"))
    assert (ran.code, ran.out.count(": taken: "), ran.out.count("already there")) == (0, 1, 1)


def test_no_file_is_ever_overwritten(ask: Ask, small: Path) -> None:
    before = files(small / "playbook" / "cases")
    code, rows = report(ask, small, csv(small, "title,id", "Invented one,alpha", "Invented two,draft-one"))
    assert code == 1
    assert [column for _row, column, _why in problems(rows)] == ["id", "id"]
    assert files(small / "playbook" / "cases") == before


def test_a_trial_run_writes_nothing_and_says_the_same(ask: Ask, small: Path) -> None:
    before = files(small)
    trial = ask("import", sample("google.csv"), "--dry-run")
    assert files(small) == before
    assert trial.code == 1
    assert "nothing was written" in trial.err
    assert trial.out == ask("import", sample("google.csv")).out


def test_a_row_that_cannot_be_written_does_not_stop_the_next(
    ask: Ask, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = _closing.write_atomically

    def full(path: Path, data: bytes, **rest: Any) -> None:
        if path.stem == "invented-one":
            raise CannotWriteError("No space left on device.")
        write(path, data, **rest)

    monkeypatch.setattr(_closing, "write_atomically", full)
    ran = ask("import", csv(small, "title", "Invented one", "Invented two"))
    assert ran.code == 1
    assert "row 2: not taken: Invented one\n  No space left on device." in ran.out
    assert not (small / "playbook" / "cases" / "invented-one.yaml").exists()
    assert case(small, "invented-two")


# ── words of every kind ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Title *", "title"),
        ("TITLE", "title"),
        ("group_ab12/title", "title"),
        ("Q1. Title", "title"),
        ("Level of solidarity", "level"),
        ("What launched the coalition?", "challenge"),
        ("what LAUNCHED the coalition", "challenge"),
        ("as-of", "as_of"),
    ],
)
def test_columns_are_known_by_name_title_and_question(ask: Ask, small: Path, header: str, field: str) -> None:
    value = {"as_of": "2020", "level": "international"}.get(field, "Invented words")
    rows = csv(small, f'"{header}","id","title"', f"{value},a-case-of-words,{value if field == 'title' else 'Words'}")
    ran = ask("import", rows)
    assert ran.code == 0, ran.out
    assert case(small, "a-case-of-words")[field] == value


@pytest.mark.parametrize(
    "cell",
    ["phishing office-raid", "Phishing; Raid, search or seizure", "Phishing, Raid, search or seizure",
     "PHISHING\nraid, search or seizure", "phishing|office-raid", "Phishing;office_raid"],
)  # fmt: skip
def test_choices_in_one_cell(ask: Ask, small: Path, cell: str) -> None:
    ask("import", csv(small, "title,threats", f'Invented words,"{cell}"'))
    assert case(small, "invented-words")["threats"] == ["phishing", "office-raid"]


@pytest.mark.parametrize("tick", ["1", "1.0", "TRUE", "Yes", "x", "Phishing"])
def test_split_columns(ask: Ask, small: Path, tick: str) -> None:
    rows = csv(small, "title,threats/phishing,Threats [Cyberattack],threats/other", f"Invented words,{tick},0,1")
    ran = ask("import", rows)
    assert case(small, "invented-words")["threats"] == ["phishing"]
    assert "‘threats/other’" in ran.err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xef\xbb\xbftitle;as_of\r\nInvented caf\xc3\xa9;2020\r\n", {}),
        (b"sep=;\r\ntitle;as_of\r\nInvented caf\xc3\xa9;2020\r\n", {}),
        ("title\tas_of\nInvented café\t2020\n".encode("utf-16"), {}),
        (b"title|as_of\nInvented caf\xe9|2020\n", {"encoding": "windows-1252"}),
        (b"A form of ours\n\ntitle,as_of\nInvented caf\xc3\xa9,2020\n", {"header_row": 3}),
    ],
)
def test_kinds_of_csv(ask: Ask, small: Path, data: bytes, said: dict[str, Any]) -> None:
    (small / "rows.csv").write_bytes(data)
    words = ["--mapping", mapping(small, columns={"as_of": "as_of"}, **said)] if said else []
    ran = ask("import", "rows.csv", *words)
    assert ran.code == 0, ran.err
    assert case(small, "invented-cafe") == {
        "schema_version": 1, "id": "invented-cafe", "title": "Invented café", "as_of": "2020", "status": "draft",
    }  # fmt: skip


@pytest.mark.parametrize(("order", "day"), [("day-first", "2020-04-03"), ("month-first", "2020-03-04")])
def test_day_and_month_only_as_the_mapping_says(ask: Ask, small: Path, order: str, day: str) -> None:
    rows = csv(small, "title,as_of", "Invented words,03/04/2020 10:15:00")
    assert ask("import", rows).code == 1
    said = mapping(small, columns={"as_of": {"field": "as_of", "dates": order}})
    assert ask("import", rows, "--mapping", said).code == 0
    assert case(small, "invented-words")["as_of"] == day


def test_the_same_question_twice(ask: Ask, small: Path) -> None:
    rows = csv(small, "title,Context,Context", "Invented a,One,", "Invented b,,Two", "Invented c,One,Two")
    code, found = report(ask, small, rows)
    assert code == 1
    assert case(small, "invented-b")["context"] == "Two"
    assert problems(found) == [(4, "Context #2", "It does not say the same as column ‘Context’. Keep one.")]


def test_a_field_of_the_schema_needs_no_python(ask: Ask, small: Path) -> None:
    shutil.copytree(SOURCE / "schema", small / "schema", dirs_exist_ok=True)
    path = small / "schema" / "case.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    schema["properties"]["weather"] = {"title": "Weather of the day", "type": "string", "x-sane": {"group": "place"}}
    path.write_text(json.dumps(schema), "utf-8")
    assert ask("import", csv(small, "Title,Weather of the day", "Invented words,Rain")).code == 0
    assert case(small, "invented-words")["weather"] == "Rain"
    assert "Weather of the day" in ask("form", "--format", "markdown").out


# ── what a stranger may send ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "cell", ["=1+1", " =cmd", "@SUM(A1)", "+HYPERLINK(A1)", "-cmd|'/c calc'!A0", "=cmd|' /C x'!A0"]
)
def test_formulas(ask: Ask, small: Path, cell: str) -> None:
    code, rows = report(ask, small, csv(small, "title,context", f'Invented words,"{cell}"'))
    assert code == 1
    assert problems(rows) == [(2, "context", "The cell holds a formula, not an answer. Write the plain text there.")]


def test_what_only_looks_like_a_formula(ask: Ask, small: Path) -> None:
    ask("import", csv(small, "title,context", 'Invented words,"- one\n- two (three)\n+ four"'))
    assert case(small, "invented-words")["context"] == "- one\n- two (three)\n+ four\n"


def test_control_characters_and_markup(ask: Ask, small: Path) -> None:
    rows = csv(
        small,
        "title,context,Lesson 1 · Lesson",
        "Invented\x1b[2J \u202ewords,<img src=x onerror=a()>Calm,a < b <https://example.org>",
    )
    ran = ask("import", rows)
    found = case(small, "invented-2j-words")
    assert found["title"] == "Invented[2J words"
    assert found["context"] == "Calm"
    assert found["lessons"] == [{"text": "a < b <https://example.org>"}]
    assert "\x1b" not in ran.out + ran.err
    assert "HTML was taken out" in ran.out
    assert "Control characters were taken out" in ran.out


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "..\\..\\x", "a/b", "con\x00"])
def test_ids_never_lead_anywhere(ask: Ask, small: Path, name: str) -> None:
    before = set(files(small))
    rows = csv(small, "title,id", f"Invented words,{name}")
    ask("import", rows)
    new = set(files(small)) - before - {"rows.csv", "playbook/imported.jsonl"}
    assert all(path.startswith("playbook/cases/") and path.count("/") == 2 for path in new)
    assert len(new) == 1


def test_status_and_number_of_the_tool_are_not_ours(ask: Ask, small: Path) -> None:
    ran = ask("import", csv(small, "id,title,status", "17,Invented one,published", "18,Invented two,withdrawn"))
    assert case(small, "invented-one")["status"] == "draft"
    assert "Every imported case begins as a draft" in ran.out
    assert "row 3: not taken: Invented two\n  status: It was withdrawn" in ran.out


def test_consent_is_never_taken_from_a_name_alone(ask: Ask, small: Path) -> None:
    rows = csv(small, "title,sharing.consent.state,Sharing · Consent · Covers", "Invented words,granted,publish")
    ran = ask("import", rows)
    assert "sharing" not in case(small, "invented-words")
    assert "Consent is not taken from column" in ran.err


def test_contact_data_is_pointed_out(ask: Ask, small: Path) -> None:
    ran = ask("import", csv(small, "title,context", "Invented words,Write to someone@example.org"))
    assert "This looks like an e-mail address" in ran.out


def test_rows_that_do_not_fit_the_header(ask: Ask, small: Path) -> None:
    ran = ask("import", csv(small, "title,summary", "Invented one", "Invented two,x,y", ",", "Invented three,x,"))
    assert "row 2: taken" in ran.out
    assert "row 3: not taken: Invented two\n  The row has more cells" in ran.out
    assert "row 5: taken" in ran.out


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", b""),
        ("x.csv", b'title\n"never closed\n'),
        ("x.csv", b"title\n\xff\xfe\xfa\n"),
        ("x.csv", b"title\n" + b"x\n" * 2_500),
        ("x.csv", b",".join(b"c%d" % n for n in range(3_000)) + b"\n1\n"),
        ("x.json", b"{"),
        ("x.json", b"[1, 2]"),
        ("x.json", b"[" * 100_000),
        ("x.json", b'[{"title": ' + b"[" * 50 + b"{}" + b"]" * 50 + b"}]"),
        ("x.yaml", b"a: &x [1]\nb: *x\n"),
        ("x.yaml", b"- " * 100_000),
        ("x.md", b"# No form of ours\n"),
    ],
)
def test_files_that_cannot_be_read(ask: Ask, small: Path, name: str, data: bytes) -> None:
    (small / name).write_bytes(data)
    before = files(small)
    ran = ask("import", name)
    assert ran.code == 4, ran.err
    assert ran.err.startswith(f"sane: {name}")
    assert "→" in ran.err
    assert files(small) == before


def test_things_that_are_no_files(ask: Ask, small: Path) -> None:
    os.mkfifo(small / "pipe.csv")
    (small / "huge.csv").touch()
    os.truncate(small / "huge.csv", 1 << 40)
    for name in ("pipe.csv", "huge.csv", "gone.csv", "playbook.csv"):
        (small / "playbook.csv").mkdir(exist_ok=True)
        assert ask("import", name).code == 4, name


# ── mappings ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"columns": {"Titel": "title"}}, "Did you mean ‘Title’?"),
        ({"columns": {"Title": "titel"}}, "Did you mean title?"),
        ({"columns": {"Title": "sharing.tpl"}}, "Did you mean tlp?"),
        ({"columns": {"Title": "status"}}, "There is no field ‘status’ to import into."),
        ({"columns": {"Title": "title"}, "set": {"sharing.consent.state": "granted"}}, "Consent cannot be set"),
        ({"columns": {"Title": "title"}, "set": {"type": "coalitoin-response"}}, "Did you mean"),
        ({"columns": {"Title": {"field": "title", "dates": "any"}}}, "dates"),
        ({"column": {}}, "columns"),
    ],
)
def test_mappings_that_cannot_work(ask: Ask, small: Path, said: dict[str, Any], told: str) -> None:
    ran = ask("import", csv(small, "Title", "Invented words"), "--mapping", mapping(small, **said))
    assert ran.code == 2, ran.err
    assert told in ran.err
    assert "mapping.yaml:" in ran.err
    assert not (small / "playbook" / "cases" / "invented-words.yaml").exists()


def test_a_mapping_names_the_line(ask: Ask, small: Path) -> None:
    (small / "m.yaml").write_text("columns:\n  Title: title\n  Sumary: summary\n", "utf-8")
    ran = ask("import", csv(small, "Title,Summary", "Invented words,x"), "--mapping", "m.yaml")
    assert ran.err.startswith("sane: m.yaml:3:3: The file has no column ‘Sumary’.")


def test_unreadable_mapping(ask: Ask, small: Path) -> None:
    assert ask("import", csv(small, "Title", "x"), "--mapping", "gone.yaml").code == 4
    (small / "m.yaml").write_text("columns: [", "utf-8")
    assert ask("import", "rows.csv", "--mapping", "m.yaml").code == 4


def test_nothing_known(ask: Ask, small: Path) -> None:
    ran = ask("import", csv(small, "Colour,Shape", "red,round"))
    assert ran.code == 2
    assert "None of its columns is known: ‘Colour’, ‘Shape’." in ran.err


def test_unknown_kind_of_file(ask: Ask, small: Path) -> None:
    assert ask("import", csv(small, "title", "x", name="rows.xlsx")).code == 2
    assert ask("import", "rows.xlsx", "--format", "xlsx").code == 2
    assert ask("import", csv(small, "title", "Invented words", name="rows.export"), "--format", "csv").code == 0


# ── the report ───────────────────────────────────────────────────────────────────────────────────


def test_report_as_table_and_text(ask: Ask, small: Path) -> None:
    rows = csv(small, "title,context", "Invented words,x", "+cmd|x,y")
    ask("import", rows, "--report", "r.csv", "--dry-run")
    lines = (small / "r.csv").read_text("utf-8").splitlines()
    assert lines[0] == "row,state,title,path,problems,notes"
    assert lines[1].startswith("2,taken,Invented words,playbook/cases/invented-words.yaml")
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.split(","))
    ran = ask("import", rows, "--report", "r.txt")
    assert (small / "r.txt").read_text("utf-8") == ran.out


def test_the_report_replaces_no_input(ask: Ask, small: Path) -> None:
    rows = csv(small, "title", "Invented words")
    before = files(small)
    assert ask("import", rows, "--report", "./rows.csv").code == 2
    assert files(small) == before
