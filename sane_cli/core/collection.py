"""A collection: a curated, ordered selection with its own introduction, as one audience may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sane_cli.core.audience import PublicCase, Request, gate_text
from sane_cli.core.case import items, mapping, text, texts
from sane_cli.core.closed_names import ClosedNames
from sane_cli.core.corpus import Corpus
from sane_cli.core.query import Query, build


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class KeyFinding:
    """What several cases show together; ``cases`` are the visible ones that support it."""

    title: str
    text: str
    cases: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PublicCollection:
    """The introduction and findings of a collection with closed spans gone, beside its gated cases in order."""

    id: str
    title: str
    subtitle: str = ""
    introduction: str = ""
    status_note: str = ""
    findings: tuple[KeyFinding, ...] = ()
    cases: tuple[PublicCase, ...] = ()
    language: str = "en"
    theme: str = ""


def select(recipe: Mapping[str, Any], cases: Iterable[PublicCase], corpus: Corpus) -> list[PublicCase]:
    """Return the cases of a recipe: the hand-picked ones in their order, then what its query finds, by id.

    Raises:
        UsageError: the recipe's query names something unknown.
    """
    by_id = {case.id: case for case in cases}
    picked = [by_id[name] for name in texts(recipe, "cases") if name in by_id]
    if not isinstance(recipe.get("query"), dict):
        return picked
    found = query(recipe, corpus).select(by_id.values())
    chosen = {case.id for case in picked}
    return picked + sorted((case for case in found if case.id not in chosen), key=lambda case: case.id)


def query(recipe: Mapping[str, Any], corpus: Corpus) -> Query:
    """Read the query of a recipe; without one every case answers."""
    wanted = mapping(recipe, "query")
    facets = {"threat": "threats", "mechanism": "mechanisms", "country": "countries", "region": "regions"}
    facets |= {"type": "types", "language": "languages"}
    return build(
        corpus,
        {facet: texts(wanted, name) for facet, name in facets.items()},
        organisations=texts(wanted, "organisations"),
        as_of_before=text(wanted, "as_of_before"),
        as_of_after=text(wanted, "as_of_after"),
        match_all=wanted.get("match") == "all",
    )


def opened(
    recipe: Mapping[str, Any], cases: Iterable[PublicCase], request: Request, *, closed: ClosedNames | None = None
) -> PublicCollection:
    """Return what the audience may read of a collection around its gated ``cases``.

    A finding that no visible case supports is left out: without evidence it would only tell that something is
    hidden. ``closed`` are names that the cases withhold; the words around the cases do not tell them either.
    """

    def gated(data: Mapping[str, Any], name: str) -> str:
        return gate_text(text(data, name), request, closed)

    shown = tuple(cases)
    visible = {case.id for case in shown}
    findings = (
        KeyFinding(
            gated(item, "title"),
            gated(item, "text"),
            tuple(name for name in texts(item, "cases") if name in visible),
            gated(item, "source"),
        )
        for item in items(recipe, "findings")
    )
    return PublicCollection(
        id=text(recipe, "id"),
        title=gated(recipe, "title"),
        subtitle=gated(recipe, "subtitle"),
        introduction=gated(recipe, "introduction"),
        status_note=gated(recipe, "status_note"),
        findings=tuple(finding for finding in findings if finding.cases),
        cases=shown,
        language=text(recipe, "language") or "en",
        theme=text(recipe, "theme"),
    )
