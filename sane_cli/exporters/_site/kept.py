"""What is kept from one export of a site to the next: the pages of cases, each under the hash of all that it shows.

Where it is kept, and for whom, is the workshop's business: every audience has a place of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sane_cli import __version__
from sane_cli.core.product import Product
from sane_cli.core.words import _
from sane_cli.exporters._report.theme import Theme

_WORDS = re.compile(r'_\("([^"]+)"\)')
_OWN = Path(__file__).parent
_EDITION = "1"


@dataclass
class Kept:
    """Pages by the hash of what they are made of; only those asked for this time are kept for the next one."""

    product: Product
    name: str
    known: dict[str, str]
    used: dict[str, str] = field(default_factory=dict)

    def page(self, about: str, make: Callable[[], str]) -> str:
        """Return the page made of ``about`` as it was kept, or make it."""
        key = digest(about)
        made = self.known.get(key)
        self.used[key] = make() if made is None else made
        return self.used[key]

    def close(self) -> None:
        """Keep the pages for the next time."""
        if self.used.keys() != self.known.keys():
            self.product.workshop.keep(self.name, json.dumps(self.used, ensure_ascii=False).encode())


def opened(product: Product, theme: Theme, *offered: str) -> Kept:
    """Find what the last export kept of the same playbook, in the same look and language.

    The name holds all that every page depends on, with what else is ``offered`` on it; what one page alone depends on
    stands in its key.
    """
    paths = (path for folder in theme.folders for path in sorted((folder / "site").glob("*.j2")))
    templates = [path.read_text("utf-8") for path in paths]
    # the program's words as they are in this language
    words = [_(text) for template in templates for text in _WORDS.findall(template)]
    name = digest(
        _EDITION, __version__, product.audience.value, product.label.value, product.language, product.collection.id,
        product.collection.title, repr(sorted(product.settings.items())), repr(product.raw),
        *offered, *templates, *words,
        *(path.read_text("utf-8") for path in sorted(_OWN.glob("*.py"))),
    )  # fmt: skip
    held = product.workshop.recall(name)
    return Kept(product, name, json.loads(held) if held is not None else {})


def data(product: Product, make: Callable[[], bytes], *about: str) -> bytes:
    """Return what is made of ``about`` alone as it was kept, or make and keep it."""
    name = digest(_EDITION, __version__, *about)
    held = product.workshop.recall(name)
    if held is None:
        held = make()
        product.workshop.keep(name, held)
    return held


def digest(*parts: str) -> str:
    """Return the hash of texts, each with its end marked."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(raw))
        whole.update(raw)
    return whole.hexdigest()
