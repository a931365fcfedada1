"""Markdown of a case, made into HTML that cannot do harm and that a tagged PDF can hold.

The text comes from strangers: HTML is off, only http, https and mailto addresses become links, a picture is shown
only when the playbook itself has it. PDF/UA-1 wants headings that do not skip a level, no emphasis inside a link and
no loose paragraphs in a list; all three are put right here, where they come from.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from sane_cli.core.text import visible
from sane_cli.core.words import _
from sane_cli.exporters._report.typography import QUOTES

_ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+\Z", re.IGNORECASE)
_CASE = re.compile(r"(?:case:)?([a-z0-9]+(?:-[a-z0-9]+)*)\Z")
_MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
_INSIDE_A_LINK = frozenset({"strong_open", "strong_close", "em_open", "em_close", "s_open", "s_close"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text stands in.

    Attributes:
        language: BCP 47 tag, for the quotation marks.
        cases: id → title of the cases in this report, the only ones a link can lead to.
        read_asset: gives the bytes of a picture of the playbook.
        heading: level of the heading above the text; its own headings begin one below.
        slot: room for a page number; empty where there are no pages.
        notes: whether the address of a link is printed as a footnote.
    """

    language: str
    cases: Mapping[str, str] = field(default_factory=dict)
    read_asset: Callable[[str], bytes | None] = lambda _path: None
    heading: int = 2
    slot: str = ""
    notes: bool = True


def to_html(text: str, around: Surroundings) -> str:
    """Render Markdown as a fragment of safe HTML."""
    clean = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    parser = _parser(around.language.split("-")[0])
    html = str(parser.renderer.render(_prepared(parser.parse(clean), around), parser.options, {}))
    return visible(html)  # once more: Markdown can spell any character as &#…;


def picture(path: str, read_asset: Callable[[str], bytes | None]) -> Markup:
    """Return a ``data:`` address for a picture of the playbook, or nothing when there is none that can be shown.

    It is marked as being no text: what settles the words of a right-to-left report must leave it alone.
    """
    if "://" in path or path.startswith(("/", "data:")) or ".." in path.split("/"):
        return Markup()
    content = read_asset(path)
    if not content:
        return Markup()
    kind = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "")
    return Markup(f"data:{kind};base64,{b64encode(content).decode()}") if kind else Markup()  # noqa: S704  (base64)


@lru_cache(maxsize=8)
def _parser(language: str) -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "typographer": True, "quotes": list(QUOTES.get(language, QUOTES["en"]))}
    )
    parser.enable(["table", "replacements", "smartquotes"])
    # Every target is looked at below; the parser's own check would let other schemes through or print the source.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _prepared(tokens: list[Token], around: Surroundings) -> list[Token]:
    _tighten(tokens)
    _level_headings(tokens, around.heading)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = _inline(token.children, around)
    return tokens


def _tighten(tokens: list[Token]) -> None:
    """Hide the paragraph of every list item that holds just one: PDF/UA-1 wants text, not P, in an LBody."""
    for at, token in enumerate(tokens):
        if token.type != "list_item_open":
            continue
        below = [
            other
            for other in tokens[at + 1 : _closing(tokens, at)]
            if other.type == "paragraph_open" and other.level == token.level + 1
        ]
        if len(below) == 1:
            below[0].hidden = True
            tokens[tokens.index(below[0]) + 2].hidden = True


def _closing(tokens: list[Token], at: int) -> int:
    level = tokens[at].level
    return next(
        (i for i in range(at + 1, len(tokens)) if tokens[i].type == "list_item_close" and tokens[i].level == level),
        len(tokens),
    )


def _level_headings(tokens: list[Token], above: int) -> None:
    """Shift headings below ``above`` and let none skip a level on its way down."""
    last = above
    ranks = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type == "heading_open":
            last = min(above + 1 + ranks.index(token.tag), last + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{last}"


def _inline(children: list[Token], around: Surroundings) -> list[Token]:
    kept: list[Token] = []
    target: str | None = None
    for child in children:
        if child.type == "link_open":
            target = _target(str(child.attrGet("href") or ""), around)
            if target:
                child.attrs = {"href": target}
                kept.append(child)
        elif child.type == "link_close":
            if target:
                kept += [child, *_note(target, kept, around)]
            target = None
        elif child.type == "image":
            kept.append(_image(child, around, inside_link=target is not None))
        elif target and child.type == "code_inline":
            kept.append(_text(child.content))
        elif not (target and child.type in _INSIDE_A_LINK):
            kept.append(child)
    return kept


def _target(address: str, around: Surroundings) -> str:
    """Return where a link may lead, or nothing: then its words stay and the link goes."""
    if _ALLOWED.match(address):
        return address
    case = _CASE.match(address)
    return f"#case-{case.group(1)}" if case and case.group(1) in around.cases else ""


def _note(target: str, before: list[Token], around: Surroundings) -> list[Token]:
    """Print the address of a link for readers on paper; for a case of this report, its page."""
    if target.startswith("#"):
        return (
            [_raw(f'<span class="at-page"><a class="page" href="{escape(target)}">{around.slot}</a></span>')]
            if around.slot
            else []
        )
    words = "".join(token.content for token in before[-3:] if token.type == "text")
    shown = target.removeprefix("mailto:")
    if not around.notes or shown.rstrip("/") in words:
        return []
    return [_raw(f'<span class="note">{escape(shown)}</span>')]


def _image(token: Token, around: Surroundings, *, inside_link: bool) -> Token:
    words = token.content.strip()
    source = "" if inside_link else picture(str(token.attrGet("src") or ""), around.read_asset)
    if not source:
        return _text(f"[{_('Picture left out: {words}').format(words=words)}]" if words else "")
    return _raw(f'<img class="picture" src="{source}" alt="{escape(words or "…")}">')


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _raw(html: str) -> Token:
    """Make a token that the renderer writes as it is; only this module's own, escaped HTML goes in."""
    return Token("html_inline", "", 0, content=html)


def plain(text: str) -> str:
    """Return Markdown as a line of plain words, for alternative texts and metadata."""
    tokens: list[Any] = _parser("en").parse(visible(text))
    words = (
        child.content for token in tokens for child in token.children or () if child.type in ("text", "code_inline")
    )
    return visible(" ".join(" ".join(words).split()))
