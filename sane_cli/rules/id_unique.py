"""No two documents of one kind share an id."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.corpus import Corpus, identity, named
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Across, Problem, Reads, Rule
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when an earlier document has the same id; an id that differs from its file counts as well."""
    written = document.mapping.get("id")
    if not isinstance(written, str):
        return
    first = corpus.once(_first_cases if document.kind is Kind.CASE else _first_collections)[written]
    if first.path != document.path:
        yield Problem(
            path=("id",),
            message=_("The id ‘{id}’ is already used in {path}.").format(id=written, path=first.path),
            hint=_("Give one of the two another id; an id is never used twice."),
            value=written,
            related=((first, ("id",)),),
        )


def _first_cases(corpus: Corpus) -> dict[str, Document]:
    """Return the first case by path of every id."""
    places: dict[str, int] = {}
    for at, name in _named(corpus):
        places.setdefault(name, at)
    cases = corpus.of_kind(Kind.CASE)
    return {name: cases[at] for name, at in places.items()}


def _first_collections(corpus: Corpus) -> dict[str, Document]:
    """Return the first collection by path of every id."""
    found: dict[str, Document] = {}
    for document in corpus.of_kind(Kind.COLLECTION):
        written = document.mapping.get("id")
        if isinstance(written, str):
            found.setdefault(written, document)
    return found


def _named(corpus: Corpus) -> Iterator[tuple[int, str]]:
    """Yield the place of every case that has an id, with it."""
    for at, (path, written) in enumerate(zip(corpus.case_paths, corpus.facts(identity), strict=True)):
        if written is None or isinstance(written, str):
            yield at, named(path, written)


def _concerned(corpus: Corpus) -> Iterator[str]:
    if not corpus.cases_by_id.collide:  # as nearly always
        return
    first, paths = corpus.once(_first_cases), corpus.case_paths
    yield from (paths[at] for at, name in _named(corpus) if first[name].path != paths[at])


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.COLLECTION}),
    title=N_("ids that are used twice"),
    why=N_("A link, a collection or a recall list must mean one case and no other."),
    remedy=N_("Give one of the two another id."),
    waivable=False,
    reads=Reads(fields=frozenset({"id"})),
    check=check,
    across=Across(pick=identity, concerned=_concerned),
    good="id: vuka-coalition   # the only one\n",
    bad="id: vuka-coalition   # also in another folder\n",
)
