"""The quick look for marks of closed spans never says no where the thorough one finds a mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core import tlp

_PIECES = st.sampled_from(
    ["[", "［", "{", "(", "&#91;", "&lbrack;", "TLP", "T L P", ":", "AMBER", "|", "｜", "¦", " ", "\\", "x", "RED"]
)


@given(st.lists(_PIECES, max_size=10).map("".join))
def test_the_quick_look_misses_no_mark(text: str) -> None:
    if tlp._compiled(tlp._OPEN).search(text) is not None:
        assert tlp.may_hold_marks(text)
