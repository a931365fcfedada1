"""One case as a page in the terminal: what it is, the facts at a glance, then the story, in a readable measure."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from sane_cli.core.format import Look
from sane_cli.core.text import one_line, visible
from sane_cli.core.view import CaseView, Definition, view
from sane_cli.core.words import _
from sane_cli.formats._layout import GAP, accent, quiet, strong, width, wrapped

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Shown

_MEASURE = 78  # columns; longer lines tire the eye


def page(shown: Shown, look: Look) -> str:
    """Lay out one case."""
    seen = view(shown.case, shown.labels, shown.titles)
    room = min(look.width, _MEASURE)
    lines = [*_head(seen, room, look), *_facts(seen, room, look), *_definitions(shown.explained, room, look)]
    for section in seen.sections:
        lines += ["", strong(one_line(section.title), look), *_markdown(section.text, room, look)]
    lines += [*_lessons(seen, room, look), *_ending(seen, room, look), *_exports(shown, look)]
    return "".join(line.rstrip() + "\n" for line in lines)


def _head(seen: CaseView, room: int, look: Look) -> Iterator[str]:
    yield from (strong(line, look) for line in wrapped(one_line(seen.title), room))
    state = "" if seen.is_published else seen.status
    about = [one_line(part) for part in (seen.place, seen.period, seen.label, state, seen.id) if part]
    yield from (quiet(line, look) for line in wrapped(" · ".join(about), room))
    yield from (quiet(line, look) for line in wrapped(seen.translated, room) if line)
    if seen.lead:
        yield ""
        yield from (GAP + line for line in wrapped(one_line(seen.lead), room - len(GAP)))


def _facts(seen: CaseView, room: int, look: Look) -> Iterator[str]:
    """Yield names and values in two columns; the values hang. Terms hold commas, so a dot stands between them."""
    yield ""
    names = [one_line(fact.title) for fact in seen.facts]
    left = max(map(width, names), default=0)
    for name, fact in zip(names, seen.facts, strict=True):
        values = wrapped(" · ".join(map(one_line, fact.values)), room - left - 2 * len(GAP))
        for at, line in enumerate(values):
            head = quiet(name + " " * (left - width(name)), look) if at == 0 else " " * left
            yield GAP + head + GAP + line


def _definitions(found: tuple[Definition, ...], room: int, look: Look) -> Iterator[str]:
    if found:
        yield ""
        yield strong(_("What the words mean"), look)
    for term in found:
        yield f"{GAP}{one_line(term.label)} {quiet(f'({term.id})', look)}"
        yield from (GAP * 2 + line for line in wrapped(one_line(term.text), room - 2 * len(GAP)))


def _lessons(seen: CaseView, room: int, look: Look) -> Iterator[str]:
    if seen.lessons:
        yield ""
        yield strong(_("Lessons"), look)
    for lesson in seen.lessons:
        whom = f" ({lesson.audience})" if lesson.audience else ""
        yield from _item(one_line(lesson.text) + whom, room)


def _ending(seen: CaseView, room: int, look: Look) -> Iterator[str]:
    if seen.related:
        yield ""
        yield strong(_("Related cases"), look)
    for link in seen.related:
        yield GAP + accent(one_line(link.case), look) + quiet(f"  {link.relation}", look)
        yield from (GAP * 2 + line for line in wrapped(one_line(link.title), room - 2 * len(GAP)) if line)
    if seen.media:
        yield ""
        yield strong(_("Media"), look)
    for _kind, title, url in seen.media:
        yield from _item(one_line(title), room)
        yield GAP * 2 + one_line(url)
    if seen.sources:
        yield ""
        yield strong(_("Sources"), look)
    for source in seen.sources:
        about = ", ".join(part for part in (source.publisher, source.published) if part)
        yield from _item(one_line(f"{source.title}. {about}" if about else source.title), room)
        # an address stays whole, however narrow it is: a cut one cannot be followed
        yield from (GAP * 2 + one_line(url) for url in (source.url, source.archived) if url)
    yield ""
    said = [_("Written by {authors}.").format(authors=one_line(", ".join(seen.authors)))] if seen.authors else []
    said += [_("Describes the situation as of {date}.").format(date=seen.as_of)] if seen.as_of else []
    yield from (quiet(line, look) for line in wrapped(" ".join(said), room))


def _exports(shown: Shown, look: Look) -> Iterator[str]:
    if shown.exports:
        yield ""
        yield strong(_("Where it was exported"), look)
    for export in shown.exports:
        parts = (export.on, export.audience, export.file)
        yield GAP + GAP.join(one_line(part) for part in parts)


def _item(text: str, room: int) -> Iterator[str]:
    """Yield a list item with a hanging indent."""
    for at, line in enumerate(wrapped(text, room - 2 * len(GAP))):
        yield (f"{GAP}• " if at == 0 else GAP * 2) + line


def _markdown(text: str, room: int, look: Look) -> Iterator[str]:
    """Yield a section's Markdown, laid out."""
    from rich.console import Console
    from rich.markdown import Markdown

    out = StringIO()
    console = Console(
        file=out, width=room - len(GAP), force_terminal=look.color, no_color=not look.color, legacy_windows=False
    )
    console.print(Markdown(visible(text), hyperlinks=False, justify="left"))
    yield from (GAP + line for line in out.getvalue().strip("\n").splitlines())
