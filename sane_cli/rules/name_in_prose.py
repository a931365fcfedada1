"""Names that are withheld in the list are not told in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core.calm import Calm, open_organisations
from sane_cli.core.case import items, text, texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.record import record
from sane_cli.core.rule import TEXTS, Problem, Reads, Rule
from sane_cli.core.text import folded
from sane_cli.core.walk import Text, attribution, chatham, public_texts
from sane_cli.core.words import N_, _

_SHORT = 3  # letters an acronym needs; fewer would match by chance
_LONG = 6  # letters a name needs to be looked for inside addresses
_SMALL_WORDS = frozenset({"and", "of", "for", "the", "in", "on", "de", "la", "el", "et", "y", "des", "pour", "para"})


@record(frozen=True, slots=True, eq=False, repr=False)
class _Closed:
    """The closed names of one case in the forms in which they could be told."""

    whole: re.Pattern[str]
    short: re.Pattern[str] | None
    squashed: tuple[str, ...]


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every place where readers could read, or guess, a name that the case withholds."""
    closed = _closed(document.mapping)
    if closed is None:
        return
    yield from _in_names(document, closed)
    for found in public_texts(document, corpus):
        if found.free:
            yield from _in_prose(found, closed)
        elif found.field is not None and found.field.kind == "link":
            yield from _in_address(found, closed)


def _closed(data: Mapping[str, Any]) -> _Closed | None:
    everybody = chatham(data)
    names = [
        " ".join(text(item, "name").split())
        for item in items(data, "organisations")
        if everybody or attribution(item, data) in ("described", "withheld") or "tlp" in item
    ]
    names += texts(data, "authors") if everybody else ()
    names = [name for name in names if name]
    if not names:
        return None
    whole = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    short = "|".join(re.escape(word) for word in map(_acronym, names) if len(word) >= _SHORT)
    squashed = tuple(word for word in map(_squashed, names) if len(word) >= _LONG)
    return _Closed(
        re.compile(rf"(?<!\w)(?:{whole})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{short})(?!\w)") if short else None,
        squashed,
    )


def _acronym(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name) if word.casefold() not in _SMALL_WORDS).upper()


def _squashed(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name)))


def _in_names(document: Document, closed: _Closed) -> Iterator[Problem]:
    name = document.stem.split(".")[0]
    if any(word in _squashed(name) for word in closed.squashed):
        yield Problem(
            path=("id",),
            severity=Severity.ERROR,
            message=_("The id and the file's name tell a name that the case withholds; they are never closed."),
            hint=_("Choose an id that describes what happened, and rename the file."),
        )


def _in_prose(found: Text, closed: _Closed) -> Iterator[Problem]:
    whole = closed.whole.search(found.text)
    if whole:
        yield Problem(
            path=found.path,
            words=whole.group(),
            message=_("A withheld name stands in the text; readers will see a gap there."),
        )
    short = closed.short.search(found.text) if closed.short else None
    if short:
        yield Problem(
            path=found.path,
            words=short.group(),
            message=_("The short form of a withheld name stands in the text; the gate does not know it."),
        )


def _in_address(found: Text, closed: _Closed) -> Iterator[Problem]:
    if any(word in _squashed(found.text) for word in closed.squashed):
        yield Problem(
            path=found.path,
            message=_("The address tells a name that the case withholds."),
            hint=_("Close this entry with a ‘tlp’ of its own, or leave the address out."),
        )


def calm(_corpus: Corpus) -> Calm:
    """No name that is written down is withheld."""
    unlabelled = {"properties": {"organisations": {"items": {"properties": {"tlp": False}}}}}
    named = open_organisations(or_nameless=True)
    return Calm(data={"allOf": [unlabelled, named]})


PLUGIN = Rule(
    severity=Severity.WARNING,
    kinds=TEXTS,
    title=N_("withheld names that the text, an address or the id gives away"),
    why=N_("One slip in the prose undoes what the organisation asked for."),
    remedy=N_("Describe the organisation by its kind instead, for instance ‘a national coalition’."),
    waivable=False,
    reads=Reads(original=True),
    check=check,
    calm=calm,
    good="organisations: [{kind: national coalition, attribution: described}]\ncontext: A national coalition met.\n",
    bad="organisations: [{name: Invented Front, attribution: withheld}]\ncontext: The Invented Front met.\n",
)
