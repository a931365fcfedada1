"""A list of entries with parts; each entry is asked part by part, then «another?»."""

from __future__ import annotations

from typing import Any

from sane_cli.core.question import Kind, Question, Shape, UnclearError
from sane_cli.core.text import one_line, shortened
from sane_cli.core.words import N_, _

_SHOWN = 40


def parse(_words: str, question: Question) -> Any:
    """Refuse plain words: an entry has named parts."""
    name = ".".join(map(str, question.path))
    part = question.field.fields[0].name if question.field.fields else "name"
    raise UnclearError(
        _("‘{name}’ is a list of entries. Write {name}.0.{part}=…, or [{{{part}: …}}].").format(name=name, part=part)
    )


def show(value: Any, _question: Question) -> str:
    """Give the first words of every entry."""
    firsts = (next((str(part) for part in item.values()), "") for item in value if isinstance(item, dict))
    return "; ".join(shortened(one_line(first), _SHOWN) for first in firsts if first)


PLUGIN = Kind(parse=parse, spell=show, show=show, shape=Shape.ITEMS, hint=N_("Asked entry by entry."))
