"""Kinds of question: words become data and back, and nothing wrong gets through."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sane_cli.core import registry
from sane_cli.core.plan import FIXED
from sane_cli.core.question import Choice, Kind, Question, Shape, UnclearError
from sane_cli.core.schema import Field

KINDS = registry.load_all("sane_cli.questions", Kind)
COLOURS = (
    Choice("dark-red", "Dark red"),
    Choice("dark-blue", "Dark blue", also=("navy",)),
    Choice("ochre", "Ocre clair"),
)


def asked(kind, choices=(), **field):
    place = Field("x", "X", "", kind, "facts", "", required=False, **field)
    return Question(path=("x",), field=place, kind=KINDS[kind], text="X", choices=choices)


def every_field(fields, path=()):
    for field in fields:
        yield (*path, field.name), field
        yield from every_field(field.fields, (*path, field.name))


@pytest.mark.parametrize(("name", "words", "data"), [(n, w, d) for n, kind in KINDS.items() for w, d in kind.samples])
def test_samples(name, words, data):
    assert KINDS[name].parse(words, asked(name)) == data


def test_every_kind_that_the_schema_names_has_a_file(plan):
    named = {field.kind for _path, field in every_field(plan.schema.fields)} - {FIXED}
    assert named <= set(KINDS)


def test_what_is_spelled_can_be_typed_again(plan):
    for path, field in every_field(plan.schema.fields):
        kind = plan.kind(field)
        if kind.shape is not Shape.LEAF and field.kind != "period":
            continue
        question = Question(path=path, field=field, kind=kind, text="", choices=plan.offered(field))
        for example in field.examples:
            if field.vocabulary or field.kind == "case":
                continue
            if not isinstance(example, int) or isinstance(example, bool):
                assert kind.parse(kind.spell(example, question), question) == example, path
            assert kind.show(example, question), path


@settings(max_examples=100, deadline=None)
@given(words=st.text(max_size=60), name=st.sampled_from(sorted(KINDS)))
def test_any_words_are_an_answer_or_a_kind_refusal(words, name):
    for choices in ((), COLOURS):
        with suppress(UnclearError):
            KINDS[name].parse(words, asked(name, choices))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("dark-red", "dark-red"),
        ("Dark Red", "dark-red"),
        ("NAVY", "dark-blue"),
        ("dark b", "dark-blue"),
        ("clair", "ochre"),
    ],
)
def test_one_finds_the_choice_that_is_meant(words, value):
    assert KINDS["one"].parse(words, asked("one", COLOURS)) == value


@pytest.mark.parametrize(
    ("words", "told"),
    [("dark", "could mean Dark red, Dark blue"), ("dark-rad", "Did you mean Dark red?"), ("zzz", "Use one of")],
)
def test_one_says_what_is_near(words, told):
    with pytest.raises(UnclearError, match=told.replace("?", "\\?")):
        KINDS["one"].parse(words, asked("one", COLOURS))


def test_a_typed_word_must_be_whole():
    assert KINDS["one"].parse("dark-red", asked("one", COLOURS, typed=True)) == "dark-red"
    with pytest.raises(UnclearError):
        KINDS["one"].parse("dark-r", asked("one", COLOURS, typed=True))


def test_many_takes_a_list_and_names_with_commas():
    comma = (Choice("a", "Raid, search or seizure"), Choice("b", "Other"))
    assert KINDS["many"].parse("dark red, navy; ochre", asked("many", COLOURS)) == ["dark-red", "dark-blue", "ochre"]
    assert KINDS["many"].parse("Raid, search or seizure", asked("many", comma)) == ["a"]


@pytest.mark.parametrize("words", ["2017-13", "2017-02-30", "20/09/2017", "soon", "17", "2017-00", "Septober 2017"])
def test_date_refuses_what_is_no_day_or_two_days(words):
    with pytest.raises(UnclearError):
        KINDS["date"].parse(words, asked("date"))


@pytest.mark.parametrize(
    ("words", "data"),
    [("2013/", {"from": "2013"}), ("/2017", {"to": "2017"}), ("2013 – 2017", {"from": "2013", "to": "2017"})],
)
def test_period_may_be_open(words, data):
    assert KINDS["period"].parse(words, asked("period")) == data


def test_pairs_take_a_short_label():
    labels = (Choice("TLP:AMBER", "x", also=("amber",)), Choice("TLP:AMBER+STRICT", "y"))
    found = KINDS["pairs"].parse("outcomes amber, context: TLP:AMBER+STRICT", asked("pairs", labels))
    assert found == {"outcomes": "TLP:AMBER", "context": "TLP:AMBER+STRICT"}


def test_control_characters_never_come_in():
    for kind in ("text", "long-text", "texts"):
        assert "\x1b" not in str(KINDS[kind].parse("a\x1b[31mb\u202e", asked(kind)))
