"""One check of a few changed documents, and of what their change concerns.

Every rule runs on what has changed. A rule that compares cases runs again where that concerns it: on what was picked
out of the cases, which the index keeps, and then on the few cases that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sane_cli.commands import _checking, _columns
from sane_cli.commands._remembering import Memory
from sane_cli.core import recheck
from sane_cli.core.case import text
from sane_cli.core.checking import Pick, check_document, conclude
from sane_cli.core.corpus import Corpus, identity, named
from sane_cli.core.document import Document, Kind, paths
from sane_cli.core.finding import Finding
from sane_cli.core.recheck import Difference, Marks
from sane_cli.core.rule import Rule
from sane_cli.core.series import Series
from sane_cli.store import kinds, playbook
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
    _columns_read: dict[str, Series] = field(default_factory=dict)

    def outcome(self) -> tuple[View, dict[str, Series]]:
        """Return what is found now, and the columns that changed.

        Raises:
            CannotTellError: everything has to be checked.
        """
        if any(each.failure is not None and each.failure.rule == BY_OTHERS for each in self.documents.values()):
            raise CannotTellError
        for pick, facts in self.facts.items() if self.corpus is not self.base else ():
            self.corpus.remember(pick, facts)
        outcome = conclude(self._findings(), self.corpus, self.rules, whole=True)
        found = [*outcome.found, *outcome.covered]
        view = replace(self.last, files=self.files, outcome=outcome, apart=apart(found, self.files, self.rules))
        columns = {_columns.name(pick): facts for pick, facts in self.facts.items()}
        if self.difference.came_or_went or self.difference.fields:
            columns[_columns.MARKS] = self._now(self._kept(_columns.MARKS), self.marks)
        return view, columns

    def _findings(self) -> Iterator[Finding]:
        """Yield what is found now: what still stands of last time, and what the rules find that look again."""
        own = {name: rule for name, rule in self.rules.items() if not rule.reads.others or name in self.disturbed}
        affected = self.affected  # asked first: where a rule can tell, it need not look at all cases
        for finding in (*self.last.outcome.found, *self.last.outcome.covered):
            path, name = finding.place.path, finding.rule
            again = path in self.difference.paths or (name in self.disturbed and path in affected.get(name, {path}))
            if not again and not (path in self.translations and finding.rule in own):
                yield finding
        for document in (*self.documents.values(), *self.translations.values()):
            yield from check_document(document, self.corpus, own)
        for name in self.disturbed:
            rule = {name: self.rules[name]}
            for document in self._concerned(name):
                if document.failure is None:
                    yield from check_document(document, self.corpus, rule)

    def _concerned(self, name: str) -> Iterator[Document]:
        """Yield the unchanged documents on which a disturbed rule has to look again."""
        rule, concerned = self.rules[name], self.affected.get(name)
        if concerned is None and rule.across and Kind.CASE in rule.kinds:
            concerned = frozenset(rule.across.concerned(self.corpus))
        for kind in rule.kinds:
            documents = self.corpus.of_kind(kind)
            for at, path in enumerate(paths(documents)):
                looks = concerned is None or kind is not Kind.CASE or path in concerned
                if looks and path not in self.documents:
                    yield documents[at].read()

    @cached_property
    def affected(self) -> Mapping[str, frozenset[str]]:
        """For disturbed rules that compare cases and can tell: all cases of which they may say something else now."""
        if self.files is not self.last.files or self.difference.kinds != {Kind.CASE}:
            return {}
        found, cases = {}, self.corpus.case_paths
        for name in self.disturbed:
            across = self.rules[name].across
            kept = self._kept(_columns.name(across.pick)) if across else ()
            numbers = across.affected(self.corpus, {at: kept[at] for at in self._places.values()}) if across else None
            if numbers is not None:
                found[name] = frozenset(cases[number] for number in numbers) | self._pointing_at_changes(name)
        return found

    def _pointing_at_changes(self, name: str) -> frozenset[str]:
        """Return where a rule found something that points into a changed file, and so may have to point elsewhere."""
        found = (*self.last.outcome.found, *self.last.outcome.covered)
        mine = (each for each in found if each.rule == name)
        return frozenset(
            each.place.path for each in mine if any(other.path in self.difference.paths for other in each.related)
        )

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
        return {path: self._document(path) for path in self.changed}

    @cached_property
    def files(self) -> Sequence[str]:
        """The paths of all documents now, in order."""
        came = set(self.changed) - set(self.last.files)
        if not came and not self.gone:
            return self.last.files
        return tuple(sorted((set(self.last.files) | came) - set(self.gone), key=kinds.order))

    @cached_property
    def base(self) -> Corpus:
        """What changed, and the few documents that are no cases; it holds settings, schemas and vocabularies."""
        session = self.known.session
        few = {*self.changed, *(path for path in self.files if not path.startswith(kinds.CASES))}
        documents = self.reader.documents(sorted(few, key=kinds.order), self.documents)
        return playbook.assembled(session.root, session.today, tuple(documents))

    @cached_property
    def corpus(self) -> Corpus:
        """All documents, those that did not change to be read when a rule asks; the base where none can ask."""
        translated = Kind.TRANSLATION in kinds.apart(self.files)
        if not (self.disturbed or translated or self.base.of_kind(Kind.WAIVERS)):
            return self.base
        known = {document.path: document for document in self.base.documents}
        return replace(self.base, documents=self.reader.documents(self.files, known))

    @cached_property
    def marks(self) -> Marks:
        """Picks the marks of a case."""
        return Marks.of(self.rules, self.base.case_schema)

    @cached_property
    def difference(self) -> Difference:
        """What changed."""
        changed = {kind for path in (*self.changed, *self.gone) if (kind := kinds.of(path))}
        differing = (
            self.marks.differing(self._kept(_columns.MARKS)[at], self.marks(document, self.base))
            for path, document in self.documents.items()
            if document.kind is Kind.CASE and (at := self._places.get(path)) is not None
        )
        return Difference(
            paths=frozenset((*self.changed, *self.gone)),
            kinds=frozenset(changed),
            came_or_went=self.files is not self.last.files,
            fields=frozenset[str]().union(*differing),
        )

    @cached_property
    def disturbed(self) -> frozenset[str]:
        """The rules that have to look at other documents again."""
        found = (*self.last.outcome.found, *self.last.outcome.covered)
        return recheck.disturbed(self.rules, self.base.case_schema, self.difference, found)

    @cached_property
    def facts(self) -> dict[Pick, Series]:
        """What the disturbed rules pick out of the cases: of unchanged ones as it was kept."""
        rules = {name: self.rules[name] for name in sorted(self.disturbed)}
        return {pick: self._now(self._kept(_columns.name(pick)), pick) for pick in _columns.picks(rules)}

    def _now(self, kept: Series, pick: Pick) -> Series:
        """Return what was kept of the cases of last time, brought up to the cases of now."""
        cases = (document for document in self.documents.values() if document.kind is Kind.CASE)
        fresh = {document.path: pick(document, self.base) for document in cases}
        if self.files is self.last.files:
            return kept.with_values({self._places[path]: fact for path, fact in fresh.items()})
        known = dict(zip(self._cases, kept, strict=True)) | fresh
        return Series.of(known[path] for path in kinds.apart(self.files).get(Kind.CASE, ()))

    @cached_property
    def translations(self) -> dict[str, Document]:
        """Unchanged, readable translations of cases that changed."""
        cases = [path for path in (*self.changed, *self.gone) if kinds.of(path) is Kind.CASE]
        translations = self.corpus.of_kind(Kind.TRANSLATION) if cases else ()
        if not translations:
            return {}
        before = dict(zip(self._cases, self._kept(_columns.name(identity)), strict=True))
        now = {path: identity(document, self.base) for path, document in self.documents.items()}
        ids = {named(path, side.get(path)) for side in (before, now) for path in cases}
        unchanged = (each.read() for each in translations if each.path not in self.documents)
        readable = (each for each in unchanged if each.failure is None)
        return {each.path: each for each in readable if ids & {text(each.mapping, "id"), _named(each.path)}}

    @cached_property
    def _cases(self) -> Sequence[str]:
        """The paths of the cases of last time."""
        return kinds.apart(self.last.files).get(Kind.CASE, ())

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """At which place among the cases each of those that changed stood last time."""
        changed = frozenset(self.changed)
        return {path: at for at, path in enumerate(self._cases) if path in changed}

    def _document(self, path: str) -> Document:
        kind = kinds.of(path)
        if kind is None:
            raise CannotTellError
        return self.reader.read(kind, path)

    def _kept(self, name: str) -> Series:
        """Return a column as it was kept."""
        if name not in self._columns_read:
            found = findings.column(self.known.session.root, self.last, name)
            if found is None:
                raise CannotTellError
            self._columns_read[name] = found
        return self._columns_read[name]


def _named(path: str) -> str:
    """Return the id of the case that a translation translates, by its name."""
    return path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]


def apart(found: Iterable[Finding], files: Iterable[str], rules: Mapping[str, Rule]) -> bool:
    """Tell whether every finding stands in the document that it was found in, or was found in playbook.yaml."""
    told, settings = list(found), {Kind.PLAYBOOK}
    elsewhere = {each.place.path for each in told}.difference(files)
    return all(each.place.path not in elsewhere or rules[each.rule].kinds <= settings for each in told)
