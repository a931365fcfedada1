"""Formats: kinds of text output for rows of cases and for findings. One file in ``formats/`` is one format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sane_cli.core import case as _case
from sane_cli.core.record import record

if TYPE_CHECKING:  # named here only; a list of cases should not pay for the matrix, nor a check for lists of cases
    from sane_cli.core.audience import PublicCase
    from sane_cli.core.given import Checked, Counted, Shown, Terms
    from sane_cli.core.labels import Labels
    from sane_cli.core.matrix import Gaps, Matrix
    from sane_cli.core.paper import Paper
    from sane_cli.core.search import Snippet
    from sane_cli.core.similarity import Alike
    from sane_cli.core.tlp import Tlp


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Look:
    """How the output will be seen: width in columns (0 for a pipe or a file), and whether colour is welcome."""

    width: int = 0
    color: bool = False


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Listing:
    """Rows of gated cases.

    Attributes:
        columns: names of the columns asked for; empty means the format's own choice.
        labels: words for values.
        snippet: finds the passage that shows what was searched for; None when nothing was.
    """

    audience: Tlp
    cases: Sequence[PublicCase]
    labels: Labels
    columns: tuple[str, ...] = ()
    snippet: Callable[[PublicCase], Snippet] | None = None


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Format:
    """A kind of text output; None for what it cannot show.

    Attributes:
        rows: shows many cases, one row each.
        page: shows one case whole.
        facets: shows counts per facet.
        matrix: shows threats × mechanisms.
        gaps: shows what has no case or only one.
        similar: shows the nearest cases with reasons.
        terms: shows vocabularies.
        findings: shows what a check found.
        form: shows the questions of the interview with room for answers.
    """

    summary: str
    rows: Callable[[Listing, Look], str] | None = None
    page: Callable[[Shown, Look], str] | None = None
    facets: Callable[[Counted, Look], str] | None = None
    matrix: Callable[[Matrix, Look], str] | None = None
    gaps: Callable[[Gaps, Look], str] | None = None
    similar: Callable[[Alike, Look], str] | None = None
    terms: Callable[[Terms, Look], str] | None = None
    findings: Callable[[Checked, Look], str] | None = None
    form: Callable[[Paper], str] | None = None


COLUMNS = (
    "id",
    "title",
    "summary",
    "type",
    "scope",
    "status",
    "language",
    "countries",
    "regions",
    "period",
    "threats",
    "mechanisms",
    "dimensions",
    "as_of",
    "tlp",
    "path",
)
_LISTS = frozenset({"countries", "regions", "threats", "mechanisms", "dimensions"})
_NONE: list[str] = []


def cell(case: PublicCase, column: str) -> Any:
    """Return the plain value of ``column``: text, list of texts, mapping, or None."""
    return cells((case,), column)[0]


def cells(cases: Sequence[PublicCase], column: str) -> list[Any]:
    """Return the plain value of ``column`` of each case."""
    own = _OWN.get(column)
    if own:
        return [own(case) for case in cases]
    if column in _LISTS:
        return [_NONE if value is None else value for value in (case.data.get(column) for case in cases)]
    return [case.data.get(column) for case in cases]


def once(values: Sequence[Any], write: Callable[[Any], str]) -> list[str]:
    """Write every value; what is one object in memory, as countries of many cases are, is written once."""
    known: dict[int, str] = {}
    written = []
    for value in values:
        text = known.get(id(value))
        if text is None:
            text = known[id(value)] = write(value)
        written.append(text)
    return written


def _organisations(case: PublicCase) -> list[str]:
    listed = _case.items(case.data, "organisations")
    return [_case.text(item, "name") or _case.text(item, "kind") for item in listed]


# the columns that are not just a field of the case
_OWN: Mapping[str, Callable[[PublicCase], Any]] = {
    "id": lambda case: case.id,
    "title": lambda case: case.title,
    "tlp": lambda case: case.label.value,
    "status": lambda case: case.status,
    "path": lambda case: case.path or None,
    "language": lambda case: _case.text(case.data, "language") or "en",
    "organisations": _organisations,
}


def worded(case: PublicCase, column: str, labels: Labels) -> str:
    """Return ``column`` in words for people: labels of terms, names of countries; several with commas."""
    value = cell(case, column)
    described = labels.lexicon.case_schema.by_name.get(column)
    if described is None or not (described.vocabulary or described.labels or described.labels_from):
        return plain(value)
    if isinstance(value, list):
        return ", ".join(labels.value(described, each) for each in value if isinstance(each, str))
    return labels.value(described, value) if isinstance(value, str) else plain(value)


def plain(value: Any) -> str:
    """Write a cell as one text: lists with commas, periods with a dash."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, dict):
        if set(value) <= {"from", "to"}:
            return f"{value.get('from', '')}–{value.get('to', '')}"
        return "; ".join(plain(part) for part in value.values())
    return str(value)
