"""A finding passes to another process and to the index as plain values, and is the same afterwards."""

from __future__ import annotations

import json
import marshal

from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core.finding import Edit, Finding, Place, Severity

PLACES = st.builds(Place, path=st.text(), line=st.integers(1, 9999), column=st.integers(1, 9999))
EDITS = st.builds(Edit, start=st.integers(0, 9999), end=st.integers(0, 9999), text=st.text())
FINDINGS = st.builds(
    Finding,
    rule=st.text(),
    severity=st.sampled_from(Severity),
    place=PLACES,
    pointer=st.text(),
    message=st.text(),
    hint=st.text(),
    value=st.text(),
    related=st.lists(PLACES, max_size=3).map(tuple),
    fix=st.lists(EDITS, max_size=3).map(tuple),
)


@given(FINDINGS)
def test_a_finding_comes_back_as_it_went(finding: Finding) -> None:
    assert Finding.of(marshal.loads(marshal.dumps(finding.plain))) == finding
    assert Finding.of(json.loads(json.dumps(finding.plain))) == finding
