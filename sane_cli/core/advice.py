"""Gentle advice on an answer that the schema accepts: what could endanger somebody, or has been written before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sane_cli.core import edtf
from sane_cli.core.case import Case
from sane_cli.core.coarser import months, regions, roles
from sane_cli.core.nearest import likeness
from sane_cli.core.question import Question, Widget
from sane_cli.core.text import folded
from sane_cli.core.words import N_, _

_ALIKE = 0.75  # share of equal letters, or of telling words, from which two titles are worth a look
_TELLING = 4  # letters of a word that tells something
_FEW = 3  # telling words that two titles must share at least
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
# seven digits and more, with a plus or with the breaks people put into numbers; years and sums of money are shorter
_PHONE = re.compile(r"(?<![\w/.-])(?:\+\d[\d ()./-]{6,}\d|0\d{1,4}[ /-]\d[\d /-]{4,}\d)(?!\w)")
_NAMED = frozenset({"organisations", "authors", "sources", "media", "related"})  # fields that name on purpose
_WEB = re.compile(r"https?://\S+")

REMINDER = N_(
    "Do not write down at all: names of detained people or their relatives, sources of leaks, routes, safe houses, "
    "secure channels, security set-ups, lawyers' plans, bank details, donor amounts, partners who are not public. "
    "A role or a kind of organisation says enough. What is not known stays empty: do not guess."
)


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to think about before going on, and a safer value where there is one."""

    text: str
    better: Any = None


def advise(question: Question, value: Any, cases: tuple[Case, ...]) -> Iterator[Advice]:
    """Yield what a careful colleague would say about ``value``."""
    if not isinstance(value, str):
        return
    if question.path == ("title",):
        yield from _written_before(value, cases)
    if question.field.kind == "date":
        yield from _exact_day(question, value)
    if question.widget in (Widget.LINE, Widget.LONG) and not _WEB.fullmatch(value):
        yield from _contact(value)
        if question.field.kind != "date" and question.path[0] not in _NAMED:
            yield from _recognisable(value)


def _written_before(title: str, cases: tuple[Case, ...]) -> Iterator[Advice]:
    for case in cases:
        known = case.data.get("title")
        if isinstance(known, str) and _alike(folded(title), folded(known)):
            yield Advice(
                _("There is already a case with a title like this: ‘{title}’ ({id}).").format(title=known, id=case.id)
            )


def _alike(one: str, other: str) -> bool:
    """Compare two folded titles by their letters, and by the words of the shorter one that the longer one has."""
    words, others = ({w for w in re.findall(r"\w+", text) if len(w) >= _TELLING} for text in (one, other))
    shared, fewer = len(words & others), min(len(words), len(others))
    if shared >= _FEW and shared >= _ALIKE * fewer:
        return True
    return likeness(one, other) >= _ALIKE


def _exact_day(question: Question, value: str) -> Iterator[Advice]:
    """An exact day in the facts of a case can point to a person; a publication's date cannot."""
    found = edtf.parse(value)
    if found is not None and found.precision == "day" and question.path[0] in ("period", "as_of"):
        month = value.rsplit("-", 1)[0]
        yield Advice(
            _("An exact day, with a place, can point to a person. Would {month} say enough?").format(month=month), month
        )


def _recognisable(value: str) -> Iterator[Advice]:
    """Days, people and places by which somebody could be recognised, each with the coarser words."""
    for what, coarser in (
        (_("an exact day"), months),
        (_("the name of a person"), roles),
        (_("a small place"), lambda words: regions(words, "")),
    ):
        safer = coarser(value)
        if safer != value:
            text = _("This looks like {what}: somebody could be recognised by it. Coarser words teach as much.")
            yield Advice(text.format(what=what), safer)


def _contact(value: str) -> Iterator[Advice]:
    bare = _WEB.sub(lambda found: " " * len(found.group()), value)
    for pattern, what in ((_EMAIL, _("an e-mail address")), (_PHONE, _("a phone number"))):
        found = pattern.search(bare)
        if found:
            safer = value[: found.start()] + "[…]" + value[found.end() :]
            text = _("This looks like {what}: {found}. Everyone who may read the case will see it.")
            yield Advice(text.format(what=what, found=found.group()), safer)
