"""The whole playbook as values: documents, vocabularies, schemas and settings, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sane_cli.core.case import Case, text
from sane_cli.core.document import Document, Kind
from sane_cli.core.schema import Schema
from sane_cli.core.vocabulary import EMPTY, Vocabulary


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is public by nature: what fields are called and what terms mean. No case is in here."""

    case_schema: Schema
    vocabularies: Mapping[str, Vocabulary]

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary called ``name``, or an empty one."""
        return self.vocabularies.get(name, EMPTY)


@dataclass(frozen=True)
class Corpus:
    """Everything one command may look at.

    Attributes:
        documents: every YAML file of the playbook, sorted by path.
        schemas: by name: case, collection, vocabulary, playbook.
        today: the day on which dates are weighed.
        assets: paths of the files below ``playbook/assets``, relative to the root.
    """

    documents: tuple[Document, ...]
    schemas: Mapping[str, Schema]
    today: date
    assets: frozenset[str] = field(default=frozenset())

    def of_kind(self, kind: Kind) -> tuple[Document, ...]:
        """Documents of one kind, in order of path."""
        return tuple(document for document in self.documents if document.kind is kind)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every readable case, by id; of several with one id, the first by path."""
        found: dict[str, Case] = {}
        for document in self.of_kind(Kind.CASE):
            if document.failure is None:
                case = Case.of(document)
                found.setdefault(case.id, case)
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
        return next((d for d in self.of_kind(Kind.CASE) if d.failure is None and Case.of(d).id == case_id), None)

    def collection(self, name: str) -> Document | None:
        """The collection called ``name``, by its id or file name."""
        found = (d for d in self.of_kind(Kind.COLLECTION) if name in (d.stem, d.mapping.get("id")))
        return next(found, None)
