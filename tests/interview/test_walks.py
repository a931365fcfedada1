"""Whatever way one walks through the interview, the same last answers make the same case."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sane_cli.core.interview import Interview
from sane_cli.core.plan import Plan, Station
from sane_cli.core.question import Shape, Widget
from sane_cli.core.tree import is_empty, look, pruned
from sane_cli.store import yaml_read
from sane_cli.store.case_writer import plain_text

MOVES = ["answer", "answer", "answer", "answer", "yes", "remove", "back", "skip", "jump", "resume", "finish"]
quiet = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def value_for(data: Any, plan: Plan, station: Station) -> Any:
    """Draw an answer that the schema accepts."""
    field, choices = station.field, plan.offered(station.field)
    if station.gate:
        return data.draw(st.booleans())
    kind = plan.kind(field)
    if kind.widget is Widget.MANY and choices:
        values = [choice.value for choice in choices]
        return data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))
    if kind.builtin:
        return data.draw(st.booleans())
    if choices and kind.widget is Widget.ONE:
        return data.draw(st.sampled_from([choice.value for choice in choices]))
    return data.draw(st.sampled_from(list(field.examples)))


def step(data: Any, plan: Plan, interview: Interview) -> Interview:
    """Make one random move."""
    move = data.draw(st.sampled_from(MOVES))
    station = interview.station
    match move:
        case "back":
            return interview.back()
        case "skip":
            return interview.skip()
        case "finish":
            return interview.finish() if data.draw(st.integers(0, 9)) == 0 else interview
        case "jump":
            return interview.jump(interview.stations[data.draw(st.integers(0, len(interview.stations) - 1))].path)
        case "resume":
            return resumed(plan, interview)
        case "remove":
            return interview.answer(None)
        case "yes" if station is not None and station.gate:
            return interview.answer(True)
    return interview if station is None else interview.answer(value_for(data, plan, station))


def resumed(plan: Plan, interview: Interview) -> Interview:
    """Stop, write the draft as text, read it back, go on."""
    answers = yaml_read.parse(plain_text({"answers": dict(interview.answers)}).encode())["answers"]
    again, flawed = Interview.resume(plan, answers, interview.settled, interview.at)
    assert flawed == ()
    assert again.answers == interview.answers
    return again


def straight(plan: Plan, target: dict[str, Any]) -> Interview:
    """Walk once from the first question to the last, towards ``target``."""
    interview = Interview.start(plan, {"id": target["id"]})
    for _turn in range(2000):
        station = interview.station
        if station is None:
            return interview
        wanted = look(target, station.path)
        if not station.gate:
            interview = interview.skip() if is_empty(wanted) else interview.answer(wanted)
        elif plan.kind(station.field).shape is Shape.ITEMS:
            here = look(interview.answers, station.path) or []
            interview = interview.answer(len(wanted or []) > len(here))
        else:
            interview = interview.answer(isinstance(wanted, dict))
    raise AssertionError("the interview does not end")


@quiet
@given(data=st.data())
def test_any_walk_ends_in_the_case_of_the_straight_walk(plan: Plan, data: Any) -> None:
    interview = Interview.start(plan, {"id": "x"})
    for _turn in range(data.draw(st.integers(0, 120))):
        interview = step(data, plan, interview)
    interview = finished(data, plan, interview)
    assert straight(plan, pruned(interview.answers)).case == interview.case


@quiet
@given(data=st.data())
def test_the_last_answer_to_a_question_is_the_one_that_counts(plan: Plan, data: Any) -> None:
    interview = Interview.start(plan, {"id": "x"})
    last: dict[tuple[str | int, ...], Any] = {}
    for _turn in range(data.draw(st.integers(0, 80))):
        station, before = interview.station, interview
        interview = step(data, plan, interview)
        if station and len(station.path) == 1 and not station.gate and interview is not before:
            last[station.path] = look(interview.answers, station.path)
    for path, value in last.items():
        assert look(interview.answers, path) == value


@quiet
@given(data=st.data())
def test_every_walk_makes_a_case_that_keeps_the_schema(plan: Plan, data: Any) -> None:
    interview = Interview.start(plan, {"id": "x"})
    for _turn in range(data.draw(st.integers(0, 60))):
        interview = step(data, plan, interview)
    interview = finished(data, plan, interview)
    case = {"id": "x", **interview.case}
    # a condition between two answers, such as «named» without a name, is a finding of the whole case
    assert [
        f for f in plan.schema.violations(case) if f.keyword != "required" or f.about not in ("name", "covers")
    ] == []


def finished(data: Any, plan: Plan, interview: Interview) -> Interview:
    """Finish at once, as «finish now» does: entries that were begun get what they cannot do without."""
    while (interview := interview.finish()).station is not None:
        interview = interview.answer(value_for(data, plan, interview.station))
    return interview
