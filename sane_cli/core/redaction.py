"""A safer edition of a case, proposed piece by piece; nothing is decided here.

Direct contacts go, exact days become months, towns become regions, people become roles, and organisations that are
not to be named become what kind they are.
Sources: ICO on anonymisation by coarser wording; facts R12, R14, R22, R23.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sane_cli.core import coarser, edtf
from sane_cli.core.audience import attribution
from sane_cli.core.case import Case, items, text, texts
from sane_cli.core.closed_names import closed
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Path
from sane_cli.core.walk import Text
from sane_cli.core.walk import texts as all_texts
from sane_cli.core.words import N_, _

_EMAIL = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_COORDINATES = re.compile(r"-?\b\d{1,2}\.\d{3,}\s?°?\s?[NS]?\s?[,;]\s?-?\d{1,3}\.\d{3,}\s?°?\s?[EW]?")
_GONE = N_("[contact removed]")
_DATED = frozenset({"period", "as_of"})


Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """One proposed change of one text, and why; ``change`` makes it again on whatever the text has become."""

    path: Path
    before: str
    after: str
    why: str
    change: Change = field(repr=False, compare=False)


def proposed(document: Document, corpus: Corpus) -> list[Piece]:
    """Return what would make the case safer to show, in the order of the file.

    Several pieces may touch one text; each is proposed on what the ones before it leave.
    """
    return [piece for each in all_texts(document, corpus) for piece in _pieces(each, Case.of(document), corpus)]


def _pieces(each: Text, case: Case, corpus: Corpus) -> Iterator[Piece]:
    if each.path[0] in ("sharing", "id", "schema_version", "withdrawn", "status", "sources", "related"):
        return
    current = each.text
    steps = _dates(each) if each.path[0] in _DATED else _words(each, case, corpus)
    for why, change in steps:
        after = change(current)
        if after != current:
            yield Piece(each.path, current, after, why, change)
            current = after


def _dates(each: Text) -> Iterator[tuple[str, Change]]:
    day = edtf.parse(each.text)
    if day is not None and day.precision == "day":
        yield _("an exact day; the month is enough to learn from"), lambda words: words[:7]


def _words(each: Text, case: Case, corpus: Corpus) -> Iterator[tuple[str, Change]]:
    if not each.free:
        return
    yield _("an e-mail address"), lambda words: _EMAIL.sub(_(_GONE), words)
    yield _("an exact place"), lambda words: _COORDINATES.sub(_("[place removed]"), words)
    yield _("a number to call, an account or an identity number"), lambda words: _without_contacts(words, case, corpus)
    yield _("an exact day; the month is enough to learn from"), coarser.months
    if each.path[0] not in ("organisations", "authors"):
        yield _("a person; the role is enough"), coarser.roles
        yield _("a small place; the region is enough"), lambda words: coarser.regions(words, _region(case, corpus))
        for organisation in items(case.data, "organisations"):
            if attribution(organisation, case) != "named":
                yield _("the name of an organisation that is not to be named"), _namer(organisation)


def _region(case: Case, corpus: Corpus) -> str:
    """Return words for the case's first region, as its schema labels it."""
    named = texts(case.data, "regions")
    field = corpus.case_schema.by_name.get("regions")
    return _(field.label(named[0])) if field and named else ""


def _without_contacts(words: str, case: Case, corpus: Corpus) -> str:
    found = sorted(corpus.outside.contacts(words, texts(case.data, "countries")), key=lambda each: -each.start)
    for contact in found:
        words = words[: contact.start] + _(_GONE) + words[contact.end :]
    return words


def _namer(organisation: Mapping[str, Any]) -> Change:
    kind = text(organisation, "kind")
    mark = _("the {kind}").format(kind=kind) if kind else _("an organisation")
    name = text(organisation, "name")
    names = closed([name], [text(organisation, "url")], told=[name])  # whole names only: words could be of others
    return lambda words: names.removed(words, mark) if names else words


def accepted(pieces: Iterable[Piece], numbers: frozenset[int]) -> dict[Path, str]:
    """Return the texts that change when the pieces with these numbers (from 1) are accepted."""
    result: dict[Path, str] = {}
    begun: dict[Path, str] = {}
    for number, piece in enumerate(pieces, 1):
        current = begun.setdefault(piece.path, piece.before)
        if number in numbers:
            result[piece.path] = begun[piece.path] = piece.change(current)
    return result
