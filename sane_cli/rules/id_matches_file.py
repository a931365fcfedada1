"""A document's id is its file's name."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield when the id and the file name differ."""
    written = document.mapping.get("id")
    expected = document.stem.split(".", maxsplit=1)[0]
    if isinstance(written, str) and written != expected:
        yield Problem(
            path=("id",),
            message=_("The id ‘{id}’ is not the file's name ‘{name}’.").format(id=written, name=expected),
            hint=_("Rename the file to {id}.yaml, or write id: {name}").format(id=written, name=expected),
            value=written,
        )


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION, Kind.VOCABULARY}),
    title=N_("ids that differ from their file's name"),
    why=N_("People look for a case by its file, links by its id; two names for one thing lose both."),
    remedy=N_("Give the file and the id the same name."),
    waivable=False,
    reads=ALONE,
    check=check,
    good="# vuka-coalition.yaml\nid: vuka-coalition\n",
    bad="# vuka-coalition.yaml\nid: vuka\n",
)
