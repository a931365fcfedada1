from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sane_cli.core import edtf


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31), "year"),
        ("2017-09", date(2017, 9, 1), date(2017, 9, 30), "month"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2017-09-20", date(2017, 9, 20), date(2017, 9, 20), "day"),
    ],
)
def test_a_date_stands_for_all_its_days(text: str, first: date, last: date, precision: str):
    parsed = edtf.parse(text)
    assert parsed is not None
    assert (parsed.first, parsed.last, parsed.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "wrong",
    [None, "", 2017, 2017.5, True, [], {}, "2017-13", "2017-02-30", "0000", "17", "2017-9", "2017-09-20T00:00",
     "2017\n", " 2017", "2017-09-20\n", "２０１７", "2017/2018", "2017?", "-2017"],
)  # fmt: skip
def test_anything_else_is_no_date(wrong: object):
    assert edtf.parse(wrong) is None


@given(some.dates(min_value=date(1, 1, 1)))
def test_every_day_is_its_own(day: date):
    parsed = edtf.parse(day.isoformat())
    assert parsed is not None
    assert parsed.first == parsed.last == day


@given(some.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 1)))
def test_the_day_after_a_month_is_in_another(day: date):
    parsed = edtf.parse(f"{day:%Y-%m}")
    assert parsed is not None
    assert parsed.first <= day <= parsed.last
    assert (parsed.last + timedelta(days=1)).day == 1
