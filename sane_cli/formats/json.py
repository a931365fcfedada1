"""JSON for programs: rows and findings, with the number of the format inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sane_cli.core.format import COLUMNS, Format, Listing, Look, cells
from sane_cli.core.json_text import dumped, table
from sane_cli.core.words import N_

if TYPE_CHECKING:
    from sane_cli.core.facets import Count
    from sane_cli.core.given import Checked, Counted, Shown, Terms
    from sane_cli.core.matrix import Gap, Gaps, Grid, Line, Matrix
    from sane_cli.core.similarity import Alike
    from sane_cli.core.vocabulary import Term, Vocabulary


def rows(listing: Listing, _look: Look) -> str:
    """Write the cases as one object: format, audience, count, cases."""
    columns = {column: cells(listing.cases, column) for column in listing.columns or COLUMNS}
    if listing.snippet:
        columns["snippet"] = [str(listing.snippet(case)) for case in listing.cases]
    head = {"format": 1, "audience": listing.audience.audience, "count": len(listing.cases)}
    return table(head, "cases", columns) + "\n"


def page(shown: Shown, _look: Look) -> str:
    """Write everything that may be seen of one case."""
    case = shown.case
    fields = {"id": case.id, "tlp": case.label.value, "status": case.status, **case.data}
    told = [{"language": language, "state": state.value} for language, state in shown.translations]
    extra = {"translations": told} if told else {}
    return dumped({"format": 1, "audience": case.audience.audience, "case": fields, **extra}) + "\n"


def facets(counted: Counted, _look: Look) -> str:
    """Write the counts as one object: facet → values, groups with their narrower terms."""
    listed = {facet.name: [_count(each) for each in facet.counts] for facet in counted.facets}
    shown = {"format": 1, "audience": counted.audience.audience, "count": counted.count, "facets": listed}
    return dumped(shown) + "\n"


def _count(each: Count) -> dict[str, Any]:
    below = {"narrower": [_count(narrower) for narrower in each.narrower]} if each.narrower else {}
    return {"value": each.value, "label": each.label, "count": each.count, **below}


def matrix(shown: Matrix, _look: Look) -> str:
    """Write terms, groups and every combination that has a case as one object."""
    head = {"format": 1, "audience": shown.audience.audience, "count": shown.count}
    return dumped({**head, **_grid(shown.terms), "groups": _grid(shown.groups)}) + "\n"


def _grid(grid: Grid) -> dict[str, Any]:
    cells = [
        {"threat": threat, "mechanism": mechanism, "count": len(cases), "cases": cases}
        for (threat, mechanism), cases in sorted(grid.cells.items())
    ]
    lines = {"threats": grid.threats, "mechanisms": grid.mechanisms}
    named = {
        name: [{"id": each.id, "label": each.label, "group": each.group, "count": len(each.cases)} for each in axis]
        for name, axis in lines.items()
    }
    return {**named, "cells": cells}


def gaps(shown: Gaps, _look: Look) -> str:
    """Write the work list as one object."""
    listed = [
        {
            "kind": gap.kind,
            **{name: line.id for name, line in _lines(gap).items() if line is not None},
            "count": len(gap.cases),
            "cases": gap.cases,
        }
        for gap in shown.gaps
    ]
    return dumped({"format": 1, "audience": shown.audience.audience, "count": len(listed), "gaps": listed}) + "\n"


def _lines(gap: Gap) -> dict[str, Line | None]:
    return {"threat": gap.threat, "mechanism": gap.mechanism, "region": gap.region}


def similar(alike: Alike, _look: Look) -> str:
    """Write the nearest cases as one object."""
    listed = [
        {"id": near.case.id, "title": near.case.title, "score": near.score, "reasons": near.reasons}
        for near in alike.near
    ]
    head = {"format": 1, "audience": alike.audience.audience, "like": alike.like or None, "count": len(listed)}
    return dumped({**head, "cases": listed}) + "\n"


def terms(shown: Terms, _look: Look) -> str:
    """Write vocabularies with their terms as one object."""
    listed = [
        {"id": vocabulary.id, "terms": [_term(vocabulary, term, shown) for term in terms]}
        for vocabulary, terms in shown.listed
    ]
    return dumped({"format": 1, "vocabularies": listed}) + "\n"


def _term(vocabulary: Vocabulary, term: Term, shown: Terms) -> dict[str, Any]:
    cases = shown.cases.get((vocabulary.id, term.id), ())
    return {
        "id": term.id,
        "label": dict(term.labels),
        "definition": dict(term.definitions),
        "broader": term.broader or None,
        "aliases": term.aliases,
        "replaced_by": term.replaced_by or None,
        "source": term.source or None,
        "count": len(cases),
        "cases": cases,
    }


def findings(checked: Checked, _look: Look) -> str:
    """Write findings and their tally as one object."""
    tally = checked.tally
    summary = {"files": tally.files, "errors": tally.errors, "warnings": tally.warnings, "notes": tally.notes}
    listed = [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "path": finding.place.path,
            "line": finding.place.line,
            "column": finding.place.column,
            "pointer": finding.pointer,
            "message": finding.message,
            "hint": finding.hint,
        }
        for finding in checked.findings
    ]
    return dumped({"format": 1, "summary": summary, "findings": listed}) + "\n"


PLUGIN = Format(
    summary=N_("one JSON object, for programs"),
    rows=rows,
    page=page,
    facets=facets,
    matrix=matrix,
    gaps=gaps,
    similar=similar,
    terms=terms,
    findings=findings,
)
