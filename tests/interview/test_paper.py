"""Property: whatever is written on the form, import makes the case that the interview would have made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sane_cli.core.answers import take
from sane_cli.core.intake import State
from sane_cli.core.mapping import NONE
from sane_cli.core.paper import Blank
from sane_cli.core.plan import Plan
from sane_cli.core.question import Question
from sane_cli.core.table import Table
from sane_cli.core.tree import is_empty, look, pruned
from sane_cli.store import tables
from tests.office import Office, opened

_LETTERS = "abcXYZ äéøñß حالة 案例 0123456789 .,;:!?#&*%@`'\"|>{}[]()/\\+=~^$_-–«»"
_words = st.text(_LETTERS, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
_line = st.builds("T{}".format, _words)
_lines = st.lists(_words | st.just("") | st.just("  - indented"), min_size=1, max_size=6).map("\n".join)
_prose = st.builds("Begin {}\n{}\nend".format, _words, _lines)
_date = st.sampled_from(["1999", "2017-09", "2020-02-29"])
_tlp = st.sampled_from(["TLP:CLEAR", "TLP:AMBER+STRICT", "TLP:RED"])
_link = st.sampled_from(["https://example.org/a?b=c#d", "http://example.org"])
_attribution = st.sampled_from(["described", "withheld"])


def _some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=parts).filter(bool)


def _entries(needed: Mapping[str, Any], **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(dict(needed), optional=parts).filter(bool), min_size=1, max_size=2)


def _picks(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


_consent = st.fixed_dictionaries(
    {"state": st.just("granted"), "covers": _picks("publish", "print")},
    optional={"given_on": _date, "given_by_role": _line, "form": st.just("spoken")},
) | st.just({"state": "pending"})
ANSWERS = st.fixed_dictionaries(
    {"title": st.builds("Title {}".format, _words)},
    optional={
        "summary": _prose,
        "language": st.just("fr"),
        "type": st.sampled_from(["coalition-response", "organisational-resilience"]),
        "scope": st.sampled_from(["national", "global"]),
        "countries": _picks("KE", "NO", "BO"),
        "regions": _picks("africa", "middle-east"),
        "period": _some(**{"from": _date, "to": _date}),
        "as_of": _date,
        "organisations": _entries({"name": _line}, role=_line, url=_link, attribution=_attribution, tlp=_tlp),
        "threats": _picks("phishing", "office-raid", "restrictive-law"),
        "mechanisms": _picks("litigation", "coalition-building"),
        "dimensions": _picks("digital", "narrative"),
        "level": st.just("international"),
        "context": _prose,
        "outcomes": _line,
        "lessons": _entries({"text": _prose}, **{"for": st.sampled_from(["cso", "all"]), "tlp": _tlp}),
        "related": _entries({"case": st.just("vuka-coalition"), "relation": st.just("similar")}),
        "authors": st.lists(st.sampled_from(["Ann Invented", "Doe, Ben"]), min_size=2, max_size=2, unique=True),
        "sources": _entries({"title": _line}, url=_link, published=_date),
        "sharing": _some(
            tlp=_tlp,
            consent=_consent,
            fields=st.just({"outcomes": "TLP:AMBER"}),
            review_by=st.just("2027-01-31"),
            harm_check=_some(worth_it=st.booleans(), retaliation=_line),
            chatham_house=st.booleans(),
        ),
        "notes": _prose,
    },
)


@pytest.fixture(scope="module")
def office() -> Office:
    return opened()


def spelled(blank: Blank, plan: Plan, value: Any) -> str:
    kind = plan.kind(blank.field)
    return kind.spell(value, Question(path=blank.path, field=blank.field, kind=kind, text="", choices=blank.choices))


def fill_markdown(office: Office, answers: Mapping[str, Any]) -> str:
    text, plan = office.markdown, office.plan
    for blank in office.printed.blanks():
        value = look(answers, blank.path)
        if is_empty(value):
            continue
        begin, ticked = f"<!-- answer: {blank.name} -->\n", f"<!-- tick: {blank.name} -->\n"
        if begin in text:
            text = text.replace(begin, f"{begin}\n{spelled(blank, plan, value)}\n")
            continue
        before, mark, after = text.partition(ticked)
        chosen = value if isinstance(value, list) else [spelled(blank, plan, value)]
        for each in chosen:
            after = after.replace(f"- [ ] `{each}`", f"- [x] `{each}`", 1)
        text = before + mark + after
    return text


def fill_yaml(office: Office, answers: Mapping[str, Any]) -> str:
    lines, at, plan = office.yaml.split("\n"), 0, office.plan
    for blank in office.printed.blanks():
        name = re.compile(rf"( *(?:- )?){re.escape(str(blank.path[-1]))}:(.*)\Z")
        at = next(number for number in range(at, len(lines)) if name.match(lines[number]))
        found = name.match(lines[at])
        value = look(answers, blank.path)
        if found and not is_empty(value):
            said = spelled(blank, plan, value)
            if found[2] == " |":
                indent = " " * (len(found[1]) + 2)
                lines[at + 1 : at + 1] = [f"{indent}{line}" if line else "" for line in said.split("\n")]
            elif found[2] == " []":
                lines[at] = f"{found[1]}{blank.path[-1]}: [{said}]"
            else:
                lines[at] = f"{found[1]}{blank.path[-1]}: {said}"
        at += 1
    return "\n".join(lines)


def imported(table: Table, office: Office) -> dict[str, Any]:
    (row,) = table.rows
    verdict = office.intake(table).judge(row)
    assert verdict.state is State.TAKEN, verdict.troubles
    return {name: value for name, value in verdict.case.items() if name != "id"}


def expected(plan: Plan, answers: Mapping[str, Any]) -> dict[str, Any]:
    taken = take(plan, answers)
    assert not taken.refused, taken.refused
    return plan.case(pruned({**taken.answers, "status": "draft"}))


def unordered(case: Mapping[str, Any]) -> dict[str, Any]:
    """Boxes stand in the order of the form, whatever was ticked first."""
    ticked = ("countries", "regions", "threats", "mechanisms", "dimensions")
    return {name: sorted(value) if name in ticked else value for name, value in case.items()}


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS)
def test_markdown_comes_back_as_it_was_filled_in(office: Office, answers: dict[str, Any]) -> None:
    table = tables._markdown(fill_markdown(office, answers).encode(), NONE)
    assert unordered(imported(table, office)) == unordered(expected(office.plan, answers))


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS)
def test_yaml_comes_back_as_it_was_filled_in(office: Office, answers: dict[str, Any]) -> None:
    table = tables._yaml(fill_yaml(office, answers).encode(), NONE)
    assert table.is_ours
    assert imported(table, office) == expected(office.plan, answers)


def test_every_question_of_the_interview_is_on_the_form(office: Office) -> None:
    def names(field: Any, path: str) -> list[str]:
        if field.fields:
            return [name for part in field.fields for name in names(part, f"{path}.{part.name}")]
        return [path]

    asked = {name for field in office.plan.fields for name in names(field, field.name)}
    blanks = office.printed.blanks()
    assert {".".join(part for part in blank.path if isinstance(part, str)) for blank in blanks} == asked
