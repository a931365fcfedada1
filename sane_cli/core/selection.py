"""Decide what a product holds: recipe and filters choose, the gate opens, what stays behind is said with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sane_cli.core import collection
from sane_cli.core.audience import PublicCase, Purpose, Request, Withheld, gate_all
from sane_cli.core.case import texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.query import Query
from sane_cli.core.tlp import Tlp


@dataclass(frozen=True, slots=True)
class Selected:
    """The outcome of a selection.

    Attributes:
        cases: what the audience gets, in order.
        withheld: what recipe and filters would have chosen, were it not for the gate. For the curator's eyes only.
        unreadable: case files that cannot be read and may belong to it.
    """

    cases: tuple[PublicCase, ...]
    withheld: tuple[Withheld, ...]
    unreadable: tuple[Document, ...] = field(default=(), repr=False)


def select(recipe: Mapping[str, Any], query: Query, corpus: Corpus, request: Request) -> Selected:
    """Choose the cases of a product.

    Args:
        recipe: a collection.
        query: further filters; they only ever narrow.
        corpus: every case.
        request: audience, day and rules.
    """
    seen, hidden = gate_all(corpus.cases, request)
    cases = query.select(collection.select(recipe, seen, corpus))
    desk = replace(request, audience=Tlp.RED, purpose=Purpose.VIEW)
    everything, _none = gate_all(corpus.cases, desk)
    wanted = {case.id for case in query.select(collection.select(recipe, everything, corpus))}
    return Selected(
        tuple(cases), tuple(case for case in hidden if case.id in wanted), tuple(_unreadable(recipe, corpus))
    )


def _unreadable(recipe: Mapping[str, Any], corpus: Corpus) -> list[Document]:
    """Return the broken case files that the recipe names, or all of them when it has a query."""
    broken = [document for document in corpus.of_kind(Kind.CASE) if document.failure is not None]
    if isinstance(recipe.get("query"), dict):
        return broken
    return [document for document in broken if document.stem in texts(recipe, "cases")]
