"""``sane new`` without a person: answers by option and file, and a helpful refusal where a terminal is missing."""

import json
import subprocess
import sys

import pytest

from sane_cli.app import run
from sane_cli.core.answers import take, take_settings
from sane_cli.core.plan import FIXED
from sane_cli.store import drafts, schemas, yaml_read

RAW = schemas.load(None)["case"]


def new(root, *words):
    return run(["new", "--root", str(root), *words])


def settings():
    """Yield a setting for every field of the schema, parts of blocks and of entries included."""
    for field in RAW.fields:
        yield from below(field, field.name)


def below(field, name):
    example = next((each for each in field.examples), None)
    if field.name == "case":
        example = "vuka-coalition"
    words = ("no", "yes")[example] if isinstance(example, bool) else str(example)
    yield name, example, json.dumps(example) if isinstance(example, dict | list) else words
    entry = f"{name}.0" if field.raw.get("type") == "array" else name
    for part in field.fields:
        yield from below(part, f"{entry}.{part.name}")


@pytest.mark.parametrize(
    ("name", "value", "words"), list(settings()), ids=lambda each: each if "." in str(each) else None
)
def test_every_field_can_be_set_without_a_prompt(plan, name, value, words):
    taken = take_settings(plan, [f"{name}={words}"], lambda text: yaml_read.parse(text.encode()))
    assert taken.refused == ()
    found = taken.answers
    for part in name.split("."):
        found = found[int(part)] if part.isdigit() else found[part]
    assert found == value


@pytest.mark.parametrize("field", RAW.fields, ids=lambda field: field.name)
def test_every_field_can_stand_in_an_answers_file(plan, field):
    value = [{"case": "vuka-coalition", "relation": "similar"}] if field.name == "related" else field.examples[0]
    taken = take(plan, {field.name: value})
    assert taken.refused == ()
    assert taken.answers == {field.name: value}


def test_a_title_is_enough_for_a_draft(root, capsys):
    assert new(root, "--set", "title=A coalition answers a bill") == 0
    out, err = capsys.readouterr()
    assert out == "playbook/cases/coalition-answers-bill.yaml\n"
    assert "sane validate playbook/cases/coalition-answers-bill.yaml" in err
    assert "Still to be written: summary" in err
    written = (root / out.strip()).read_text()
    assert written.startswith("# yaml-language-server: $schema=../../schema/case.schema.json\n")
    assert yaml_read.parse(written.encode())["status"] == "draft"
    assert run(["validate", "--root", str(root)]) == 0


def test_dry_run_prints_and_writes_nothing(root, capsys):
    before = sorted(root.rglob("*"))
    assert new(root, "--set", "title=A title", "--set", "threats=phishing", "--set", "threats=digitl", "--dry-run") == 2
    assert "threats" in capsys.readouterr().err
    assert new(root, "--set", "title=A title", "--set", "threats=phishing", "--set", "threats=smear", "--dry-run") == 0
    data = yaml_read.parse(capsys.readouterr().out.encode())
    assert data["threats"] == ["phishing", "smear-campaign"]
    assert sorted(root.rglob("*")) == before


def test_a_second_case_of_the_same_title_gets_its_own_name(root, capsys):
    for expected in ("a-title", "a-title-2", "a-title-3"):
        assert new(root, "--set", "title=A: title", "--set", "status=draft") == 0
        assert capsys.readouterr().out.endswith(f"/{expected.removeprefix('a-')}.yaml\n")


def test_an_id_that_is_taken_is_refused(root, capsys):
    assert new(root, "--set", "title=A title", "--set", "id=vuka-coalition") == 2
    assert "already a case called ‘vuka-coalition’" in capsys.readouterr().err


def test_an_answers_file_and_settings_that_win(root, tmp_path, capsys):
    file = tmp_path / "answers.yaml"
    file.write_text(
        "title: From the file\ncountries: [Uganda, NO]\nperiod: 2013/2017\nas_of: 2019\nlanguage: en\n"
        "sharing:\n  tlp: GREEN\n  consent: {state: granted, covers: publish}\n"
        "sources:\n  - title: A source\n    url: www.example.org\n    published: May 2020\n"
    )
    assert (
        new(root, "--answers", str(file), "--set", "title=From the option", "--set", "sharing.tlp=amber", "--dry-run")
        == 0
    )
    data = yaml_read.parse(capsys.readouterr().out.encode())
    assert data["title"] == "From the option"
    assert data["countries"] == ["UG", "NO"]
    assert data["period"] == {"from": "2013", "to": "2017"}
    assert data["as_of"] == "2019"
    assert data["sharing"] == {"tlp": "TLP:AMBER", "consent": {"state": "granted", "covers": ["publish"]}}
    assert data["sources"] == [{"title": "A source", "url": "https://www.example.org", "published": "2020-05"}]


def test_a_real_case_as_answers_comes_out_the_same(root, tmp_path, capsys):
    old = root / "playbook" / "cases" / "vuka-coalition.yaml"
    data = yaml_read.parse(old.read_bytes())
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({**data, "id": "vuka-again", "status": "draft"}))
    assert new(root, "--answers", str(file), "--dry-run") == 0
    again = yaml_read.parse(capsys.readouterr().out.encode())
    assert again == {**{name: value for name, value in data.items() if value}, "id": "vuka-again", "status": "draft"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "titel=x"], "Did you mean title?"),
        (["--set", "sharing.tpl=x"], "Did you mean sharing.tlp?"),
        (["--set", "title"], "field=value"),
        (["--set", "title=x", "--set", "type=coal", "--set", "as_of=20/9/2017"], "as_of"),
        (["--set", "title=A title", "--set", "threats=phising"], "Did you mean Phishing"),
        (["--set", "title=A title", "--set", "status=published"], "sane publish"),
        (["--set", "title=A title", "--set", "sources=[{"], "sources"),
        (["--set", "title=A title", "--set", "organisations=x"], "organisations.0.name"),
        (["--answers", "nowhere.yaml"], "nowhere.yaml"),
        (["name"], "--resume"),
        (["--resume"], "There is no open draft"),
        (["--set", "title=Право на голос"], "id="),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_written(root, capsys, words, told):
    before = sorted(root.rglob("*"))
    assert new(root, *words) == 2
    assert told in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


def test_status_and_fixed_fields_are_known():
    assert {field.name for field in RAW.fields if field.kind == FIXED} == {
        "schema_version",
        "translates",
        "status",
        "withdrawn",
    }


@pytest.mark.parametrize("stdin", ["</dev/null", "<&-", "< <(yes granted)"])
def test_without_a_terminal_it_names_what_is_missing_and_how_to_give_it(root, stdin):
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m sane_cli --root {root} new {stdin}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    for word in ("terminal", "title", "summary", "threats", "--set title=", "--answers FILE"):
        assert word in done.stderr
    assert not (root / "playbook" / ".drafts").exists()


def test_prompts_are_not_loaded_when_nobody_is_asked(root):
    code = (
        "import sys; from sane_cli.app import run; "
        f"run(['new', '--root', {str(root)!r}, '--set', 'title=A title', '--dry-run']); "
        "assert not {'questionary', 'prompt_toolkit', 'rich', 'weasyprint', 'ruamel.yaml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, stdin=subprocess.DEVNULL)


def test_a_draft_is_finished_without_a_terminal(root, capsys):
    file = drafts.DraftFile(drafts.folder(root))
    file.save({"title": "From a draft", "type": "gone"}, frozenset(), None)
    file.release()
    assert new(root, "--resume", "--set", "summary=A summary by option") == 0
    out, err = capsys.readouterr()
    assert "‘type’ is not accepted any more" in err
    data = yaml_read.parse((root / out.strip()).read_bytes())
    assert (data["title"], data["summary"]) == ("From a draft", "A summary by option")
    assert drafts.open_drafts(root) == []
