"""Writing SVG: elements as text, numbers short, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape


def number(value: float) -> str:
    """Write a length with at most two decimals, so that figures stay small and the same everywhere."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"


def element(name: str, content: str = "", **attributes: object) -> str:
    """Write one element; ``_`` in an attribute's name stands for ``-``, a trailing one for nothing."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, x: float, y: float, **attributes: object) -> str:
    """Write a line of text at its base line."""
    return element("text", escape(words), x=float(x), y=float(y), **attributes)


def drawing(
    width: float, height: float, parts: Iterable[str], *, title: str, words: str, style: str = "", tallest: float = 0
) -> str:
    """Write a whole figure in millimetres, with words for those who do not see it.

    Args:
        width: of the drawing.
        height: of the drawing.
        parts: its elements.
        title: what it is.
        words: what it shows.
        style: CSS for its elements.
        tallest: height to shrink it to when it is taller; 0 leaves it as it is.
    """
    # the engine takes the alternative text of a figure from its title alone
    head = element("title", escape(f"{title}. {words}"))
    scale = min(1.0, tallest / height) if tallest else 1.0
    sheet = f"<style>{style}</style>" if style else ""
    return element(
        "svg",
        head + sheet + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=f"{number(width * scale)}mm",
        height=f"{number(height * scale)}mm",
        role="img",
        aria_label=f"{title}. {words}",
    )


_ELEMENT = re.compile(r"<(text|circle|rect|line|polygon|path)\b([^>]*?)(/?)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TURN = re.compile(r"rotate\((-?[\d.]+) (-?[\d.]+) (-?[\d.]+)\)")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_ENDS = {"start": "end", "end": "start", "middle": "middle"}


def mirrored(figure: str, width: float) -> str:
    """Turn a figure of ours around, for readers who begin at the right; its words stay readable.

    Args:
        figure: what ``drawing`` made.
        width: of the drawing, in its own units.
    """

    def turned(found: re.Match[str]) -> str:
        name, written, close = found.groups()
        has = dict(_ATTRIBUTE.findall(written))
        for at in ("x", "x1", "x2", "cx"):
            if at in has:
                has[at] = number(width - float(has[at]) - (float(has["width"]) if name == "rect" else 0.0))
        for at in ("points", "d"):
            if at in has:
                has[at] = _turned_points(has[at], width)
        if name == "text":
            has |= _begun_right(has, found.string[found.end() : found.string.index("<", found.end())])
        if "transform" in has:
            has["transform"] = _TURN.sub(
                lambda turn: f"rotate({number(-float(turn[1]))} {number(width - float(turn[2]))} {turn[3]})",
                has["transform"],
            )
        return f"<{name}{''.join(f' {key}={chr(34)}{value}{chr(34)}' for key, value in has.items())}{close}>"

    return _ELEMENT.sub(turned, figure)


def _begun_right(has: dict[str, str], words: str) -> dict[str, str]:
    """Return what makes a label begin at its right: words that run that way do so anyway (SVG 2, text-anchor)."""
    if _RIGHT_TO_LEFT.search(words):
        return {"direction": "rtl"}
    return {"text-anchor": _ENDS[has.get("text-anchor", "start")]}


def _turned_points(written: str, width: float) -> str:
    """Turn every first number of a pair; our paths and polygons hold nothing but pairs of absolute numbers."""
    numbers = iter(range(len(written)))
    return _NUMBER.sub(
        lambda found: number(width - float(found[0])) if next(numbers) % 2 == 0 else found[0],
        written,
    )
