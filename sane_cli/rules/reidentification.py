"""Nobody can be recognised by the details of a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sane_cli.core.calm import ODD, Calm, freely, open_organisations
from sane_cli.core.case import items
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Path
from sane_cli.core.finding import Severity
from sane_cli.core.rule import TEXTS, Problem, Reads, Rule
from sane_cli.core.tlp import MARK
from sane_cli.core.traits import Mark, Trait, paragraphs, possible, sign, traits
from sane_cli.core.walk import attribution, chatham, is_prose, public_texts, whole
from sane_cli.core.words import N_, _

_WHEN_WHERE = frozenset({Trait.DAY, Trait.PLACE, Trait.CLOCK})
_WHO = frozenset({Trait.ROLE, Trait.FEW})
_TOGETHER = 3  # kinds of traits in one paragraph; two are in nearly every story, three point at somebody
_UNNAMED = (Trait.COUNT, Trait.WEEKDAY, Trait.CLOCK, Trait.DAY)
_COARSER = {
    Trait.DAY: N_("Write the month or the year instead of the day."),
    Trait.WEEKDAY: N_("Leave the weekday out."),
    Trait.CLOCK: N_("Write ‘in the morning’, or leave the time out."),
    Trait.PLACE: N_("Name the region instead of the place."),
    Trait.ROLE: N_("Write ‘a member of staff’ instead of the role."),
    Trait.FEW: N_("Write ‘several’ instead of the number."),
    Trait.COUNT: N_("Write ‘a small team’, ‘hundreds’ or ‘thousands’ instead of the number."),
}


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield where traits meet in one paragraph, and single ones where the victim is to stay unknown."""
    unnamed = _victim_is_unnamed(document)
    if not (unnamed or could_point(possible(whole(document, corpus)))):
        return
    for text in public_texts(document, corpus):
        if not (text.free and (is_prose(text) or text.path in (("title",), ("summary",)))):
            continue
        wanted = possible(text.text)
        if unnamed or could_point(wanted):
            for part in paragraphs(text.text):
                yield from _judged(text.path, list(traits(part, wanted)), unnamed=unnamed)


def _judged(path: Path, marks: list[Mark], *, unnamed: bool) -> Iterator[Problem]:
    if points_at_somebody(marks):
        yield _together(path, marks)
    elif unnamed:
        yield from (_single(path, mark) for mark in marks if mark.trait in _UNNAMED)


def points_at_somebody(marks: list[Mark]) -> bool:
    """Tell whether these traits of one paragraph together could point at a person."""
    return could_point(frozenset(mark.trait for mark in marks))


def could_point(traits_: frozenset[Trait]) -> bool:
    """Tell whether traits of these kinds, in one paragraph, could point at a person."""
    kinds = traits_ & (_WHO | _WHEN_WHERE)
    return len(kinds) >= _TOGETHER and bool(kinds & _WHO) and bool(kinds & _WHEN_WHERE)


def _victim_is_unnamed(document: Document) -> bool:
    data = document.mapping
    listed = list(items(data, "organisations"))
    return chatham(data) or any(attribution(each, data) in ("described", "withheld") for each in listed)


def _together(path: Path, marks: list[Mark]) -> Problem:
    told = [mark for mark in marks if mark.trait in _WHEN_WHERE | _WHO]
    coarsest = min(told, key=lambda mark: list(_COARSER).index(mark.trait))
    return Problem(
        path=path,
        words=coarsest.words,
        message=_("Together these could point at a person: {told}.").format(
            told=", ".join(f"{_(mark.trait.value)} (‘{mark.words}’)" for mark in told)
        ),
        hint=_(_COARSER[coarsest.trait]),
    )


def _single(path: Path, mark: Mark) -> Problem:
    return Problem(
        path=path,
        words=mark.words,
        message=_("An organisation here is not to be known, but {trait} (‘{words}’) could give it away.").format(
            trait=_(mark.trait.value), words=mark.words
        ),
        hint=_(_COARSER[mark.trait]),
    )


def calm(_corpus: Corpus) -> Calm:
    """No text has three kinds of traits that could point at somebody, nor one if a victim is to stay unknown."""
    day, place, clock, role, few = (
        sign(trait) for trait in (Trait.DAY, Trait.PLACE, Trait.CLOCK, Trait.ROLE, Trait.FEW)
    )
    # who is nearly always told, so asking for that as well would spare few texts
    several = ((day, f"(?:{place})|(?:{clock})"), (place, clock), (role, few))
    apart = {"not": {"anyOf": [{"allOf": [{"pattern": each} for each in pair]} for pair in several]}}
    return Calm(
        never=((freely, ODD), (freely, MARK)),
        seldom=((freely, _any((day, place, clock)), apart),),
        either=(Calm(data=open_organisations()), Calm(never=((freely, _any(map(sign, _UNNAMED))),))),
    )


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


PLUGIN = Rule(
    severity=Severity.WARNING,
    kinds=TEXTS,
    title=N_("details that together could point at a person or an unnamed organisation"),
    why=N_(
        "Somebody who was there, or who reads other public pages, needs no name: the day, the town and ‘the only "
        "lawyer’ are enough."
    ),
    remedy=N_("Choose coarser words for at least one of them."),
    reads=Reads(original=True),
    check=check,
    calm=calm,
    good="context: In spring 2021 several colleagues were questioned in the north of the country.\n",
    bad="context: On 4 March 2021 the accountant was questioned in the village of Inventia.\n",
)
