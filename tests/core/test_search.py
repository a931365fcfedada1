"""Search: words and phrases in any script, accents and case folded, ranked, with snippets, behind the gate."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core import search
from sane_cli.core.audience import Purpose, Request, gate_all
from sane_cli.core.case import Case
from sane_cli.core.text import folded
from sane_cli.core.tlp import Tlp
from sane_cli.store import schemas
from tests import desk

TODAY = date(2026, 11, 22)


def seen(*cases, audience=Tlp.RED):
    floors = schemas.load(None)["case"].floors
    request = Request(audience=audience, today=TODAY, floors=floors, purpose=Purpose.VIEW)
    return gate_all([Case(each["id"], "", each) for each in cases], request)[0]


def one(response, **fields):
    return seen(desk.case("one", response=response, **fields))[0]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("coalition", "Two coalitions met."),
        ("COALITION", "a coalition"),
        ("etat", "L'État a répondu."),
        ("l'état", "L’ETAT a répondu."),
        ("elections", "Après les élections,"),
        ("organizacion", "La organización creció."),
        ("ano", "El año pasado"),
        ("strasse", "Auf der Straße"),
        ("raid on office", "The raid\non **office** doors"),
        ("brute force", "a brute-force attack"),
        ("منظمة", "قالت المنظمة إن"),
        ("منظمة", "وللمنظمات دور"),
        ("احتجاج", "إحتجاجات"),
        ("مُنَظَّمة", "منظمة"),
        ("#KeepItOn", "the campaign #KeepItOn began"),
        ("é", "e\u0301tat"),
        ("%", "100 % of it"),
    ],
)
def test_it_is_found(words, text):
    assert search.found(one(text), [words])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("lition", "a coalition"),
        ("raid office", "raid on office"),
        ("office raid", "raid office"),
        ("a.b", "axb"),
        ("[", "x"),
    ],
)
def test_it_is_not_found(words, text):
    assert not search.found(one(text, title="x", summary="y"), [words])


def test_the_more_telling_comes_first():
    cases = seen(
        desk.case("a-story", response="A strike."),
        desk.case("b-title", title="The strike"),
        desk.case("c-summary", summary="About a strike."),
        desk.case("d-often", response="strike " * 9),
    )
    assert [case.id for case in search.ranked(cases, ["strike"])] == ["b-title", "c-summary", "d-often", "a-story"]


def test_equals_stay_in_their_order():
    cases = seen(*(desk.case(name, response="A strike.") for name in "abc"))
    assert [case.id for case in search.ranked(cases, ["strike"])] == ["a", "b", "c"]


def test_a_snippet_shows_the_words():
    text = (
        " ".join(f"word{at}" for at in range(60)) + " the Élections came " + " ".join(f"more{at}" for at in range(60))
    )
    shown = search.snippet(one(text), ["elections", "came"])
    assert [part for part, hit in shown.parts if hit] == ["Élections", "came"]
    assert str(shown).startswith("… ")
    assert str(shown).endswith(" …")
    assert len(str(shown).split()) < 40


def test_a_hit_in_the_title_alone_needs_no_snippet():
    assert str(search.snippet(seen(desk.case("a", title="The strike"))[0], ["strike"])) == ""


def test_closed_words_are_not_found_by_other_readers():
    closed = desk.case(
        "a", response="Open. [[TLP:AMBER| secretword ]] open.", notes="noteword",
        organisations=[{"name": "Nameword", "kind": "x", "attribution": "withheld"}],
    )  # fmt: skip
    everybody = seen(closed, audience=Tlp.CLEAR)[0]
    for word in ("secretword", "noteword", "nameword"):
        assert search.found(seen(closed)[0], [word])
        assert not search.found(everybody, [word])
        assert word not in str(search.snippet(everybody, ["open", word])).casefold()


def test_consent_and_the_like_are_not_searched():
    assert not search.found(one("x"), ["public-record"])


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_every_beginning_of_a_word_is_found(text, start, size):
    words = search._WORD.findall(folded(text))
    case = one(text)
    for word in words[start % (len(words) or 1) :][:2]:
        assert search.found(case, [word[:size]])


@given(st.text(max_size=80), st.text(min_size=1, max_size=12))
def test_any_text_and_any_words_are_safe(text, words):
    case = one(text or "x")
    shown = search.snippet(case, [words])
    assert not {"\x1b", "\u202e", "\n"} & set(str(shown))
    if str(shown):
        assert search.found(case, [words])
    search.ranked([case], [words])
