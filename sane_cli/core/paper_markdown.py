"""The form as Markdown, and back: what was written between the two lines of a question is its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sane_cli.core.paper import Blank, Paper, Part
from sane_cli.core.question import Widget
from sane_cli.core.table import Cell
from sane_cli.core.text import one_line
from sane_cli.core.words import N_, _

HOW = N_(
    "Write each answer between the two grey lines that belong to it, on as many lines as you like. Where there are "
    "boxes, put an x into those that fit: [x]. For another entry of a list, copy its questions and raise the number."
)
_FORM = re.compile(r"<!--\s*sane-form:\s*[0-9]+\s*-->")
_BEGIN = re.compile(r"\s*<!--\s*(answer|tick):\s*(\S+)\s*-->\s*\Z")
_END = re.compile(r"\s*<!--\s*end\s*-->\s*\Z")
_BOX = re.compile(r"\s*[-*+]\s*\[\s*([^\]]?)\s*\]\s*`([^`]+)`")


def written(paper: Paper) -> str:
    """Write the form."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(paper)).rstrip()) + "\n"


def read(text: str) -> dict[str, Cell] | None:
    """Return the answers of a filled form by the dotted name of their field; None when the text is no such form."""
    if not _FORM.search(text):
        return None
    found: dict[str, Cell] = {}
    name, is_ticked = "", False
    lines: list[str] = []
    for line in text.splitlines():
        begin = _BEGIN.match(line)
        if begin or _END.match(line):
            if name:
                found[_free(name, found)] = _answer(lines, is_ticked=is_ticked)
            name, is_ticked, lines = (begin[2], begin[1] == "tick", []) if begin else ("", False, [])
        elif name:
            lines.append(line)
    if name:
        found[_free(name, found)] = _answer(lines, is_ticked=is_ticked)
    return found


def _free(name: str, found: dict[str, Cell]) -> str:
    """Return a name of its own for a question that stands there twice, so that neither answer is lost."""
    numbered = (f"{name} #{number}" for number in range(2, len(found) + 3))
    return name if name not in found else next(each for each in numbered if each not in found)


def _answer(lines: list[str], *, is_ticked: bool) -> Cell:
    if not is_ticked:
        return "\n".join(lines).strip()
    boxes = [_BOX.match(line) for line in lines]
    ticked = [box[2] for box in boxes if box and box[1]]
    return (*ticked, *(line.strip() for line, box in zip(lines, boxes, strict=True) if box is None and line.strip()))


def _lines(paper: Paper) -> Iterator[str]:
    welcome, closed, reminder = paper.opening
    yield from (
        "<!-- sane-form: 1 -->",
        "",
        f"# {one_line(paper.title)} – {paper.subtitle}",
        "",
        welcome,
        "",
        closed,
        "",
    )
    yield from (_(HOW), "", f"> **{reminder}**", "")
    for group in paper.groups:
        yield from (f"## {group.title}", "", group.help, "")
        for part in group.parts:
            yield from _part(part, 3)


def _part(part: Part, level: int) -> Iterator[str]:
    if isinstance(part, Blank):
        yield from _blank(part, level)
        return
    yield from _head(part, level)
    for number, entry in enumerate(part.entries, start=1):
        if part.singular:
            yield from (f"{'#' * (level + 1)} {part.singular} {number}", "")
        for below in entry:
            yield from _part(below, level + 1 + bool(part.singular))


def _head(part: Part, level: int) -> Iterator[str]:
    number = f"{part.number}. " if part.number else ""
    yield from (f"{'#' * min(level, 6)} {number}{part.text}", "")
    is_again = any(isinstance(step, int) and step for step in part.path)
    if is_again:
        return
    if isinstance(part, Blank):
        for kind, text in part.variants:
            yield f"- **{kind}:** {text}"
        yield ""
    yield from (" ".join(filter(None, (part.about, part.when))), "")
    if part.why:
        yield from (f"*{_('Why we ask')}:* {part.why}", "")


def _blank(blank: Blank, level: int) -> Iterator[str]:
    yield from _head(blank, level)
    is_again = any(isinstance(step, int) and step for step in blank.path)
    if blank.example and not is_again:
        yield from (f"*{_('Example')}:* {one_line(blank.example)}", "")
    if blank.hint and not is_again:
        yield from (f"*{blank.hint}*", "")
    if blank.choices and blank.widget in (Widget.ONE, Widget.MANY):
        yield f"<!-- tick: {blank.name} -->"
        for choice in blank.choices:
            tick = "x" if blank.value == choice.value else " "
            about = f": {one_line(choice.help)}" if choice.help and not is_again else ""
            yield f"- [{tick}] `{choice.value}` {choice.label}{about}"
    else:
        yield f"<!-- answer: {blank.name} -->"
        yield from ("", str(blank.value or ""))
    yield from ("<!-- end -->", "")
