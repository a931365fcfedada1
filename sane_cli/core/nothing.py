"""Say why nothing answers a query, and what to try: which filter empties it, which broader term would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sane_cli.core.audience import PublicCase
from sane_cli.core.corpus import Corpus
from sane_cli.core.query import FACETS, Query
from sane_cli.core.words import _, plural

_MOST = 3


def advice(query: Query, cases: Sequence[PublicCase], corpus: Corpus) -> list[str]:
    """Return sentences for someone whose query found none of ``cases``, the most helpful first."""
    if not cases:
        return [_("These readers can see no case at all. Begin one with: sane new")]
    pieces = list(_pieces(query))
    sentences = [*_wider_terms(query, cases, corpus), *_any_instead(query, cases)]
    if len(pieces) > 1:
        dropped = [(len(rest.select(cases)), words) for words, rest, _alone in pieces]
        useful = sorted(((count, words) for count, words in dropped if count), reverse=True)
        sentences += [
            _("Without {filter}: {cases}.").format(filter=words, cases=_cases(count)) for count, words in useful
        ]
    sentences += [
        _("No case has {filter}.").format(filter=words) for words, _rest, alone in pieces if not alone.select(cases)
    ]
    return [*sentences[:_MOST], _("See what there is with: sane list --facets")]


def _pieces(query: Query) -> Iterator[tuple[str, Query, Query]]:
    """Yield every filter as people type it, with the query without it and the query of it alone."""
    everything = Query(wider=query.wider, match_all=query.match_all)
    for facet, wanted in query.facets.items():
        words = " ".join(f"--{facet} {value}" for value in wanted)
        yield words, query.without(facet), replace(everything, facets={facet: wanted})
    for word in query.words:
        rest = tuple(other for other in query.words if other != word)
        yield f"‘{word}’", replace(query, words=rest), replace(everything, words=(word,))
    if query.organisations:
        words = " ".join(f"--organisation ‘{name}’" for name in query.organisations)
        yield words, replace(query, organisations=()), replace(everything, organisations=query.organisations)
    if query.as_of_before:
        alone = replace(everything, as_of_before=query.as_of_before)
        yield f"--as-of-before {query.as_of_before.text}", replace(query, as_of_before=None), alone
    if query.as_of_after:
        alone = replace(everything, as_of_after=query.as_of_after)
        yield f"--as-of-after {query.as_of_after.text}", replace(query, as_of_after=None), alone
    if query.overdue:
        yield "--overdue", replace(query, overdue=False), replace(everything, overdue=True)


def _wider_terms(query: Query, cases: Sequence[PublicCase], corpus: Corpus) -> Iterator[str]:
    """Try the broader term of each wanted one."""
    for facet, wanted in query.facets.items():
        vocabulary = corpus.vocabulary(corpus.case_schema.by_name[FACETS[facet]].vocabulary)
        for term in wanted:
            broader = vocabulary.terms[term].broader if term in vocabulary.terms else ""
            if broader in vocabulary.terms:
                swapped = tuple(broader if value == term else value for value in wanted)
                wider = {**query.wider, (facet, broader): vocabulary.narrower(broader)}
                count = len(replace(query, facets={**query.facets, facet: swapped}, wider=wider).select(cases))
                if count:
                    words = f"--{facet} {broader}"
                    yield _("With the broader {filter}: {cases}.").format(filter=words, cases=_cases(count))


def _any_instead(query: Query, cases: Sequence[PublicCase]) -> Iterator[str]:
    count = len(replace(query, match_all=False).select(cases)) if query.match_all else 0
    if count:
        yield _("With --match any: {cases}.").format(cases=_cases(count))


def _cases(count: int) -> str:
    return plural("{count} case", "{count} cases", count)
