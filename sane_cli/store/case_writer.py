"""Write a case as YAML that people like to read: schema order, literal blocks, dates in quotes, no surprises.

Deterministic, and every text comes back unchanged through the strict reader, and through readers of YAML 1.1 as well:
what they would take for a date, a number or a yes is quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core.schema import Schema
from sane_cli.core.text import one_line
from sane_cli.core.words import _

_INDENT = "  "
# plain only when it begins with a letter and holds nothing that any YAML reader could take for syntax
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ _.,;()/+&’‘–!?%'-]|:(?=[^\s:])|(?<=\S)#)*\Z")
_SPECIAL = re.compile(r"(?:null|true|false|yes|no|on|off|y|n|nan|inf)\Z", re.IGNORECASE)
_BLOCK_SAFE = re.compile("[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]*\\Z")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LONG = 90  # a text of one line that is longer stands in a block, where an editor wraps it


def case_text(case: Mapping[str, Any], schema: Schema, schema_path: str) -> str:
    """Return the text of a case file.

    Args:
        case: the fields, in the order to write them.
        schema: for the words above each group of fields.
        schema_path: from the file's folder to the schema, with ``/``, for editors.
    """
    lines = [f"# yaml-language-server: $schema={schema_path}"]
    titles = {group.id: _(group.title) for group in schema.groups if group.id}
    group = ""
    for name, value in case.items():
        field = schema.by_name.get(name)
        if field is not None and field.group in titles and field.group != group:
            group = field.group
            lines += ["", f"# {one_line(titles[group])}"]
        lines += _entry(name, value, 0)
    return "\n".join(lines) + "\n"


def plain_text(data: Mapping[str, Any], comment: str = "") -> str:
    """Return ``data`` as YAML with an optional comment line above."""
    first = [f"# {one_line(comment)}"] if comment else []
    return "\n".join([*first, *(line for name, value in data.items() for line in _entry(name, value, 0))]) + "\n"


def _entry(name: str, value: Any, depth: int) -> Iterator[str]:
    """Yield the lines of ``name: value``."""
    indent = _INDENT * depth
    key = f"{indent}{_scalar(str(name))}:"
    if isinstance(value, Mapping) and value:
        yield key
        for below, part in value.items():
            yield from _entry(below, part, depth + 1)
    elif isinstance(value, list) and value:
        yield key
        for part in value:
            yield from _item(part, depth + 1)
    elif isinstance(value, str) and _wants_block(value):
        yield from _block(key, value, depth + 1)
    else:
        yield f"{key} {_scalar(value)}"


def _item(value: Any, depth: int) -> Iterator[str]:
    """Yield the lines of one entry of a list."""
    dash = _INDENT * depth + "- "
    if isinstance(value, Mapping) and value:
        lines = [line for name, part in value.items() for line in _entry(name, part, depth + 1)]
        yield dash + lines[0][len(dash) :]
        yield from lines[1:]
    elif isinstance(value, list) and value:
        yield dash.rstrip()
        for part in value:
            yield from _item(part, depth + 1)
    elif isinstance(value, str) and _wants_block(value):
        yield from _block(dash.rstrip(), value, depth + 1)
    else:
        yield dash + _scalar(value)


def _wants_block(text: str) -> bool:
    return ("\n" in text.strip("\n") or len(text) > _LONG) and bool(text.strip()) and bool(_BLOCK_SAFE.match(text))


def _block(key: str, text: str, depth: int) -> Iterator[str]:
    """Yield a literal block. The indentation is said where the text's own first line would blur it."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    leads = str(len(_INDENT)) if body[:1] in (" ", "\n", "\t") else ""
    chomp = "-" if ends == 0 else "" if ends == 1 else "+"
    yield f"{key} |{leads}{chomp}"
    for line in body.split("\n") + [""] * max(ends - 1, 0):
        yield _INDENT * depth + line if line else ""


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        is_plain = _PLAIN.match(value) and not _SPECIAL.match(value) and value[-1] not in " :"
        return value if is_plain else _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    """Write a double-quoted scalar; JSON's escapes are YAML's as well, and YAML wants some more."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))
