"""What the shell offers when Tab is pressed: ids, terms, countries, collections, each with a description.

It is the curator's own view of their own files. Two things matter: it is quick, so it reads names of files and one
vocabulary, never every case; and nothing in a file can reach the shell. zsh evaluates what a completion prints, and
a title may come from a stranger: words and descriptions are made of letters, digits and a few harmless signs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:  # ids are names of files: offering them needs no core
    from sane_cli.core.corpus import Corpus

Offers = list[tuple[str, str]]
Completer = Callable[[typer.Context, str], Offers]

COMPLETING = "_SANE_COMPLETE"  # set by the shell's completion, with the words so far beside it

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-_+/][A-Za-z0-9]+)*\Z")
_SIGNS = frozenset(" .,-–’+")
_DESCRIBED = 40  # cases; with more on offer nobody reads titles, and reading them takes time
_HEAD = 4096  # bytes of a file in which its title stands
_TITLE = re.compile(r"^title:[ \t]*['\"]?([^|>'\"\n][^\n]*)", re.MULTILINE)
_LONGEST = 80


def offered(find: Callable[[Path, str], Iterable[tuple[str, str]]]) -> Completer | None:
    """Turn a search into what Typer calls. Whatever goes wrong, the shell is offered nothing, silently.

    None when no shell asks: Typer would study every function given to it, and that takes every command some time.
    """
    if COMPLETING not in os.environ:
        return None

    def complete(context: typer.Context, incomplete: str) -> Offers:
        try:
            root = _root(context)
            return [(word, _harmless(about)) for word, about in find(root, incomplete) if _WORD.match(word)]
        except Exception:  # noqa: BLE001  (a message in the middle of a command line helps nobody)
            return []

    return complete


def terms(name: str) -> Completer | None:
    """Offer the terms of the vocabulary called ``name``, with their labels."""

    def find(root: Path, begun: str) -> Iterator[tuple[str, str]]:
        vocabulary = _reading(root).vocabulary(name)
        for term in vocabulary.terms.values():
            if term.id.startswith(begun) and not term.replaced_by:
                yield term.id, term.label()

    return offered(find)


def any_term() -> Completer | None:
    """Offer the terms of every vocabulary."""

    def find(root: Path, begun: str) -> Iterator[tuple[str, str]]:
        for vocabulary in _reading(root).vocabularies.values():
            yield from ((t.id, t.label()) for t in vocabulary.terms.values() if t.id.startswith(begun))

    return offered(find)


def vocabularies() -> Completer | None:
    """Offer the names of the vocabularies."""
    return offered(lambda root, begun: _titled(root / "playbook" / "vocabulary", begun))


def cases() -> Completer | None:
    """Offer the ids of the cases, with their titles while they are few."""
    return offered(lambda root, begun: _titled(root / "playbook" / "cases", begun))


def collections_and_cases() -> Completer | None:
    """Offer the ids of the collections, then those of the cases."""

    def find(root: Path, begun: str) -> Iterator[tuple[str, str]]:
        for folder in ("collections", "cases"):
            yield from _titled(root / "playbook" / folder, begun)

    return offered(find)


def countries() -> Completer | None:
    """Offer codes of countries with their names, and names of one word with their codes."""

    def find(_root: Path, begun: str) -> Iterator[tuple[str, str]]:
        from sane_cli.store.names import CldrNames

        for code, name in CldrNames("en").territories.items():
            if code.startswith(begun):
                yield code, name
            if begun and name.startswith(begun):
                yield name, code

    return offered(find)


def choices(field: str) -> Completer | None:
    """Offer the values that the schema allows in ``field``, with their labels."""

    def find(root: Path, begun: str) -> Iterator[tuple[str, str]]:
        described = _reading(root).case_schema.by_name[field]
        yield from ((value, described.label(value)) for value in described.choices if value.startswith(begun))

    return offered(find)


def columns() -> Completer | None:
    """Offer the names of columns; behind a comma the next one."""

    def find(root: Path, begun: str) -> Iterator[tuple[str, str]]:
        before, _comma, last = begun.rpartition(",")
        if not before:
            yield from ((f.name, f.title) for f in _reading(root).case_schema.fields if f.name.startswith(last))

    return offered(find)


def words(*known: str) -> Completer | None:
    """Offer fixed words."""
    return offered(lambda _root, begun: [(word, "") for word in known if word.startswith(begun)])


def audiences() -> Completer | None:
    """Offer the audiences, the most open first."""

    def find(_root: Path, begun: str) -> Iterator[tuple[str, str]]:
        from sane_cli.core.tlp import AUDIENCES

        yield from ((word, "") for word in AUDIENCES if word.startswith(begun))

    return offered(find)


def formats(shows: str) -> Completer | None:
    """Offer the formats that can show ``shows``, with their summaries."""

    def find(_root: Path, begun: str) -> Iterator[tuple[str, str]]:
        from sane_cli.core import registry
        from sane_cli.core.format import Format

        for name in registry.names("sane_cli.formats"):
            if name.startswith(begun):
                plugin = registry.load("sane_cli.formats", name, Format)
                if getattr(plugin, shows):
                    yield name, plugin.summary

    return offered(find)


def _root(context: typer.Context) -> Path:
    from sane_cli.store.root import find_root

    typed = context.find_root().params.get("root") or os.environ.get("SANE_ROOT")
    return find_root(Path.cwd(), Path(typed) if typed else None)


@cache
def _reading(root: Path) -> Corpus:
    """Read schema and vocabularies only."""
    from datetime import date

    from sane_cli.store.playbook import read_frame

    return read_frame(root, date.min)


def _titled(folder: Path, begun: str) -> list[tuple[str, str]]:
    """Return file stems below ``folder`` that begin so, with the titles inside while they are few."""
    found = {
        name.rsplit(".", 1)[0]: Path(at, name)
        for at, _folders, names in os.walk(folder)
        for name in names
        if name.startswith(begun) and name.endswith((".yaml", ".yml"))
    }
    few = len(found) <= _DESCRIBED
    return [(stem, _title(found[stem]) if few else "") for stem in sorted(found)]


def _title(path: Path) -> str:
    """Return the title that stands near the top of a file, or nothing."""
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8", "replace")
    match = _TITLE.search(head)
    return match.group(1).rstrip(" '\"") if match else ""


def _harmless(text: str) -> str:
    shown = "".join(sign if sign.isalnum() or sign in _SIGNS else " " for sign in text)
    return " ".join(shown.split())[:_LONGEST]
