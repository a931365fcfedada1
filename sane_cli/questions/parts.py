"""A block of named parts; each part is asked by itself."""

from __future__ import annotations

from typing import Any

from sane_cli.core.question import Kind, Question, Shape, UnclearError
from sane_cli.core.words import N_, _


def parse(_words: str, question: Question) -> Any:
    """Refuse plain words: a block has named parts."""
    name = ".".join(map(str, question.path))
    part = question.field.fields[0].name if question.field.fields else "name"
    raise UnclearError(
        _("‘{name}’ has parts. Give them one by one, such as {name}.{part}=…, or as {{…}}.").format(
            name=name, part=part
        )
    )


def spell(value: Any, _question: Question) -> str:
    """Give the parts on one line; only for people."""
    return ", ".join(f"{name}: {part}" for name, part in value.items())


def show(value: Any, question: Question) -> str:
    """Give the headings of what has been answered."""
    titles = {part.name: _(part.title) for part in question.field.fields}
    return ", ".join(titles.get(name, name) for name in value)


PLUGIN = Kind(parse=parse, spell=spell, show=show, shape=Shape.PARTS, hint=N_("Asked part by part."))
