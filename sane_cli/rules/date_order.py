"""Dates that belong together stand in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core import edtf
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Path
from sane_cli.core.finding import Severity
from sane_cli.core.rule import TEXTS, Problem, Rule
from sane_cli.core.words import N_, _

# earlier, later, how much it weighs; the first key may stand for every item of a list
_PAIRS: tuple[tuple[Path, Path, Severity], ...] = (
    (("period", "from"), ("period", "to"), Severity.ERROR),
    (("period", "from"), ("as_of",), Severity.ERROR),
    (("sharing", "embargo_until"), ("sharing", "review_by"), Severity.WARNING),
    (("sharing", "consent", "given_on"), ("sharing", "consent", "expires"), Severity.ERROR),
)


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield every date that is later than the one it should come before."""
    data = document.mapping
    for earlier, later, severity in _PAIRS:
        yield from _compared(data, earlier, later, severity)
    sources = data.get("sources")
    for at in range(len(sources) if isinstance(sources, list) else 0):
        place: Path = ("sources", at)
        yield from _compared(data, (*place, "published"), (*place, "accessed"), Severity.WARNING)


def _compared(data: Mapping[str, Any], earlier: Path, later: Path, severity: Severity) -> Iterator[Problem]:
    one, two = _value(data, earlier), _value(data, later)
    if not isinstance(one, str) or not isinstance(two, str) or one[: len(two)] <= two[: len(one)]:
        return  # no dates, or in the order of their letters, which is that of the calendar
    first, second = edtf.parse(one), edtf.parse(two)
    if first is None or second is None or first.first <= second.last:
        return
    names = {"earlier": earlier[-1], "later": later[-1], "first": first.text, "second": second.text}
    yield Problem(
        path=later,
        severity=severity,
        message=_("‘{later}’ ({second}) is before ‘{earlier}’ ({first}).").format(**names),
        hint=_("Correct one of the two, or leave out the one you are not sure of."),
        value=second.text,
    )


def _value(data: Any, path: Path) -> Any:
    for part in path:
        known = isinstance(data, dict) or (isinstance(data, list) and isinstance(part, int))
        try:
            data = data[part] if known else None
        except (KeyError, IndexError):
            return None
    return data


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=TEXTS,
    title=N_("dates in the wrong order"),
    why=N_("A period that ends before it begins is found by no filter, and one of its dates is certainly wrong."),
    remedy=N_("Correct the date that is wrong."),
    check=check,
    good='period:\n  from: "2019"\n  to: "2020-03"\n',
    bad='period:\n  from: "2020-03"\n  to: "2019"\n',
)
