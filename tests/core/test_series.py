"""Long rows of values that are kept as bytes behave like lists. All values are invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core import series
from sane_cli.core.series import Series, grouped

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(series, "PIECE", 4)
        yield


@given(st.lists(PLAIN, max_size=23), st.data())
def test_a_series_is_a_list(values: list[Any], data: st.DataObject) -> None:
    made = Series.of(iter(values))
    assert list(made) == values
    assert len(made) == len(values) == sum(made.lengths)
    ends = st.integers(-25, 25) | st.none()
    cut = slice(data.draw(ends), data.draw(ends), data.draw(st.sampled_from([None, 1, 2, -1])))
    assert made[cut] == values[cut]
    for at in range(-len(values), len(values)):
        assert made[at] == values[at]
    for at in (len(values), -len(values) - 1):
        with pytest.raises(IndexError):
            made[at]


@given(st.lists(PLAIN, min_size=1, max_size=23), st.data())
def test_other_values_in_some_places(values: list[Any], data: st.DataObject) -> None:
    made = Series.of(values)
    changes = data.draw(st.dictionaries(st.integers(0, len(values) - 1), PLAIN))
    after = list(values)
    for at, value in changes.items():
        after[at] = value
    changed = made.with_values(changes)
    assert list(changed) == after
    assert list(made) == values
    touched = {at // 4 for at in changes}
    both = enumerate(zip(made.pieces, changed.pieces, strict=True))
    assert all(before == now for number, (before, now) in both if number not in touched)


@given(st.lists(st.integers(0, 3), max_size=40))
def test_grouped_by_what_they_are(values: list[int]) -> None:
    found = grouped(Series.of(values), lambda some: [value % 3 for value in some])
    assert {key: list(group) for key, group in found.items()} == {
        key: [value for value in values if value % 3 == key] for key in {value % 3 for value in values}
    }


def test_pieces_of_one_kind_are_shared() -> None:
    values = Series.of(range(11))
    (whole,) = grouped(values, lambda some: [0] * len(some)).values()
    assert [id(piece) for piece in whole.pieces] == [id(piece) for piece in values.pieces]


def test_names_that_are_no_utf_8_come_back() -> None:
    assert list(Series.of(["caf\udce9.yaml"])) == ["caf\udce9.yaml"]


def test_what_is_not_plain_is_refused() -> None:
    with pytest.raises(ValueError, match="unmarshallable"):
        Series.of([object()])
