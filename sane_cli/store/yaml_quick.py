r"""Read ordinary YAML in a third of the time, with the optional library yaml-rs (``sane-cli[fast]``).

It is the front of the strict reader: it returns data only of texts in which both are sure to read the same, and
``None`` of all others. Everything on which the two differ, or on which yaml-rs is known to be lenient, is kept away
from it by one pattern: control characters, tabs, lone or double line ends, further documents, directives, tags,
anchors, complex and merge keys, names that are no text, deep nesting, all but the plainest flow mappings and lists,
escapes, empty last blocks and unusual headers of blocks, and unusual numbers. What cannot be read is therefore refused
by the strict reader alone, and a place in what can be is found by walking the text (``yaml_places``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

DEEPEST = 64  # values in values, to either reader
LARGEST = 1 << 17  # bytes; so small a file cannot hold as many values as the strict reader counts
_LONGEST_NAME = 1000  # characters; libyaml refuses names that are longer than 1024
_DEEP = DEEPEST // 2 - 4  # columns: a list takes none, what is in it one, so fewer cannot hold as many levels
_BEGINS = r"(?:^ *|[:?-] +|[\[{,] *)"  # where a token can begin
# what could stand for a name and is no text: nothing, a list or mapping, a number, a word with a meaning
_NO_NAME = r"|[\[{][^\n]*[\]}]|~|(?i:null|true|false)|[-+.0-9][-+.0-9A-Za-z_]*"
_UNUSUAL = "|".join(
    (
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\x{2028}\x{2029}\x{feff}\x{fffe}\x{ffff}\\]",
        r"^(?:---|\.\.\.|%)",
        rf"^[ -]{{{_DEEP}}}",
        rf"^ *(?:- +)*(?:{_NO_NAME}) *:(?: |$)",
        rf"{_BEGINS}[!&{{@`%]",  # an alias (*) leads nowhere without an anchor (&), and both readers refuse it
        rf"{_BEGINS}\?(?: |$)",
        r"<<",
        r"[|>]-?[0-9+]",
        r"[|>]-?(?:[ \n]|#[^\n]*\n)*\z",
        r"(?:^ *|[:?-] +)\[[^\]\n\[{:|>&*!%@`#?]*[\n\[{:|>&*!%@`#?]",
        rf"{_BEGINS}[-+.0-9]*(?:[eE][-+.0-9]*)?_",
        rf"{_BEGINS}[-+.]?(?:0[0-9A-Za-z]|[0-9]{{40}}|\.[A-Za-z])",
    )
)


# «{en: A law, fr: Une loi}» at the end of a line, as vocabularies have it: words, and nothing that means anything;
# what begins with a letter of its own is looked for twenty times as quickly as what looks behind every letter first
_WORDS = r"[^\W\d_][\w .’()/;-]*"
_NAME = r"(?!(?:null|true|false):)[a-z][A-Za-z_-]*"
_FLOW = rf"(?m)\{{(?<=[:-] \{{)(?:{_NAME}: {_WORDS}(?:, {_NAME}: {_WORDS})*)?\}}$"


def read(text: bytes) -> dict[str, Any] | None:
    """Return the data of an ordinary text; None when it is not ordinary, or when yaml-rs is not installed."""
    reader = _reader()
    return reader(text) if reader is not None else None


def library() -> str:
    """Return the name and version of the library that is in use, or nothing."""
    if _reader() is None:
        return ""
    from importlib.metadata import version

    return f"yaml-rs {version('yaml-rs')}"


@cache
def _reader() -> Callable[[bytes], dict[str, Any] | None] | None:
    try:
        import jsonschema_rs
        from yaml_rs import AliasLimits, DuplicateKeyPolicy, YAMLDecodeError, loads
    except ImportError:
        return None
    ordinary = _validator(jsonschema_rs, {"not": {"pattern": f"(?m:{_UNUSUAL})"}})
    names_fit = _validator(jsonschema_rs, _NAMES_FIT)
    none, unique = AliasLimits(max_alias_expansions_per_anchor=0), DuplicateKeyPolicy.Error

    def read_ordinary(raw: bytes) -> dict[str, Any] | None:
        if not raw.endswith(b"\n") or len(raw) > LARGEST:
            return None
        try:
            text = raw.decode()
            if not ordinary(text if b"{" not in raw else re.sub(_FLOW, "x", text)):
                return None
            data = loads(text, parse_datetime=False, alias_limits=none, duplicate_key_policy=unique)
            return data if isinstance(data, dict) and (_lines_fit(raw) or names_fit(data)) else None
        except (YAMLDecodeError, ValueError):
            return None

    return read_ordinary


def _validator(library: Any, schema: dict[str, Any]) -> Callable[[Any], bool]:
    found: Callable[[Any], bool] = library.validator_for(schema, pattern_options=library.RegexOptions()).is_valid
    return found


# data that has only short texts for names
_NAMES_FIT: dict[str, Any] = {
    "propertyNames": {"maxLength": _LONGEST_NAME},
    "additionalProperties": {"$ref": "#"},
    "items": {"$ref": "#"},
}


def _lines_fit(raw: bytes) -> bool:
    """Tell whether every line is so short that no name in it can be too long."""
    begin, last = 0, len(raw) - _LONGEST_NAME
    while begin < last:
        begin = 1 + raw.rfind(b"\n", begin, begin + _LONGEST_NAME)
        if not begin:
            return False
    return True
