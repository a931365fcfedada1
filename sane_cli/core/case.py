"""A case: a read-only view of one document, before anything decided who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from sane_cli.core.document import Document
from sane_cli.core.record import record


class State(Enum):
    """How a case came to its words: in today's translation, in an older one, in one of unknown age, or in none."""

    CURRENT = "current"
    OLDER = "older"
    UNCHECKED = "unchecked"
    MISSING = "missing"


@record(frozen=True, slots=True, eq=False, repr=False)
class Told:
    """How a case is told to readers of another language than it was written in.

    Attributes:
        original: the language it was written in.
        kept: fields that the translation lacks; they stand in the original language.
    """

    original: str
    state: State
    kept: frozenset[str] = frozenset()


@record(frozen=True, slots=True, eq=False, repr=False)
class Case:
    """One case as it stands in its file, closed parts included. Exporters never get this type.

    The data may not have passed the schema yet, so every accessor tolerates the wrong shape.

    Attributes:
        translations: the readable translations of it, by path.
        told: None while it is in the language it was written in because its readers want that one.
    """

    id: str
    path: str
    data: Mapping[str, Any]
    translations: tuple[Case, ...] = ()
    told: Told | None = None

    @classmethod
    def of(cls, document: Document) -> Case:
        """Take the case out of a document; a missing id is the file's stem."""
        written = document.mapping.get("id")
        return cls(written if isinstance(written, str) else document.stem, document.path, document.mapping)

    @classmethod
    def translating(cls, document: Document) -> Case:
        """Take a translation out of a document ``<id>.<language>.yaml``: the file's name says both."""
        stem, _dot, language = document.stem.rpartition(".")
        written = document.mapping.get("id")
        data = {**document.mapping, "language": language}
        return cls(written if isinstance(written, str) else stem, document.path, data)

    @property
    def status(self) -> str:
        """``draft`` when the file says nothing."""
        return text(self.data, "status") or "draft"

    @property
    def sharing(self) -> Mapping[str, Any]:
        """The sharing block, or an empty mapping."""
        return mapping(self.data, "sharing")


def mapping(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the mapping under ``name``, or an empty one."""
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def text(data: Mapping[str, Any], name: str) -> str:
    """Return the text under ``name``, or an empty one."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


def texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts in the list under ``name``, in order."""
    value = data.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def items(data: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the mappings in the list under ``name``, in order."""
    value = data.get(name)
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))
