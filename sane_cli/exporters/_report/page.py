"""The report as HTML: a theme's templates, filled from the report's values, with its figures and its style sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from sane_cli.core.error import UsageError
from sane_cli.core.product import Product
from sane_cli.core.words import _, plural
from sane_cli.exporters._report.charts import WIDTH, matrix_chart, places_charts, timeline_charts, watermark
from sane_cli.exporters._report.cover import HEIGHT, LONG_TITLE, cover, room
from sane_cli.exporters._report.cover import WIDTH as COVER_WIDTH
from sane_cli.exporters._report.model import Report
from sane_cli.exporters._report.svg import mirrored
from sane_cli.exporters._report.theme import Theme
from sane_cli.exporters._report.typography import settled

CUT = "<!--sane:cut-->"  # no text of a case can hold it: brackets are escaped
_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
# Without a word's boundary Python looks for the first letters, ten times as fast; a longer name (data-id) does no harm.
_ID = re.compile(r"id=\"([^\"]+)\"")
_ADDRESS = re.compile(r"https?://\S+\Z")
_LINK = re.compile(r"href=\"#([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report that can be laid out by itself, as it begins a page.

    Attributes:
        name: the anchor of what it begins with.
        html: a whole page of HTML, without what a head would say.
        elsewhere: the anchors of other parts to which it links.
    """

    name: str
    html: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A line of the contents that is not a case."""

    anchor: str
    title: str


def html(report: Report, product: Product, theme: Theme, style: str) -> str:
    """Fill the theme's template.

    Args:
        report: what the pages say.
        product: where it comes from, for the words of the schema.
        theme: whose templates are filled.
        style: style sheets to put into the head: fonts, the theme's own, and what depends on the report.

    Raises:
        UsageError: a template of the theme is broken.
    """
    # A theme may come from anywhere: its templates get values, never the program (sandbox), and text stays text.
    # Our own need no sandbox, which takes a third of the time.
    templates = (Environment if theme.is_ours else SandboxedEnvironment)(
        loader=FileSystemLoader([str(folder) for folder in theme.folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_settled if report.direction == "rtl" else None,
    )
    templates.globals.update(_=_, plural=plural)
    try:
        return templates.get_template("report.html.j2").render(_values(report, product, theme, style))
    except TemplateError as error:
        raise UsageError(
            _("A template of the theme is broken: {problem}.").format(problem=type(error).__name__),
            where=theme.name,
            todo=_("Compare it with the template of the same name in the program's own themes."),
        ) from error


def _settled(value: object) -> object:
    """Settle plain text of a template; what is HTML has its own directions, and a link's target must stay as it is."""
    if not isinstance(value, str) or isinstance(value, Markup) or _ADDRESS.match(value):
        return value
    return settled(value)


def parts(source: str) -> tuple[Part, ...]:
    """Cut a filled template at its marks; one without marks stays whole."""
    begin, *middle, end = source.split(CUT) if source.count(CUT) > 1 else ("", source, "")
    begin = _HEAD.sub("", begin)
    pages = [begin + part + end for part in middle if part.strip()]
    inside = [_ID.findall(page) for page in pages]
    anchors = frozenset(name for names in inside for name in names)
    return tuple(
        Part(next(iter(names), ""), page, tuple(sorted((anchors & set(_LINK.findall(page))) - set(names))))
        for page, names in zip(pages, inside, strict=True)
    )


def style_for(report: Report, theme: Theme) -> str:
    """Return what only this report knows: its label, its title and the status of its cases."""
    width = 5 + 2.62 * len(report.label)  # mm, at 12 pt bold
    own = (
        f":root{{--tlp:{_css_text(report.label)};--tlp-colour:{report.meaning.colour};"
        f"--tlp-width:{width:.1f}mm;--book:{_css_text(report.book)}}}"
    )
    return "\n".join([own, *_watermark(report, theme)])


def _watermark(report: Report, theme: Theme) -> list[str]:
    """Write the status of what is not published across its pages; a background is no content to a screen reader."""
    states = sorted({entry.unpublished for entry in report.entries if entry.unpublished})
    if not states:
        return []
    picture = quote(watermark(" · ".join(states), theme.colours), safe="")
    return [f'@page unpublished{{background:url("data:image/svg+xml,{picture}") no-repeat center}}']


def _values(report: Report, product: Product, theme: Theme, style: str) -> dict[str, object]:
    colours = theme.colours
    tallest = room(report.title, report.subtitle)

    def turned(figures: list[str], width: float = WIDTH) -> list[Markup]:
        """Let figures begin where the reader begins. They are drawn by us, their words escaped."""
        whole = [mirrored(figure, width) for figure in figures] if report.direction == "rtl" else figures
        return [Markup(figure) for figure in whole]  # noqa: S704

    return {
        "report": report,
        "paged": bool(report.slot),
        "slot": report.slot,
        "cut": Markup(CUT if report.slot and not report.single else ""),  # noqa: S704
        "made": product.provenance.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "style": Markup(style.replace("</", "<\\/")),  # noqa: S704  (only theme files and escaped strings)
        "layout": theme.layout,
        "front": _front(report, theme.layout),
        "back": _back(report, theme.layout),
        "by_id": {entry.id: entry for entry in report.entries},
        "titles": {field.name: product.labels.title(field) for field in product.schema.fields},
        "long_title": len(report.title) > LONG_TITLE,
        "shrunk": tallest / HEIGHT,
        "cover": turned([cover(report.weave, colours, tallest)], COVER_WIDTH)[0],
        "matrix": turned([matrix_chart(report.matrix, colours)])[0] if report.matrix else "",
        "timeline": turned(timeline_charts(report.timeline, colours)) if report.timeline else [],
        "places": turned(places_charts(report.places, colours)) if report.places else [],
    }


def _front(report: Report, layout: Mapping[str, Any]) -> list[Chapter]:
    listed = (
        ("reading", _("How to read this report"), layout["reading"]),
        ("introduction", _("Introduction"), layout["introduction"] and (report.introduction or report.status_note)),
        ("findings", _("Key findings"), layout["introduction"] and report.findings),
        ("matrix", _("What answered what"), layout["figures"] and report.matrix),
        ("when-where", _("When and where"), layout["figures"] and (report.timeline or report.places)),
    )
    return [Chapter(anchor, title) for anchor, title, is_there in listed if is_there]


def _back(report: Report, layout: Mapping[str, Any]) -> list[Chapter]:
    numbers = report.matrix or report.timeline or report.places
    listed = (
        *((index.anchor, index.title, layout["indexes"]) for index in report.indexes),
        ("glossary", _("Glossary"), layout["glossary"] and report.glossary),
        ("numbers", _("The numbers behind the figures"), layout["numbers"] and numbers),
        ("provenance", _("Where this report comes from"), True),
    )
    return [Chapter(anchor, title) for anchor, title, is_there in listed if is_there]


def _css_text(words: str) -> str:
    """Write ``words`` as a CSS string; everything but letters, digits and spaces is escaped by its code point."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words) + '"'
