"""Read YAML strictly and safely: the only reader whose verdict counts.

libyaml's events are pulled one at a time (its own parser keeps state on the heap, so nesting cannot overflow the
stack) and one function builds plain data under a depth limit. Scalars follow the YAML 1.2 core schema, so ``NO`` is
Norway; dates stay text. Duplicate keys, aliases, tags, directives and further documents are refused, each with line
and column: a case file needs none of them, and each has been used against a parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn

import yaml
from yaml._yaml import CParser

from sane_cli.core.document import Marks, Path, Spot, Unreadable
from sane_cli.core.words import _
from sane_cli.store.yaml_quick import DEEPEST

MOST = 100_000  # values in one file; a book of cases has fewer
RULE = "yaml"

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z").match
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z"
).match
_FIRST = frozenset("0123456789+-.~nNtTfF")
_LONGEST_NUMBER = 400  # digits; Python refuses to read longer integers, and no case needs one


class RefusedError(Exception):
    """The text is not YAML as this playbook allows it; ``reason`` says why and where."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.message)
        self.reason = reason


class AllMarks(Marks):
    """The places of everything in one text, from one reading."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.values: dict[Path, Spot] = {}
        self.keys: dict[Path, Spot] = {}
        self.extents: dict[Path, tuple[int, int]] = {}

    def value(self, path: Path) -> Spot | None:
        """Return where the value at ``path`` begins."""
        return self.values.get(path)

    def key(self, path: Path) -> Spot | None:
        """Return where the name of the field at ``path`` begins."""
        return self.keys.get(path)

    def extent(self, path: Path) -> tuple[int, int] | None:
        """Return where the single value at ``path`` begins and ends, as character offsets into ``source``."""
        return self.extents.get(path)


def parse(text: bytes) -> Any:
    """Turn YAML bytes into plain data; an empty file is None.

    Raises:
        RefusedError: with the place of the first thing that is wrong.
    """
    return _Reader(text, None).read()


def locate(text: bytes) -> AllMarks:
    """Return the place of every value and key of a text that ``parse`` accepts."""
    return parse_and_locate(text)[1]


def parse_and_locate(text: bytes) -> tuple[Any, AllMarks]:
    """Return the plain data of a text and the place of every value and key in it, from one reading.

    Raises:
        RefusedError: with the place of the first thing that is wrong.
    """
    marks = AllMarks(text.decode("utf-8", "replace"))
    return _Reader(text, marks).read(), marks


class _Reader:
    """One pass over one text; ``marks``, when given, is filled on the way."""

    def __init__(self, text: bytes, marks: AllMarks | None) -> None:
        self._text = text
        self._marks = marks
        # libyaml does not count a byte order mark
        self._skipped = 1 if text.startswith(b"\xef\xbb\xbf") else 0
        self._left = MOST
        self._next: Callable[[], Any] = CParser(text).get_event

    def read(self) -> Any:
        if self._text[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise RefusedError(Unreadable(RULE, _("The file is not UTF-8."), _("Save it as UTF-8.")))
        try:
            return self._document()
        except yaml.reader.ReaderError as error:
            raise RefusedError(_undecodable(self._text, error)) from None
        except yaml.MarkedYAMLError as error:
            raise RefusedError(_slip(self._text, error)) from None

    def _document(self) -> Any:
        self._next()
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            return None
        if start.version is not None or start.tags:
            _refuse(start, _("YAML directives (%…) are not allowed."), _("Remove the line."))
        data = self._value(self._next(), 0, ())
        self._next()
        end = self._next()
        if not isinstance(end, yaml.StreamEndEvent):
            _refuse(end, _("A second document begins here."), _("Keep one document per file; remove the line ‘---’."))
        return data

    def _value(self, event: Any, depth: int, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent):
            _refuse(event, _("Aliases (*name) are not allowed."), _("Put text that begins with * in quotes."))
        self._left -= 1
        if self._left < 0:
            _refuse(event, _("The file holds more than {limit} values.").format(limit=MOST), _("Split it."))
        if event.tag is not None:
            _refuse(event, _("Tags (!…) are not allowed."), _("Put text that begins with ! in quotes."))
        if event.anchor is not None:
            _refuse(event, _("Anchors (&name) are not allowed."), _("Put text that begins with & in quotes."))
        if self._marks is not None:
            self._marks.values[path] = _spot(event)
            if isinstance(event, yaml.ScalarEvent):
                self._marks.extents[path] = _extent(event, self._skipped)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event) if event.implicit[0] else event.value
        if depth >= DEEPEST:
            _refuse(event, _("It is nested more than {limit} deep.").format(limit=DEEPEST), "")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth + 1, path)
        return self._sequence(depth + 1, path)

    def _mapping(self, depth: int, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.tag is not None or key.anchor is not None:
                _refuse(key, _("A field's name must be plain text."), "")
            name = key.value
            if name in data:
                hint = _("Remove one of the two.")
                _refuse(key, _("‘{name}’ stands here for the second time.").format(name=name), hint)
            if name == "<<" and key.implicit[0]:
                _refuse(key, _("Merge keys (<<) are not allowed."), _("Write the fields out."))
            below = (*path, name)
            if self._marks is not None:
                self._marks.keys[below] = _spot(key)
            data[name] = self._value(self._next(), depth, below)
        return data

    def _sequence(self, depth: int, path: Path) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            data.append(self._value(event, depth, (*path, len(data))))
        return data


def _scalar(event: Any) -> Any:
    """Read a plain scalar by the YAML 1.2 core schema."""
    text: str = event.value
    if text and text[0] not in _FIRST:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INT(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _spot(event: Any) -> Spot:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _extent(event: Any, skipped: int) -> tuple[int, int]:
    return event.start_mark.index + skipped, event.end_mark.index + skipped


def _refuse(event: Any, message: str, hint: str) -> NoReturn:
    line, column = _spot(event)
    raise RefusedError(Unreadable(RULE, message, hint, line, column))


def _undecodable(text: bytes, error: Any) -> Unreadable:
    """Turn libyaml's byte offset of a bad character into line and column."""
    before = text[: error.position].decode("utf-8", "replace")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    if isinstance(error.character, bytes | int) and "control" not in str(error.reason):
        return Unreadable(RULE, _("This is not UTF-8 text."), _("Save the file as UTF-8."), line, column)
    return Unreadable(RULE, _("A control character stands here."), _("Remove it."), line, column)


def _slip(text: bytes, error: Any) -> Unreadable:
    """Put libyaml's complaint into words, with own words for the slips people really make."""
    context = str(error.context or "")
    # a quote, alias or anchor is mended where it begins, not where the parser gave up
    begins = any(word in context for word in ("quoted scalar", "alias", "anchor"))
    mark = (error.context_mark if begins else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.decode("utf-8", "replace").splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    problem = str(error.problem or error.context or "")
    message, hint = _explained(problem, context, source)
    return Unreadable(RULE, message, hint, line, column)


def _explained(problem: str, context: str, source: str) -> tuple[str, str]:
    if "mapping values are not allowed" in problem:
        return _("A colon in the middle of the text ends it too early."), _("Put the whole text in quotes.")
    if "tab" in problem or "\t" in source[: len(source) - len(source.lstrip())]:
        return _("A tab stands where only spaces may."), _("Replace the tab by spaces.")
    if "quoted scalar" in context:
        return _("A quote is opened and never closed."), _("Close the quote, or use the other kind of quote.")
    if "cannot start any token" in problem:
        return _("A value cannot begin with this character."), _("Put the text in quotes.")
    if "alias" in context or "anchor" in context:
        return _("A value cannot begin with * or &."), _("Put the text in quotes.")
    if "expected ':'" in problem or "block mapping" in context or "expected <block end>" in problem:
        return _("The line does not fit the ones above it."), _(
            "Check that it begins in the same column as its neighbours and has ‘name: value’; "
            "lines of a text block are indented below its ‘|’."
        )
    return _("This is not valid YAML: {problem}.").format(problem=problem), _("Check quotes, colons and indentation.")
