"""The quick look for traits never says no where the thorough one finds something."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core import traits
from sane_cli.core.traits import possible

_WORDS = sorted(
    word
    for group in (traits._PEOPLE, traits.ROLES, traits.PLACES, traits._STAFF, traits._WEEKDAYS, traits._MONTHS)
    for word in traits._forms(group)
)
_PIECES = st.sampled_from(
    [
        *_WORDS,
        "the",
        "one",
        "two",
        "12",
        "1,340",
        "of",
        "at",
        "9:30",
        "Inventia",
        "3",
        "la",
        "el",
        "le",
        "members of staff",
    ]
)


def test_forms_are_spelled_out() -> None:
    assert traits._forms(r"voluntari[oa]s?|witness(?:es)?|staff(?:\smembers?)?|sage-femme|organi[sz]ers?") == {
        "voluntario", "voluntarios", "voluntaria", "voluntarias", "witness", "witnesses", "staff", "sage",
        "organiser", "organisers", "organizer", "organizers",
    }  # fmt: skip


@given(st.lists(_PIECES, max_size=12), st.sampled_from([" ", ", ", ". ", "\n"]), st.booleans())
def test_the_quick_look_misses_nothing(words: list[str], between: str, loud: bool) -> None:
    text = between.join(words)
    text = text.upper() if loud else text
    assert {mark.trait for mark in traits.traits(text)} <= possible(text)
