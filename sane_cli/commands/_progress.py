"""How far a long export is: one line that changes on a terminal, a calm line now and then elsewhere, or nothing."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from typing import Self

from sane_cli.core.text import visible
from sane_cli.core.words import _
from sane_cli.session import Session

_SOON = 3.0  # seconds before which nobody can say how long it takes
_CALM = 30.0  # seconds between two lines where lines stay
_MINUTE = 90


@dataclass(slots=True)
class Progress:
    """Tells a person what is being done and how long it will take; use as a context.

    The words are chosen when it is made: a French report made from an English terminal reports in English.
    """

    session: Session
    _is_line: bool = field(init=False)
    _words: tuple[str, str, str] = field(init=False)
    _began: float = field(init=False)
    _told: float = field(init=False)
    _shows: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._is_line = self.session.err.isatty() and os.environ.get("TERM") != "dumb"
        self._words = (_("{done} of {total}"), _("about {count} s left"), _("about {count} min left"))
        self._began = self._told = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._shows:
            self._write("")

    def tell(self, done: int, total: int, what: str) -> None:
        """Say that ``done`` of ``total`` steps are done; ``what`` was the last one."""
        now = time.monotonic()
        if self.session.quiet or not total:
            return
        if not done:
            self._began = now
        words = self._words[0].format(done=done, total=total)
        said = " · ".join(filter(None, (words, self._left(now, done, total), what if self._is_line else "")))
        if self._is_line:
            self._write(visible(said))
        elif now - self._told > _CALM:
            self._told = now
            self.session.say(said)

    def _left(self, now: float, done: int, total: int) -> str:
        taken = now - self._began
        if not done or taken < _SOON:
            return ""
        left = taken / done * (total - done)
        if left < _MINUTE:
            return self._words[1].format(count=max(1, round(left)))
        return self._words[2].format(count=round(left / 60))

    def _write(self, text: str) -> None:
        """Write the line anew."""
        self._shows = True
        width = shutil.get_terminal_size((80, 24)).columns - 1
        self.session.err.write(f"\r\x1b[2K{text[:width]}")
        self.session.err.flush()
