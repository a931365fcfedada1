"""Cut the report's page into chapters, one file each, whose links find each other."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from xml.etree.ElementTree import Element

from sane_cli.exporters._report.tree import XHTML, Tree, classes, name, words

_DATA = re.compile(r"data:(image/(png|jpeg|gif));base64,([A-Za-z0-9+/=]+)\Z")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the book.

    Attributes:
        kind: ``cover``, ``front``, ``case`` or ``back``.
    """

    file: str
    title: str
    kind: str
    element: Element


def chapters(tree: Tree) -> tuple[Chapter, ...]:
    """Return the chapters in order, with links that lead from file to file; the contents are made anew."""
    found = tuple(_chapters(tree))
    home = {anchor: each.file for each in found for anchor in _anchors(each.element)}
    for chapter in found:
        for element in chapter.element.iter():
            target = element.get("href", "")
            if target.startswith("#"):
                _lead(element, target[1:], home, chapter.file)
        _drop_notes(chapter.element)
    return found


def pictures(found: tuple[Chapter, ...]) -> dict[str, tuple[str, bytes]]:
    """Move the pictures into files of their own: name → (media type, content); of others their words stay."""
    files = {}
    for image in [each for chapter in found for each in chapter.element.iter() if name(each) == "img"]:
        match = _DATA.match(image.get("src", ""))
        if match is None:
            image.tag, image.text = f"{{{XHTML}}}span", image.get("alt", "")
            image.attrib.clear()
            continue
        content = b64decode(match.group(3))
        file = f"{sha256(content).hexdigest()[:16]}.{match.group(2)}"
        files[file] = (match.group(1), content)
        image.set("src", file)
    return files


def _chapters(tree: Tree) -> Iterator[Chapter]:
    states = {entry.anchor: entry.unpublished for entry in tree.report.entries}
    taken = {"nav", "style"}
    is_after = False
    for number, part in enumerate(tree.body, 1):
        identity = part.get("id", "")
        if name(part) in ("", "p") or identity == "contents":
            continue
        is_case = identity in states
        is_after = is_after or is_case
        stem = re.sub(r"[^a-z0-9-]", "", identity) or f"part-{number}"
        while stem in taken:
            stem = f"{stem}-{number}"
        taken.add(stem)
        heading = next((words(each) for each in part.iter() if name(each) == "h1"), "") or tree.report.title
        state = states.get(identity, "")
        kind = "cover" if "cover" in classes(part) else "case" if is_case else "back" if is_after else "front"
        yield Chapter(f"{stem}.xhtml", f"{state} – {heading}" if state else heading, kind, part)


def _anchors(element: Element) -> Iterator[str]:
    return (each.get("id", "") for each in element.iter() if each.get("id"))


def _lead(link: Element, anchor: str, home: dict[str, str], here: str) -> None:
    if anchor not in home:
        del link.attrib["href"]
    elif home[anchor] != here:
        link.set("href", f"{home[anchor]}#{anchor}")


def _drop_notes(element: Element) -> None:
    """Take out the addresses that paper needs: here the link itself leads on."""
    for parent in element.iter():
        for before, child in [(at, each) for at, each in enumerate(parent) if "note" in classes(each)][::-1]:
            tail = child.tail or ""
            if before:
                parent[before - 1].tail = (parent[before - 1].tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(child)
