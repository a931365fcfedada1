"""Dates that belong together stand in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core import edtf
from sane_cli.core.calm import Calm
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Path
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, TEXTS, Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield every date that is later than the one it should come before."""
    data = document.mapping
    period, terms = mapping(data, "period"), mapping(data, "sharing")
    begun = {"from": period.get("from"), "as_of": data.get("as_of")}
    yield from _compared(period, ("period",), "from", "to")
    yield from _compared(begun, (), "from", "as_of")
    yield from _compared(terms, ("sharing",), "embargo_until", "review_by", Severity.WARNING)
    yield from _compared(mapping(terms, "consent"), ("sharing", "consent"), "given_on", "expires")
    sources = data.get("sources")
    for at, source in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(source, dict):
            yield from _compared(source, ("sources", at), "published", "accessed", Severity.WARNING)


def calm(_corpus: Corpus) -> Calm:
    """All dates are in the order of their letters."""
    return Calm(besides=_in_order)


def _in_order(document: Document) -> bool:
    data = document.mapping
    period, terms = mapping(data, "period"), mapping(data, "sharing")
    begun, consent, sources = period.get("from"), mapping(terms, "consent"), data.get("sources")
    if not (
        _ordered(begun, period.get("to"))
        and _ordered(begun, data.get("as_of"))
        # few have these
        and ("embargo_until" not in terms or _ordered(terms["embargo_until"], terms.get("review_by")))
        and ("expires" not in consent or _ordered(consent.get("given_on"), consent["expires"]))
    ):
        return False
    for each in sources if isinstance(sources, list) else ():
        # few sources have both dates, and there are some in every case
        if isinstance(each, dict) and "accessed" in each and not _ordered(each.get("published"), each["accessed"]):
            return False
    return True


def _ordered(one: object, two: object) -> bool:
    """Tell whether these are no dates, or in the order of their letters, which is that of the calendar."""
    if not isinstance(two, str) or not isinstance(one, str):
        return True
    return one <= two or one[: len(two)] <= two[: len(one)]


def _compared(
    data: Mapping[str, Any], place: Path, earlier: str, later: str, severity: Severity | None = None
) -> Iterator[Problem]:
    one, two = data.get(earlier), data.get(later)
    if _ordered(one, two):
        return
    first, second = edtf.parse(one), edtf.parse(two)
    if first is None or second is None or first.first <= second.last:
        return
    names = {"earlier": earlier, "later": later, "first": first.text, "second": second.text}
    yield Problem(
        path=(*place, later),
        severity=severity,
        message=_("‘{later}’ ({second}) is before ‘{earlier}’ ({first}).").format(**names),
        hint=_("Correct one of the two, or leave out the one you are not sure of."),
        value=second.text,
    )


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=TEXTS,
    title=N_("dates in the wrong order"),
    why=N_("A period that ends before it begins is found by no filter, and one of its dates is certainly wrong."),
    remedy=N_("Correct the date that is wrong."),
    reads=ALONE,
    check=check,
    calm=calm,
    good='period:\n  from: "2019"\n  to: "2020-03"\n',
    bad='period:\n  from: "2020-03"\n  to: "2019"\n',
)
