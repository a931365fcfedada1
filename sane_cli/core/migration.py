"""Move files from one version of their schema to the next, a step at a time.

A step is a value: which kind of file, from which version to which, and what changes in one file. It knows no bytes;
whoever writes the file keeps comments, order and quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.error import BrokenPlaybookError
from sane_cli.core.schema import Schema
from sane_cli.core.words import _

VERSION = "schema_version"
GONE = object()  # in the changes of a step: this value is removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        kind: the files it is for; a translation is a file of its own kind.
        before: the version it starts from.
        after: the version it leads to.
        change: data of one file → path of a value → its new value, or ``GONE``; the version itself is taken care of.
    """

    kind: Kind
    before: int
    after: int
    change: Callable[[Mapping[str, Any]], Mapping[Path, Any]]


def version_of(schema: Schema) -> int:
    """Return the version of files that ``schema`` takes."""
    wanted = schema.by_name[VERSION].raw.get("const") if VERSION in schema.by_name else None
    return wanted if isinstance(wanted, int) else 1


def out_of_step(corpus: Corpus) -> tuple[list[Document], list[Document]]:
    """Return the files that are older than their schema wants, and those that are newer."""
    older: list[Document] = []
    newer: list[Document] = []
    for document in corpus.documents:
        have, wanted = _have(document), wanted_by(corpus, document)
        if have is not None and have != wanted:
            (older if have < wanted else newer).append(document)
    return older, newer


def wanted_by(corpus: Corpus, document: Document) -> int:
    """Return the version that the schema of ``document`` takes."""
    name = Kind.CASE.value if document.kind is Kind.TRANSLATION else document.kind.value
    return version_of(corpus.schemas[name])


def way(steps: Iterable[Step], document: Document, wanted: int) -> list[Step]:
    """Return the steps that lead ``document`` to the version ``wanted``, in order.

    Raises:
        BrokenPlaybookError: no steps lead there.
    """
    known = {step.before: step for step in steps if step.kind is document.kind and step.before < step.after}
    at, found = _have(document) or 0, []
    while at < wanted:
        step = known.get(at)
        if step is None or step.after > wanted:
            raise BrokenPlaybookError(
                _("This program knows no way from version {at} to version {wanted}.").format(at=at, wanted=wanted),
                where=document.path,
                todo=_("Install the version of the program that the schema was made for."),
            )
        found.append(step)
        at = step.after
    return found


def _have(document: Document) -> int | None:
    have = document.mapping.get(VERSION) if document.failure is None else None
    return have if isinstance(have, int) and not isinstance(have, bool) else None
