"""Write elements as XHTML: well formed whatever a template left open, every word escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

from sane_cli.exporters._report.tree import SVG, XHTML, classes, name

_XMLNS = "{http://www.w3.org/2000/xmlns/}"
_EMPTY = frozenset("br hr img col wbr meta link".split())  # noqa: SIM905
_SPACES = {XHTML: XHTML, SVG: SVG}
# what a page is laid out or steered by, and a book is not
_DROPPED = frozenset({"data-running", "data-page"})


def page(element: Element, *, title: str, language: str, direction: str, label: str, kind: str) -> bytes:
    """Make a content document of a chapter, with the TLP label above and below it.

    Args:
        element: the chapter.
        title: what it is called.
        language: BCP 47 tag of the book's own words.
        direction: ``ltr`` or ``rtl``.
        label: TLP label.
        kind: what part of a book it is, in the words of EPUB's structural semantics.
    """
    return document(
        f"{marked(label)}{written(element)}{marked(label)}",
        title=title,
        language=language,
        direction=direction,
        kind=kind,
    )


def marked(label: str) -> str:
    """Write the TLP label on a line of its own."""
    return f'<p class="tlp"><span>{escape(label)}</span></p>'


def document(body: str, *, title: str, language: str, direction: str, kind: str) -> bytes:
    """Put a body that is XHTML already into a whole document."""
    tongue = escape(language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="{XHTML}" xmlns:epub="http://www.idpf.org/2007/ops" lang="{tongue}" xml:lang="{tongue}" '
        f'dir="{direction}">\n<head><meta charset="utf-8"/><title>{escape(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f'<body epub:type="{kind}">{body}</body>\n</html>\n'
    ).encode()


def written(element: Element, around: str = XHTML) -> str:
    """Write one element with everything in it."""
    return "".join(_written(element, around))


def _written(element: Element, around: str) -> Iterator[str]:
    kind = name(element)
    if not kind:
        return
    space = _SPACES.get(str(element.tag)[1:].partition("}")[0], around)
    declared = f' xmlns="{space}"' if space != around else ""
    yield f"<{kind}{declared}{''.join(_attributes(element))}"
    if kind in _EMPTY and space == XHTML:
        yield "/>"
        return
    yield ">"
    yield escape(element.text or "", quote=False)
    for child in element:
        yield from _written(child, space)
        yield escape(child.tail or "", quote=False)
    yield f"</{kind}>"


def _attributes(element: Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if key.startswith(_XMLNS) or key in _DROPPED or (key == "style" and "picture" in classes(element)):
            continue
        plain = key.rpartition("}")[2]
        yield f' {plain}="{escape(value)}"'
        if plain == "lang":
            yield f' xml:lang="{escape(value)}"'
