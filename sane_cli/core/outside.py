"""What rules ask of libraries and files that the core itself does not know: numbers, languages, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sane_cli.core.record import record


@record(frozen=True, slots=True, eq=False, repr=False)
class Contact:
    """Something in a text by which a person or an account can be reached or recognised.

    Attributes:
        kind: phone, iban or identity-number.
        start, end: character offsets in the text.
    """

    kind: str
    start: int
    end: int


@record(frozen=True, slots=True, eq=False, repr=False)
class Picture:
    """What a picture file tells about itself; the values are never kept, only that they are there.

    Attributes:
        traces: kinds of metadata that could harm: place, owner, serial-number, thumbnail, comment.
        fault: why it cannot be looked at, or empty.
    """

    traces: tuple[str, ...] = ()
    fault: str = ""


class Outside(Protocol):
    """Knowledge from outside the core; every answer is a plain value."""

    def contacts(self, text: str, countries: Sequence[str]) -> Sequence[Contact]:
        """Find phone numbers, bank accounts and identity numbers, with ``countries`` (alpha-2) as a help."""

    def is_language(self, tag: str) -> bool:
        """Tell whether ``tag`` is a valid BCP 47 tag whose parts are all registered."""

    def territory(self, code: str) -> str:
        """Return the name of an ISO 3166-1 country in the language that is spoken, or the code itself."""

    def picture(self, path: str) -> Picture:
        """Look at the picture at ``path``, relative to the root."""


class _Nothing:
    """Knows nothing and therefore finds nothing; for tests and for callers that only read."""

    def contacts(self, _text: str, _countries: Sequence[str]) -> Sequence[Contact]:
        return ()

    def is_language(self, _tag: str) -> bool:
        return True

    def territory(self, code: str) -> str:
        return code

    def picture(self, _path: str) -> Picture:
        return Picture()


NOTHING: Outside = _Nothing()
