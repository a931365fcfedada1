"""Traffic Light Protocol 2.0: labels, audiences, and closed spans inside prose.

The labels are the standard's own (FIRST, TLP 2.0, August 2022), written unchanged and never translated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache

from sane_cli.core.record import record

WITHHELD = "[withheld]"


class Tlp(Enum):
    """A TLP 2.0 label; more closed labels compare as greater."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def rank(self) -> int:
        """From 0 (anyone) to 4 (only the people named)."""
        return _RANK[self]

    @property
    def audience(self) -> str:
        """The word of the ``--audience`` option that means this label."""
        return self.value.removeprefix("TLP:").lower()

    def sees(self, label: Tlp) -> bool:
        """Tell whether an audience of this label may see something that carries ``label``."""
        return label.rank <= self.rank


_RANK = {label: rank for rank, label in enumerate(Tlp)}
AUDIENCES = tuple(label.audience for label in Tlp)


def label_or_red(value: object) -> Tlp:
    """Read a label; anything that is not one, absence included, is TLP:RED: most closed by default."""
    try:
        return Tlp(value)
    except ValueError:
        return Tlp.RED


def item_label(item: Mapping[str, object]) -> Tlp:
    """Return the label of an item of a list; a careless ``TLP`` or `` tlp `` is one, too."""
    labels = [label_or_red(item[key]) for key in item if str(key).strip().casefold() == "tlp"]
    return max(labels, key=lambda label: label.rank, default=Tlp.CLEAR)


def audience(word: str) -> Tlp | None:
    """Read the word of an ``--audience`` option, ``clear`` to ``red``; None when it is not one."""
    return next((label for label in Tlp if label.audience == word.lower().removeprefix("tlp:")), None)


def made_for(recipe: Mapping[str, object]) -> Tlp:
    """Return the most open audience that the recipe of a collection allows; an unknown word closes it entirely."""
    word = recipe.get("audience", "clear")
    return (audience(word) if isinstance(word, str) else None) or Tlp.RED


# What may stand between the characters of an opening mark without making it harmless: white space, soft
# hyphens, zero-width characters, Markdown's backslash, emphasis and quotation marks. A mark that a careless hand
# broke still closes: one bracket, another kind of bracket, letters of another script that look the same.
_GAP = "[\\s\\\\*_`>\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
_BRACE = r"(?:[\[［【〔⟦⁅{(（]|&(?:\#0*91|\#x0*5b|lbrack|lsqb);)"  # noqa: RUF001
_T, _L, _P, _BAR, _COLON = "[TtТтΤτＴｔ]", "[LlＬｌⅼ]", "[PpРрΡρＰｐ]", "[|｜¦│∣]", "[:：;.-]"  # noqa: RUF001
_NAME = "(?:CLEAR|WHITE|GREEN|AMBER|RED)(?:[ +]{0,3}STRICT)?"
_TLP = f"{_T}{_GAP}{_L}{_GAP}{_P}(?:{_GAP}{_COLON})?"  # gaps never meet, so no text takes long to search
_OPEN = (
    f"{_BRACE}{_GAP}{_BRACE}{_GAP}{_TLP}"
    f"|(?:{_BRACE}{_GAP})(?:{_TLP}{_GAP})?{_NAME}{_GAP}{_BAR}"
    f"|{_TLP}{_GAP}{_NAME}{_GAP}{_BAR}"
)
# a mark has one of these braces, or one of these bars, or it is none: looking for them is quick
_SIGNS = re.compile(r"[\[［【〔⟦⁅{(（&|｜¦│∣]")  # noqa: RUF001
# the same for Rust's engine, in which a calm document is told: two braces with hardly anything between, or a bar
MARK = r"[\[［【〔⟦⁅{(（;][^A-Za-z0-9)\].,:!?'\"]*[\[［【〔⟦⁅{(（&]|[|｜¦│∣]"  # noqa: RUF001
_PROPER = rf"\[{_GAP}\[{_GAP}T{_GAP}L{_GAP}P(?:{_GAP}:)?\Z"
_BRACKET = re.compile(r"[\[\]]")
_NESTING = 8  # spans inside spans; deeper ones stay closed
_LABEL = r"[\s:]*([A-Z+]+)\s*\|"

# Writers hide asides in comments of HTML and of Markdown, but these are plain words in every file that is not a page.
_COMMENT = (
    r"(?sm)<!--.*?(?:-->|\Z)"
    r"|^[ \t]{0,3}\[[^\]\n]*\]:[ \t]*(?:\#|<>)[ \t]*\n?[ \t]*(?:\([^)]*\)?|\"[^\"]*\"?|'[^']*'?)?[^\n]*$"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return one of the large expressions; it takes 10 ms to compile, and most commands never need it."""
    return re.compile(pattern, re.IGNORECASE)


def without_comments(text: str) -> str:
    """Return ``text`` without comments of HTML and Markdown; one that never ends takes everything after it."""
    return re.sub(_COMMENT, "", text) if "<!--" in text or "]:" in text else text


def open_spans(text: str, seen_by: Tlp) -> str:
    """Return ``text`` as ``seen_by`` may read it: closed spans become ``[withheld]``, open ones lose their marks.

    ``[[TLP:AMBER| the words]]`` closes words inside prose. The end of a span is found by counting brackets, so
    links inside are safe. An unknown label is TLP:RED. A mark that is broken (no bar, one bracket too few, no end
    or one torn apart) closes everything to the end of its text: when in doubt, closed.
    """
    return _opened(text, seen_by, _NESTING)


def may_hold_marks(text: str) -> bool:
    """Tell quickly whether a mark of a closed span could stand in ``text``; never no where there is one."""
    return _SIGNS.search(text) is not None


def span_faults(text: str) -> list[int]:
    """Return the offsets of opening marks that are broken: no end, no bar, or no known label."""
    if not may_hold_marks(text):
        return []
    known = {label.value for label in Tlp}
    ends = _closings(text)
    return [
        opening.start()
        for opening in _compiled(_OPEN).finditer(text)
        if (span := _span(text, opening, ends)) is None or span.word not in known
    ]


def span_labels(text: str) -> list[tuple[int, Tlp]]:
    """Return the offset and label of every closed span in ``text``; a broken mark counts as TLP:RED."""
    if not may_hold_marks(text):
        return []
    ends = _closings(text)
    spans = [(opening.start(), _span(text, opening, ends)) for opening in _compiled(_OPEN).finditer(text)]
    return [(start, label_or_red(span.word if span else None)) for start, span in spans]


@record(frozen=True, slots=True, eq=False, repr=False)
class _Span:
    """A whole span: the label as written, where its words begin, where they end, where it ends."""

    word: str
    begin: int
    end: int
    after: int


def _span(text: str, opening: re.Match[str], ends: Mapping[int, int]) -> _Span | None:
    """Return the span that ``opening`` begins, or None when its mark is broken."""
    if _compiled(_PROPER).match(opening.group()) is None:
        return None
    label = _compiled(_LABEL).match(text, opening.end())
    inner, after = ends.get(text.index("[", opening.start() + 1)), ends.get(opening.start())
    # both brackets must close side by side: «secret ] more ]]» has lost one, and its end may be anywhere
    if label is None or after is None or inner != after - 1 or label.end() > inner - 1:
        return None
    return _Span(f"TLP:{label.group(1).upper()}", label.end(), inner - 1, after)


def _opened(text: str, seen_by: Tlp, nesting: int) -> str:
    if not may_hold_marks(text) or _compiled(_OPEN).search(text) is None:
        return text
    ends = _closings(text)
    parts: list[str] = []
    at = 0
    while (opening := _compiled(_OPEN).search(text, at)) is not None:
        parts.append(text[at : opening.start()])
        span = _span(text, opening, ends)
        if nesting and span and seen_by.sees(label_or_red(span.word)):
            parts.append(_opened(text[span.begin : span.end].removeprefix(" "), seen_by, nesting - 1))
        else:
            parts.append(WITHHELD)
        at = span.after if span else len(text)
    parts.append(text[at:])
    return "".join(parts)


def _closings(text: str) -> dict[int, int]:
    """Map the offset of each bracket that is closed to the offset after its closing one, in one pass."""
    waiting: list[int] = []
    ends: dict[int, int] = {}
    for match in _BRACKET.finditer(text):
        if match.group() == "[":
            waiting.append(match.start())
        elif waiting:
            ends[waiting.pop()] = match.end()
    return ends
