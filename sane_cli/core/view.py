"""A case as a reader meets it: facts, sections, lessons, sources, in the order and words of the schema.

Every way of showing a case (terminal, Markdown, report, site) walks this one view, so a new field of the schema
appears in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sane_cli.core import edtf
from sane_cli.core.audience import PublicCase
from sane_cli.core.case import State, Told, items, mapping, text, texts
from sane_cli.core.labels import Labels
from sane_cli.core.schema import Field
from sane_cli.core.words import _

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the key facts: the field's name and heading, and words for its values."""

    name: str
    title: str
    values: tuple[str, ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story: heading and Markdown; ``language`` when it is another one than the rest of the case."""

    name: str
    title: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as Markdown, words for whom it is meant, and its language when that differs from the case's."""

    text: str
    audience: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A source; dates are words, ``url`` and ``archived`` full addresses."""

    title: str
    url: str
    publisher: str
    published: str
    accessed: str
    archived: str


@dataclass(frozen=True, slots=True)
class Link:
    """A related case, how the two belong together, and its title where it is known."""

    case: str
    relation: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a term of the vocabulary means."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything that is shown of one case.

    Attributes:
        translated: a sentence about its translation, for readers who wanted another language than it was written in.
    """

    id: str
    title: str
    lead: str
    place: str
    period: str
    as_of: str
    status: str
    is_published: bool
    label: str
    language: str
    translated: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    lessons: tuple[Lesson, ...]
    related: tuple[Link, ...]
    media: tuple[tuple[str, str, str], ...]
    authors: tuple[str, ...]
    sources: tuple[Source, ...]


def view(case: PublicCase, labels: Labels, titles: Mapping[str, str] = _NONE) -> CaseView:
    """Lay out a gated case for readers; ``titles`` are those of other cases that they may see."""
    data = case.data
    schema = labels.lexicon.case_schema
    facts = tuple(fact for field in schema.fields if field.place == "facts" for fact in _fact(field, data, labels))
    by_name = {fact.name: ", ".join(fact.values) for fact in facts}
    return CaseView(
        id=case.id,
        title=case.title,
        lead=text(data, "summary"),
        place=by_name.get("countries") or by_name.get("regions", ""),
        period=by_name.get("period", ""),
        as_of=by_name.get("as_of", ""),
        status=by_name.get("status", ""),
        is_published=case.status == "published",
        label=case.label.value,
        language=text(data, "language") or "en",
        translated=_translated(case.told, labels),
        facts=facts,
        sections=tuple(
            Section(field.name, labels.title(field), text(data, field.name), _left(case, field.name))
            for field in schema.fields
            if field.place in ("body", "notes") and text(data, field.name).strip()
        ),
        lessons=tuple(_lessons(case, schema.by_name.get("lessons"))),
        related=tuple(_links(data, schema.by_name.get("related"), titles)),
        media=tuple((text(m, "kind"), text(m, "title"), text(m, "url")) for m in items(data, "media")),
        authors=texts(data, "authors"),
        sources=tuple(_source(item, labels) for item in items(data, "sources")),
    )


def definitions(case: PublicCase, labels: Labels) -> tuple[Definition, ...]:
    """Explain the terms of a case, in the order of its fields; terms without a definition are left out."""
    found = []
    for field in labels.lexicon.case_schema.fields:
        terms = labels.lexicon.vocabulary(field.vocabulary).terms if field.vocabulary else {}
        for term in (terms[name] for name in texts(case.data, field.name) if name in terms):
            meaning = term.definition(labels.names.language)
            if meaning:
                found.append(Definition(term.id, term.label(labels.names.language), meaning))
    return tuple(found)


def _fact(field: Field, data: Any, labels: Labels) -> Iterator[Fact]:
    value = data.get(field.name)
    if value in (None, "", [], {}):
        return
    ids = texts(data, field.name) or ((value,) if isinstance(value, str) else ())
    words = tuple(_words(field, data, labels))
    if words:
        yield Fact(field.name, labels.title(field), words, ids)


def _words(field: Field, data: Any, labels: Labels) -> Iterator[str]:
    match field.kind:
        case "period":
            yield _period(mapping(data, field.name), labels)
        case "date":
            yield _date(data.get(field.name), labels)
        case "items":
            yield from filter(None, (_item_words(item) for item in items(data, field.name)))
        case "yes-no":
            yield _("yes") if data.get(field.name) is True else _("no")
        case _:
            plain = text(data, field.name)
            yield from (labels.value(field, value) for value in ([plain] if plain else texts(data, field.name)))


def _item_words(item: Any) -> str:
    """Words for an organisation, or for any other item with a name or kind: «CIVICUS (host)»."""
    name = text(item, "name") or text(item, "title") or text(item, "kind")
    role = text(item, "role")
    return f"{name} ({role})" if name and role else name


def _period(period: Any, labels: Labels) -> str:
    start, end = _date(period.get("from"), labels), _date(period.get("to"), labels)
    if start and end:
        return start if start == end else f"{start} – {end}"
    return _("since {date}").format(date=start) if start else _("until {date}").format(date=end)


def _date(value: Any, labels: Labels) -> str:
    parsed = edtf.parse(value)
    return labels.names.date(parsed) if parsed else (value if isinstance(value, str) else "")


def _translated(told: Told | None, labels: Labels) -> str:
    """Say how a case came to the language of its readers; without grammar that would depend on a language's name."""
    if told is None:
        return ""
    language = labels.names.tongue(told.original)
    match told.state:
        case State.CURRENT:
            return _("Translation. Language of the original: {language}.").format(language=language)
        case State.OLDER:
            return _(
                "Translated from an older version. Language of the original: {language}. Where the two differ, the "
                "original holds."
            ).format(language=language)
        case State.UNCHECKED:
            return _(
                "Translation; nobody wrote down of which version. Language of the original: {language}. Where the two "
                "differ, the original holds."
            ).format(language=language)
        case State.MISSING:
            return _("Not translated yet. Language of the original: {language}.").format(language=language)


def _left(case: PublicCase, name: str) -> str:
    """Return the language of a field that its translation left as it was, or nothing."""
    return case.told.original if case.told and name in case.told.kept else ""


def _lessons(case: PublicCase, field: Field | None) -> Iterator[Lesson]:
    whom = next((part for part in field.fields if part.name == "for"), None) if field else None
    for item in items(case.data, "lessons"):
        meant = text(item, "for")
        words = _(whom.label(meant)) if whom and meant else ""
        yield Lesson(text(item, "text"), words, _left(case, "lessons"))


def _links(data: Any, field: Field | None, titles: Mapping[str, str]) -> Iterator[Link]:
    relation = next((part for part in field.fields if part.name == "relation"), None) if field else None
    for item in items(data, "related"):
        how = text(item, "relation")
        other = text(item, "case")
        yield Link(other, _(relation.label(how)) if relation else how, titles.get(other, ""))


def _source(item: Any, labels: Labels) -> Source:
    return Source(
        text(item, "title"),
        text(item, "url"),
        text(item, "publisher"),
        _date(item.get("published"), labels),
        _date(item.get("accessed"), labels),
        text(item, "archived"),
    )
