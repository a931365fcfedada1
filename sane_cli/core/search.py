"""Search in what may be seen of a case: words and phrases, accents and case folded, ranked, with a snippet.

A word is found where a word of the text begins with it, so «coalition» finds «coalitions» and «élec» finds
«élections»; several words in one argument are a phrase. Arabic words are found behind the article and the particles
that are written onto them. Only gated text is ever searched, so nobody finds out by searching what they may not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any

from sane_cli.core.audience import PublicCase
from sane_cli.core.text import folded, one_line

# a hit in the title says more than one in the summary, and that more than one in the story
_WEIGHTS = {"title": 8.0, "summary": 4.0, "lessons": 2.0, "outcomes": 2.0}
_UNSEARCHED = frozenset({"sharing", "schema_version", "withdrawn"})
_UNSHOWN = frozenset({"id", "title", "sources", "media"})  # they say where something stands, not what was done
_SATURATION = 1.2  # as in BM25: the tenth hit in a field says little more than the third
_PARTICLES = "(?:[\u0648\u0641]?(?:[\u0628\u0643\u0644]?\u0627\u0644|\u0644\u0644|[\u0628\u0643\u0644])?)"
# every text that _PARTICLES matches
_WRITTEN_ON = tuple(
    conjunction + rest
    for conjunction in ("", "\u0648", "\u0641")
    for rest in (
        *(one + "\u0627\u0644" for one in ("", "\u0628", "\u0643", "\u0644")),
        "\u0644\u0644",
        "\u0628",
        "\u0643",
        "\u0644",
        "",
    )
)
_ARABIC = re.compile("[\u0621-\u064a]")
_WORD = re.compile(r"\w+")
_BEFORE, _BEHIND = 4, 18  # words around a hit; few before it, so that it is seen on a narrow screen as well


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words around the first hits, in parts; a part is a hit or is not."""

    parts: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        """Return the words without marks."""
        return "".join(part for part, _hit in self.parts)


def tokens(data: Mapping[str, Any]) -> str:
    """Return the words of a case's ``data`` as an index keeps them: folded, in order, with single spaces between.

    Two words that only the end of a text parts stand side by side, as they do for ``found``.
    """
    return " ".join(_WORD.findall(folded("\n".join(piece for _field, piece in _pieces(data)))))


def index_query(words: Sequence[str]) -> str:
    """Return a query of SQLite's FTS5, over ``tokens``, for the cases in which all ``words`` are found.

    Its tokens are runs of letters, digits and ``_``, so nothing typed can be taken for an operator. What holds no
    letter is no word for an index and is left out; of a phrase, all words are wanted and not their order. So the query
    can find too much, never too little.
    """
    return " AND ".join(phrase for phrase in map(_phrases, words) if phrase)


def _phrases(typed: str) -> str:
    *first, last = _WORD.findall(folded(typed)) or [""]
    last = last.removesuffix("\u0629") or last
    if not last:
        return ""
    before = _WRITTEN_ON if _ARABIC.match((first or [last])[0]) else ("",)
    begins = [f'"{written}{first[0]}"' if first else f'"{written}{last}" *' for written in before]
    rest = [f'"{word}"' for word in first[1:]] + ([f'"{last}" *'] if first else [])
    return " AND ".join([f"({' OR '.join(begins)})", *rest])


def found(case: PublicCase, words: Sequence[str]) -> bool:
    """Tell whether every one of ``words`` occurs in ``case``."""
    whole = folded("\n".join(piece for _field, piece in _pieces(case.data)))
    return all(_stands(word, whole) for word in words)


def ranked(cases: Sequence[PublicCase], words: Sequence[str]) -> list[PublicCase]:
    """Order ``cases``, which all hold ``words``, the most telling first; equals stay in their order.

    What a rare word hits counts more. Rarity is counted in hits among these cases, since all of them hold the words.
    """
    hits = [_hits(case, words) for case in cases]
    totals = [1 + sum(sum(each[at].values()) for each in hits) for at in range(len(words))]
    scores = [
        sum(
            _WEIGHTS.get(field, 1.0) * count / (count + _SATURATION) / (1 + log(total))
            for each, total in zip(of_case, totals, strict=True)
            for field, count in each.items()
        )
        for of_case in hits
    ]
    order = sorted(range(len(cases)), key=lambda at: -scores[at])
    return [cases[at] for at in order]


def snippet(case: PublicCase, words: Sequence[str]) -> Snippet:
    """Return the passage that shows most of ``words``: from summary or story rather than from a term or the title."""
    best: tuple[bool, int, str] = (False, 0, "")
    for field, piece in _pieces(case.data):
        if field in _UNSHOWN or piece == case.title:
            continue
        seen = folded(piece)
        count = sum(_stands(word, seen) for word in words)
        told = " " in piece.strip()
        if count and (told, count) > best[:2]:
            best = (told, count, piece)
    return _marked(one_line(best[2]), words) if best[2] else Snippet(())


def _pieces(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return every text of a case's data with its field."""
    found: list[tuple[str, str]] = []
    for field, value in data.items():
        if field in _UNSEARCHED:
            continue
        if isinstance(value, str):
            found.append((field, value))
        elif isinstance(value, (dict, list)):
            found += [(field, piece) for piece in texts_in(value)]
    return found


def texts_in(data: Any) -> list[str]:
    """Return every text inside ``data``, in order."""
    if isinstance(data, str):
        return [data]
    found: list[str] = []
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, (dict, list)):
            found += texts_in(value)
    return found


def _hits(case: PublicCase, words: Sequence[str]) -> list[dict[str, int]]:
    """Count for each of ``words`` how often it stands in which field."""
    counts: list[dict[str, int]] = [{} for _word in words]
    wanted = [(_needle(word), _pattern(word), mine) for word, mine in zip(words, counts, strict=True)]
    for field, piece in _pieces(case.data):
        seen = folded(piece)
        for needle, pattern, mine in wanted:
            found_here = len(pattern.findall(seen)) if needle in seen else 0
            if found_here:
                mine[field] = mine.get(field, 0) + found_here
    return counts


def _stands(word: str, seen: str) -> bool:
    """Tell whether ``word`` stands in folded text; where not even its letters do, nothing has to be matched."""
    return _needle(word) in seen and _pattern(word).search(seen) is not None


@lru_cache(maxsize=64)
def _needle(typed: str) -> str:
    """Return letters without which ``typed`` stands nowhere."""
    *first, last = _WORD.findall(folded(typed)) or [folded(typed.strip())]
    letters: list[str] = [*first, last.removesuffix("\u0629")]
    return max(letters, key=len)


@lru_cache(maxsize=64)
def _pattern(typed: str) -> re.Pattern[str]:
    """Return what finds a word or phrase in folded text; what holds no letter is looked for as it stands."""
    words = _WORD.findall(folded(typed))
    if not words:
        return re.compile(re.escape(folded(typed.strip())))
    # the feminine ending changes in the plural
    words[-1] = words[-1].removesuffix("\u0629") or words[-1]
    first, *rest = map(re.escape, words)
    # a pattern that begins with letters is found forty times as quickly as one that looks behind every character
    begins = rf"(?<!\w){_PARTICLES}{first}" if _ARABIC.match(first) else rf"{first}(?<!\w{first})"
    return re.compile(r"\W+".join((begins, *rest)))


def _marked(line: str, words: Sequence[str]) -> Snippet:
    """Cut ``line`` around its first hit and mark the hits."""
    spans = [match.span() for match in _WORD.finditer(line)]
    marked = set(_marked_words([line[a:b] for a, b in spans], words))
    first = min(marked, default=0)
    start, end = max(first - _BEFORE, 0), min(first + _BEHIND, len(spans))
    parts: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = spans[start][0] if spans and start else 0
    for number in range(start, end):
        if number in marked:
            parts += [(line[at : spans[number][0]], False), (line[slice(*spans[number])], True)]
            at = spans[number][1]
    last = spans[end - 1][1] if end < len(spans) else len(line)
    parts += [(line[at:last], False), (" …", False)] if end < len(spans) else [(line[at:], False)]
    return Snippet(tuple(part for part in parts if part[0]))


def _marked_words(plain: Sequence[str], words: Iterable[str]) -> Iterator[int]:
    """Yield the numbers of the words that are part of a hit."""
    text_words = [folded(word) for word in plain]
    for typed in words:
        wanted = _WORD.findall(folded(typed))
        for at in range(len(text_words) - len(wanted) + 1 if wanted else 0):
            here = " ".join(text_words[at : at + len(wanted)])
            if _pattern(typed).match(here):
                yield from range(at, at + len(wanted))
