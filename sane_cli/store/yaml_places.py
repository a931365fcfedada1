"""Find the place of one value in a text that the quick reader took, without reading all of it a second time.

The quick reader gives data and no places; the strict one gives the place of everything and takes four times as long.
A finding needs one. The way to it is walked here: fields by the name that stands in their column, entries of a list by
their dash, past everything that is indented deeper, as every line of a text of several lines is. Whatever is not laid
out in lines (values in braces, quotes in brackets, quoted names, an empty value) is left to the strict reader. The
closing quote is the one part of a text that may stand further left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import Any, NoReturn

from sane_cli.core.document import Marks, Path, Spot

_MOST = 20  # places; who asks for more gets them sooner from one whole reading
_VALUE = re.compile(r"(?:[ \n]|#[^\n]*)*")  # from behind a colon or dash to what it is followed by
_WORDS = re.compile(r"\[[^\]\n\"']*\]")  # a list of words in brackets
_WORD = re.compile(r"[^,\[\] ][^,\[\]]*")


class QuickMarks(Marks):
    """Places in an ordinary text, each found when it is asked for.

    Args:
        source: the text.
        data: what it holds.
        strictly: gives all marks of the same text by the strict reader.
    """

    def __init__(self, source: str, data: Any, strictly: Callable[[], Marks]) -> None:
        self.source = source
        self._data = data
        self._strictly = strictly
        self._left = _MOST

    def value(self, path: Path) -> Spot | None:
        """Return line and column of the value at ``path``."""
        try:
            found = self._found(path)
        except _UnsureError:
            return self._strictly().value(path)
        return self._spot(found[1]) if found else None

    def key(self, path: Path) -> Spot | None:
        """Return line and column of the name of the field at ``path``."""
        try:
            found = self._found(path)
        except _UnsureError:
            return self._strictly().key(path)
        return self._spot(found[0]) if found and path and isinstance(path[-1], str) else None

    def extent(self, path: Path) -> tuple[int, int] | None:
        """Return where the single value at ``path`` begins and ends."""
        try:
            found = self._found(path)
        except _UnsureError:
            return self._strictly().extent(path)
        if found is None or isinstance(found[3], dict | list):
            return None
        _key, begins, ends, _data = found
        text = self.source[begins:ends]
        if "#" in text:  # there may be a note behind the value
            return self._strictly().extent(path)
        return begins, ends if text[0] in "|>" else begins + len(text.rstrip())

    def _spot(self, at: int) -> Spot:
        return self.source.count("\n", 0, at) + 1, self._column(at) + 1

    def _column(self, at: int) -> int:
        return at - self.source.rfind("\n", 0, at) - 1

    def _found(self, path: Path) -> tuple[int, int, int, Any] | None:
        """Return where the name and the value at ``path`` begin, where the value ends at the latest, and its data."""
        if not self._left:
            _doubt()
        self._left -= 1
        data = self._data
        key, begins, ends = 0, self._after(0, len(self.source)), len(self.source)
        for part in path:
            if isinstance(data, dict) and part in data:
                data = data[part]
                key, begins, ends = self._field(begins, ends, str(part), listed=isinstance(data, list))
            elif isinstance(data, list) and isinstance(part, int) and part < len(data):
                data = data[part]
                key, begins, ends = self._entry(begins, ends, part)
            else:
                return None
        return key, begins, ends, data

    def _field(self, begins: int, ends: int, name: str, *, listed: bool) -> tuple[int, int, int]:
        """Return the places of the field ``name`` of the mapping that begins there."""
        column = self._column(begins)
        at, line = begins, f"\n{' ' * column}{name}:"
        if not self._named(begins, name):
            at = self.source.find(line, begins, ends) + 1 + column
            while at > column and not self._named(at, name):
                at = self.source.find(line, at, ends) + 1 + column
            if at <= column:
                _doubt()
        after = at + len(name) + 1
        over = _ends(column, listed).search(self.source, after, ends)
        if over and self.source[over.end()] in "\"'":  # a quote is closed here
            _doubt()
        end = over.start() + 1 if over else ends
        return at, self._after(after, end), end

    def _named(self, at: int, name: str) -> bool:
        return self.source.startswith((f"{name}: ", f"{name}:\n"), at)

    def _entry(self, begins: int, ends: int, number: int) -> tuple[int, int, int]:
        """Return the places of one entry of the list that begins there."""
        if self.source[begins] == "[":
            return self._word(begins, ends, number)
        if not self.source.startswith(("- ", "-\n"), begins):
            _doubt()
        column = self._column(begins)
        entries, at = _entries(column), begins
        for _before in range(number):
            found = entries.search(self.source, at, ends)
            if found is None:
                _doubt()
            at = found.end()
        found = entries.search(self.source, at, ends)
        end = found.start() + 1 if found else ends
        return at, self._after(at + 1, end), end

    def _word(self, begins: int, ends: int, number: int) -> tuple[int, int, int]:
        """Return the places of one entry of the list in brackets that begins there."""
        words = _WORDS.match(self.source, begins, ends)
        word = next(islice(_WORD.finditer(self.source, begins, words.end()), number, None), None) if words else None
        if word is None:
            _doubt()
        return word.start(), word.start(), word.end()

    def _after(self, at: int, ends: int) -> int:
        """Return where the value begins that follows there."""
        found = _VALUE.match(self.source, at, ends)
        begins = found.end() if found else ends
        if begins >= ends:
            _doubt()
        return begins


class _UnsureError(Exception):
    """The way to a value is not laid out in lines."""


def _doubt() -> NoReturn:
    raise _UnsureError


@cache
def _ends(column: int, listed: bool) -> re.Pattern[str]:
    """Return what begins the line that ends the value of a field in ``column``: no note, and indented no deeper.

    The entries of a list may stand in the column of its field.
    """
    if not listed:
        return re.compile(rf"\n {{0,{column}}}(?=[^ \n#])")
    less = rf" {{0,{column - 1}}}(?=[^ \n#])|" if column else ""
    return re.compile(rf"\n(?:{less} {{{column}}}(?=[^ \n#-]|-[^ \n]))")


@cache
def _entries(column: int) -> re.Pattern[str]:
    return re.compile(rf"\n {{{column}}}(?=-[ \n])")
