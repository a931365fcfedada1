"""iCalendar (RFC 5545): days on which something falls due, for any calendar programme.

Written here and not by a library: all-day events need five properties, an escape and a fold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day event; ``uid`` stays the same when the calendar is made again."""

    uid: str
    on: date
    title: str
    about: str = ""


def written(events: Iterable[Event], *, product: str, today: date) -> str:
    """Return a calendar with one event each, in the order given, with the line ends that the standard wants."""
    stamp = f"{today:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{escaped(product)}//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(event.uid)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.title)}",
            *([f"DESCRIPTION:{escaped(event.about)}"] if event.about else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    """Return ``text`` as a TEXT value (RFC 5545, 3.3.11); control characters are left out."""
    plain = "".join(char for char in text if char.isprintable() or char == "\n")
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, "\\" + mark)
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line at 75 octets (3.1), never inside a character."""
    parts: list[str] = []
    room, current = _OCTETS, ""
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append(current)
            room, current = _OCTETS - 1, ""
        current += char
        room -= size
    return "\r\n ".join([*parts, current])
