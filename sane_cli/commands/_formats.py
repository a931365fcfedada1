"""Choose a format by name, for what it is to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sane_cli.core import registry
from sane_cli.core.error import UsageError
from sane_cli.core.format import Format, Look
from sane_cli.core.nearest import nearest
from sane_cli.core.words import _

_FOLDER = "sane_cli.formats"


def writer(name: str, shows: str) -> Callable[[Any, Look], str]:
    """Return what the format called ``name`` writes with; see ``chosen``."""
    write: Callable[[Any, Look], str] = getattr(chosen(name, shows), shows)
    return write


def chosen(name: str, shows: str) -> Format:
    """Return the format called ``name``.

    Args:
        name: the word of ``--format``.
        shows: what it must be able to show: ``rows``, ``page``, ``facets``, … ``form`` or ``findings``.

    Raises:
        UsageError: there is none; the message lists those there are.
    """
    known = registry.names(_FOLDER)
    found = registry.load(_FOLDER, name, Format) if name in known else None
    if found is not None and getattr(found, shows):
        return found
    raise refusal(name, [each for each in known if getattr(registry.load(_FOLDER, each, Format), shows)])


def one_of(name: str, able: Sequence[str]) -> str:
    """Return the format called ``name`` when it is among those a command is ``able`` to write itself.

    Raises:
        UsageError: it is not; the message names the nearest, or all.
    """
    if name not in able:
        raise refusal(name, able)
    return name


def refusal(name: str, able: Sequence[str]) -> UsageError:
    """Say that there is no format called ``name``, and which there are."""
    near = nearest(name, able)
    return UsageError(
        _("‘{name}’ is not a format here.").format(name=name),
        where="--format",
        todo=_("Did you mean {near}?").format(near=near)
        if near
        else _("Use one of: {listed}").format(listed=", ".join(able)),
    )
