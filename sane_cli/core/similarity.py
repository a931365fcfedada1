"""Which cases are nearest to a situation, and why.

A shared term weighs by its rarity, as in information retrieval (inverse document frequency, Spärck Jones 1972): two
cases of ransomware are nearer than two of restrictive laws when every second case is about a law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from sane_cli.core.audience import PublicCase
from sane_cli.core.labels import Labels
from sane_cli.core.query import FACETS, values
from sane_cli.core.tlp import Tlp
from sane_cli.core.words import _

# what a shared value of a facet counts: what was done to people first, then what they did, then where
WEIGHTS: Mapping[str, float] = {"threat": 1.0, "mechanism": 0.6, "country": 0.5, "region": 0.25, "type": 0.15}
_KIN = 0.3  # another term of the same group counts this part of a shared one
_PLACELESS = frozenset({"global"})
_RARE = 0.25


@dataclass(frozen=True, slots=True)
class Near:
    """A case, how near it is (0 to 1), and the reasons in words, the weightiest first."""

    case: PublicCase
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What was asked for and the nearest cases."""

    audience: Tlp
    near: Sequence[Near]
    like: str = ""


@dataclass(frozen=True, slots=True)
class _Shared:
    weight: float
    facet: str
    value: str
    kin: bool
    holders: int


def situation(case: PublicCase) -> dict[str, tuple[str, ...]]:
    """Return what counts of a case: facet → values."""
    return {facet: tuple(sorted(values(case, FACETS[facet]))) for facet in WEIGHTS}


def nearest_cases(
    wanted: Mapping[str, Iterable[str]], cases: Sequence[PublicCase], labels: Labels, *, without: str = ""
) -> list[Near]:
    """Return the cases that share anything with ``wanted``, the nearest first.

    Args:
        wanted: facet (``threat``, ``country``, …) → values that exist.
        cases: gated cases; rarity is counted among them alone.
        labels: words for values.
        without: the id of the case that the others are compared with.
    """
    listed = [(facet, value) for facet, known in wanted.items() for value in known if facet in WEIGHTS]
    holders = {pair: sum(1 for case in cases if _has(case, *pair, labels)) for pair in listed}
    whole = sum(_weight(pair, holders[pair], len(cases)) for pair in listed) or 1.0
    found = []
    for case in cases:
        shared = [s for pair in listed if (s := _shared(case, pair, holders[pair], len(cases), labels))]
        terms = [each for each in shared if each.facet in ("threat", "mechanism", "country")]
        if case.id != without and (terms or not {"threat", "mechanism", "country"}.intersection(f for f, _v in listed)):
            score = sum(each.weight for each in shared) / whole
            if score:
                found.append(Near(case, round(score, 4), tuple(_reasons(shared, len(cases), labels))))
    return sorted(found, key=lambda near: (-near.score, near.case.id))


def _weight(pair: tuple[str, str], holders: int, count: int) -> float:
    facet, value = pair
    return 0.0 if value in _PLACELESS else WEIGHTS[facet] * (0.2 + log((count + 1) / (holders + 0.5)))


def _shared(case: PublicCase, pair: tuple[str, str], holders: int, count: int, labels: Labels) -> _Shared | None:
    weight = _weight(pair, holders, count)
    if not weight:
        return None
    if _has(case, *pair, labels):
        return _Shared(weight, *pair, kin=False, holders=holders)
    kin = _kin(case, *pair, labels)
    return _Shared(weight * _KIN, pair[0], kin, kin=True, holders=holders) if kin else None


def _has(case: PublicCase, facet: str, value: str, labels: Labels) -> bool:
    have = values(case, FACETS[facet])
    if value in have:
        return True
    vocabulary = labels.lexicon.vocabulary(labels.lexicon.case_schema.by_name[FACETS[facet]].vocabulary)
    return value in vocabulary.terms and not have.isdisjoint(vocabulary.narrower(value))


def _kin(case: PublicCase, facet: str, value: str, labels: Labels) -> str:
    """Return the group that a case shares with a term it does not have, or an empty text."""
    vocabulary = labels.lexicon.vocabulary(labels.lexicon.case_schema.by_name[FACETS[facet]].vocabulary)
    group = vocabulary.group(value)
    inside = vocabulary.narrower(group) if value in vocabulary.terms else frozenset()
    return group if not inside.isdisjoint(values(case, FACETS[facet])) else ""


def _reasons(shared: Sequence[_Shared], count: int, labels: Labels) -> Iterator[str]:
    """Put what is shared into words, one reason a facet; kin is told only where nothing nearer is."""
    for facet in WEIGHTS:
        same = sorted((s for s in shared if s.facet == facet and not s.kin), key=lambda s: (-s.weight, s.value))
        kin = dict.fromkeys(s.value for s in shared if s.facet == facet and s.kin)
        field = labels.lexicon.case_schema.by_name[FACETS[facet]]
        if same:
            named = " · ".join(_named(labels.value(field, s.value), s, count) for s in same)
            yield _SAME[facet]().format(values=named)
        elif kin:
            yield _AKIN[facet]().format(values=" · ".join(labels.value(field, value) for value in kin))


def _named(label: str, shared: _Shared, count: int) -> str:
    rare = shared.facet in ("threat", "mechanism") and 1 < shared.holders <= max(count * _RARE, 2)
    return f"{label} ({_('{some} of {all} cases').format(some=shared.holders, all=count)})" if rare else label


_SAME = {
    "threat": lambda: _("same threat: {values}"),
    "mechanism": lambda: _("answered alike: {values}"),
    "country": lambda: _("same country: {values}"),
    "region": lambda: _("same region: {values}"),
    "type": lambda: _("same kind: {values}"),
}
_AKIN = {
    "threat": lambda: _("a threat of the same group: {values}"),
    "mechanism": lambda: _("an answer of the same group: {values}"),
}
