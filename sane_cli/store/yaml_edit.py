"""Change values in a YAML file and leave every other byte as it was: comments, blocks, quotes, order.

For editing only; what a file says is read by ``yaml_read``. The only import of ruamel.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from sane_cli.core.document import Path
from sane_cli.core.error import SaneError
from sane_cli.core.words import _
from sane_cli.store import yaml_read

REMOVED = object()
_NUMBERISH = re.compile(r"[-+.]?\d|(?:null|true|false|yes|no|on|off|y|n|~)\Z", re.IGNORECASE)
_WIDE = 1 << 20


class CannotEditError(SaneError):
    """A file cannot be edited without harm; it is untouched."""

    exit_code = 1


def edited(text: bytes, changes: Mapping[Path, Any], *, after: str = "") -> bytes:
    """Return ``text`` with the values at some paths replaced, added or removed.

    Args:
        text: a YAML document that the strict reader accepts.
        changes: path → plain value, or ``REMOVED``. Mappings on the way are made when they are missing.
        after: a new key at the top goes behind this one, when it is there; else to the end.

    Raises:
        CannotEditError: the result would not say what it should.
    """
    original = text.decode()
    ends = "\r\n" if "\r\n" in original else "\n"
    plain = original.replace("\r\n", "\n")
    untouched = _dumped(_loaded(plain))
    tree = _loaded(plain)
    for path, value in changes.items():
        _set(tree, path, value, after)
    wanted = _dumped(tree)
    merged = _merged(plain, untouched, wanted)
    if _data(merged) != _data(wanted):
        merged = wanted
    result = merged.replace("\n", ends).encode()
    if not _says(result, changes):
        raise CannotEditError(
            _("The file is written in a way that cannot be changed safely; nothing was changed."),
            todo=_("Make the change by hand, and see: sane validate"),
        )
    return result


def _set(tree: Any, path: Path, value: Any, after: str) -> None:
    for part in path[:-1]:
        if isinstance(tree, dict) and not isinstance(tree.get(part), dict | list):
            tree[part] = _new({})
        tree = tree[part]
    _put(tree, path[-1], value, after)


def _put(tree: Any, last: Any, value: Any, after: str) -> None:
    if value is REMOVED:
        del tree[last]
    elif isinstance(tree, dict) and last not in tree and after in tree:
        tree.insert(list(tree).index(after) + 1, last, _new(value))  # type: ignore[attr-defined]
    elif isinstance(tree, list) and last == len(tree):
        tree.append(_new(value))
    else:
        tree[last] = _like(tree[last] if isinstance(tree, list) or last in tree else None, value)


def _like(old: Any, value: Any) -> Any:
    """Write a text in the style in which the old one stood: block, folded, quoted."""
    if isinstance(value, str) and isinstance(old, str) and type(old) is not str:
        return type(old)(value)
    return _new(value)


def _new(value: Any) -> Any:
    """Return ``value`` as ruamel shall write it; what another reader could take for a date or a number is quoted."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    if isinstance(value, Mapping):
        return CommentedMap({name: _new(part) for name, part in value.items()})
    if isinstance(value, str):
        if "\n" in value:
            return LiteralScalarString(value)
        return DoubleQuotedScalarString(value) if _NUMBERISH.match(value) else value
    if isinstance(value, Sequence):
        return CommentedSeq([_new(part) for part in value])
    return value


def _yaml() -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class TextDates(VersionedResolver):
        """Dates stay text. Dropped here and not in the constructor, which would put every date in quotes."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            tag = super().resolve(kind, value, implicit)
            return self.DEFAULT_SCALAR_TAG if str(tag).endswith("timestamp") else tag

    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = TextDates
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _loaded(text: str) -> Any:
    from ruamel.yaml.error import YAMLError

    try:
        return _yaml().load(text)
    except (YAMLError, ValueError) as error:
        raise CannotEditError(_("The file cannot be read."), todo=_("See: sane validate")) from error


def _dumped(tree: Any) -> str:
    out = io.StringIO()
    _yaml().dump(tree, out)
    return out.getvalue()


def _merged(original: str, untouched: str, wanted: str) -> str:
    """Carry the difference between ``untouched`` and ``wanted`` over to ``original``, line by line.

    ``untouched`` is what ruamel makes of the original when nothing is changed. Where it differs from the original
    (another indentation, say), the original's own lines stay.
    """
    if untouched == original:
        return wanted
    mine, base, theirs = (text.splitlines(keepends=True) for text in (original, untouched, wanted))
    places: dict[int, int] = {len(base): len(mine)}
    for tag, b1, b2, m1, _m2 in SequenceMatcher(None, base, mine, autojunk=False).get_opcodes():
        if tag == "equal" or b2 - b1 == _m2 - m1:
            places.update({b1 + i: m1 + i for i in range(b2 - b1)})
    result = list(mine)
    for tag, b1, b2, t1, t2 in reversed(SequenceMatcher(None, base, theirs, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        if b1 not in places or b2 not in places:
            return wanted
        result[places[b1] : places[b2]] = theirs[t1:t2]
    return "".join(result)


def _data(text: str) -> Any:
    try:
        return yaml_read.parse(text.encode())
    except yaml_read.RefusedError:
        return None


def _says(text: bytes, changes: Mapping[Path, Any]) -> bool:
    """Tell whether the strict reader finds every change in ``text``."""
    data = _data(text.decode())
    if data is None:
        return False
    return all(_at(data, path) == value for path, value in changes.items())


def _at(data: Any, path: Path) -> Any:
    try:
        for part in path:
            data = data[part]
    except (KeyError, IndexError, TypeError):
        return REMOVED
    return data
