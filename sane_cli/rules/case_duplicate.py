"""No case is told twice."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations, groupby, pairwise
from operator import itemgetter, xor
from zlib import crc32

from sane_cli.core.case import text
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.hashing import blake2b
from sane_cli.core.rule import Across, Problem, Reads, Rule
from sane_cli.core.text import folded
from sane_cli.core.words import N_, _

_WORD = re.compile(r"\w+")
# what parts ASCII words: all that they are not made of
_APART = bytes(code if _WORD.fullmatch(chr(code)) else ord(" ") for code in range(128)) + bytes(range(128, 256))
_SKETCH = 24  # smallest hashes kept of a text: a bottom-k sketch (Broder 1997) estimates the overlap of two texts
_SHOWN = 8  # of these, the smallest, by one of which texts are brought together: of two alike, 99.6 % share one
_COMMON = 12  # a shingle in more texts than this is a turn of phrase
_SHARED = 6  # sketch entries two texts share before they are compared as wholes
_ALIKE = 0.5  # share of the shingles of both that they have in common
_FEWEST = 6  # words a text needs to be compared
_TITLE = 8  # bytes of the hash of a title
_END = _TITLE + _SHOWN * array("I").itemsize
_AT_ONCE = 100_000  # hashes to count at a time


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
    prints = corpus.facts(_print)
    documents = [each for each in corpus.of_kind(Kind.CASE) if each.path in prints]
    known = [prints[document.path] for document in documents]
    for first, document in _same_title(documents, known):
        found.setdefault(document.path, []).append((first, "title"))
    for earlier, later in _near(documents, known):
        if all(other is not earlier for other, _field in found.get(later.path, ())):
            found.setdefault(later.path, []).append((earlier, "summary"))
    return found


def _print(document: Document, _corpus: Corpus) -> bytes | None:
    """Return the fingerprint of a case: the hash of its title, then the sketch of its summary."""
    if document.failure is not None:
        return None
    title = b" ".join(_words(folded(text(document.mapping, "title"))))
    hashed = blake2b(title, digest_size=_TITLE).digest() if title else bytes(_TITLE)
    sketch = sorted(_shingles(text(document.mapping, "summary")))[:_SKETCH]
    found = hashed + array("I", sketch).tobytes()
    return found if any(found) else None


def _same_title(documents: list[Document], known: list[bytes]) -> Iterator[tuple[Document, Document]]:
    """Yield the first document with a title, and each later one."""
    titles = sorted(each[:_TITLE] for each in known)
    repeated = {one for one, two in pairwise(titles) if one == two and any(one)}
    first: dict[bytes, Document] = {}
    for document, title in zip(documents, known, strict=True) if repeated else ():
        if title[:_TITLE] in repeated and first.setdefault(title[:_TITLE], document) is not document:
            yield first[title[:_TITLE]], document


def _near(documents: list[Document], known: list[bytes]) -> Iterator[tuple[Document, Document]]:
    """Yield pairs whose summaries share most of their three-word runs, without comparing all with all."""
    shown = array("I", b"".join(each[_TITLE:_END].ljust(_END - _TITLE, b"\0") for each in known))
    near: set[tuple[int, int]] = set()
    for pairs in _meeting(shown):
        for first, others in groupby(sorted(pairs), key=itemgetter(0)):
            sketch = frozenset(array("I", known[first][_TITLE:]))
            for _first, second in others:
                if len(sketch.intersection(array("I", known[second][_TITLE:]))) >= _SHARED:
                    near.add((first, second))
    for one, two in sorted(near):
        if _overlap(documents[one], documents[two]) >= _ALIKE:
            yield documents[one], documents[two]


def _meeting(shown: array[int]) -> Iterator[set[tuple[int, int]]]:
    """Yield pairs of texts that share a run; in parts, so that a large playbook takes no more memory.

    Args:
        shown: the runs by which texts are brought together, as many of each text; zero stands for none.
    """
    parts = 1 + len(shown) // _AT_ONCE
    for part in range(parts):
        holders = _holders(shown, part, parts)
        yield {pair for held in holders if len(held) <= _COMMON for pair in combinations(held, 2)}


def _holders(shown: array[int], part: int, parts: int) -> Collection[list[int]]:
    """Return, for each run of one part of all runs that several texts hold, the texts."""
    mine = shown if parts == 1 else [run for run in shown if run % parts == part]
    repeated = {run for run, count in Counter(mine).items() if count > 1 and run}
    holders: dict[int, list[int]] = {}
    for holder, run in [(at // _SHOWN, run) for at, run in enumerate(shown) if run in repeated]:
        holders.setdefault(run, []).append(holder)
    return holders.values()


def _overlap(one: Document, two: Document) -> float:
    """Return which share of the runs of both they have in common."""
    first, second = (_shingles(text(each.mapping, "summary")) for each in (one, two))
    return len(first & second) / len(first | second)


def _shingles(summary: str) -> frozenset[int]:
    """Return the hashes of all runs of three words."""
    words = _words(summary.lower())
    if len(words) < _FEWEST:
        return frozenset()
    # maps of built-ins take a fraction of the time of a loop; each word is hashed into the one before it
    hashed = list(map(crc32, words))
    return frozenset(map(xor, map(crc32, words[1:], hashed), hashed[2:]))


def _words(text: str) -> list[bytes]:
    if text.isascii():
        return text.encode().translate(_APART).split()
    return [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text)]


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("cases that are told twice"),
    why=N_("Two files for one case drift apart, and a withdrawal would reach only one of them."),
    remedy=N_("Merge them into one, or make clear in title and summary how they differ."),
    reads=Reads(fields=frozenset({"title", "summary"})),
    check=check,
    across=Across(pick=_print, concerned=lambda corpus: corpus.once(_alike)),
    good="title: Four fronts at once\n",
    bad="title: Building an international coalition   # also the title of another case\n",
)
