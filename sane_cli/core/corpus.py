"""The whole playbook as values: documents, vocabularies, schemas and settings, ready to be asked."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING, Any, TypeVar

from sane_cli.core.case import Case, text
from sane_cli.core.document import Document, Documents, Kind, paths, stem
from sane_cli.core.record import record
from sane_cli.core.schema import Schema
from sane_cli.core.vocabulary import EMPTY, Vocabulary

if TYPE_CHECKING:
    from sane_cli.core.outside import Outside

Made = TypeVar("Made")
UNREADABLE, NAMELESS = False, True  # what stands for the id of a case that has none


def identity(document: Document, _corpus: Corpus) -> str | bool | None:
    """Return the id that a case has in its file: None when it is the file's name, as it nearly always is."""
    if document.failure is not None:
        return UNREADABLE
    written = document.mapping.get("id")
    if not isinstance(written, str):
        return NAMELESS
    return None if written == document.stem else written


class Ids(Mapping[str, Document]):
    """Cases by id, found by the hashes of their ids: there may be a hundred thousand.

    Attributes:
        collide: whether two cases may have one id.
    """

    def __init__(self, cases: Sequence[Document], written: Sequence[str | bool | None]) -> None:
        self._cases = cases
        self._paths = paths(cases)
        self._written = written
        hashes = array("q")
        for path, id_ in zip(self._paths, written, strict=True):
            # of what cannot be read the path stands for the id: nothing else is called so
            hashes.append(hash(stem(path) if id_ is None else path if id_ is UNREADABLE else named(path, id_)))
        self._order = array("I", sorted(range(len(hashes)), key=hashes.__getitem__))
        self._hashes = array("q", map(hashes.__getitem__, self._order))
        self.collide = any(map(eq, self._hashes, islice(self._hashes, 1, None)))

    def __getitem__(self, name: str) -> Document:
        """Return the first case by path that has this id."""
        return self._cases[self._at(name)]

    def __contains__(self, name: object) -> bool:
        """Tell whether a case has this id."""
        try:
            self._at(name)
        except KeyError:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        """Yield every id once, in order of path."""
        for at, (path, written) in enumerate(zip(self._paths, self._written, strict=True)):
            if written is not UNREADABLE:
                name = stem(path) if written is None else named(path, written)
                if not self.collide or self._at(name) == at:
                    yield name

    def __len__(self) -> int:
        """Return how many ids there are."""
        return sum(1 for _name in self)

    def _at(self, name: object) -> int:
        wanted = hash(name)
        for place in range(bisect_left(self._hashes, wanted), len(self._hashes)):
            if self._hashes[place] != wanted:
                break
            at = self._order[place]
            written = self._written[at]
            if written is not UNREADABLE and named(self._paths[at], written) == name:
                return at
        raise KeyError(name)


def named(path: str, written: str | bool | None) -> str:
    """Return what a case is called by, given its path and what ``identity`` picked of it."""
    return written if isinstance(written, str) else stem(path)


@record(frozen=True, slots=True, eq=False, repr=False)
class Lexicon:
    """What is public by nature: what fields are called and what terms mean. No case is in here."""

    case_schema: Schema
    vocabularies: Mapping[str, Vocabulary]

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary called ``name``, or an empty one."""
        return self.vocabularies.get(name, EMPTY)


def _nothing() -> Outside:
    from sane_cli.core.outside import NOTHING

    return NOTHING


@record(frozen=True, eq=False, repr=False)
class Corpus:
    """Everything one command may look at.

    Attributes:
        documents: every YAML file of the playbook, sorted by path.
        schemas: by name: case, collection, vocabulary, playbook.
        today: the day on which dates are weighed.
        assets: paths of the files below ``playbook/assets``, relative to the root.
        outside: what libraries and files outside the core know.
    """

    documents: Sequence[Document]
    schemas: Mapping[str, Schema]
    today: date
    assets: frozenset[str] = field(default=frozenset())
    outside: Outside = field(default_factory=_nothing)
    # not for ``replace`` to take along: what was made of other documents is no longer true
    _made: dict[object, Any] = field(init=False, default_factory=dict)

    def once(self, make: Callable[[Corpus], Made]) -> Made:
        """Return what ``make`` makes of the corpus, made once: an index that many documents ask."""
        if make not in self._made:
            self._made[make] = make(self)
        found: Made = self._made[make]
        return found

    def per(self, document: Document, make: Callable[[Document, Corpus], Made]) -> Made:
        """Return what ``make`` makes of ``document``, made once and forgotten when the next document is asked for."""
        current, made = self._made.get("per", (None, {}))
        if current is not document:
            made = {}
            self._made["per"] = (document, made)
        if make not in made:
            made[make] = make(document, self)
        found: Made = made[make]
        return found

    def facts(self, pick: Callable[[Document, Corpus], Any]) -> Sequence[Any]:
        """Return what ``pick`` takes out of each case, None for nothing, in the order of the cases; picked once."""
        key = ("facts", pick)
        if key not in self._made:
            self._made[key] = [pick(each.read(), self) for each in self.of_kind(Kind.CASE)]
        found: Sequence[Any] = self._made[key]
        return found

    def remember(self, pick: Callable[[Document, Corpus], Any], facts: Sequence[Any]) -> None:
        """Take the facts that somebody has picked on the way, so that no case has to be read for them again."""
        self._made["facts", pick] = facts

    @cached_property
    def cases_by_id(self) -> Ids:
        """Every readable case by its id; of several with one id, the first by path."""
        return Ids(self.of_kind(Kind.CASE), self.facts(identity))

    @cached_property
    def by_kind(self) -> Mapping[Kind, Sequence[Document]]:
        """Documents by kind, in order of path."""
        if isinstance(self.documents, Documents):
            return self.documents.by_kind()
        return {kind: tuple(d for d in self.documents if d.kind is kind) for kind in Kind}

    def of_kind(self, kind: Kind) -> Sequence[Document]:
        """Documents of one kind, in order of path."""
        return self.by_kind[kind]

    @property
    def case_paths(self) -> Sequence[str]:
        """The paths of all cases, in order."""
        return paths(self.of_kind(Kind.CASE))

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every readable case with its translations, by id; of several with one id, the first by path."""
        translations: dict[str, list[Case]] = {}
        for document in self.of_kind(Kind.TRANSLATION):
            read = document.read()
            if read.failure is None:
                other = Case.translating(read)
                translations.setdefault(other.id, []).append(other)
        found: dict[str, Case] = {}
        for document in self.of_kind(Kind.CASE):
            read = document.read()
            if read.failure is None:
                case = Case.of(read)
                mine = tuple(translations.get(case.id, ()))
                found.setdefault(case.id, replace(case, translations=mine) if mine else case)
        return tuple(found[name] for name in sorted(found))

    @cached_property
    def case_schema(self) -> Schema:
        """The schema of a case."""
        return self.schemas["case"]

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Vocabularies by name, that is by file."""
        return {d.stem: Vocabulary.of(d.mapping, d.stem) for d in self.of_kind(Kind.VOCABULARY)}

    @cached_property
    def lexicon(self) -> Lexicon:
        """Schema and vocabularies, to be handed on where cases must not go."""
        return Lexicon(self.case_schema, self.vocabularies)

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary called ``name``, or an empty one."""
        return self.lexicon.vocabulary(name)

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The contents of playbook.yaml."""
        return next((document.mapping for document in self.of_kind(Kind.PLAYBOOK)), {})

    @property
    def title(self) -> str:
        """The playbook's title."""
        return text(self.settings, "title") or "Playbook"

    def case_document(self, case_id: str) -> Document | None:
        """The document that holds the case called ``case_id``."""
        return self.cases_by_id.get(case_id)

    def collection(self, name: str) -> Document | None:
        """The collection called ``name``, by its id or file name."""
        found = (d for d in self.of_kind(Kind.COLLECTION) if name in (d.stem, d.mapping.get("id")))
        return next(found, None)


class Frame(Corpus):
    """A playbook without its cases: what words mean and what fields are called, for commands that only look."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """Nothing may be taken from here for «no cases».

        Raises:
            TypeError: always.
        """
        raise TypeError("a frame holds no cases")
