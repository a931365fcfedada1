"""Check a few changed files again, and keep what was found, so that the rest need not be read.

A rule that looks at its own document runs on what has changed only. One that reads fields of other documents runs again
when one of those fields changed: on all documents, but of unchanged ones only these fields are there, from the index.
Whatever else changed (settings, schemas, vocabularies, waivers, assets, a link) is not worth being clever about: then
everything is checked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sane_cli.commands import _checking
from sane_cli.commands._remembering import Memory, told
from sane_cli.commands._telling import Looked
from sane_cli.core import recheck
from sane_cli.core.case import text
from sane_cli.core.checking import check_document, conclude
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Unreadable
from sane_cli.core.finding import Finding, Selection
from sane_cli.core.recheck import Difference, Seen
from sane_cli.core.rule import Rule
from sane_cli.store import playbook
from sane_cli.store.files import UnreadableFileError, read_inside
from sane_cli.store.index import findings, manifest
from sane_cli.store.index.findings import Row, View

_MOST = 200  # changed documents; with more, checking everything is about as quick
_UNREAD = "-"  # before the kind of a document that holds no data
_BY_OTHERS = "file"  # the rule that speaks where the system refused: next time it may not


def others(known: Memory) -> dict[str, str]:
    """Return the hashes of what is no document, taken before rules look at it."""
    paths = (path for path in known.now.paths if playbook.kind_of(path) is None)
    return {path: digest for path in paths if (digest := _digest(known, path))}


def keep(known: Memory, corpus: Corpus, looked: Looked, hashed: Mapping[str, str]) -> None:
    """Keep the outcome of a whole check, unless files were changing meanwhile or could not be opened."""
    session, outcome = known.session, looked.outcome
    settled = known.settled()
    everything = [*outcome.found, *outcome.covered, *outcome.idle]
    refused = any(finding.rule == _BY_OTHERS for finding in everything)
    if settled is None or refused or manifest.take(session.root).since(known.now):
        return
    rules = {name: rule for name, rule in _checking.rules().items() if name in known.selection}
    dated = any(rule.reads.today or rule.reads.everything for rule in rules.values()) or corpus.of_kind(Kind.WAIVERS)
    view = View(
        manifest=settled,
        day=known.day if dated else "",
        files=looked.files,
        outcome=outcome,
        open=looked.open,
        apart=_apart(everything, looked.files, rules),
    )
    names = recheck.all_fields(rules, corpus.case_schema)
    with_rows = known.selection == Selection() and _is_light(known, rules)
    rows = [*_rows(corpus.documents, names), *(Row(path, "", "", hashed[path], "") for path in hashed)]
    known.keep(view, rows if with_rows else None)


def again(known: Memory, paths: tuple[Any, ...]) -> Looked | None:
    """Check what changed since last time, and what that concerns; None when everything has to be checked."""
    view = known.view
    if view is None or not known.now.sure or b"//" in known.now.names or not view.apart:
        return None
    changes = known.changes
    before = findings.rows(known.session.root, view, findings.by_path((*changes.changed, *changes.gone)))
    if before is None:
        return None
    rows = {row.path: row for row in before}
    if (set(changes.changed) | set(changes.gone)) & set(view.files) - set(rows):
        return None  # a row is missing
    changed = [path for path in changes.changed if path not in rows or _digest(known, path) != rows[path].digest]
    gone = [path for path in changes.gone if path in rows]
    kinds = {playbook.kind_of(path) for path in (*changed, *gone)}
    if not kinds <= recheck.LIGHT or len(changed) + len(gone) > _MOST:
        return None
    if changed or gone:
        touched = {path: rows[path] for path in (*changed, *gone) if path in rows}
        found = _Round(known, view, touched, changed).view()
        return told(known.session.root, found, paths) if found is not None else None
    if settled := known.settled():
        known.keep(replace(view, manifest=settled), ())
    return told(known.session.root, view, paths)


@dataclass
class _Round:
    """One check of a few changed documents.

    Attributes:
        before: the rows of documents that changed or are gone.
        changed: paths of documents that changed or are new.
    """

    known: Memory
    last: View
    before: Mapping[str, Row]
    changed: list[str]

    def view(self) -> View | None:
        """Return what is found now, and keep it; None when the index cannot tell."""
        if any(_refused(self.whole[path]) for path in self.changed):
            return None
        with suppress(_GoneError):
            outcome = conclude(self._findings(), self.corpus, self.rules, whole=True)
            files = (set(self.last.files) - set(self.before)) | set(self.changed)
            view = replace(
                self.last,
                files=tuple(sorted(files, key=playbook.order)),
                outcome=outcome,
                apart=_apart([*outcome.found, *outcome.covered], files, self.rules),
            )
            if settled := self.known.settled():
                gone = set(self.before) - set(self.changed)
                self.known.keep(replace(view, manifest=settled), _rows(self._touched(), self.names), gone=gone)
            return view
        return None

    def _findings(self) -> Iterator[Finding]:
        """Yield what is found now: what still stands of last time, and what the rules find that look again."""
        own = {name: rule for name, rule in self.rules.items() if not rule.reads.others or name in self.disturbed}
        across = {name: self.rules[name] for name in self.disturbed}
        for finding in (*self.last.outcome.found, *self.last.outcome.covered):
            path = finding.place.path
            again = path in self.difference.paths or finding.rule in across
            if not again and not (path in self.translations and finding.rule in own):
                yield finding
        for document in self.corpus.documents:
            if document.path in self.difference.paths or document.path in self.translations:
                yield from check_document(document, self.corpus, own)
            elif document.failure is None:
                yield from check_document(document, self.corpus, across)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule."""
        return _checking.rules()

    @cached_property
    def names(self) -> frozenset[str]:
        """The fields that rules read of other documents."""
        return recheck.all_fields(self.rules, self.base.case_schema)

    @cached_property
    def base(self) -> Corpus:
        """The documents that are read whole."""
        session = self.known.session
        return playbook.assembled(session.root, session.today, tuple(self.whole.values()))

    @cached_property
    def whole(self) -> dict[str, Document]:
        """What has changed, and the few documents that say something of all others."""
        standing = (path for path in self.last.files if path not in self.before and _speaks_of_all(path))
        return {path: self._read(path) for path in sorted({*standing, *self.changed}, key=playbook.order)}

    @cached_property
    def difference(self) -> Difference:
        """What changed in the documents that changed."""
        after = {document.path: Seen.of(document, self.names) for document in self._touched()}
        return Difference({path: _seen(row) for path, row in self.before.items()}, after)

    @cached_property
    def disturbed(self) -> frozenset[str]:
        """The rules that have to look at other documents again."""
        found = (*self.last.outcome.found, *self.last.outcome.covered)
        return recheck.disturbed(self.rules, self.base.case_schema, self.difference, found)

    @cached_property
    def translations(self) -> frozenset[str]:
        """Unchanged translations of cases that changed."""
        ids = self.difference.ids
        if not ids or not any(_is_translation(path) for path in self.last.files):
            return frozenset()
        rows = (row for row in self.rows if row.kind == Kind.TRANSLATION.value)
        unchanged = (row for row in rows if row.path not in self.difference.paths)
        return frozenset(row.path for row in unchanged if ids & {json.loads(row.id), _original(row.path)})

    @cached_property
    def corpus(self) -> Corpus:
        """All that the rules need to see: whole documents, and parts of the others where somebody looks at them."""
        documents = self.whole | {path: self._read(path) for path in self.translations}
        translated = [document for document in documents.values() if document.kind is Kind.TRANSLATION]
        ids = {name for each in translated for name in (text(each.mapping, "id"), _original(each.path))}
        for row in self.rows if ids else ():
            if row.kind == Kind.CASE.value and json.loads(row.id) in ids and row.path not in self.before:
                documents.setdefault(row.path, self._read(row.path))
        # waivers name cases by their ids, and a disturbed rule looks at all documents
        for row in self.rows if self.disturbed or self.base.of_kind(Kind.WAIVERS) else ():
            if row.path not in self.before and row.path not in documents:
                documents[row.path] = self._part(row)
        ordered = (documents[path] for path in sorted(documents, key=playbook.order))
        return replace(self.base, documents=tuple(ordered))

    def _part(self, row: Row) -> Document:
        seen = _seen(row)
        if not seen.readable:
            return Document(kind=seen.kind, path=row.path, data=None, failure=Unreadable("", ""), digest=row.digest)
        return playbook.part_of(self.known.session.root, row.path, seen.kind, row.digest, dict(seen.fields))

    def _touched(self) -> list[Document]:
        return [self.whole[path] for path in self.changed]

    def _read(self, path: str) -> Document:
        root, kind = self.known.session.root, playbook.kind_of(path)
        assert kind is not None
        return playbook.read_document(root, root / path, kind)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of all documents as they were last time.

        Raises:
            _GoneError: they cannot be had.
        """
        found = findings.rows(self.known.session.root, self.last, findings.documents)
        if found is None or {row.path for row in found} != set(self.last.files):
            raise _GoneError
        return found


class _GoneError(Exception):
    """The index was changed by another process meanwhile, or is broken."""


def _rows(documents: Iterable[Document], names: frozenset[str]) -> Iterator[Row]:
    for document in documents:
        seen = Seen.of(document, names)
        kind = seen.kind.value if seen.readable else f"{_UNREAD}{seen.kind.value}"
        yield Row(document.path, kind, json.dumps(seen.id), document.digest, json.dumps(seen.fields))


def _seen(row: Row) -> Seen:
    kind = Kind(row.kind.removeprefix(_UNREAD))
    return Seen(kind, json.loads(row.id), not row.kind.startswith(_UNREAD), json.loads(row.fields))


def _refused(document: Document) -> bool:
    return document.failure is not None and document.failure.rule == _BY_OTHERS


def _speaks_of_all(path: str) -> bool:
    """Tell whether a document is neither a case nor a translation."""
    return not path.startswith("playbook/cases/")


def _is_translation(path: str) -> bool:
    return path.count(".") > 1 and playbook.kind_of(path) is Kind.TRANSLATION


def _original(path: str) -> str:
    """Return the id of the case that a translation translates, by its name."""
    return path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]


def _is_light(known: Memory, rules: Mapping[str, Rule]) -> bool:
    """Tell whether a few changed files can be checked on their own at all."""
    reads_much = any(rule.reads.everything for rule in rules.values())
    beyond = any(rule.reads.others and Kind.TRANSLATION in rule.kinds for rule in rules.values())
    return not reads_much and not beyond and b"//" not in known.now.names


def _apart(found: Iterable[Finding], files: Iterable[str], rules: Mapping[str, Rule]) -> bool:
    """Tell whether every finding stands in the document that it was found in, or was found in playbook.yaml."""
    known, settings = frozenset(files), {Kind.PLAYBOOK}
    return all(each.place.path in known or rules[each.rule].kinds <= settings for each in found)


def _digest(known: Memory, path: str) -> str:
    """Return the hash of a file's bytes; an empty text where it cannot be read."""
    try:
        return hashlib.sha256(read_inside(known.session.root, known.session.root / path)).hexdigest()
    except UnreadableFileError:
        return ""
