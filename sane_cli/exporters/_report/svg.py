"""Writing SVG: elements as text, numbers short, everything escaped."""

from __future__ import annotations

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
