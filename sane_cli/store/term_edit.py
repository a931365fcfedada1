"""Edit a YAML file by the bytes of what changes; comments, quotes and line ends stay as they are everywhere else.

libyaml's events say where every value begins and ends. The result is read again by the strict reader and compared
with the same edits done on plain data, so a file is written as intended or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml._yaml import CParser

from sane_cli.core.document import Path
from sane_cli.core.edit import Append, Drop, Edit, Insert, Replace, applied
from sane_cli.core.error import FindingsError
from sane_cli.core.words import _
from sane_cli.store import yaml_read

_BOM = "\ufeff"
_KEY = "\0key"  # begins the path of a mapping's key, which no value can have
# plain words that YAML cannot take for something else; everything else is quoted
_PLAIN = re.compile(r"(?!(?:null|true|false|yes|no|on|off|[yn])\Z)[A-Za-zÀ-ɏ][\wÀ-ɏ /()'’-]*(?<! )\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Node:
    """Where a value stands, in characters: from its first to behind its last; ``style`` as libyaml names it."""

    start: int
    end: int
    style: str


Splice = tuple[int, int, str]


def edited(text: bytes, edits: Sequence[Edit]) -> bytes:
    """Return ``text`` with ``edits``; only the bytes of what changes are touched.

    Raises:
        FindingsError: the file is written in a way that these edits cannot follow; nothing is lost by that.
    """
    whole = text.decode()
    body = whole.removeprefix(_BOM)
    nodes = dict(_nodes(text))
    try:
        splices = sorted(splice for edit in edits for splice in _splices(edit, body, nodes))
        made = _spliced(body, splices)
        result = (whole[: len(whole) - len(body)] + made).encode()
        faithful = yaml_read.parse(result) == applied(yaml_read.parse(text), edits)
    except (KeyError, ValueError, yaml_read.RefusedError):
        faithful = False
    if not faithful:
        raise FindingsError(
            _("It is written in a way that cannot be changed safely by a program; nothing was changed."),
            todo=_("Write lists one item a line, then try again."),
        )
    return result


def _nodes(text: bytes) -> Iterator[tuple[Path, _Node]]:
    """Yield the place of every value of a text that the strict reader accepts."""
    parser = CParser(text)
    parser.get_event()
    parser.get_event()
    yield from _walk(parser, parser.get_event(), ())


def _walk(parser: Any, event: Any, path: Path) -> Iterator[tuple[Path, _Node]]:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.ScalarEvent):
        yield path, _Node(start, end, event.style or "")
        return
    closing = yaml.MappingEndEvent if isinstance(event, yaml.MappingStartEvent) else yaml.SequenceEndEvent
    at = 0
    while not isinstance(inner := parser.get_event(), closing):
        if closing is yaml.MappingEndEvent:
            end = inner.end_mark.index
            yield (_KEY, *path, inner.value), _Node(inner.start_mark.index, end, "key")
            below: Path = (*path, inner.value)
            inner = parser.get_event()
        else:
            below = (*path, at)
            at += 1
        for place, node in _walk(parser, inner, below):
            end = max(end, node.end)
            yield place, node
    # a block ends where its last value ends; what follows may be comments of the next one
    style = "flow" if event.flow_style else "block"
    last: Any = inner
    yield path, _Node(start, last.end_mark.index if style == "flow" else end, style)


def _splices(edit: Edit, body: str, nodes: dict[Path, _Node]) -> Iterator[Splice]:
    match edit:
        case Replace(path, value):
            node = nodes[path]
            quote = node.style if node.style in ("'", '"') else ""
            yield node.start, node.end, f"{quote}{value}{quote}" if quote else _scalar(value)
        case Drop(path):
            yield _dropped(path, body, nodes)
        case Append():
            yield _appended(edit, body, nodes)
        case Insert(path, value):
            yield _inserted(path, value, body, nodes)


def _dropped(path: Path, body: str, nodes: dict[Path, _Node]) -> Splice:
    """Take out an item: its lines in a block; the item and one comma in a flow list."""
    *above, at = path
    node, holder = nodes[path], nodes[tuple(above)]
    if holder.style == "block":
        start = _line_start(body, node.start)
        if not re.match(r"[ ]*-[ ]", body[start:]):
            raise ValueError
        return start, _next_line(body, node.end), ""
    follower = nodes.get((*above, int(at) + 1))
    if follower is not None:
        return node.start, follower.start, ""
    return nodes[(*above, int(at) - 1)].end, node.end, ""


def _appended(edit: Append, body: str, nodes: dict[Path, _Node]) -> Splice:
    holder = nodes.get(edit.path)
    if holder is None:
        return _begun(edit, body, nodes)
    last = max(
        (path[-1] for path in nodes if path and path[:-1] == edit.path and isinstance(path[-1], int)), default=None
    )
    if holder.style == "flow":
        listed = ", ".join(map(_scalar, edit.values))
        if last is None:
            return holder.start + 1, holder.start + 1, listed
        end = nodes[(*edit.path, last)].end
        return end, end, f", {listed}"
    if last is None:
        raise ValueError
    item = nodes[(*edit.path, last)]
    line = _line_start(body, item.start)
    dash = re.match(r"[ ]*-[ ]+", body[line:])
    if dash is None:
        raise ValueError
    return _behind(body, item.end, [dash.group() + _scalar(value) for value in edit.values])


def _begun(edit: Append, body: str, nodes: dict[Path, _Node]) -> Splice:
    """Begin a list that is not there yet, behind a neighbour."""
    *above, name = edit.path
    neighbour = nodes[(*above, edit.behind)]
    if nodes[tuple(above)].style == "flow":
        listed = ", ".join(map(_scalar, edit.values))
        return neighbour.end, neighbour.end, f", {name}: [{listed}]"
    key = nodes[(_KEY, *above, edit.behind)]
    indent = " " * (key.start - _line_start(body, key.start))
    return _behind(
        body, neighbour.end, [f"{indent}{name}:", *(f"{indent}  - {_scalar(value)}" for value in edit.values)]
    )


def _inserted(path: Path, value: Any, body: str, nodes: dict[Path, _Node]) -> Splice:
    *above, at = path
    before = nodes[(*above, int(at) - 1)]
    indent = re.match(r"([ ]*)-([ ]+)", body[_line_start(body, before.start) :])
    if indent is None or nodes[tuple(above)].style != "block":
        raise ValueError
    inner = " " * len(indent.group())
    lines = [line for key, part in value.items() for line in _written(key, part)]
    return _behind(body, before.end, [indent.group() + lines[0], *(inner + line for line in lines[1:])])


def _written(key: str, part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield f"{key}: {_scalar(part)}"
        return
    yield f"{key}:"
    if isinstance(part, dict):
        yield from (f"  {name}: {_scalar(text)}" for name, text in part.items())
    else:
        yield from (f"  - {_scalar(text)}" for text in part)


def _scalar(value: str) -> str:
    return value if _PLAIN.match(value) else json.dumps(value, ensure_ascii=False)


def _behind(body: str, end: int, lines: Sequence[str]) -> Splice:
    """Put whole lines behind the line in which ``end`` lies."""
    newline = "\r\n" if "\r\n" in body else "\n"
    at = _next_line(body, end)
    closed = "" if at == 0 or body[at - 1] == "\n" else newline
    return at, at, closed + newline.join(lines) + (newline if closed == "" else "")


def _line_start(body: str, at: int) -> int:
    return body.rfind("\n", 0, at) + 1


def _next_line(body: str, end: int) -> int:
    """Return where the line after the one of ``end`` begins; a literal block ends at such a place already."""
    if end and body[end - 1] == "\n":
        return end
    found = body.find("\n", end)
    return found + 1 if found >= 0 else len(body)


def _spliced(body: str, splices: Sequence[Splice]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, words in splices:
        if start < at:
            raise ValueError
        parts += [body[at:start], words]
        at = end
    return "".join([*parts, body[at:]])
