"""Single moves of the interview, told as small stories."""

import json

from sane_cli.core import registry
from sane_cli.core.interview import Interview
from sane_cli.core.plan import Plan
from sane_cli.core.question import Kind, Widget
from sane_cli.core.schema import Schema

KINDS = registry.load_all("sane_cli.questions", Kind)


def test_begins_with_the_title_and_proposes_the_short_name_after_it(plan):
    interview = Interview.start(plan)
    assert interview.station.path == ("title",)
    assert interview.answer("A title").station.path == ("id",)


def test_groups_come_in_their_order_and_fixed_fields_are_never_asked(plan):
    names = [field.name for field in plan.fields]
    assert not {"status", "schema_version"} & set(names)
    order = [group.id for group in plan.schema.groups]
    groups = [order.index(plan.schema.by_name[name].group) for name in names]
    assert groups == sorted(groups)


def test_a_new_field_of_the_schema_is_asked_without_python(plan):
    raw = json.loads(json.dumps(plan.schema.raw))
    raw["properties"]["advice"] = {"title": "Advice", "type": "string"}
    raw["properties"]["members"] = {"title": "Members", "type": "integer", "x-sane": {"group": "who"}}
    raw["properties"]["strange"] = {"title": "Strange", "type": "string", "x-sane": {"kind": "no-such-kind"}}
    wider = Plan(Schema("case", raw), KINDS)
    stations = {station.path[0]: station for station in wider.stations({})}
    assert {"advice", "members", "strange"} <= set(stations)
    asked = Interview.start(wider).jump(("members",)).question
    assert asked.read("160") == 160


def test_a_condition_decides_what_is_asked(plan):
    def parts(state):
        stations = plan.stations({"sharing": {"consent": {"state": state}}})
        return {station.path[-1] for station in stations if station.path[:2] == ("sharing", "consent")}

    assert parts("pending") == {"state"}
    assert {"covers", "given_on", "reference"} <= parts("granted")
    assert "given_on" not in parts("public-record")


def test_an_answer_whose_condition_fails_is_left_out_but_kept(plan):
    interview = Interview.start(plan, {"sharing": {"consent": {"state": "granted", "reference": "no. 3"}}})
    pending = interview.jump(("sharing", "consent", "state")).answer("pending")
    assert pending.case["sharing"] == {"consent": {"state": "pending"}}
    granted = pending.jump(("sharing", "consent", "state")).answer("granted")
    assert granted.case["sharing"]["consent"]["reference"] == "no. 3"


def test_the_wording_follows_the_branch(plan):
    coalition = Interview.start(plan, {"type": "coalition-response"}).jump(("challenge",)).question
    organisation = Interview.start(plan, {"type": "organisational-resilience"}).jump(("challenge",)).question
    assert coalition.text == "What launched the coalition?"
    assert organisation.text == "What triggered it, and when?"
    assert Interview.start(plan).jump(("challenge",)).question.text == "Challenge"


def test_consent_has_no_default_and_wants_a_typed_word(plan):
    asked = Interview.start(plan).jump(("sharing", "consent", "state")).question
    assert asked.widget is Widget.TYPED
    assert asked.offered is None


def test_back_from_an_entry_just_begun_takes_it_back(plan):
    gate = Interview.start(plan).jump(("sources",))
    begun = gate.answer(True)
    assert begun.station.path == ("sources", 0, "title")
    assert begun.back().station.path == ("sources",)
    assert begun.back().case == gate.case
    assert begun.skip().station.path == ("sources",)


def test_a_needed_part_cannot_be_left_and_removing_it_removes_the_entry(plan):
    two = Interview.start(plan, {"related": [{"case": "a", "relation": "similar"}, {"case": "b"}]})
    stuck = two.jump(("related", 1, "relation"))
    assert stuck.skip() is stuck
    one = two.jump(("related", 0, "case")).answer(None)
    assert one.case["related"] == [{"case": "b"}]
    assert one.station.path == ("related",)


def test_the_number_of_steps_does_not_run_away_with_entries(plan):
    gate = Interview.start(plan).jump(("organisations",))
    inside = gate.answer(True)
    assert (inside.question.step, inside.question.steps) == (gate.question.step, gate.question.steps)
    assert inside.question.entry == "Organisation 1"


def test_given_answers_are_not_asked(plan):
    given = {"title": "A title", "sources": [{"title": "S", "url": "https://x.org"}]}
    asked = set()
    interview = Interview.start(plan, given)
    while interview.station:
        asked.add(interview.station.path)
        interview = interview.skip() if interview.skip() is not interview else interview.answer("x")
    assert ("title",) not in asked
    assert not any(path[0] == "sources" for path in asked)


def test_answers_that_the_schema_no_longer_accepts_are_asked_again(plan):
    answers = {"title": "A title", "type": "gone", "threats": ["no-such-term"], "old_field": 1, "as_of": "2017-02-30"}
    settled = frozenset({("title",), ("type",), ("threats",), ("as_of",)})
    interview, flawed = Interview.resume(plan, answers, settled, None)
    assert set(flawed) == {("type",), ("threats",), ("as_of",)}
    assert interview.answers == {"title": "A title"}
    assert not {("type",), ("threats",)} & interview.settled


def test_a_taken_short_name_is_refused(plan):
    busy = Plan(plan.schema, plan.kinds, taken=frozenset({"vuka"}))
    question = Interview.start(busy).jump(("id",)).question
    assert "already a case" in question.check("vuka")
    assert question.check("vuka-2") == ""
