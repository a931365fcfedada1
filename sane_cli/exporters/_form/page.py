"""The form as one HTML page: what is asked, and inputs that become fields of the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from sane_cli.core.paper import Blank, Block, Paper, Part
from sane_cli.core.question import Choice, Widget
from sane_cli.core.text import visible
from sane_cli.core.words import N_, _

HOW = N_(
    "Fill it in on a screen, or print it and write by hand. A circle stands for one choice, boxes for as many as fit. "
    "Where the room is too small, go on with the number of the question on a sheet of paper."
)
FACE = ("Source Sans 3", 400, "normal")  # what the fields are written in, as the style sheet says
_LONG_LIMIT = 2000  # a text that may be longer than this gets a large field
_IN_A_ROW = 6  # short choices that stand beside each other
_IN_COLUMNS = 12


def page(paper: Paper, style: str) -> str:
    """Return the whole page.

    Args:
        paper: what is asked.
        style: the style sheet.
    """
    body = "\n".join(_lines(paper))
    title = _text(f"{paper.title} – {paper.subtitle}")
    return (
        f'<!DOCTYPE html><html lang="{escape(paper.language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body><form>{body}</form></body></html>"
    )


def _lines(paper: Paper) -> Iterator[str]:
    welcome, closed, reminder = paper.opening
    yield f'<h1>{_text(paper.title)}</h1><p class="kind">{_text(paper.subtitle)}</p><div class="opening">'
    yield from (f"<p>{_text(words)}</p>" for words in (welcome, closed, _(HOW)))
    yield f'</div><p class="never">{_text(reminder)}</p>'
    for group in paper.groups:
        yield f"<section><h2>{_text(group.title)}</h2>"
        yield _paragraph("help", group.help)
        for part in group.parts:
            yield from _part(part, 3)
        yield "</section>"


def _part(part: Part, level: int) -> Iterator[str]:
    if isinstance(part, Blank):
        yield f'<div class="question">{_head(part, level)}<div class="{"inside" if level == _TOP else ""}">'
        yield from _field(part)
        yield "</div></div>"
        return
    yield f'<div class="block">{_head(part, level)}<div class="{"inside" if level == _TOP else ""}">'
    for number, entry in enumerate(part.entries, start=1):
        if part.singular:
            yield f'<h{level + 1} class="entry">{_text(part.singular)} {number}</h{level + 1}>'
        for below in entry:
            yield from _part(below, min(level + 1 + bool(part.singular), 6))
    yield "</div></div>"


_TOP = 3


def _head(part: Blank | Block, level: int) -> str:
    number = f'<span class="number">{part.number}.</span>' if part.number else ""
    lines = [f"<h{level}>{number}{_text(part.text)}</h{level}>", f'<div class="{"inside" if level == _TOP else ""}">']
    if not _is_again(part):
        if isinstance(part, Blank) and part.variants:
            items = "".join(f"<li><b>{_text(kind)}:</b> {_text(asked)}</li>" for kind, asked in part.variants)
            lines.append(f'<ul class="variants">{items}</ul>')
        lines.append(_paragraph("about", " ".join(filter(None, (part.about, part.when)))))
        lines.append(_paragraph("why", part.why, _("Why we ask")))
        if isinstance(part, Blank):
            lines.append(_paragraph("example", part.example, _("Example")))
            lines.append(_paragraph("hint", part.hint))
    return "".join([*lines, "</div>"])


def _is_again(part: Part) -> bool:
    """Tell whether the part belongs to a later entry of a list, so that it was explained already."""
    return any(isinstance(step, int) and step for step in part.path)


def _paragraph(name: str, words: str, word: str = "") -> str:
    said = f' data-word="{_text(word)}"' if word else ""
    return f'<p class="{name}"{said}>{_text(words)}</p>' if words else ""


def _field(blank: Blank) -> Iterator[str]:
    """Yield what is written or ticked. A name holds no dots, as PDF keeps those for itself."""
    name, label = _text(blank.name.replace(".", "/")), _text(_label(blank))
    if blank.choices and blank.widget in (Widget.ONE, Widget.MANY):
        yield from _choices(blank, name)
    elif blank.widget is Widget.LONG:
        size = "long" if not blank.field.limit or blank.field.limit > _LONG_LIMIT else ""
        yield f'<textarea class="{size}" name="{name}" title="{label}"></textarea>'
    else:
        size = "short" if blank.field.kind in ("date", "number", "period") else ""
        yield f'<input type="text" class="{size}" name="{name}" title="{label}">'


def _label(blank: Blank) -> str:
    """Return what a screen reader says of a field: the question, and for an entry of a list which one."""
    entry = next((step + 1 for step in blank.path if isinstance(step, int)), 0)
    return f"{blank.text} ({entry})" if entry else blank.text


def _choices(blank: Blank, name: str) -> Iterator[str]:
    is_many = blank.widget is Widget.MANY
    has_meaning = any(choice.help for choice in blank.choices) and not _is_again(blank)
    shape = "row" if len(blank.choices) <= _IN_A_ROW and not has_meaning else ""
    shape = "terms" if len(blank.choices) > _IN_COLUMNS else shape
    yield f'<div class="choices {shape}">'
    is_grouped = any(choice.group for choice in blank.choices)
    for choice in blank.choices:
        whole = ' class="whole"' if is_grouped and not choice.group else ""
        kind, own = ("checkbox", f"{name}/{_text(choice.value)}") if is_many else ("radio", name)
        checked = " checked" if blank.value == choice.value else ""
        label = _text(f"{_label(blank)}: {choice.label}")
        yield (
            f'<p{whole}><input type="{kind}" name="{own}" value="{_text(choice.value)}" title="{label}"{checked}>'
            f"{_worded(choice, with_meaning=has_meaning)}</p>"
        )
    yield "</div>"


def _worded(choice: Choice, *, with_meaning: bool) -> str:
    meaning = f'<span class="meaning">: {_text(choice.help)}</span>' if with_meaning and choice.help else ""
    return f"{_text(choice.label)}{meaning}"


def _text(words: str) -> str:
    return escape(visible(words))


def style() -> str:
    """Return the form's own style sheet."""
    return files("sane_cli.exporters._form").joinpath("form.css").read_text(encoding="utf-8")
