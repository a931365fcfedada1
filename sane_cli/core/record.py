"""Records: frozen dataclasses that are made in a quarter of the time.

mypy sees the dataclass of the standard library and refuses every assignment to a frozen one. Python itself is not
asked to: for each frozen class 3.11 writes and compiles methods that refuse, and an ``__init__`` that gets around
them, 0.2 ms each, which every start of a command would pay dozens of times. The types of the gate (who asks, what was
decided, what may leave) stay frozen for Python as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen: bool, eq: bool = True, **asked: Any) -> Any:
        """Return a decorator like ``dataclass`` with these arguments, of which ``frozen`` is for mypy alone."""
        assert frozen, "what is not frozen is no record"
        return dataclass(eq=eq, unsafe_hash=eq, **asked)


__all__ = ["record"]
