"""JSON with an indent is written as the standard library writes it, only sooner."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core.json_text import dumped, table

_PLAIN = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")))
_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), _PLAIN)
_DATA = st.recursive(_LEAVES, lambda below: st.one_of(st.lists(below), st.dictionaries(_PLAIN, below)), max_leaves=20)


@given(_DATA)
def test_it_is_what_the_standard_library_writes(data):
    expected = json.dumps(data, ensure_ascii=False, indent=2).replace("##[", "#\\u0023[")
    assert dumped(data) == expected
    assert dumped((data, {1: data})) == json.dumps((data, {1: data}), ensure_ascii=False, indent=2).replace(
        "##[", "#\\u0023["
    )


@given(st.lists(st.tuples(_DATA, _DATA)), st.sampled_from(["\x7f", "\x1b", "\u202e", "##[", "é", "%s", '"']))
def test_a_table_is_what_the_whole_would_be(rows, sign):
    rows = [*rows, *([sign, [sign, sign]] if at else [rows[0][0], sign] for at in range(2 * bool(rows)))]
    head = {"format": 1, sign: sign}
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("one", f"two{sign}"))}
    listed = [dict(zip(columns, row, strict=True)) for row in rows]
    assert table(head, "cases", columns) == dumped({**head, "cases": listed})
