"""Traffic Light Protocol 2.0: labels, audiences, and closed spans inside prose.

The labels are the standard's own (FIRST, TLP 2.0, August 2022), written unchanged and never translated.
"""

from __future__ import annotations

import re
from enum import Enum

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


def audience(word: str) -> Tlp | None:
    """Read the word of an ``--audience`` option, ``clear`` to ``red``; None when it is not one."""
    return next((label for label in Tlp if label.audience == word.lower().removeprefix("tlp:")), None)


# What may stand between the characters of an opening mark without making it harmless: white space, soft
# hyphens, zero-width characters, Markdown's backslash. A mark that a careless hand broke still closes.
_GAP = "[\\s\\\\\u00ad\u200b-\u200f\u2060\ufeff]*"
_OPEN = re.compile(rf"\[{_GAP}\[{_GAP}T{_GAP}L{_GAP}P{_GAP}:?", re.IGNORECASE)
_BRACKET = re.compile(r"[\[\]]")
_NESTING = 8  # spans inside spans; deeper ones stay closed
_LABEL = re.compile(r"[\s:]*([A-Z+]+)\s*\|", re.IGNORECASE)


def open_spans(text: str, seen_by: Tlp) -> str:
    """Return ``text`` as ``seen_by`` may read it: closed spans become ``[withheld]``, open ones lose their marks.

    ``[[TLP:AMBER| the words]]`` closes words inside prose. The end of a span is found by counting brackets, so
    links inside are safe. A mark with an unknown label, without a bar or without an end closes everything to
    the end of its text: when in doubt, closed.
    """
    return text if "[" not in text else _opened(text, seen_by, _NESTING)


def span_faults(text: str) -> list[int]:
    """Return the offsets of opening marks that are broken: no end, no bar, or no known label."""
    known = {label.value for label in Tlp}
    ends = _closings(text)
    faults = []
    for opening in _OPEN.finditer(text):
        label = _LABEL.match(text, opening.end())
        if opening.start() not in ends or label is None or f"TLP:{label.group(1).upper()}" not in known:
            faults.append(opening.start())
    return faults


def span_labels(text: str) -> list[tuple[int, Tlp]]:
    """Return the offset and label of every closed span in ``text``; a broken mark counts as TLP:RED."""
    labels = []
    for opening in _OPEN.finditer(text):
        label = _LABEL.match(text, opening.end())
        labels.append((opening.start(), label_or_red(f"TLP:{label.group(1).upper()}" if label else None)))
    return labels


def _opened(text: str, seen_by: Tlp, nesting: int) -> str:
    ends = _closings(text)
    parts: list[str] = []
    at = 0
    while (opening := _OPEN.search(text, at)) is not None:
        parts.append(text[at : opening.start()])
        end = ends.get(opening.start())
        label = _LABEL.match(text, opening.end(), end or len(text))
        if nesting and end and label and seen_by.sees(label_or_red(f"TLP:{label.group(1).upper()}")):
            inner = text[label.end() : end - 2]
            parts.append(_opened(inner.removeprefix(" "), seen_by, nesting - 1))
        else:
            parts.append(WITHHELD)
        at = end or len(text)
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
