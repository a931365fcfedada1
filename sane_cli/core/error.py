"""What «cannot go on» looks like: a message, a place, a next step and an exit code.

The exit codes are part of the product's contract; ``app`` alone turns these into words on the terminal.
"""

from __future__ import annotations

from typing import ClassVar


class SaneError(Exception):
    """Something stopped the command. Carries what happened, where, and what to do next.

    Args:
        what: one sentence without any content of a case.
        where: a path relative to the root, or an option name; empty when it has no place.
        todo: one action that helps; empty when there is none.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo


class UsageError(SaneError):
    """The command was called in a way that cannot work, or a terminal is needed."""

    exit_code = 2


class NothingMatchedError(SaneError):
    """An export matched no case at all."""

    exit_code = 3


class BrokenPlaybookError(SaneError):
    """The playbook, its schema or its vocabulary cannot be read."""

    exit_code = 4


class CannotWriteError(SaneError):
    """A file could not be written; whatever stood there before is untouched."""

    exit_code = 4


class RefusedError(SaneError):
    """Consent or audience does not allow it."""

    exit_code = 5


class FindingsError(SaneError):
    """Findings at or above the threshold stand in the way."""

    exit_code = 1


class StoppedError(SaneError):
    """The user stopped; what was confirmed is saved."""

    exit_code = 130
