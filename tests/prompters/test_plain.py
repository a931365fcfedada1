"""The plain prompter reads well aloud, and takes numbers, words and commands."""

import io

import pytest

from sane_cli.core.interview import Interview
from sane_cli.core.question import Answer, Choice, Move, menu
from sane_cli.prompters.plain import PlainPrompter


def ask(question, *lines, editor=lambda _text: None):
    """Ask one question; return the reply and the transcript."""
    target = io.StringIO()
    prompter = PlainPrompter(io.StringIO("".join(f"{line}\n" for line in lines)), target, editor, greeted=True)
    return prompter.ask(question), target.getvalue()


def at(plan, *path, **answers):
    return Interview.start(plan, answers).jump(path).question


def test_transcript_of_one_question_and_its_mistakes(plan):
    reply, told = ask(at(plan, "type"), "3", "coal")
    assert reply == Answer("coalition-response")
    assert told == TYPE


TYPE = """
Question 5 of 38. The case in brief
A title and two or three sentences are enough to begin. You can stop at any moment; nothing is lost.
Type
Which of the playbook's two kinds of case this is.
Why: The two kinds are asked and read differently.
  1. Coalition response
  2. Organisational resilience
Number or word [Enter leaves it out]: There is no choice 3.
Number or word [Enter leaves it out]: Taken: Coalition response
"""


@pytest.mark.parametrize(
    ("name", "lines", "value"),
    [
        ("title", ["A  title"], "A title"),
        ("id", ["Vuka! 2"], "vuka-2"),
        ("summary", ["Two lines", "of it", "."], "Two lines\nof it\n"),
        ("language", ["fr"], "fr"),
        ("language", [""], "en"),
        ("type", ["2"], "organisational-resilience"),
        ("countries", ["ugan; côte"], ["UG", "CI"]),
        ("threats", ["phishing"], ["phishing"]),
        ("period.from", ["sept 2017"], "2017-09"),
        ("as_of", ["2019"], "2019"),
        ("authors", ["Ann One; Ben Two"], ["Ann One", "Ben Two"]),
        ("organisations", ["no"], False),
        ("sharing.tlp", ["green"], "TLP:GREEN"),
        ("sharing.tlp", ["2"], "TLP:GREEN"),
        ("sharing.fields", ["outcomes amber"], {"outcomes": "TLP:AMBER"}),
        ("sharing.harm_check", ["2"], False),
        ("sharing.chatham_house", ["y"], True),
        ("sharing.review_by", ["2027-10", "2027-10-01"], "2027-10-01"),
    ],
)
def test_every_kind(plan, name, lines, value):
    assert ask(at(plan, *name.split(".")), *lines)[0] == Answer(value)


def test_parts_of_entries(plan):
    begun = Interview.start(plan).jump(("sources",)).answer(True)
    assert ask(begun.question, "A source")[0] == Answer("A source")
    assert ask(begun.jump(("sources", 0, "url")).question, "www.example.org")[0] == Answer("https://www.example.org")
    related = Interview.start(plan).jump(("related",)).answer(True)
    assert ask(related.question, "vuka-coalition")[0] == Answer("vuka-coalition")


def test_numbers_and_words_may_be_mixed(plan):
    assert ask(at(plan, "regions"), "1, oceania")[0] == Answer(["africa", "oceania"])
    assert ask(at(plan, "regions"), "1 3")[0] == Answer(["africa", "asia"])


def test_a_long_list_is_read_out_only_when_asked_for(plan):
    reply, told = ask(at(plan, "countries"), "/list", "uganda, norw")
    assert reply == Answer(["UG", "NO"])
    before, after = told.split("/list reads out all of them", 1)
    assert "Uganda" not in before
    assert "Uganda" in after


def test_definitions_are_read_out_with_the_list(plan, real_corpus):
    _reply, told = ask(at(plan, "threats"), "/list", "phishing")
    assert real_corpus.vocabulary("threats").terms["phishing"].definition() in told


def test_long_text_goes_on_to_a_line_with_a_full_stop(plan):
    assert ask(at(plan, "context"), "One.", "", "Two.", ".")[0] == Answer("One.\n\nTwo.\n")
    assert ask(at(plan, "context"), "/edit", editor=lambda _text: "Edited")[0] == Answer("Edited")


@pytest.mark.parametrize(("word", "move"), [("/back", Move.BACK), ("/skip", Move.SKIP), ("/REVIEW", Move.REVIEW)])
def test_commands(plan, word, move):
    assert ask(at(plan, "title"), word)[0] is move


def test_save_and_the_end_of_input_leave(plan):
    with pytest.raises(KeyboardInterrupt):
        ask(at(plan, "title"), "/save")
    with pytest.raises(EOFError):
        ask(at(plan, "title"))


def test_enter_keeps_a_dash_removes_an_empty_one_leaves_out(plan):
    assert ask(at(plan, "title", title="Kept title"), "")[0] == Answer("Kept title")
    assert ask(at(plan, "title", title="Kept title"), "-")[0] == Answer(None)
    assert ask(at(plan, "summary"), "")[0] == Answer(None)


def test_the_schema_speaks_in_its_own_words(plan):
    _reply, told = ask(at(plan, "title"), "ab", "a title")
    assert "‘title’ has 2 characters; at least 3 are needed" in told


def test_consent_wants_the_whole_word_and_enter_only_puts_it_off(plan):
    question = at(plan, "sharing", "consent", "state")
    reply, told = ask(question, "gran", "y", "1", "granted")
    assert reply == Answer("granted")
    assert told.count("is not one of the choices") == 3
    assert ask(question, "")[0] is Move.SKIP


def test_enter_goes_past_a_list(plan):
    assert ask(at(plan, "sources"), "")[0] == Answer(False)
    assert ask(at(plan, "sources"), "yes")[0] == Answer(True)
    assert ask(at(plan, "sources"), "1")[0] == Answer(True)


def test_nothing_steers_the_terminal(plan):
    _reply, told = ask(menu("a\x1b[2Jb", [Choice("x", "x\x1b]0;evil\x07")], kind=plan.kinds["one"]), "1")
    assert "\x1b" not in told


def test_help_comes_with_the_first_question(plan):
    target = io.StringIO()
    PlainPrompter(io.StringIO("A title\n"), target, lambda _text: None).ask(at(plan, "title"))
    assert "/back: go back one question" in target.getvalue()


@pytest.mark.parametrize(("typed", "answer"), [("y", True), ("maybe\nno", False)])
def test_confirm_insists_on_yes_or_no(typed, answer):
    prompter = PlainPrompter(io.StringIO(f"{typed}\n"), io.StringIO(), lambda _text: None)
    assert prompter.confirm("Sure?") is answer
