"""Find the schemas: a repository's own ``schema/`` wins over the copy inside the package, file by file."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    """Read the four schemas for the repository at ``root``; None means the packaged ones.

    Raises:
        BrokenPlaybookError: a schema is unreadable or not a valid JSON Schema 2020-12.
    """
    return {name: Schema(name, _raw(root, name)) for name in NAMES}


def _raw(root: Path | None, name: str) -> Mapping[str, Any]:
    file_name = f"{name}.schema.json"
    own = root / "schema" / file_name if root else None
    where = f"schema/{file_name}"
    try:
        if own is not None and root is not None and own.exists():
            text = read_inside(root, own)
        else:
            text = (package_folder("schema") / file_name).read_bytes()
        raw = json.loads(text)
        _check(raw)
    except (UnreadableFileError, OSError, ValueError, RecursionError) as error:
        raise BrokenPlaybookError(
            _("The schema cannot be used: {reason}").format(reason=error),
            where=where,
            todo=_("Mend it, or delete it to use the one inside the program."),
        ) from error
    return dict(raw)


def _check(raw: Any) -> None:
    """Refuse what is not a schema for objects."""
    import jsonschema_rs

    if not isinstance(raw, dict) or not isinstance(raw.get("properties"), dict):
        raise ValueError(_("it has no ‘properties’"))  # noqa: TRY004  (bad data, not a bad call)
    jsonschema_rs.meta.validate(raw)
