"""Markdown: the whole collection as one plain text file, for editors, wikis and version control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sane_cli.core import markdown_page
from sane_cli.core.product import Exporter, Product
from sane_cli.core.text import one_line, visible
from sane_cli.core.view import view
from sane_cli.core.words import N_, _
from sane_cli.exporters._report.provenance import origin

# Raw HTML, but for addresses in angle brackets; links to anything but the web, mail, a case or an anchor. Some viewer
# of Markdown will render them, so both lose the sign that makes them what they are.
_TAG = re.compile(r"<(?!(?:https?://|mailto:)[^\s<>]*>)(?=[A-Za-z/!?])", re.IGNORECASE)
_LINK = re.compile(r"\]([(:])(?!\s*<?(?:https?://|mailto:|#|(?:case:)?[a-z0-9-]+(?:[)>\s]|\Z)))", re.IGNORECASE)
_HEADING = re.compile(r"^(#{1,5} )", re.MULTILINE)


def make(product: Product) -> Mapping[str, bytes]:
    """Write introduction, findings, the cases and where they come from."""
    return {"": harmless("\n".join(_lines(product)).rstrip() + "\n").encode()}


def harmless(text: str) -> str:
    """Return Markdown in which nothing is raw HTML and no link leads to a script or a file."""
    return _LINK.sub(lambda found: f"]&#{ord(found.group(1))};", _TAG.sub("&lt;", text))


def _lines(product: Product) -> Iterator[str]:
    collection = product.collection
    title = one_line(collection.title or product.settings.get("title", "") or _("Playbook"))
    yield f"# {title}\n"
    yield f"**{product.label.value}**\n"
    for text in (collection.subtitle, collection.introduction, collection.status_note):
        if text.strip():
            yield _HEADING.sub(r"##\1", visible(text).strip()) + "\n"
    if collection.findings:
        yield f"## {_('Key findings')}\n"
    for finding in collection.findings:
        yield f"### {one_line(finding.title)}\n\n{visible(finding.text).strip()}\n"
        yield f"{_('Cases')}: {', '.join(finding.cases)}\n"
    for case in product.cases:
        yield _HEADING.sub(r"#\1", markdown_page.page(view(case, product.labels)))
    yield f"## {_('Where this report comes from')}\n"
    yield from (f"- **{head}:** {one_line('; '.join(values))}" for head, values in origin(product, title).rows)
    yield f"\n{product.label.value}"


PLUGIN = Exporter(suffix=".md", summary=N_("one plain text file"), make=make)
