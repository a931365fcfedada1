"""Traits by which somebody could be recognised although no name is told: days, places, roles, small numbers.

Words are looked for in English, French and Spanish. A trait alone is harmless; rules weigh which ones meet.
Sources: facts R12 (indirect identifiers: date, town, rank, rare event), R13 (the motivated intruder), R23 (exact staff
counts and weekdays of unnamed victims).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from sane_cli.core.record import record
from sane_cli.core.words import N_


class Trait(Enum):
    """Kinds of traits."""

    DAY = N_("an exact day")
    WEEKDAY = N_("a weekday")
    CLOCK = N_("a time of day")
    PLACE = N_("a small place")
    ROLE = N_("a rare role")
    FEW = N_("a small number of people")
    COUNT = N_("an exact number of staff")


@record(frozen=True, slots=True, eq=False, repr=False)
class Mark:
    """A trait and the words that tell it."""

    trait: Trait
    words: str


_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo"
)
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze"
    "|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce"
)
_PEOPLE = (
    r"people|persons?|women|woman|men|man|girls?|boys?|activists?|colleagues?|employees?|staff(?:\smembers?)?"
    r"|members?\sof\sstaff|workers?|volunteers?|defenders?|journalists?|monitors?|observers?|officers?|lawyers?|students?"
    r"|villagers?|farmers?|families|detainees|prisoners|survivors|witness(?:es)?|teachers?|nurses?|drivers?|interpreters?"
    r"|organi[sz]ers?|personnes?|femmes?|hommes?|militante?s?|collègues?|employée?s?|salariée?s?|bénévoles?|témoins?"
    r"|avocate?s?|personas?|mujeres|hombres?|activistas?|colegas?|empleados?|empleadas?|voluntari[oa]s?|testigos?"
    r"|abogad[oa]s?"
)
ROLES = (
    r"director|manager|officer|coordinator|head|chairperson|chairwoman|chairman|chair|treasurer|secretary|accountant"
    r"|lawyer|driver|interpreter|translator|fixer|guard|cook|cleaner|headteacher|teacher|nurse|midwife|doctor|pastor"
    r"|priest|imam|chief|mayor|councillor|spokesperson|spokeswoman|spokesman|founder|bookkeeper|cashier|webmaster"
    r"|technician|directrice|directeur|coordinatrice|coordinateur|comptable|avocate?|chauffeur|interprète|infirmière"
    r"|infirmier|sage-femme|directora?|coordinadora?|contadora?|abogad[oa]|chófer|conductora?|intérprete|enfermer[oa]"
    r"|partera|tesorer[oa]"
)
PLACES = (
    r"village|hamlet|town|township|parish|neighbou?rhood|settlement|camp|ward|sub-county|subcounty|commune|municipality|quarter"
    r"|suburb|island|valley|aldea|pueblo|barrio|caserío|comuna|quartier|bourg|bourgade|municipio"
)
_STREETS = "street|road|avenue|lane|square|rue|calle|avenida"
_STAFF = (
    r"staff|employees|workers|volunteers|specialists|members\sof\sstaff|colleagues|salariés|employés|bénévoles|empleados"
    r"|trabajadores|voluntarios"
)
_OFFICES = "country|executive|deputy|programme|program|finance|regional|managing|field|project|security|legal|office"
_BEFORE_ROLE = rf"(?:(?:{_OFFICES})\s)?"
NAME = r"[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)*"
# to compile them all takes as long as to check fifty cases, so each waits for its first use
_PATTERNS = {
    Trait.DAY: (
        rf"(?i)\b\d{{1,2}}(?:st|nd|rd|th|er|º)?(?:\s+of|\s+de)?\s+(?:{_MONTHS})\b"
        rf"|\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)"
        r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b"
    ),
    Trait.WEEKDAY: rf"(?i)\b(?:{_WEEKDAYS})\b",
    Trait.CLOCK: (
        r"(?i)\b(?:at|around|about|by|before|after|à|vers|a\slas|hacia\slas)\s+"
        r"(?:\d{1,2}[:.h]\d{2}\b|\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock|heures|horas))"
    ),
    Trait.PLACE: (
        rf"\b(?i:(?:{PLACES}))\s+(?:of|de|d['’]|du)\s*{NAME}|\b{NAME}\s+(?i:(?:{PLACES}))\b"
        rf"|\b(?i:(?:the|a|one|small|remote|le|la|el|un|une|una|petit|pequeño)\s+(?:{PLACES}))\b"
        rf"|\b{NAME}\s(?:Street|Road|Avenue|Lane|Square)\b|\b(?:[Rr]ue|[Cc]alle|[Aa]venida)\s{NAME}"
    ),
    Trait.ROLE: (
        rf"(?i)\b(?:the|its|their|our|his|her|a|an|only|one|le|la|son|sa|notre|leur|el|su|nuestra|nuestro|l['’])\s*"
        r"(?:(?:only|former|local|first|female|male|young|seule?|única?|unico)\s)?"
        rf"{_BEFORE_ROLE}(?:{ROLES})\b(?!\s+general\b)"
    ),
    Trait.FEW: (
        rf"(?i)\b(?:(?:{_SMALL})|[1-9]|1[0-2])\s+(?:of\s(?:the|its|their|our)\s)?"
        rf"(?:[a-zà-ÿ-]+\s){{0,2}}?(?:{_PEOPLE})\b"
    ),
    Trait.COUNT: (
        r"(?i)\b(?!(?:19|20)\d\d\b)(?:[1-9]\d?|\d{1,3}(?:[ ,.]\d{3})+|\d{3,6})\s+"
        rf"(?:[A-Za-zà-ÿ-]+\s){{0,2}}?(?:{_STAFF})\b"
    ),
}
_ROUND = (
    r"(?i)(?:more than|over|about|around|some|nearly|almost|roughly|at least|up to|hundreds|plus de|environ|près de"
    r"|más de|cerca de|alrededor de|unos|unas)\s+$"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_PART = re.compile(r"(?:\(\?:(\w+)\)|\[(\w+)\]|(\w))(\?)?")


def _forms(pattern: str) -> frozenset[str]:
    """Return every first word that the alternatives of ``pattern`` can begin with: ``voluntari[oa]s?`` has four."""
    found: set[str] = set()
    for alternative in pattern.split("|"):
        forms = {""}
        for several, either, letter, optional in _PART.findall(re.split(r"\(\?:\\s|\\s|-", alternative)[0]):
            choices = {several, ""} if several else set(either or letter)
            forms = {form + choice for form in forms for choice in choices | ({""} if optional else set())}
        found |= forms
    return frozenset(found)


# words of which one must be there for a trait to be
_WORDS = {
    Trait.WEEKDAY: _WEEKDAYS,
    Trait.PLACE: f"{PLACES}|{_STREETS}",
    Trait.ROLE: ROLES,
    Trait.FEW: _PEOPLE,
    Trait.COUNT: _STAFF,
}


@cache
def _needs(trait: Trait) -> frozenset[str]:
    """Return the same word by word: looking for one in a set of words is quick."""
    return _forms(_WORDS[trait])


_WITH_DIGITS = frozenset({Trait.DAY, Trait.CLOCK, Trait.COUNT})
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")


_BEGIN, _END = "(?:^|[^A-Za-z0-9_])", "(?:[^A-Za-z0-9_]|$)"  # edges of a word, generous beyond ASCII
_GAP = "[^A-Za-z0-9]+"


@cache
def sign(trait: Trait) -> str:
    """Return what a text must hold for a trait to be in it, for Rust's engine.

    It is wider than the trait's own pattern, never narrower.
    """
    if trait is Trait.DAY:
        return (
            rf"(?i:[0-9](?:st|nd|rd|th|er|º)?{_GAP}(?:(?:of|de){_GAP})?(?:{_MONTHS})|(?:{_MONTHS}){_GAP}[0-9])"
            r"|[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9][./][0-9]{1,2}[./][0-9]"
        )
    if trait is Trait.CLOCK:
        return r"(?i:[0-9](?:[:.h][0-9]{2}|[^A-Za-z0-9]?(?:am|pm|a\.m|p\.m|o['’]clock|heures|horas)))"
    words = "|".join(sorted(_needs(trait)))
    if trait is Trait.COUNT:
        return rf"(?i:[0-9]{_GAP}(?:[A-Za-zà-ÿ-]+{_GAP}){{0,2}}(?:{words}))"
    return f"(?i:{_BEGIN}(?:{words}){_END})"


def possible(text: str) -> frozenset[Trait]:
    """Return the traits that ``text`` could hold, quickly; never one too few."""
    words = frozenset(_WORD.findall(text.lower()))
    digits = _DIGIT.search(text) is not None
    return frozenset(
        trait
        for trait in Trait
        if (digits or trait not in _WITH_DIGITS) and (trait not in _WORDS or not words.isdisjoint(_needs(trait)))
    )


def traits(text: str, among: frozenset[Trait] | None = None) -> Iterator[Mark]:
    """Yield the first mark of every kind in ``text``; counts that are said to be round do not count.

    Args:
        text: a paragraph.
        among: the kinds to look for, when some cannot be there.
    """
    for trait, pattern in _PATTERNS.items():
        if among is not None and trait not in among:
            continue
        for found in _compiled(pattern).finditer(text):
            before = max(0, found.start() - 24), found.start()
            if trait in (Trait.COUNT, Trait.FEW) and _compiled(_ROUND).search(text, *before):
                continue
            yield Mark(trait, found.group())
            break


def paragraphs(text: str) -> list[str]:
    """Split Markdown into paragraphs; items of a list belong together."""
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]
