"""No case is told twice."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterator
from itertools import combinations, groupby, pairwise
from operator import itemgetter, xor
from zlib import crc32

from sane_cli.core.case import text
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
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
_WIDTH = _TITLE + _SKETCH * array("I").itemsize  # bytes of a fingerprint
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
    cases = list(corpus.picked(_print))
    documents = [document for document, _fact in cases]
    prints = memoryview(b"".join([fact for _document, fact in cases]))
    for first, later in _same_title(prints.cast("Q")[:: _WIDTH // _TITLE].tolist()):
        found.setdefault(documents[later].path, []).append((documents[first], "title"))
    for earlier, later in _near(prints):
        known = found.get(documents[later].path, ())
        if any(other is documents[earlier] for other, _field in known):
            continue
        if _overlap(documents[earlier], documents[later]) >= _ALIKE:
            found.setdefault(documents[later].path, []).append((documents[earlier], "summary"))
    return found


def _print(document: Document, _corpus: Corpus) -> bytes | None:
    """Return the fingerprint of a case: the hash of its title, then the sketch of its summary, filled up with zeros."""
    if document.failure is not None:
        return None
    title = b" ".join(_words(folded(text(document.mapping, "title"))))
    hashed = blake2b(title, digest_size=_TITLE).digest() if title else bytes(_TITLE)
    sketch = sorted(_shingles(text(document.mapping, "summary")))[:_SKETCH]
    return (hashed + array("I", sketch).tobytes()).ljust(_WIDTH, b"\0") if title or sketch else None


def _same_title(titles: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the number of the first case with a title, and of each later one, by the hashes of all titles."""
    repeated = {one for one, two in pairwise(sorted(titles)) if one == two and one}
    first: dict[int, int] = {}
    for number, title in enumerate(titles) if repeated else ():
        if title in repeated and first.setdefault(title, number) != number:
            yield first[title], number


def _near(prints: memoryview) -> list[tuple[int, int]]:
    """Return the numbers of cases whose sketches share much, without comparing all with all, in order."""
    runs = prints.cast("I")
    width, begins = _WIDTH // runs.itemsize, _TITLE // runs.itemsize
    shown = array("I")
    for column in range(begins, begins + _SHOWN):
        shown.frombytes(runs[column::width].tobytes())
    near: set[tuple[int, int]] = set()
    for pairs in _meeting(shown):
        for first, others in groupby(sorted(pairs), key=itemgetter(0)):
            sketch = frozenset(runs[first * width + begins : (first + 1) * width].tolist()) - {0}
            for _first, second in others:
                if len(sketch.intersection(runs[second * width + begins : (second + 1) * width])) >= _SHARED:
                    near.add((first, second))
    return sorted(near)


def _meeting(shown: array[int]) -> Iterator[set[tuple[int, int]]]:
    """Yield the numbers of texts that share a run; in parts, so that a large playbook takes no more memory.

    Args:
        shown: the runs by which texts are brought together: the first of every text, then the second of every text
            and so on; zero stands for none.
    """
    parts = 1 + len(shown) // _AT_ONCE
    for part in range(parts):
        holders = _holders(shown, part, parts)
        yield {pair for held in holders if len(held) <= _COMMON for pair in combinations(sorted(held), 2)}


def _holders(shown: array[int], part: int, parts: int) -> Collection[list[int]]:
    """Return, for each run of one part of all runs that several texts hold, the texts."""
    mine = shown.tolist() if parts == 1 else [run for run in shown if run % parts == part]
    once = set(mine)
    repeated = set()
    for run in mine:
        try:  # quicker by a third than to count, since few are held by several
            once.remove(run)
        except KeyError:
            repeated.add(run)
    repeated.discard(0)
    texts = len(shown) // _SHOWN
    holders: dict[int, list[int]] = {}
    for at, run in enumerate(shown):
        if run in repeated:
            holders.setdefault(run, []).append(at % texts)
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
