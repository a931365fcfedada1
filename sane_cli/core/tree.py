"""Change plain nested data by path, leaving the old one as it was."""

from __future__ import annotations

from typing import Any

from sane_cli.core.document import Path


def look(data: Any, path: Path) -> Any:
    """Return what stands at ``path``, or None."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def put(data: Any, path: Path, value: Any) -> Any:
    """Return ``data`` with ``value`` at ``path``; mappings and entries on the way are made when missing."""
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        entries = list(data) if isinstance(data, list) else []
        entries += [{}] * (part + 1 - len(entries))
        entries[part] = put(entries[part], rest, value)
        return entries
    fields = dict(data) if isinstance(data, dict) else {}
    fields[part] = put(fields.get(part), rest, value)
    return fields


def drop(data: Any, path: Path) -> Any:
    """Return ``data`` without what stands at ``path``; nothing there is fine. Later entries of a list move up."""
    if not path or look(data, path) is None:
        return data
    part, rest = path[0], path[1:]
    if rest:
        return put(data, (part,), drop(data[part], rest))
    if isinstance(part, int):
        return [*data[:part], *data[part + 1 :]]
    return {name: below for name, below in data.items() if name != part}


def is_empty(value: Any) -> bool:
    """Tell whether ``value`` says nothing: None, empty text, list or block; False and 0 say something."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def pruned(value: Any) -> Any:
    """Return ``value`` without anything empty inside, however deep."""
    if isinstance(value, dict):
        below = {name: pruned(part) for name, part in value.items()}
        return {name: part for name, part in below.items() if not is_empty(part)}
    if isinstance(value, list):
        return [part for part in map(pruned, value) if not is_empty(part)]
    return value
