"""No two documents of one kind share an id."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when an earlier document has the same id; an id that differs from its file counts as well."""
    written = document.mapping.get("id")
    if not isinstance(written, str):
        return
    for other in corpus.of_kind(document.kind):
        if other.path == document.path:
            return
        if other.mapping.get("id") == written:
            yield Problem(
                path=("id",),
                message=_("The id ‘{id}’ is already used in {path}.").format(id=written, path=other.path),
                hint=_("Give one of the two another id; an id is never used twice."),
                value=written,
                related=((other, ("id",)),),
            )
            return


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.COLLECTION}),
    title=N_("ids that are used twice"),
    why=N_("A link, a collection or a recall list must mean one case and no other."),
    remedy=N_("Give one of the two another id."),
    check=check,
    good="id: vuka-coalition   # the only one\n",
    bad="id: vuka-coalition   # also in another folder\n",
)
