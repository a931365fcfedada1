"""Property: whatever stands in a table, a row becomes a sound draft or is refused with a reason; nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sane_cli.core.cell import is_formula, plain
from sane_cli.core.columns import Use, columns
from sane_cli.core.intake import State
from sane_cli.core.mapping import NONE
from sane_cli.core.parting import parts
from sane_cli.core.slug import slug
from sane_cli.core.table import Row, Table
from sane_cli.core.text import DANGEROUS
from tests.office import Office, opened

NAMES = (
    "title", "Title", "id", "summary", "type", "Threats", "threats/phishing", "countries", "period", "period/from",
    "as_of", "organisations/0/name", "organisation 3 name", "organisations.1.attribution", "sources/0/url", "lessons",
    "sharing", "sharing.tlp", "sharing.consent", "sharing.consent.state", "sharing.fields.outcomes", "status",
    "withdrawn", "related.0.case", "media/0/kind", "sharing.harm_check.safe_now",
    "", "x", "a/b/c", "[", "title #2", "notes",
    "schema_version", "sharing.reviewed.0.on", "language", "organisations.99999999999.name",
)  # fmt: skip
CELLS = (
    "", "Invented words", "granted", "published", "withdrawn", "TLP:CLEAR", "2020", "01/02/2020", "2020-13-45",
    "phishing", "phishing office-raid", "UG", "https://example.org", "javascript:alert(1)", "../../x", "=1+1",
    "<b>x</b>", "\x00\x1b[2J",
    "yes", "1", "{", "[[TLP:RED|", "named", "vuka-coalition", "1/2", "ıİ", "9" * 5000, "a, b; c | d\ne",
)  # fmt: skip


@pytest.fixture(scope="module")
def office() -> Office:
    return opened()


_cell = st.sampled_from(CELLS) | st.text(max_size=30) | st.lists(st.sampled_from(CELLS), max_size=3).map(tuple)
_rows = st.lists(st.lists(_cell, max_size=8).map(tuple), min_size=1, max_size=3)


@settings(max_examples=150, deadline=None)
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True), rows=_rows, ours=st.booleans())
def test_a_row_is_sound_or_refused(office: Office, names: list[str], rows: list[Any], ours: bool) -> None:
    table = Table(tuple(names), tuple(Row(n, cells) for n, cells in enumerate(rows, 2)), ours, not ours)
    intake = office.intake(table)
    seen: set[str] = set()
    for row in table.rows:
        verdict = intake.judge(row)
        if verdict.state is State.REFUSED:
            assert all(trouble.why for trouble in verdict.troubles)
            assert verdict.troubles
        if verdict.state is not State.TAKEN:
            continue
        case = verdict.case
        assert list(office.plan.schema.violations(case)) == []
        assert case["status"] == "draft"
        assert case["id"] == slug(case["id"]) not in seen
        assert "withdrawn" not in case
        if not ours:
            assert "consent" not in case.get("sharing", {})
        assert not any(DANGEROUS.search(text) for text in texts(case))
        seen.add(case["id"])
        intake.admit(verdict, case["id"])
        assert intake.judge(row).state is State.THERE


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    once, _told = plain(text)
    assert plain(once)[0] == once or "<" in once
    assert not DANGEROUS.search(once)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a <b>bold</b> word", "a bold word"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<style>p{}</style><script>x</script>Text", "Text"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("<https://example.org>", "<https://example.org>"),
        ("&lt;script&gt; stays as it was typed", "&lt;script&gt; stays as it was typed"),
        ("<!-- hidden -->Shown", "Shown"),
        ("<b", "<b"),
    ],
)
def test_markup(words: str, expected: str) -> None:
    assert plain(words)[0] == expected


@pytest.mark.parametrize(
    "words", ["- one", "+256 700 000 000", "-5 degrees", "@someone said", "+ more (much)", "a = b"]
)
def test_no_formula(words: str) -> None:
    assert not is_formula(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a b", ["a", "b"]),
        ("a, b", ["a", "b"]),
        ("a;b", ["a", "b"]),
        ("a, with comma, b", ["a, with comma", "b"]),
        ("a, x", ["a", "x"]),
        ("not one of them", ["not one of them"]),
        ("a x", ["a", "x"]),
    ],
)
def test_parting(words: str, expected: list[str]) -> None:
    known = {"a", "b", "a, with comma"}
    assert parts((words,), known.__contains__) == expected


@pytest.mark.parametrize("name", ["sharing/consent/state", "sharing.consent.given_on", "who/sharing/consent/covers"])
def test_consent_needs_a_mapping(office: Office, name: str) -> None:
    (column,) = columns((name,), office.plan, NONE, office.resolve, is_ours=False)
    assert column.use is Use.CONSENT
    (column,) = columns((name,), office.plan, NONE, office.resolve, is_ours=True)
    assert column.use is Use.TAKEN
