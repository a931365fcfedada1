"""What ``sane validate`` does when it does not know already: which files it looks at, with which rules."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sane_cli.commands._telling import RULES, Looked, Scope
from sane_cli.core import registry
from sane_cli.core.case import Case, items, text, texts
from sane_cli.core.checking import Packed, Pick, Share, Work, check_all
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, paths
from sane_cli.core.error import UsageError
from sane_cli.core.finding import Finding
from sane_cli.core.rule import Rule
from sane_cli.core.tlp import Tlp
from sane_cli.core.walk import original
from sane_cli.core.words import _
from sane_cli.session import Session
from sane_cli.store.workers import laid_aside, without_collecting

# a change of these can break anything
_EVERYTHING = ("schema/", "playbook/vocabulary/", "playbook/playbook.yaml", "playbook/waivers.yaml")
_PATIENCE = 1.0  # seconds before progress is shown


def rules() -> dict[str, Rule]:
    """Load every rule, by id in stable order."""
    return registry.load_all(RULES, Rule)


def look(session: Session, corpus: Corpus, scope: Scope, picks: Iterable[Pick] = ()) -> Looked:
    """Check what ``scope`` asks for, and pick something out of each case on the way.

    Raises:
        UsageError: a path or revision does not exist.
    """
    documents = _below(corpus, session.root, scope.paths) if scope.paths else None
    with without_collecting():
        outcome = check_all(
            corpus, rules(), selection=scope.selection, only=documents, share=_sharing(session), picks=picks
        )
    findings, looked_at = outcome.findings, documents if documents is not None else corpus.documents
    if scope.since:
        findings, looked_at = _since(session, corpus, scope.since, findings, looked_at)
    return Looked(
        outcome=outcome,
        findings=findings,
        files=paths(looked_at),
        open=corpus.settings.get("repository_tlp") == Tlp.CLEAR.value,
    )


def _below(corpus: Corpus, root: Path, paths: Iterable[Path]) -> list[Document]:
    """Return the documents below ``paths``.

    Raises:
        UsageError: a path does not exist or holds nothing of the playbook.
    """
    chosen: dict[str, Document] = {}
    for path in paths:
        real = Path(os.path.abspath(path))  # noqa: PTH100  (without following links, as the corpus does)
        found = [d for d in corpus.documents if (root / d.path) == real or real in (root / d.path).parents]
        if not found:
            raise UsageError(
                _("Nothing of the playbook is there."),
                where=str(path),
                todo=_("Name a YAML file or folder below {folder}.").format(folder="playbook/"),
            )
        chosen |= {document.path: document for document in found}
    return [chosen[path] for path in sorted(chosen)]


def _since(
    session: Session, corpus: Corpus, since: str, findings: list[Finding], documents: Sequence[Document]
) -> tuple[list[Finding], Sequence[Document]]:
    """Keep what changed since a revision and what the change can break elsewhere.

    Everything has been checked, which is cheap; only what is reported is narrowed, so nothing can be missed.
    """
    from sane_cli.store.git import changed

    paths = changed(session.root, since)
    if any(path.startswith(_EVERYTHING) for path in paths):
        return findings, documents
    touched = paths | _dependants(corpus, paths)
    kept = [
        finding
        for finding in findings
        if finding.place.path in touched or any(other.path in paths for other in finding.related)
    ]
    places = touched | {finding.place.path for finding in kept}
    return kept, [document for document in documents if document.path in places]


def _dependants(corpus: Corpus, paths: frozenset[str]) -> set[str]:
    """Return the files that name something in ``paths``: a case, a collection or a picture, deleted ones as well."""
    ids = {path.rsplit("/", 1)[-1].split(".")[0] for path in paths}
    ids |= {Case.of(document).id for document in corpus.documents if document.path in paths}
    pictures = {path.removeprefix("playbook/") for path in paths if path.startswith("playbook/assets/")}
    return {d.path for d in corpus.documents if ids & _named(d, corpus) or (pictures and _shows(d.data, pictures))}


def _named(document: Document, corpus: Corpus) -> set[str]:
    data = document.mapping
    named = {text(link, "case") for link in items(data, "related")} | set(texts(data, "cases"))
    named |= {name for found in items(data, "findings") for name in texts(found, "cases")}
    named |= {text(data, "default_collection")}
    if document.kind is Kind.TRANSLATION:
        case = original(document, corpus)
        named |= {document.stem.split(".")[0], Case.of(case).id if case else ""}
    return named - {""}


def _shows(value: object, pictures: set[str]) -> bool:
    if isinstance(value, str):
        return any(picture in value for picture in pictures)
    if isinstance(value, Mapping):
        return any(_shows(part, pictures) for part in value.values())
    return isinstance(value, list) and any(_shows(part, pictures) for part in value)


def _sharing(session: Session) -> Share:
    """Return what hands the check out to processes and, on a terminal, shows how far it is."""

    def share(documents: Sequence[Document], work: Work) -> Sequence[Packed]:
        began = time.monotonic()
        shown = False

        def show(at: int) -> None:
            nonlocal shown
            if time.monotonic() - began > _PATIENCE:
                session.err.write(f"\r{100 * at // len(documents):>3} %")
                session.err.flush()
                shown = True

        watched = not session.quiet and sys.stderr.isatty()
        found = laid_aside(documents, work, session.jobs, show if watched else None)
        if shown:
            session.err.write("\r\x1b[K")
            session.err.flush()
        return found

    return share
