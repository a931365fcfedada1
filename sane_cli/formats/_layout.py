"""What every layout for a terminal needs: widths in columns, wise shortening, and one accent.

The accent is magenta: of the eight colours every terminal has, it can be read on a white ground and on a black one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sane_cli.core.format import Look
from sane_cli.core.text import one_line

GAP = "  "
_LEAST = 6


def width(text: str) -> int:
    """Return how many columns a terminal needs for ``text``; East Asian characters take two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)


def shortened(text: str, room: int) -> str:
    """Cut ``text`` to ``room`` columns, at the end of a word where one is near."""
    if width(text) <= room:
        return text
    kept = text
    while kept and width(kept) > room - 1:
        kept = kept[:-1]
    whole, _space, rest = kept.rpartition(" ")
    if len(rest) < len(kept) // 3 and text[len(kept) :][:1] not in (" ", ""):
        kept = whole
    return kept.rstrip(" ,;:–-") + "…" if room > 0 else ""


def wrapped(text: str, room: int) -> list[str]:
    """Break ``text`` into lines of ``room`` columns between words; a longer word gets a line of its own."""
    lines = [""]
    used = 0
    for word in text.split(" "):
        size = width(word)
        if lines[-1] and used + 1 + size > room:
            lines.append(word)
            used = size
        else:
            lines[-1] += f" {word}" if lines[-1] else word
            used += size + bool(used)
    return lines


def listed(values: Sequence[str], room: int) -> str:
    """Write as many of ``values`` as fit into ``room`` columns, then how many more there are."""
    text = ", ".join(values)
    for kept in range(len(values) - 1, 0, -1):
        if width(text) <= room:
            return text
        text = f"{', '.join(values[:kept])} +{len(values) - kept}"
    return shortened(text, room)


def padded(text: str, room: int, *, right: bool = False) -> str:
    """Cut or fill ``text`` to exactly ``room`` columns."""
    text = shortened(text, room)
    filling = " " * (room - width(text))
    return filling + text if right else text + filling


def fitted(wanted: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns until a line fits into ``room``, none below a readable least."""
    widths = list(wanted)
    room -= len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths


def accent(text: str, look: Look) -> str:
    """Show ``text`` as what can be typed again: an id."""
    return f"\x1b[35m{text}\x1b[0m" if look.color and text else text


def quiet(text: str, look: Look) -> str:
    """Show ``text`` as less important."""
    return f"\x1b[2m{text}\x1b[0m" if look.color and text else text


def strong(text: str, look: Look) -> str:
    """Show ``text`` as a heading."""
    return f"\x1b[1m{text}\x1b[0m" if look.color and text else text


def tabbed(cells: Sequence[str]) -> str:
    """Write one line for a pipe."""
    return "\t".join(one_line(cell) for cell in cells) + "\n"
