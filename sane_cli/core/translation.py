"""What a translation translates: the words of a case, without dates, terms, labels and other settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sane_cli.core.schema import Schema

_PLACES = frozenset({"title", "lead", "body", "lessons", "media"})


def text_hash(data: Mapping[str, Any], schema: Schema) -> str:
    """Return the hash of the translatable words of a case.

    A new review date or a corrected label does not make a translation stale; a changed word does.

    Returns:
        ``sha256:`` and 64 hexadecimal digits.
    """
    words = {field.name: data[field.name] for field in schema.fields if field.place in _PLACES and field.name in data}
    canonical = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
