"""Find the schemas: a repository's own ``schema/`` wins over the copy inside the package, file by file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sane_cli.core.error import BrokenPlaybookError
from sane_cli.core.schema import Schema
from sane_cli.core.words import _
from sane_cli.store.files import UnreadableFileError, read_inside

NAMES = ("case", "collection", "playbook", "vocabulary", "waivers")


@cache
def package_folder(name: str) -> Path:
    """Return the packaged folder ``schema`` or ``starter/vocabulary``, in a wheel or in the source tree."""
    packaged = Path(__file__).resolve().parent.parent / name
    in_tree = {"schema": "schema", "starter/vocabulary": "playbook/vocabulary"}[name]
    return packaged if packaged.is_dir() else packaged.parents[len(Path(name).parts)] / in_tree


def load(root: Path | None) -> Mapping[str, Schema]:
    """Return the schemas for the repository at ``root``; None means the packaged ones.

    Each is read when it is first asked for, and the one of a case at once. Whether it is a valid JSON Schema 2020-12 is
    asked when it is first to give a verdict: a list of cases needs fields only.

    Raises:
        BrokenPlaybookError: a schema is unreadable or has no fields; for the others, when they are asked for.
    """
    found = _Schemas(root)
    found["case"]
    return found


class _Schemas(Mapping[str, Schema]):
    """The schemas by name, each read once."""

    def __init__(self, root: Path | None) -> None:
        self._root = root
        self._read: dict[str, Schema] = {}

    def __getitem__(self, name: str) -> Schema:
        if name not in NAMES:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = _schema(self._root, name)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


def _schema(root: Path | None, name: str) -> Schema:
    file_name = f"{name}.schema.json"
    own = root / "schema" / file_name if root else None
    try:
        if own is not None and root is not None and own.exists():
            text = read_inside(root, own)
        else:
            text = (package_folder("schema") / file_name).read_bytes()
        raw = json.loads(text)
        if not isinstance(raw, dict) or not isinstance(raw.get("properties"), dict):
            raise ValueError(_("it has no ‘properties’"))  # noqa: TRY004, TRY301  (bad data, not a bad call)
    except (UnreadableFileError, OSError, ValueError, RecursionError) as error:
        raise _unusable(name, error) from error
    schema = Schema(name, raw, lambda: _certify(name, raw))
    try:
        schema.by_name  # noqa: B018  (what cannot be read as fields is no schema)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _certify(name, raw)
        raise _unusable(name, error) from error
    return schema


def _certify(name: str, raw: dict[str, Any]) -> None:
    """Insist on a valid JSON Schema 2020-12."""
    import jsonschema_rs

    try:
        jsonschema_rs.meta.validate(raw)
    except ValueError as error:
        raise _unusable(name, error) from error


def _unusable(name: str, error: Exception) -> BrokenPlaybookError:
    return BrokenPlaybookError(
        _("The schema cannot be used: {reason}").format(reason=error),
        where=f"schema/{name}.schema.json",
        todo=_("Mend it, or delete it to use the one inside the program."),
    )
