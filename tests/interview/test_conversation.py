"""The talk around the questions: advice, review, saving, a full disk."""

import json
from types import SimpleNamespace

import pytest

from sane_cli.commands import _interview as making
from sane_cli.core.advice import advise
from sane_cli.core.case import Case
from sane_cli.core.conversation import Conversation
from sane_cli.core.interview import Interview
from sane_cli.core.plan import Plan
from sane_cli.core.question import Move
from sane_cli.core.schema import Schema
from sane_cli.prompters.scripted import ScriptedPrompter, ScriptEndedError
from sane_cli.store.files import CannotWriteError

OLD = Case("old-case", "", {"title": "Building an international coalition to answer closing civic space"})


def talk(plan, *replies, interview=None, cases=(OLD,)):
    """Hold a conversation until the script ends; return the last saved state and the prompter."""
    prompter = ScriptedPrompter(replies)
    saved = [interview or Interview.start(plan)]
    conversation = Conversation(
        prompter, saved.append, lambda question, value: advise(question, value, cases), plan.kinds["one"]
    )
    with pytest.raises(ScriptEndedError):
        conversation.hold(saved[0])
    return saved[-1], prompter


def told(prompter):
    return " ".join([*prompter.notes, *(question.about for question in prompter.asked)])


def test_every_confirmed_answer_is_saved_before_the_next_question(plan):
    last, prompter = talk(plan, "A title of its own", "a-case", "A summary")
    assert last.answers == {"title": "A title of its own", "id": "a-case", "summary": "A summary"}
    assert prompter.asked[-1].path == ("language",)


@pytest.mark.parametrize(
    "title",
    [
        "Building an international coalition to answer closing civic space",
        "building an International coalition to answer the closing of civic space",
        "A coalition builds an answer to closing civic space, international and building",
    ],
)
def test_a_title_like_another_is_told_at_once(plan, title):
    last, prompter = talk(plan, title, "change", "Something else", "x")
    assert "old-case" in told(prompter)
    assert last.answers["title"] == "Something else"


def test_a_title_of_its_own_is_not(plan):
    _last, prompter = talk(plan, "How farmers kept their radio on the air")
    assert "old-case" not in told(prompter)


def test_the_safer_value_is_offered_for_each_thing_that_was_found(plan):
    at = Interview.start(plan).jump(("context",))
    last, prompter = talk(plan, "Ask a@b.org or +49 30 1234567.", "better", "better", interview=at)
    assert last.answers["context"] == "Ask […] or […]."
    assert "an e-mail address" in told(prompter)
    assert "a phone number" in told(prompter)


@pytest.mark.parametrize(
    "words",
    ["In 2017-2019, 160 groups", "Law no. 2017/12 of 12.05.2017", "https://x.org/0123456789/a@b", "€ 1 200 000"],
)
def test_numbers_that_are_no_telephones_are_left_alone(plan, words):
    question = Interview.start(plan).jump(("context",)).question
    assert list(advise(question, words, ())) == []


def test_an_exact_day_is_offered_as_a_month_where_people_are_concerned(plan):
    at = Interview.start(plan).jump(("as_of",))
    assert talk(plan, "2019-10-02", "better", interview=at)[0].answers["as_of"] == "2019-10"
    assert talk(plan, "2019-10-02", "keep", interview=at)[0].answers["as_of"] == "2019-10-02"
    source = Interview.start(plan, {"sources": [{"title": "S"}]}).jump(("sources", 0, "published"))
    assert talk(plan, "2019-10-02", interview=source)[0].answers["sources"][0]["published"] == "2019-10-02"


def test_review_leads_to_any_answer_and_back_to_where_one_was(plan):
    last, prompter = talk(plan, "A title", "a-case", Move.REVIEW, "/title", "Another title")
    assert last.answers["title"] == "Another title"
    assert prompter.asked[-1].path == ("summary",)


def test_an_entry_can_be_removed_as_a_whole(plan):
    at = Interview.start(plan, {"id": "x", "organisations": [{"name": "A"}, {"name": "B", "role": "ally"}]})
    last, _prompter = talk(plan, Move.REVIEW, "/organisations/0/name", "remove", "no", interview=at)
    assert last.answers["organisations"] == [{"name": "B", "role": "ally"}]
    last, _prompter = talk(plan, Move.REVIEW, "/organisations/1/role", "change", "host", interview=at)
    assert last.answers["organisations"][1]["role"] == "host"


def test_what_is_needed_cannot_be_skipped(plan):
    last, prompter = talk(plan, "A title", Move.SKIP)
    assert last.station.path == ("id",)
    assert "cannot be left out" in told(prompter)


def test_a_field_added_to_the_schema_reaches_the_case(plan):
    raw = json.loads(json.dumps(plan.schema.raw))
    raw["properties"]["advice"] = {"title": "Advice", "type": "string", "x-sane": {"group": "start"}}
    wider = Plan(Schema("case", raw), plan.kinds, choices=plan.choices)
    at = Interview.start(wider).jump(("advice",))
    assert talk(wider, "Begin early", interview=at)[0].case["advice"] == "Begin early"


def test_a_full_disk_is_told_and_tried_again(plan):
    tries = []

    def save(*_state):
        tries.append(1)
        if len(tries) < 3:
            raise CannotWriteError("No space left on device.", where="x")

    prompter = ScriptedPrompter(["yes", "yes"])
    keeper = making.Keeper(SimpleNamespace(save=save), prompter)
    keeper.save(Interview.start(plan))
    assert len(tries) == 3
    assert keeper.unsaved is None
    assert "No space left on device" in told(prompter)


def test_who_goes_on_with_a_full_disk_is_told_the_truth_at_the_end(plan):
    full = [True]

    def save(*_state):
        if full:
            raise CannotWriteError("No space left on device.")

    keeper = making.Keeper(SimpleNamespace(save=save), ScriptedPrompter(["no"]))
    keeper.save(Interview.start(plan))
    assert keeper.save_at_last() is False
    full.clear()
    assert keeper.save_at_last() is True


@pytest.mark.parametrize(
    ("words", "safer"),
    [
        ("On 4 March 2021 they came.", "in March 2021 they came."),
        ("The director Jane Invented was there.", "The director was there."),
        ("It began in the village of Inventia.", "It began in a place in the region."),
    ],
)
def test_days_people_and_places_get_coarser_words_offered(plan, words, safer):
    question = Interview.start(plan).jump(("context",)).question
    assert [advice.better for advice in advise(question, words, ())] == [safer]
