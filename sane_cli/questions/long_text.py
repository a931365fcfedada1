"""A text of any length, in Markdown; best written in an editor."""

from __future__ import annotations

from sane_cli.core.question import Kind, Question, Widget
from sane_cli.core.text import DANGEROUS, one_line, shortened
from sane_cli.core.words import N_

_SHOWN = 100


def parse(words: str, question: Question) -> str:
    """Drop blank edges, blanks at line ends and control characters.

    A text of several lines ends with a line end, as literal blocks in YAML do, where the limit leaves room for it.
    """
    lines = [line.rstrip() for line in DANGEROUS.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
    text = "\n".join(lines).strip()
    is_full = question.field.limit and len(text) >= question.field.limit
    return f"{text}\n" if "\n" in text and not is_full else text


def spell(value: object, _question: Question) -> str:
    """Give the text itself, without the last line end."""
    return str(value).strip()


def show(value: object, _question: Question) -> str:
    """Give the beginning on one line."""
    return shortened(one_line(str(value)), _SHOWN)


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=show,
    widget=Widget.LONG,
    hint=N_("Plain text or Markdown."),
    samples=(("One.\r\n\r\nTwo. ", "One.\n\nTwo.\n"), (" One line ", "One line")),
)
