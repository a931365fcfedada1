"""Columns: what was picked out of cases and is kept for the next time, in the order of their paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sane_cli.core.checking import Pick
from sane_cli.core.corpus import Corpus, identity
from sane_cli.core.rule import Rule
from sane_cli.core.series import Series

HASHES, MARKS = "hashes", "marks"  # columns beside the facts that rules pick


def picks(rules: Mapping[str, Rule]) -> Iterable[Pick]:
    """Return what these rules pick out of each case, and its identity."""
    return dict.fromkeys((identity, *(rule.across.pick for rule in rules.values() if rule.across)))


def name(pick: Pick) -> str:
    """Return what the column is called that holds what ``pick`` picks."""
    return f"{pick.__module__}.{pick.__qualname__}"


def of(corpus: Corpus, pick: Pick) -> Series:
    """Return what ``pick`` picks out of each case."""
    facts = corpus.facts(pick)
    return facts if isinstance(facts, Series) else Series.of(facts)
