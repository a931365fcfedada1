"""``sane new`` as a whole in this process, driven by keys: what it asks, shows, keeps and writes."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from sane_cli.app import run
from sane_cli.commands import _interview as making
from sane_cli.store import drafts, yaml_read

ENTER, DOWN, REVIEW, STOP, BACK = "\r", "\x1b[B", "\x12", "\x03", "\x02"
FINISH = REVIEW + "finish" + ENTER
WRITE, REVIEW_AGAIN, SHOW, LATER = (DOWN * steps + ENTER for steps in range(4))


@pytest.fixture
def press(root, monkeypatch, capsys):
    """Return a function that runs the command with keys and gives exit code, stdout and stderr."""
    monkeypatch.setattr(making, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("SANE_PROMPTS", raising=False)

    def press(keys, *words):
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys)
            code = run(["new", "--root", str(root), *words])
        return code, *capsys.readouterr()

    return press


def case(root, name):
    return yaml_read.parse((root / "playbook" / "cases" / f"{name}.yaml").read_bytes())


def test_write_after_looking_at_the_file_and_changing_an_answer(root, press):
    change = REVIEW_AGAIN + "title" + ENTER + "\x15Another title" + ENTER
    keys = "First title" + ENTER + "\x15own-name" + ENTER + FINISH + SHOW + change + FINISH + WRITE
    code, out, _err = press(keys)
    assert (code, out) == (0, "playbook/cases/own-name.yaml\n")
    assert case(root, "own-name")["title"] == "Another title"


def test_stop_at_the_end_and_go_on(root, press):
    code, _out, err = press("A title to keep" + ENTER + ENTER + FINISH + LATER)
    assert code == 130
    assert "sane new --resume title-keep-" in err
    (draft,) = drafts.open_drafts(root)
    assert draft.title == "A title to keep"


def test_a_dry_run_leaves_nothing_behind(root, press):
    before = sorted(root.rglob("*"))
    code, out, _err = press("A title in vain" + ENTER + ENTER + FINISH + WRITE, "--dry-run")
    assert code == 0
    assert yaml_read.parse(out.encode())["title"] == "A title in vain"
    assert press("A title in vain" + ENTER + STOP, "--dry-run")[0] == 130
    assert sorted(root.rglob("*")) == before


def test_nothing_answered_nothing_kept(root, press):
    code, _out, err = press(BACK + STOP)
    assert code == 130
    assert "Nothing was answered" in err
    assert not drafts.folder(root).exists()


def test_a_title_without_latin_letters_still_finds_a_file(root, press):
    code, out, _err = press("Право на голос" + ENTER + FINISH + WRITE)
    assert (code, out) == (0, "playbook/cases/untitled-case.yaml\n")


def test_the_terms_are_told_in_the_language_of_the_case(root, press):
    code, _out, _err = press(ENTER + "un-cas" + ENTER + FINISH + WRITE, "--lang", "fr", "--set", "threats=hameçonnage")
    assert code == 0
    assert case(root, "un-cas")["threats"] == ["phishing"]


def test_a_case_whose_readers_may_not_see_it_yet_says_why(root, press):
    words = ["--set", "title=Closed for now", "--set", "sharing.tlp=clear", "--set", "sharing.consent.state=pending"]
    assert press(ENTER + FINISH + WRITE, *words)[0] == 0


def test_a_draft_open_elsewhere_is_not_opened(root, press):
    file = drafts.DraftFile(drafts.folder(root))
    file.save({"title": "Busy"}, frozenset({("title",)}), None)
    code, _out, err = press(STOP, "--resume")
    assert code == 2
    assert "open in another window" in err
    file.remove()


def test_given_answers_are_laid_over_a_draft(root, press):
    press("A title to keep" + ENTER + STOP)
    code, _out, _err = press(ENTER + FINISH + WRITE, "--resume", "--set", "summary=Given later on")
    assert code == 0
    assert case(root, "title-keep")["summary"] == "Given later on"
