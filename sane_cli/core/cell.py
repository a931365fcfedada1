"""Cells of tables: a stranger's made plain, ours made so that no spreadsheet runs them.

A spreadsheet runs a cell that begins like a formula (CWE-1236), and survey tools save answers as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from sane_cli.core.text import DANGEROUS, visible
from sane_cli.core.words import N_, _

CONTROL = N_("Control characters were taken out.")
MARKUP = N_("HTML was taken out; only its text was kept.")

_KNOWN_TAG = re.compile(
    r"<(?:!--|/?(?:a|abbr|b|body|br|button|center|cite|code|dd|del|div|dl|dt|em|embed|font|form|h[1-6]|head|hr|html|i|iframe"
    r"|img|input|ins|label|li|link|main|meta|object|ol|option|p|pre|q|s|script|section|select|small|span|strong|style|sub"
    r"|sup|svg|table|tbody|td|textarea|th|thead|title|tr|u|ul|video)(?=[\s/>]))",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\s*(?:=|[+@-][A-Za-z_.]+\(|[+@-][^\s|]*\|)")
# What a spreadsheet takes for the beginning of a formula, East Asian keyboards' wide signs included.
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
# The same in the middle of a cell: where the list separator is another one, as in most of Europe, a program that opens
# the file by double click cuts cells at semicolons, tabs and line ends, and takes quotation marks for letters.
_MIDDLE = re.compile(r"([;,\t\n\"][ \"]*)(?=[=＝]|[+@＋－＠-][A-Za-z_.]+\(|[+@＋－＠-][^\s|]*\|)")  # noqa: RUF001
_BREAKS = frozenset("br div dd dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul".split())  # noqa: SIM905
_SILENT = frozenset("head iframe object script style svg textarea title".split())  # noqa: SIM905


def plain(words: str) -> tuple[str, tuple[str, ...]]:
    """Return ``words`` without what nobody typed, and what was taken out, in sentences."""
    told = []
    text = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if DANGEROUS.search(text.strip("\ufeff")):
        told.append(_(CONTROL))
    text = DANGEROUS.sub("", text)
    if _KNOWN_TAG.search(text):
        told.append(_(MARKUP))
        text = _without_markup(text)
    return text.replace("\u00a0", " ").strip(), tuple(told)


def header(words: str) -> str:
    """Return the name of a column on one line, without markup."""
    return " ".join(plain(words)[0].split())


def is_formula(words: str) -> bool:
    """Tell whether a spreadsheet would run ``words``; a list («- one») and a telephone number («+1 …») are none."""
    return bool(_FORMULA.match(words))


def safe(words: str) -> str:
    """Return ``words`` so that no spreadsheet takes them, or a part of them, for a formula."""
    shown = _MIDDLE.sub(r"\1'", visible(words))
    return "'" + shown if shown.lstrip().startswith(_BEGINS) or shown.startswith(_BEGINS) else shown


def _without_markup(text: str) -> str:
    stripper = _Stripper(convert_charrefs=True)
    stripper.feed(text)
    stripper.close()
    lines = (" ".join(line.split()) for line in "".join(stripper.kept).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


class _Stripper(HTMLParser):
    """Keeps the text; what is never shown, such as a script, goes as a whole."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.kept: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (the parser's way)
        """Count what is silent; begin a line where a block does."""
        self._silent += tag in _SILENT
        self.kept += _break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Break the line for ``<br/>``; nothing else that is empty says anything."""
        self.kept += _break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what was silent; end a line where a block does."""
        self._silent = max(self._silent - (tag in _SILENT), 0)
        self.kept += _break(tag) if tag != "br" else ()

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._silent:
            self.kept.append(data)


def _break(tag: str) -> Iterator[str]:
    if tag in _BREAKS:
        yield "\n"
