"""``sane form`` from outside: the whole interview on paper, and back through ``sane import``."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pytest
import yaml

from sane_cli import app
from sane_cli.core.advice import REMINDER
from sane_cli.store.yaml_read import parse
from tests import desk
from tests.desk import Ran

Ask = Callable[..., Ran]
ASKED = {
    "coalition-response": "What launched the coalition?",
    "organisational-resilience": "What triggered it, and when?",
}


def words(text: str) -> str:
    """Return the text without what a form puts around its lines."""
    return " ".join(re.sub(r"(?m)^\s*(?:#|>)", " ", text).replace("**", "").split())


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    root = desk.build(tmp_path_factory.mktemp("printed"))
    assert app.run(["--root", str(root), "form", "-o", str(root / "form.pdf")]) == 0
    return (root / "form.pdf").read_bytes()


def fields(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {str(field.T): str(field.FT) for field in document.Root.AcroForm.Fields}


@pytest.mark.parametrize("form", ["yaml", "markdown"])
def test_everything_of_the_interview_is_there(ask: Ask, form: str) -> None:
    said = words(ask("form", "--format", form).out)
    assert REMINDER in said
    for part in (
        *ASKED.values(),
        "Who may see it",
        "It is what a reader under pressure scans first.",
        "A headline that says who did what against which pressure.",
        "Building an international coalition to answer closing civic space",
        "Only if ‘State’ is: Granted, Withdrawn.",
        "Restrictive law or bill",
        "Write the word itself: granted, pending, withdrawn, public-record.",
    ):
        assert part in said


@pytest.mark.parametrize("form", ["yaml", "markdown"])
@pytest.mark.parametrize("kind", list(ASKED))
def test_form_for_one_kind_of_case(ask: Ask, form: str, kind: str) -> None:
    ran = ask("form", "--format", form, "--type", kind)
    other = next(asked for name, asked in ASKED.items() if name != kind)
    assert ASKED[kind] in ran.out
    assert other not in ran.out
    answered = f"type: {kind}" if form == "yaml" else f"- [x] `{kind}`"
    assert answered in ran.out


@pytest.mark.parametrize("form", ["yaml", "markdown"])
def test_no_case_of_the_playbook_is_on_the_form(ask: Ask, form: str) -> None:
    ran = ask("form", "--format", form)
    for title in ("Alpha against phishing", "Title of closed", "draft-one"):
        assert title not in ran.out


def test_yaml_form_is_yaml_and_empty(ask: Ask) -> None:
    found = parse(ask("form", "--format", "yaml").out.encode())

    def empty(value: Any) -> bool:
        if isinstance(value, dict):
            return all(map(empty, value.values()))
        return all(map(empty, value)) if isinstance(value, list) else value in (None, "")

    assert empty({name: value for name, value in found.items() if name != "sane_form"})


@pytest.mark.parametrize("form", ["yaml", "markdown"])
def test_an_empty_form_makes_no_case(ask: Ask, small: Path, form: str) -> None:
    assert ask("form", "--format", form, "-o", f"form.{form}").code == 0
    ran = ask("import", f"form.{form}")
    assert ran.code == 1
    assert "It has no title" in ran.out


def test_filled_markdown_comes_back(ask: Ask, small: Path) -> None:
    text = ask("form", "--format", "markdown").out
    for name, answer in {
        "title": "Invented bakers\nstand together",
        "context": "# A heading\n\n- [x] no box of ours\n\nEnd: *done*.",
        "organisations.1.kind": "guild",
        "countries": "Kenya, HU",
        "sharing.consent.state": "granted",
        "sharing.consent.covers": "publish; print",
        "sharing.fields": "outcomes: TLP:AMBER",
    }.items():
        text = text.replace(f"<!-- answer: {name} -->\n", f"<!-- answer: {name} -->\n{answer}\n")
    for name, value in {
        "threats": "phishing",
        "type": "coalition-response",
        "sharing.tlp": "TLP:GREEN",
        "organisations.1.tlp": "TLP:RED",
    }.items():
        before, begin, after = text.partition(f"<!-- tick: {name} -->")
        text = before + begin + after.replace(f"- [ ] `{value}`", f"- [X] `{value}`", 1)
    (small / "form.md").write_text(text, "utf-8")
    assert ask("import", "form.md").code == 0
    found = yaml.safe_load((small / "playbook/cases/invented-bakers-stand-together.yaml").read_text("utf-8"))
    assert found["title"] == "Invented bakers stand together"
    assert found["context"] == "# A heading\n\n- [x] no box of ours\n\nEnd: *done*.\n"
    assert found["countries"] == ["KE", "HU"]
    assert found["threats"] == ["phishing"]
    assert found["type"] == "coalition-response"
    assert found["organisations"] == [{"kind": "guild", "tlp": "TLP:RED"}]
    assert found["sharing"] == {
        "tlp": "TLP:GREEN",
        "consent": {"state": "granted", "covers": ["publish", "print"]},
        "fields": {"outcomes": "TLP:AMBER"},
    }


def test_filled_yaml_comes_back(ask: Ask, small: Path) -> None:
    text = ask("form", "--format", "yaml", "--type", "organisational-resilience").out
    text = text.replace("\ntitle: |\n", "\ntitle: |\n  Invented: a bakery & its «oven» #1\n")
    text = text.replace("\nthreats: []\n", "\nthreats: [phishing, Cyberattack]\n")
    text = text.replace("\n  from:\n", "\n  from: 2020\n").replace("\n    state:\n", "\n    state: pending\n")
    text = text.replace("  - name: |\n", "  - name: |\n      Bakers of Nowhere\n", 1)
    (small / "form.yaml").write_text(text, "utf-8")
    ran = ask("import", "form.yaml")
    assert ran.code == 0, ran.out + ran.err
    name = ran.out.split("playbook/cases/")[1].split(".yaml")[0]
    found = yaml.safe_load((small / f"playbook/cases/{name}.yaml").read_text("utf-8"))
    assert found["title"] == "Invented: a bakery & its «oven» #1"
    assert found["threats"] == ["phishing", "cyberattack"]
    assert found["period"] == {"from": "2020"}
    assert found["organisations"] == [{"name": "Bakers of Nowhere"}]
    assert found["type"] == "organisational-resilience"
    assert found["sharing"] == {"consent": {"state": "pending"}}


def test_an_entry_copied_without_raising_its_number_is_not_lost(ask: Ask, small: Path) -> None:
    text = "<!-- sane-form: 1 -->\n<!-- answer: title -->\nInvented words\n<!-- end -->\n"
    for name in ("Invented One", "Invented Two"):
        text += f"<!-- answer: organisations.0.name -->\n{name}\n<!-- end -->\n"
    (small / "form.md").write_text(text, "utf-8")
    ran = ask("import", "form.md")
    assert ran.code == 1
    assert "does not say the same as column ‘organisations.0.name’" in ran.out


def test_pdf_is_accessible(pdf: bytes) -> None:
    found = validator.validate_pdf_bytes(pdf, profile="ua1")
    assert found.is_compliant, str(found)


def test_pdf_has_a_field_for_every_question(ask: Ask, pdf: bytes) -> None:
    found = fields(pdf)
    assert found["title"] == "/Tx"
    assert found["type"] == "/Btn"
    assert found["threats/phishing"] == "/Btn"
    assert found["sharing/consent/state"] == "/Tx"
    assert {f"organisations/{number}/name" for number in range(3)} <= set(found)
    assert not any("." in name for name in found)
    answers = re.findall(r"<!-- (?:answer|tick): (\S+) -->", ask("form", "--format", "markdown").out)
    asked = {name.replace(".", "/") for name in answers}
    ticked = {name.rsplit("/", 1)[0] for name in found}
    assert asked - set(found) - ticked == set()


def test_pdf_answers_can_be_taken_back_and_typed(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.AcroForm
        assert form.DR.Font.SaneForm.Encoding == "/WinAnsiEncoding"
        for field in form.Fields:
            assert field.TU
            if "/Kids" in field:
                assert int(field.Ff) == 1 << 15
                assert all("/T" not in kid for kid in field.Kids)
            elif field.FT == "/Tx":
                assert str(field.DA) == "/SaneForm 10 Tf 0 g"


def test_pdf_is_black_on_white(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for sheet in document.pages:
            for operands, operator in pikepdf.parse_content_stream(sheet):
                if str(operator) in ("rg", "RG"):
                    assert len(set(map(float, operands))) == 1


def test_pdf_is_the_same_every_time(ask: Ask, small: Path, pdf: bytes) -> None:
    ask("form", "-o", "again.pdf")
    assert (small / "again.pdf").read_bytes() == pdf


def test_pdf_stands_in_exports_by_default(ask: Ask, small: Path) -> None:
    ran = ask("form", "--type", "coalition-response")
    assert ran.code == 0
    assert (small / "exports" / "form.coalition-response.pdf").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--type", "coalition"], "Did you mean coalition-response?"),
        (["--format", "yml"], "Did you mean yaml?"),
        (["--format", "docx"], "Use one of: "),
    ],
)
def test_wrong_words(ask: Ask, options: list[str], told: str) -> None:
    ran = ask("form", *options)
    assert ran.code == 2
    assert told in ran.err


def test_a_device_is_never_replaced(ask: Ask, small: Path) -> None:
    os.mkfifo(small / "pipe")
    ran = ask("form", "--format", "yaml", "-o", "pipe")
    assert ran.code == 4
    assert "not a regular file" in ran.err
    assert not (small / "pipe").is_file()


def filled(pdf: bytes, answers: dict[str, object]) -> bytes:
    """Fill in fields as a reader of PDF does: boxes and circles by name, texts as they are."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) in answers:
                answer = answers[str(field.T)]
                field.V = pikepdf.Name(answer) if str(answer).startswith("/") else pikepdf.String(str(answer))
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()


ANSWERS: dict[str, object] = {
    "title": "Invented bakers stand together",
    "summary": "Two lines\rof an \u0627\u062e\u062a\u0631\u0627\u0639.",
    "type": "/1",
    "scope": "regional",  # some readers keep the choice itself
    "countries": "Kenya, HU",
    "regions/africa": "/on",
    "regions/europe": "/on",
    "period/from": "2020",
    "organisations/1/kind": "guild",
    "sharing/tlp": "/2",
    "sharing/consent/state": "granted",
    "sharing/consent/covers": "publish; print",
}


def test_filled_pdf_comes_back(ask: Ask, small: Path, pdf: bytes) -> None:
    (small / "form.pdf").write_bytes(filled(pdf, ANSWERS))
    ran = ask("import", "form.pdf")
    assert ran.code == 0, ran.out + ran.err
    found = parse(next((small / "playbook/cases").glob("invented-bakers*.yaml")).read_bytes())
    assert found["summary"] == "Two lines\nof an \u0627\u062e\u062a\u0631\u0627\u0639.\n"
    assert (found["type"], found["scope"]) == ("organisational-resilience", "regional")
    assert found["countries"] == ["KE", "HU"]
    assert found["regions"] == ["africa", "europe"]
    assert found["period"] == {"from": "2020"}
    assert found["organisations"] == [{"kind": "guild"}]
    assert found["sharing"]["tlp"] == "TLP:AMBER"
    assert found["sharing"]["consent"] == {"state": "granted", "covers": ["publish", "print"]}
    assert found["status"] == "draft"
    again = ask("import", "form.pdf")
    assert "already there" in again.err


def test_an_empty_pdf_makes_no_case(ask: Ask, small: Path, pdf: bytes) -> None:
    (small / "form.pdf").write_bytes(pdf)
    ran = ask("import", "form.pdf")
    assert ran.code == 1
    assert "It has no title" in ran.out


def damaged(kind: str, pdf: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.AcroForm
        match kind:
            case "foreign":
                form.Fields = pikepdf.Array(form.Fields[:1])
            case "no form":
                del document.Root["/AcroForm"]
            case "script":
                document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            case "circle":
                form.Fields[0].Kids = pikepdf.Array([form.Fields[0]])
            case "many":
                form.Fields = pikepdf.Array(list(form.Fields) * 30)
            case "odd":
                form.Fields = pikepdf.Name("/Odd")
            case "long":
                form.Fields[0].V = pikepdf.String("a" * 200_000)
            case "bomb":
                form.Fields[0].V = pikepdf.Stream(document, bytes(64 << 20))
            case "locked":
                document.save(made, encryption=pikepdf.Encryption(owner="o", user="u"))
                return made.getvalue()
        document.save(made, compress_streams=True, recompress_flate=True)
    return made.getvalue()


@pytest.mark.filterwarnings("ignore:This document has")  # what pikepdf says of the damage done here
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("foreign", "not a form that"),
        ("no form", "not a form that"),
        ("circle", "too many fields"),
        ("many", "too many fields"),
        ("odd", "broken"),
        ("long", "too long"),
        ("bomb", "broken"),
        ("locked", "needs a password"),
    ],
)
def test_a_hostile_pdf_is_refused_in_words(ask: Ask, small: Path, pdf: bytes, kind: str, said: str) -> None:
    (small / "form.pdf").write_bytes(damaged(kind, pdf))
    before = sorted(small.rglob("*.yaml"))
    ran = ask("import", "form.pdf")
    assert ran.code == 4, ran.out + ran.err
    assert said in ran.err
    assert sorted(small.rglob("*.yaml")) == before


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 5000, b"PK\x03\x04", bytes(9 << 20)])
def test_what_is_no_pdf_is_refused_in_words(ask: Ask, small: Path, data: bytes) -> None:
    (small / "form.pdf").write_bytes(data)
    ran = ask("import", "form.pdf")
    assert ran.code == 4, ran.err
    assert "It cannot be read as pdf" in ran.err


def test_a_script_in_a_filled_form_is_not_even_looked_at(ask: Ask, small: Path, pdf: bytes) -> None:
    (small / "form.pdf").write_bytes(damaged("script", filled(pdf, ANSWERS)))
    assert ask("import", "form.pdf").code == 0
