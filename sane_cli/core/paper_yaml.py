"""The form as YAML: the shape of a case file, with every question above its place, to be filled in with any editor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from sane_cli.core.paper import Blank, Block, Paper, Part
from sane_cli.core.question import Widget
from sane_cli.core.text import one_line
from sane_cli.core.words import N_, _

HOW = N_(
    "Lines that begin with # explain; the others wait for answers. After a | write on the lines below, moved in more "
    "than the name above; everything may stand there. Otherwise write behind the colon. Between [ ] write the words "
    "at the left of the choices, with commas. For another entry of a list, copy one from its dash on."
)
_WIDTH = 100


def written(paper: Paper) -> str:
    """Write the form."""
    return "\n".join(_lines(paper)).rstrip() + "\n"


def _lines(paper: Paper) -> Iterator[str]:
    welcome, closed, reminder = paper.opening
    for text in (f"{one_line(paper.title)} – {paper.subtitle}", "", welcome, "", closed, "", _(HOW), "", reminder):
        yield from _comment(text, "")
    yield from ("", "sane_form: 1", "")
    for group in paper.groups:
        yield from _comment(f"===== {group.title} =====", "")
        yield from _comment(group.help, "") if group.help else ()
        yield ""
        for part in group.parts:
            yield from _part(part, "", "")
            yield ""


def _part(part: Part, indent: str, dash: str) -> Iterator[str]:
    """Yield a part; ``dash`` stands before its name when it begins an entry of a list."""
    if isinstance(part, Block):
        yield from _block(part, indent, dash)
        return
    yield from _explained(part, indent)
    name = f"{indent[: len(indent) - len(dash)]}{dash}{part.path[-1]}:"
    if part.value is not None:
        yield f"{name} {part.value}"
    elif part.widget is Widget.MANY:
        yield f"{name} []"
    elif part.widget in (Widget.LONG, Widget.LINE) and part.field.kind not in ("date", "period", "number"):
        yield from (f"{name} |", "")
    else:
        yield name


def _block(block: Block, indent: str, dash: str) -> Iterator[str]:
    yield from _explained(block, indent)
    yield f"{indent[: len(indent) - len(dash)]}{dash}{block.path[-1]}:"
    for number, entry in enumerate(block.entries, start=1):
        below = indent + ("    " if block.singular else "  ")
        if block.singular:
            yield from _comment(f"{block.singular} {number}", indent + "  ")
        for at, part in enumerate(entry):
            yield from _part(part, below, "- " if block.singular and not at else "")


def _explained(part: Part, indent: str) -> Iterator[str]:
    """Yield what is to be known before answering; entries after the first are explained already."""
    number = f"{part.number}. " if part.number else ""
    if any(isinstance(step, int) and step for step in part.path):
        return
    yield from _comment(f"{number}{part.text}", indent)
    about = [part.about, part.when, f"{_('Why we ask')}: {part.why}" if part.why else ""]
    if isinstance(part, Blank):
        about = [*(f"{kind}: {text}" for kind, text in part.variants), *about]
        about += [f"{_('Example')}: {one_line(part.example)}" if part.example else "", part.hint]
    for text in filter(None, about):
        yield from _comment(text, indent, "  ")
    for choice in part.choices if isinstance(part, Blank) else ():
        meaning = f": {one_line(choice.help)}" if choice.help else ""
        yield from _comment(f"{choice.value} – {choice.label}{meaning}", indent, "    ")


def _comment(text: str, indent: str, inner: str = "") -> Iterator[str]:
    lead = f"{indent}# {inner}"
    wrapped = textwrap.wrap(text, _WIDTH - len(lead), break_long_words=False, break_on_hyphens=False)
    yield from (f"{lead}{line}".rstrip() for line in wrapped or [""])
