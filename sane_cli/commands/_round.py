"""One check of a few changed documents, and of what their change concerns.

Every rule runs on what has changed. A rule that compares cases runs again where that concerns it: on what was picked
out of the cases, which the index keeps, and then on the few cases that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sane_cli.commands import _checking, _columns
from sane_cli.commands._remembering import Memory
from sane_cli.core import recheck
from sane_cli.core.case import text
from sane_cli.core.checking import Pick, check_document, conclude
from sane_cli.core.corpus import Corpus, identity
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Finding
from sane_cli.core.recheck import Difference, Marks
from sane_cli.core.rule import Rule
from sane_cli.store import playbook
from sane_cli.store.index import findings
from sane_cli.store.index.findings import View

BY_OTHERS = "file"  # the rule that speaks where the system refused: next time it may not


class CannotTellError(Exception):
    """The index does not hold what it takes; everything has to be checked."""


@dataclass(eq=False, repr=False)
class Round:
    """One check of a few changed documents.

    Attributes:
        last: what was found before.
        changed: paths of documents that changed or are new.
        gone: paths of documents that are no longer there.
    """

    known: Memory
    last: View
    changed: list[str]
    gone: list[str]

    def outcome(self) -> tuple[View, dict[str, bytes]]:
        """Return what is found now, and the columns that changed.

        Raises:
            CannotTellError: everything has to be checked.
        """
        if any(each.failure is not None and each.failure.rule == BY_OTHERS for each in self.documents.values()):
            raise CannotTellError
        for pick, facts in self.facts.items() if self.corpus is not self.base else ():
            self.corpus.remember(pick, _columns.of_cases(self.corpus, facts))
        outcome = conclude(self._findings(), self.corpus, self.rules, whole=True)
        found = [*outcome.found, *outcome.covered]
        view = replace(self.last, files=self.files, outcome=outcome, apart=apart(found, self.files, self.rules))
        columns = {_columns.name(pick): _columns.packed(facts) for pick, facts in self.facts.items()}
        if self.difference.came_or_went or self.difference.fields:
            columns[_columns.MARKS] = self._marks_now()
        return view, columns

    def _findings(self) -> Iterator[Finding]:
        """Yield what is found now: what still stands of last time, and what the rules find that look again."""
        own = {name: rule for name, rule in self.rules.items() if not rule.reads.others or name in self.disturbed}
        for finding in (*self.last.outcome.found, *self.last.outcome.covered):
            path = finding.place.path
            again = path in self.difference.paths or finding.rule in self.disturbed
            if not again and not (path in self.translations and finding.rule in own):
                yield finding
        for document in (*self.documents.values(), *self.translations.values()):
            yield from check_document(document, self.corpus, own)
        for name in self.disturbed:
            rule = {name: self.rules[name]}
            for document in self._concerned(self.rules[name]):
                if document.failure is None:
                    yield from check_document(document, self.corpus, rule)

    def _concerned(self, rule: Rule) -> Iterator[Document]:
        """Yield the unchanged documents on which a disturbed rule has to look again."""
        concerned = set(rule.across.concerned(self.corpus)) if rule.across and Kind.CASE in rule.kinds else None
        for document in self.corpus.documents:
            looks = concerned is None or document.kind is not Kind.CASE or document.path in concerned
            if looks and document.kind in rule.kinds and document.path not in self.documents:
                yield document.read()

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule."""
        return _checking.rules()

    @cached_property
    def reader(self) -> playbook.Reader:
        """Reads documents when they are asked."""
        return playbook.Reader(self.known.session.root)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """What changed, each read once."""
        return {path: self._document(path).read() for path in self.changed}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The paths of all documents now, in order."""
        came = set(self.changed) - set(self.last.files)
        if not came and not self.gone:
            return self.last.files
        return tuple(sorted((set(self.last.files) | came) - set(self.gone), key=playbook.order))

    @cached_property
    def base(self) -> Corpus:
        """What changed, and the few documents that are no cases; it holds settings, schemas and vocabularies."""
        session = self.known.session
        few = {
            path: self._document(path) for path in self.files if not path.startswith(playbook.CASES)
        } | self.documents
        documents = tuple(few[path] for path in sorted(few, key=playbook.order))
        return playbook.assembled(session.root, session.today, documents)

    @cached_property
    def corpus(self) -> Corpus:
        """All documents, those that did not change to be read when a rule asks; the base where none can ask."""
        translated = any(
            "." in path[len(playbook.CASES) : -len(".yaml")] for path in self.files if path.startswith(playbook.CASES)
        )
        if not (self.disturbed or translated or self.base.of_kind(Kind.WAIVERS)):
            return self.base
        documents = tuple(self.documents.get(path) or self._document(path) for path in self.files)
        return replace(self.base, documents=documents)

    @cached_property
    def marks(self) -> Marks:
        """Picks the marks of a case."""
        return Marks.of(self.rules, self.base.case_schema)

    @cached_property
    def difference(self) -> Difference:
        """What changed."""
        kinds = {kind for path in (*self.changed, *self.gone) if (kind := playbook.kind_of(path))}
        before, width = self._column(_columns.MARKS), self.marks.width
        differing = (
            self.marks.differing(before[at * width : (at + 1) * width], self.marks(document, self.base))
            for path, document in self.documents.items()
            if document.kind is Kind.CASE and (at := self._places.get(path)) is not None
        )
        return Difference(
            paths=frozenset((*self.changed, *self.gone)),
            kinds=frozenset(kinds),
            came_or_went=self.files != self.last.files,
            fields=frozenset[str]().union(*differing),
        )

    @cached_property
    def disturbed(self) -> frozenset[str]:
        """The rules that have to look at other documents again."""
        found = (*self.last.outcome.found, *self.last.outcome.covered)
        return recheck.disturbed(self.rules, self.base.case_schema, self.difference, found)

    @cached_property
    def facts(self) -> dict[Pick, list[Any]]:
        """What the disturbed rules pick out of the cases, in the order of files: of unchanged ones as it was kept."""
        rules = {name: self.rules[name] for name in sorted(self.disturbed)}
        return {pick: self._now(self._kept(pick), pick) for pick in _columns.picks(rules)}

    def _now(self, kept: Sequence[Any], pick: Pick) -> list[Any]:
        """Return what was kept of the files of last time, brought up to the files of now."""
        fresh = {
            path: pick(document, self.base) if document.kind is Kind.CASE else None
            for path, document in self.documents.items()
        }
        if self.files is not self.last.files:
            known = dict(zip(self.last.files, kept, strict=True)) | fresh
            return [known.get(path) for path in self.files]
        now = list(kept)
        for path, fact in fresh.items():
            now[self._places[path]] = fact
        return now

    @cached_property
    def translations(self) -> dict[str, Document]:
        """Unchanged, readable translations of cases that changed."""
        cases = [path for path in (*self.changed, *self.gone) if playbook.kind_of(path) is Kind.CASE]
        before = dict(zip(self.last.files, self._kept(identity), strict=True))
        now = {path: identity(document, self.base) for path, document in self.documents.items()}
        ids = {_id(side.get(path), path) for side in (before, now) for path in cases}
        translations = self.corpus.of_kind(Kind.TRANSLATION) if ids else ()
        unchanged = (each.read() for each in translations if each.path not in self.documents)
        readable = (each for each in unchanged if each.failure is None)
        return {each.path: each for each in readable if ids & {text(each.mapping, "id"), _named(each.path)}}

    def _marks_now(self) -> bytes:
        before, width = self._column(_columns.MARKS), self.marks.width
        marks = [before[at : at + width] for at in range(0, len(before), width)] if width else []
        return _columns.aligned(self._now(marks, self.marks), self.marks)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Where each file stood last time."""
        return {path: at for at, path in enumerate(self.last.files)}

    def _document(self, path: str) -> Document:
        kind = playbook.kind_of(path)
        if kind is None:
            raise CannotTellError
        return self.reader.document(path, kind)

    def _kept(self, pick: Pick) -> list[Any]:
        return _columns.unpacked(self._column(_columns.name(pick)))

    def _column(self, name: str) -> bytes:
        found = findings.column(self.known.session.root, self.last, name)
        if found is None:
            raise CannotTellError
        return found


def _id(written: object, path: str) -> str:
    """Return the id of a case, given what ``identity`` picked of it."""
    return written if isinstance(written, str) else path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _named(path: str) -> str:
    """Return the id of the case that a translation translates, by its name."""
    return path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]


def apart(found: Iterable[Finding], files: Iterable[str], rules: Mapping[str, Rule]) -> bool:
    """Tell whether every finding stands in the document that it was found in, or was found in playbook.yaml."""
    known, settings = frozenset(files), {Kind.PLAYBOOK}
    return all(each.place.path in known or rules[each.rule].kinds <= settings for each in found)
