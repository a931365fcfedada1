"""Find plug-ins by file name: a folder is a kind, a file in it is one thing, ``PLUGIN`` inside says what it is.

Names are listed without importing, so help and completion stay quick; only the chosen one is loaded.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TypeVar

Plugin = TypeVar("Plugin")


def names(package: str) -> tuple[str, ...]:
    """List the plug-ins of ``package`` (``sane_cli.rules``) by name, sorted; files with ``_`` first are not ones."""
    path = import_module(package).__path__
    found = (module.name for module in pkgutil.iter_modules(path) if not module.name.startswith("_"))
    return tuple(sorted(name.replace("_", "-") for name in found))


def load(package: str, name: str, kind: type[Plugin]) -> Plugin:
    """Import one plug-in and return its ``PLUGIN``.

    Raises:
        TypeError: the module does not expose one of ``kind``.
    """
    plugin = import_module(f"{package}.{name.replace('-', '_')}").PLUGIN
    if not isinstance(plugin, kind):
        raise TypeError(f"{package}.{name} must expose PLUGIN, a {kind.__name__}")
    return plugin


def load_all(package: str, kind: type[Plugin]) -> dict[str, Plugin]:
    """Import every plug-in of ``package``, by name in stable order."""
    return {name: load(package, name, kind) for name in names(package)}
