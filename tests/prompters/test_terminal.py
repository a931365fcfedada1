"""The terminal prompter, driven by keys through a pipe, one test and more for every kind of question."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from questionary.styles import merge_styles_default

from sane_cli.core.interview import Interview
from sane_cli.core.question import Answer, Choice, Move, menu
from sane_cli.prompters.terminal import TerminalPrompter

ENTER, DOWN, SPACE = "\r", "\x1b[B", " "
BACK, EDIT, SKIP, REVIEW, STOP, END = "\x02", "\x0f", "\x07", "\x12", "\x03", "\x04"
CLEAR = "\x15"  # Ctrl-U


def ask(question, keys, editor=lambda _text: None):
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        return TerminalPrompter(editor).ask(question)


def at(plan, *path, **answers):
    return Interview.start(plan, answers).jump(path).question


@pytest.mark.parametrize(
    ("path", "keys", "value"),
    [
        (("title",), "A  title" + ENTER, "A title"),
        (("id",), "Vuka! 2" + ENTER, "vuka-2"),
        (("summary",), "Twenty characters and more." + ENTER, "Twenty characters and more."),
        (("language",), CLEAR + "fr" + ENTER, "fr"),
        (("type",), DOWN + ENTER, "coalition-response"),
        (("type",), ENTER, None),
        (("countries",), "ugan" + SPACE + "cote" + SPACE + ENTER, ["CI", "UG"]),
        (("countries",), "guinea" + SPACE + "niger" + SPACE + ENTER, ["GN", "NE"]),
        (("countries",), "south afr" + SPACE + ENTER, ["ZA"]),
        (("regions",), SPACE + DOWN + SPACE + ENTER, ["africa", "americas"]),
        (("threats",), "phish" + SPACE + ENTER, ["phishing"]),
        (("period", "from"), "sept 2017" + ENTER, "2017-09"),
        (("period", "to"), ENTER, None),
        (("as_of",), "2019" + ENTER, "2019"),
        (("authors",), "Ann One; Ben Two" + ENTER, ["Ann One", "Ben Two"]),
        (("organisations",), ENTER, False),
        (("organisations",), "\x1b[A" + ENTER, True),
        (("sharing", "tlp"), DOWN + DOWN + ENTER, "TLP:GREEN"),
        (("sharing", "consent", "state"), "Granted" + ENTER, "granted"),
        (("sharing", "fields"), "outcomes amber" + ENTER, {"outcomes": "TLP:AMBER"}),
        (("sharing", "harm_check"), ENTER, False),
        (("sharing", "chatham_house"), DOWN + DOWN + ENTER, False),
        (("sharing", "review_by"), "2027-10-01" + ENTER, "2027-10-01"),
    ],
)
def test_every_kind(plan, path, keys, value):
    assert ask(at(plan, *path), keys) == Answer(value)


def test_parts_of_entries(plan):
    begun = Interview.start(plan).jump(("sources",)).answer(True)
    assert ask(begun.question, "A source" + ENTER) == Answer("A source")
    link = begun.jump(("sources", 0, "url")).question
    assert ask(link, "www.example.org" + ENTER) == Answer("https://www.example.org")
    related = Interview.start(plan).jump(("related",)).answer(True)
    assert ask(related.question, "vuka" + ENTER) == Answer("vuka-coalition")


@pytest.mark.parametrize(
    "path", [("title",), ("type",), ("regions",), ("countries",), ("context",), ("sharing", "consent", "state")]
)
@pytest.mark.parametrize(("key", "move"), [(BACK, Move.BACK), (SKIP, Move.SKIP), (REVIEW, Move.REVIEW)])
def test_moves_work_in_every_prompt(plan, path, key, move):
    assert ask(at(plan, *path), key) is move


@pytest.mark.parametrize("path", [("title",), ("type",), ("countries",)])
def test_ctrl_c_and_ctrl_d_leave(plan, path):
    with pytest.raises(KeyboardInterrupt):
        ask(at(plan, *path), STOP)
    with pytest.raises(EOFError):
        ask(at(plan, *path), END)


def test_a_wrong_line_is_not_accepted(plan):
    assert ask(at(plan, "as_of"), "20/09/2017" + ENTER + CLEAR + "2017" + ENTER) == Answer("2017")
    assert ask(at(plan, "title"), "ab" + ENTER + "c" + ENTER) == Answer("abc")


def test_alt_enter_in_a_list_is_no_answer(plan):
    assert ask(at(plan, "regions"), SPACE + "\x1b\r" + SPACE + ENTER) == Answer(["africa"])


@pytest.mark.parametrize("keys", ["a", "i"])
def test_a_letter_never_picks_everything(plan, keys):
    assert ask(at(plan, "regions"), keys + DOWN + SPACE + ENTER) == Answer(["americas"])


@pytest.mark.parametrize("keys", ["\t", "\x01"])
def test_nor_does_a_key_in_a_searched_list(plan, keys):
    assert ask(at(plan, "countries"), keys + "uganda" + SPACE + ENTER) == Answer(["UG"])


def test_a_word_is_found_by_its_other_names(plan, real_corpus):
    term = next(t for t in real_corpus.vocabulary("threats").terms.values() if t.aliases and t.aliases[0].isascii())
    assert ask(at(plan, "threats"), term.aliases[0] + SPACE + ENTER) == Answer([term.id])


def test_consent_never_comes_from_enter(plan):
    question = at(plan, "sharing", "consent", "state")
    assert ask(question, ENTER + ENTER + "gran" + ENTER + "ted" + ENTER) == Answer("granted")
    assert ask(
        at(plan, "sharing", "consent", "covers", sharing={"consent": {"state": "granted"}}), "publish, print" + ENTER
    ) == (Answer(["publish", "print"]))


def test_what_was_answered_stands_ready(plan):
    assert ask(at(plan, "title", title="A title"), "!" + ENTER) == Answer("A title!")
    assert ask(at(plan, "type", type="organisational-resilience"), ENTER) == Answer("organisational-resilience")
    assert ask(at(plan, "regions", regions=["asia"]), SPACE + ENTER) == Answer(["africa", "asia"])
    assert ask(at(plan, "regions", regions=["asia"]), DOWN + DOWN + SPACE + ENTER) == Answer(None)
    assert ask(at(plan, "title", title="A title"), CLEAR + ENTER) == Answer(None)
    assert ask(at(plan, "context", context="Two\n\nparagraphs.\n"), ENTER) == Answer("Two\n\nparagraphs.\n")


def test_long_text_in_the_editor(plan):
    seen = []

    def editor(text):
        seen.append(text)
        return "# One\n\nTwo" if len(seen) == 1 else None

    assert ask(at(plan, "context", context="Before"), EDIT, editor) == Answer("# One\n\nTwo\n")
    assert seen == ["Before"]


def test_a_text_that_the_schema_refuses_comes_back_into_the_editor(plan):
    written = iter(["x" * 700, "Short enough, and long enough."])
    seen = []
    reply = ask(at(plan, "summary"), EDIT + EDIT, lambda text: (seen.append(text), next(written))[1])
    assert reply == Answer("Short enough, and long enough.")
    assert seen == ["", "x" * 700]


def test_an_editor_that_cannot_start_leaves_the_question(plan):
    assert ask(at(plan, "context"), EDIT + "By hand" + ENTER) == Answer("By hand")


def test_a_pasted_text_of_several_lines_stays_whole(plan):
    assert ask(at(plan, "context"), "\x1b[200~One.\n\nTwo.\x1b[201~" + ENTER) == Answer("One.\n\nTwo.\n")


@pytest.mark.parametrize(("keys", "answer"), [(ENTER, False), (DOWN + ENTER, True)])
def test_confirm(keys, answer):
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        assert TerminalPrompter(lambda _text: None, color=False).confirm("Sure?") is answer


def test_a_menu_needs_a_choice(plan):
    choices = [Choice("a", "A"), Choice("b", "B")]
    assert ask(menu("Which?", choices, kind=plan.kinds["one"]), DOWN + ENTER) == Answer("b")


def test_what_was_begun_is_there_again_after_a_move(plan):
    question = at(plan, "context")
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        prompter = TerminalPrompter(lambda text: f"{text} in the editor")
        pipe.send_text("Begun" + REVIEW)
        assert prompter.ask(question) is Move.REVIEW
        pipe.send_text(" and ended" + ENTER)
        assert prompter.ask(question) == Answer("Begun and ended")
        pipe.send_text("Begun" + EDIT)
        assert prompter.ask(question) == Answer("Begun in the editor")


@pytest.mark.parametrize("words", ["edit-this", "stop-here", "left-out-by-hand", "/back", "finish"])
def test_no_word_means_anything_but_itself(plan, words):
    assert ask(at(plan, "title"), words + ENTER) == Answer(words)


def test_every_colour_is_one_of_the_terminals_own():
    """Only the terminal knows what can be read on its ground."""
    style = merge_styles_default([TerminalPrompter(lambda _text: None)._style["style"]])
    names = {name for names, _attributes in style.style_rules for name in names.split()}
    assert {"answer", "search_success", "search_none"} <= names
    colours = {name: style.get_attrs_for_style_str(f"class:{name}").color or "" for name in names}
    assert {name: colour for name, colour in colours.items() if not colour.startswith("ansi") and colour} == {}
