"""A case: a read-only view of one document, before anything decided who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sane_cli.core.document import Document


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stands in its file, closed parts included. Exporters never get this type.

    The data may not have passed the schema yet, so every accessor tolerates the wrong shape.
    """

    id: str
    path: str
    data: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, document: Document) -> Case:
        """Take the case out of a document; a missing id is the file's stem."""
        written = document.mapping.get("id")
        return cls(written if isinstance(written, str) else document.stem, document.path, document.mapping)

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
