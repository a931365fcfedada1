"""One case as Markdown: the page that the terminal shows and that Markdown exports are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sane_cli.core.text import one_line, visible
from sane_cli.core.view import CaseView, Definition
from sane_cli.core.words import _


def page(shown: CaseView, explained: Iterable[Definition] = ()) -> str:
    """Write a case as a Markdown document of its own, with its terms explained at the end when they are given."""
    meanings = [f"- **{one_line(term.label)}** ({term.id}): {one_line(term.text)}" for term in explained]
    glossary = ["", f"## {_('What the words mean')}\n", *meanings] if meanings else []
    return "\n".join([*_lines(shown), *glossary]).rstrip() + "\n"


def _lines(shown: CaseView) -> Iterator[str]:
    where = " · ".join(part for part in (shown.place, shown.period) if part)
    yield f"# {one_line(shown.title)}\n"
    state = "" if shown.is_published else f" · **{shown.status}**"
    yield f"{where}{' · ' if where else ''}{shown.label}{state}\n"
    if shown.translated:
        yield f"*{one_line(shown.translated)}*\n"
    if shown.lead:
        yield f"{visible(shown.lead).strip()}\n"
    yield f"## {_('Key facts')}\n"
    yield from (f"- **{fact.title}:** {one_line('; '.join(fact.values))}" for fact in shown.facts)
    yield ""
    for section in shown.sections:
        yield f"## {section.title}\n\n{visible(section.text).strip()}\n"
    if shown.lessons:
        yield f"## {_('Lessons')}\n"
        for lesson in shown.lessons:
            whom = f" *({_('for')}: {lesson.audience})*" if lesson.audience else ""
            yield f"- {one_line(lesson.text)}{whom}"
        yield ""
    yield from _ending(shown)


def _ending(shown: CaseView) -> Iterator[str]:
    if shown.related:
        yield f"## {_('Related cases')}\n"
        for link in shown.related:
            called = f"{one_line(link.title)} – {link.case}" if link.title else link.case
            yield f"- {called} ({link.relation})"
        yield ""
    if shown.media:
        yield f"## {_('Media')}\n"
        yield from (f"- {one_line(title)}: <{one_line(url)}>" for _kind, title, url in shown.media)
        yield ""
    if shown.sources:
        yield f"## {_('Sources')}\n"
        for source in shown.sources:
            about = ", ".join(part for part in (source.publisher, source.published) if part)
            address = f" <{one_line(source.url)}>" if source.url else ""
            yield f"- {one_line(source.title)}{'. ' + one_line(about) if about else ''}.{address}"
        yield ""
    if shown.authors:
        yield _("Written by {authors}.").format(authors=one_line(", ".join(shown.authors)))
    if shown.as_of:
        yield _("Describes the situation as of {date}.").format(date=shown.as_of)
