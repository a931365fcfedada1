"""Vocabularies in the terminal: groups with their terms and how often each is used, or one term whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sane_cli.core.format import Look
from sane_cli.core.text import one_line
from sane_cli.core.vocabulary import Term, Vocabulary
from sane_cli.core.words import _, plural
from sane_cli.formats._layout import GAP, accent, padded, quiet, strong, tabbed, width, wrapped

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Terms

_WIDEST = 100
_LABEL = 4


def terms(shown: Terms, look: Look) -> str:
    """Write each vocabulary; in a pipe vocabulary, id, label, broader term and number of cases with tabs."""
    if not look.width:
        return "".join(tabbed(_cells(each, term, shown)) for each, listed in shown.listed for term in listed)
    lines = [line for vocabulary, listed in shown.listed for line in _block(vocabulary, listed, shown, look)]
    return "".join(line.rstrip() + "\n" for line in lines[1:])


def _block(vocabulary: Vocabulary, listed: Sequence[Term], shown: Terms, look: Look) -> Iterator[str]:
    if shown.whole:
        for term in listed:
            yield ""
            yield from _entry(vocabulary, term, shown, look)
        return
    yield ""
    yield strong(one_line(vocabulary.title.get(shown.language) or vocabulary.id), look)
    ids = max((width(one_line(term.id)) for term in listed), default=0)
    labels = [GAP * _depth(vocabulary, term) + one_line(term.label(shown.language)) for term in listed]
    room = min(max(map(width, labels), default=0), max(look.width - 7 - ids - len(GAP), _LABEL))
    for term, label in zip(listed, labels, strict=True):
        after = quiet(f" → {one_line(term.replaced_by)}", look) if term.replaced_by else ""
        count = _count(shown, vocabulary, term)
        yield f"{count or '·':>5}  {padded(label, room)}{GAP}{accent(one_line(term.id), look)}{after}"


def _entry(vocabulary: Vocabulary, term: Term, shown: Terms, look: Look) -> Iterator[str]:
    room = min(look.width, _WIDEST) - len(GAP)
    cases = shown.cases.get((vocabulary.id, term.id), ())
    yield (
        strong(one_line(term.label(shown.language)), look) + GAP + accent(f"{vocabulary.id}/{one_line(term.id)}", look)
    )
    below = [vocabulary.terms[each.id] for each in vocabulary.terms.values() if each.broader == term.id]
    others = [f"{text} ({tag})" for tag, text in term.labels.items() if tag != shown.language]
    told = [
        ("", term.definition(shown.language)),
        (_("Also in"), " · ".join(others)),
        (_("Broader"), term.broader),
        (_("Narrower"), " · ".join(each.id for each in below)),
        (_("Other words"), " · ".join(term.aliases)),
        (_("Replaced by"), term.replaced_by),
        (_("Source"), term.source),
        (plural("{count} case", "{count} cases", len(cases)), " · ".join(cases)),
    ]
    for name, text in told:
        whole = one_line(f"{name}: {text}" if name else text)
        for at, line in enumerate(wrapped(whole, room - len(GAP)) if text else ()):
            yield (GAP if at == 0 else GAP * 2) + line


def _cells(vocabulary: Vocabulary, term: Term, shown: Terms) -> list[str]:
    count = str(_count(shown, vocabulary, term))
    return [vocabulary.id, term.id, term.label(shown.language), term.broader, count]


def _depth(vocabulary: Vocabulary, term: Term) -> int:
    depth = 0
    seen = {term.id}
    while term.broader in vocabulary.terms and term.broader not in seen:
        term = vocabulary.terms[term.broader]
        seen.add(term.id)
        depth += 1
    return depth


def _count(shown: Terms, vocabulary: Vocabulary, term: Term) -> int:
    return len(shown.cases.get((vocabulary.id, term.id), ()))
