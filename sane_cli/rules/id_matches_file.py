"""A document's id is its file's name."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield when the id and the file name differ."""
    written, expected = document.mapping.get("id"), _expected(document)
    if isinstance(written, str) and written != expected:
        yield Problem(
            path=("id",),
            message=_("The id ‘{id}’ is not the file's name ‘{name}’.").format(id=written, name=expected),
            hint=_("Rename the file to {id}.yaml, or write id: {name}").format(id=written, name=expected),
            value=written,
        )


def _expected(document: Document) -> str:
    """Return the file's name up to its first dot."""
    return document.path.rpartition("/")[2].partition(".")[0]


def calm(_corpus: Corpus) -> Calm:
    """The id is the name of the file."""
    return Calm(besides=lambda document: document.mapping.get("id") == _expected(document))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION, Kind.VOCABULARY}),
    title=N_("ids that differ from their file's name"),
    why=N_("People look for a case by its file, links by its id; two names for one thing lose both."),
    remedy=N_("Give the file and the id the same name."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good="# vuka-coalition.yaml\nid: vuka-coalition\n",
    bad="# vuka-coalition.yaml\nid: vuka\n",
)
