"""No case is told twice."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, combinations, cycle, groupby, pairwise
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
_WIDTH = _TITLE + _SKETCH * array("I").itemsize  # bytes of a fingerprint
_BEGINS, _NUMBERS = _TITLE // array("I").itemsize, _WIDTH // array("I").itemsize  # of a fingerprint in numbers
_FEW = 100  # cases that are looked at by themselves
_AT_ONCE = 100_000  # hashes to count at a time; of more, about so many:
_IN_PART = 20_000


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when an earlier case has the same title or nearly the same summary."""
    for other, field in corpus.once(_Twins).earlier(document.path):
        same = field == "title"
        yield Problem(
            path=(field,),
            message=(_("{path} has the same title.") if same else _("{path} tells nearly the same.")).format(
                path=other.path
            ),
            related=((other, (field,)),),
        )


def _affected(corpus: Corpus, before: Mapping[int, bytes | None]) -> Collection[int] | None:
    twins = corpus.once(_Twins)
    numbers = twins.touched(before)
    if len(numbers) > _FEW:
        return None
    twins.look_at(numbers)
    return numbers


class _Twins:
    """For cases, the earlier ones that are alike: of all cases at once, or of a few."""

    def __init__(self, corpus: Corpus) -> None:
        self._cases = corpus.of_kind(Kind.CASE)
        self._paths = corpus.case_paths
        self._facts = corpus.facts(_print)
        self._looked_at: Collection[str] = ()
        self._found_of_few: dict[str, list[tuple[Document, str]]] = {}

    @cached_property
    def all(self) -> Mapping[str, list[tuple[Document, str]]]:
        """By path of the later one, the earlier documents that are alike and in what."""
        prints = _side_by_side(self._facts)  # let go afterwards: of many cases they are large
        return self._alike(_same_title(_titles(prints)), _near(prints))

    def earlier(self, path: str) -> Sequence[tuple[Document, str]]:
        """Return the earlier documents that are like the one at ``path``, and in what."""
        known = self._found_of_few if path in self._looked_at else self.all
        return known.get(path, ())

    def look_at(self, numbers: Collection[int]) -> None:
        """Look for those that are like a few cases, so that nobody has to look at all."""
        holders = _holding(self._prints, {run for number in numbers for run in self._shown(number)})
        pairs = {pair for pair in _pairs(holders.values()) if pair[1] in numbers}
        titles = _places(self._titles, {self._titles[number] for number in numbers})
        same = ((places[0], later) for places in titles.values() for later in places[1:] if later in numbers)
        self._found_of_few = self._alike(same, _sharing(self._prints, pairs))
        self._looked_at = {self._paths[number] for number in numbers}

    def touched(self, before: Mapping[int, bytes | None]) -> frozenset[int]:
        """Return the cases that share something with some that changed, of which this is what was known before."""
        numbers, titles, runs = set(before), set[int](), set[int]()
        for number, fingerprint in before.items():
            old = memoryview(fingerprint or bytes(_WIDTH))
            titles |= {old.cast("Q")[0], self._titles[number]}
            runs.update(old.cast("I")[_BEGINS : _BEGINS + _SHOWN], self._shown(number))
        for places in _places(self._titles, titles).values():
            numbers.update(places)
        for holders in _holding(self._prints, runs).values():
            if len(holders) <= _COMMON + len(before):  # else it was common before, and still is
                numbers.update(holders)
        return frozenset(numbers)

    @cached_property
    def _prints(self) -> memoryview:
        return _side_by_side(self._facts)

    @cached_property
    def _titles(self) -> memoryview:
        return _titles(self._prints)

    def _shown(self, number: int) -> memoryview:
        begin = number * _NUMBERS + _BEGINS
        return self._prints[begin : begin + _SHOWN]

    def _alike(
        self, same_title: Iterable[tuple[int, int]], near: Iterable[tuple[int, int]]
    ) -> dict[str, list[tuple[Document, str]]]:
        found: dict[str, list[tuple[Document, str]]] = {}
        same = set(same_title)
        for first, later in sorted(same):
            found.setdefault(self._paths[later], []).append((self._cases[first], "title"))
        for earlier, later in near:
            if (earlier, later) not in same and _overlap(self._cases[earlier], self._cases[later]) >= _ALIKE:
                found.setdefault(self._paths[later], []).append((self._cases[earlier], "summary"))
        return found


def _side_by_side(prints: Sequence[bytes | None]) -> memoryview:
    """Return fingerprints as numbers, ``_NUMBERS`` of each case; nought where a case has none."""
    every = bytearray(len(prints) * _WIDTH)
    for number, fingerprint in enumerate(prints):
        if fingerprint is not None:
            every[number * _WIDTH : (number + 1) * _WIDTH] = fingerprint
    return memoryview(every).cast("I")


def _titles(prints: memoryview) -> memoryview:
    return prints.cast("B").cast("Q")[:: _WIDTH // _TITLE]


def _print(document: Document, _corpus: Corpus) -> bytes | None:
    """Return the fingerprint of a case: the hash of its title, then the sketch of its summary, filled up with zeros."""
    if document.failure is not None:
        return None
    title = b" ".join(_words(folded(text(document.mapping, "title"))))
    hashed = blake2b(title, digest_size=_TITLE).digest() if title else bytes(_TITLE)
    sketch = _smallest(_runs(text(document.mapping, "summary")))
    return (hashed + array("I", sketch).tobytes()).ljust(_WIDTH, b"\0") if title or sketch else None


def _same_title(titles: memoryview) -> Iterator[tuple[int, int]]:
    """Yield the number of the first case with a title, and of each later one, by the hashes of all titles."""
    repeated: set[int] = set()
    parts = 1 + len(titles) // _IN_PART
    for part in range(parts):
        some = sorted(titles if parts == 1 else (title for title in titles if title % parts == part))
        repeated.update(one for one, two in pairwise(some) if one == two and one)
    first: dict[int, int] = {}
    for number, title in enumerate(titles) if repeated else ():
        if title in repeated and first.setdefault(title, number) != number:
            yield first[title], number


def _places(titles: memoryview, wanted: set[int]) -> dict[int, list[int]]:
    """Return the numbers of the cases that have each of the ``wanted`` titles, in order."""
    found: dict[int, list[int]] = {}
    for number, title in enumerate(titles.tolist()):
        if title in wanted and title:
            found.setdefault(title, []).append(number)
    return found


def _near(prints: memoryview) -> list[tuple[int, int]]:
    """Return the numbers of cases whose sketches share much, without comparing all with all, in order."""
    near: set[tuple[int, int]] = set()
    for runs, numbers in _parted(prints):
        near.update(_sharing(prints, _pairs(_holders(runs.tolist(), numbers).values())))
    return sorted(near)


def _pairs(holders: Iterable[list[int]]) -> set[tuple[int, int]]:
    """Return the pairs of cases that hold the same run, unless that is a turn of phrase."""
    return {pair for each in holders if len(each) <= _COMMON for pair in combinations(sorted(each), 2)}


def _sharing(prints: memoryview, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs whose sketches share much, in order."""
    near = []
    for first, others in groupby(sorted(pairs), key=itemgetter(0)):
        sketch = set(_sketch(prints, first))
        sketch.discard(0)
        near += [pair for pair in others if len(sketch.intersection(_sketch(prints, pair[1]))) >= _SHARED]
    return near


def _sketch(prints: memoryview, number: int) -> list[int]:
    found: list[int] = prints[number * _NUMBERS + _BEGINS : (number + 1) * _NUMBERS].tolist()
    return found


def _parted(prints: memoryview) -> list[tuple[array[int], array[int]]]:
    """Return the runs by which texts are brought together, with the number of the text of each.

    In parts, all of one run in the same, so that a large playbook takes little more memory; zero stands for no run.
    """
    count, columns = len(prints) // _NUMBERS, range(_BEGINS, _BEGINS + _SHOWN)
    if count * _SHOWN <= _AT_ONCE:
        runs = array("I", b"".join(prints[column::_NUMBERS].tobytes() for column in columns))
        return [(runs, array("I", range(count)) * _SHOWN)]
    parts = [(array("I"), array("I")) for _part in range(1 + count * _SHOWN // _IN_PART)]
    for column in columns:
        for number, run in enumerate(prints[column::_NUMBERS]):
            runs, numbers = parts[run % len(parts)]
            runs.append(run)
            numbers.append(number)
    return parts


def _holders(runs: list[int], numbers: Iterable[int]) -> dict[int, list[int]]:
    """Return, for each run that several texts hold, the numbers of these."""
    seen: set[int] = set()
    see = seen.add  # for each of many thousands
    repeated = {run for run in runs if run in seen or see(run)}
    return _held(zip(runs, numbers, strict=True), repeated)


def _holding(prints: memoryview, wanted: set[int]) -> dict[int, list[int]]:
    """Return, for each of the ``wanted`` runs, the numbers of the texts that hold it among the runs they show."""
    columns = (prints[column::_NUMBERS].tolist() for column in range(_BEGINS, _BEGINS + _SHOWN))
    return _held(zip(chain.from_iterable(columns), cycle(range(len(prints) // _NUMBERS)), strict=False), wanted)


def _held(shown: Iterable[tuple[int, int]], wanted: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    wanted.discard(0)
    for run, number in shown if wanted else ():
        if run in wanted:
            found.setdefault(run, []).append(number)
    return found


def _overlap(one: Document, two: Document) -> float:
    """Return which share of the runs of both they have in common."""
    first, second = (frozenset(_runs(text(each.mapping, "summary"))) for each in (one, two))
    return len(first & second) / len(first | second)


def _smallest(runs: list[int]) -> list[int]:
    """Return the smallest of ``runs`` for a sketch, each once."""
    runs.sort()
    sketch = runs[:_SKETCH]
    # a text seldom says the same twice: it is quicker to see that it did not than to look at every run
    return sketch if len(frozenset(sketch)) == len(sketch) else sorted(frozenset(runs))[:_SKETCH]


def _runs(summary: str) -> list[int]:
    """Return the hashes of all runs of three words."""
    words = _words(summary.lower())
    if len(words) < _FEWEST:
        return []
    # maps of built-ins take a fraction of the time of a loop; each word is hashed into the one before it
    hashed = list(map(crc32, words))
    return list(map(xor, map(crc32, words[1:], hashed), hashed[2:]))


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
    across=Across(pick=_print, concerned=lambda corpus: corpus.once(_Twins).all, affected=_affected),
    good="title: Four fronts at once\n",
    bad="title: Building an international coalition   # also the title of another case\n",
)
