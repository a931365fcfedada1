"""No case is told twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from zlib import crc32

from sane_cli.core.case import text
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.text import folded
from sane_cli.core.words import N_, _

_WORD = re.compile(r"\w+")
_RUN = 3  # words in a shingle
_SKETCH = 24  # smallest hashes kept of a text: a bottom-k sketch (Broder 1997) estimates the overlap of two texts
_COMMON = 12  # a shingle in more texts than this is a turn of phrase
_SHARED = 6  # sketch entries two texts share before they are compared as wholes
_ALIKE = 0.5  # share of the shingles of both that they have in common
_FEWEST = 6  # words a text needs to be compared


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when an earlier case has the same title or nearly the same summary."""
    for other, field in corpus.once(_alike).get(document.path, ()):
        same = field == "title"
        yield Problem(
            path=(field,),
            message=(_("{path} has the same title.") if same else _("{path} tells nearly the same.")).format(
                path=other.path
            ),
            related=((other, (field,)),),
        )


def _alike(corpus: Corpus) -> dict[str, list[tuple[Document, str]]]:
    """Return, by path of the later one, the earlier documents that are alike and in what."""
    found: dict[str, list[tuple[Document, str]]] = {}
    documents = [each for each in corpus.of_kind(Kind.CASE) if each.failure is None]
    titles: dict[str, Document] = {}
    for document in documents:
        title = " ".join(_WORD.findall(folded(text(document.mapping, "title"))))
        first = titles.setdefault(title, document)
        if title and first is not document:
            found.setdefault(document.path, []).append((first, "title"))
    for earlier, later in _near(documents):
        if all(other is not earlier for other, _field in found.get(later.path, ())):
            found.setdefault(later.path, []).append((earlier, "summary"))
    return found


def _near(documents: list[Document]) -> Iterator[tuple[Document, Document]]:
    """Yield pairs whose summaries share most of their three-word runs, without comparing all with all."""
    shingles = [_shingles(text(document.mapping, "summary")) for document in documents]
    holders: dict[int, list[int]] = {}
    for at, runs in enumerate(shingles):
        for run in sorted(runs)[:_SKETCH]:
            holders.setdefault(run, []).append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if 1 < len(held) <= _COMMON:
            shared.update((one, two) for place, one in enumerate(held) for two in held[place + 1 :])
    for (one, two), count in sorted(shared.items()):
        both = len(shingles[one] & shingles[two])
        if count >= _SHARED and both / len(shingles[one] | shingles[two]) >= _ALIKE:
            yield documents[one], documents[two]


def _shingles(summary: str) -> frozenset[int]:
    words = _WORD.findall(summary.lower())
    if len(words) < _FEWEST:
        return frozenset()
    runs = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return frozenset(crc32(run.encode("utf-8", "surrogatepass")) for run in runs)


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("cases that are told twice"),
    why=N_("Two files for one case drift apart, and a withdrawal would reach only one of them."),
    remedy=N_("Merge them into one, or make clear in title and summary how they differ."),
    reads=Reads(fields=frozenset({"title", "summary"})),
    check=check,
    good="title: Four fronts at once\n",
    bad="title: Building an international coalition   # also the title of another case\n",
)
