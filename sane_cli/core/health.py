"""What ``sane doctor`` finds: one line a thing looked at, with what to type where something is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from sane_cli.core.error import SaneError
from sane_cli.core.text import one_line
from sane_cli.core.words import N_, _


class State(Enum):
    """How it stands; each with a mark, so that colour is never needed, and with a word for those who cannot see one."""

    GOOD = N_("good")
    LOOK = N_("look at this")
    BAD = N_("broken")

    @property
    def mark(self) -> str:
        """A sign of one character."""
        return {State.GOOD: "✓", State.LOOK: "!", State.BAD: "✗"}[self]


@dataclass(frozen=True, slots=True)
class Found:
    """What one look found.

    Attributes:
        told: one line.
        todo: what to type or do; empty when nothing is to be done.
    """

    state: State
    told: str
    todo: str = ""


def good(told: str) -> Found:
    """Say that it is as it should be."""
    return Found(State.GOOD, told)


def look(told: str, todo: str) -> Found:
    """Say that it works, and that something could be better."""
    return Found(State.LOOK, told, todo)


def bad(told: str, todo: str) -> Found:
    """Say that something does not work."""
    return Found(State.BAD, told, todo)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at.

    Attributes:
        id: for ``--format json`` and for tests.
        title: what is looked at.
        look: the look itself; it may raise, which then is what was found.
    """

    id: str
    title: str
    look: Callable[..., Found]


@dataclass(frozen=True, slots=True)
class Line:
    """A check and what it found."""

    check: Check
    found: Found


def examine(checks: Iterable[Check], where: object) -> Iterator[Line]:
    """Look at everything; a look that fails is a finding, not the end."""
    for check in checks:
        try:
            found = check.look(where)
        except SaneError as error:
            place = f"{error.where}: " if error.where else ""
            found = bad(f"{place}{error.what}", error.todo)
        except Exception as error:  # noqa: BLE001  (a doctor who faints helps nobody)
            found = bad(_("This could not be looked at ({kind}).").format(kind=type(error).__name__), "")
        yield Line(check, Found(found.state, one_line(found.told), one_line(found.todo)))
