"""One run of the program: where the playbook is, what day it is, and the two ways out, stdout and stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from sane_cli.core.error import UsageError
from sane_cli.core.record import record
from sane_cli.core.text import visible
from sane_cli.core.words import _, speaking

if TYPE_CHECKING:  # help and completion know of no case, so they do not pay for what cases need
    from contextlib import AbstractContextManager

    from sane_cli.core.audience import Purpose, Request
    from sane_cli.core.corpus import Corpus, Frame
    from sane_cli.core.format import Look
    from sane_cli.core.labels import Labels, Names
    from sane_cli.core.tlp import Tlp
    from sane_cli.store.found import Found


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Command:
    """A command: one file in ``commands/``; its name is the word people type.

    Attributes:
        run: a Typer function: its options are its parameters, its docstring the help; it returns an exit code.
        panel: under which heading the help lists it.
        parts: for a command of several (``sane vocab list``), the functions by name; ``run`` is not used then.
        summary: one line of help for a command of several.
    """

    run: Callable[..., int] | None = None
    panel: str = ""
    parts: Mapping[str, Callable[..., int]] = field(default_factory=dict)
    summary: str = ""


class OutputClosedError(Exception):
    """Whoever read our output has seen enough, as ``head`` does; no reason to complain."""


@dataclass(eq=False, repr=False)
class Session:
    """What every command gets: options of the whole program, and the playbook when it is asked for."""

    root_option: Path | None = None
    color_option: bool = True
    quiet: bool = False
    language: str = "en"
    jobs: int = 1
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    @cached_property
    def root(self) -> Path:
        """The folder that holds ``playbook/``.

        Raises:
            UsageError: there is none.
        """
        from sane_cli.store.root import find_root

        given = self.root_option or (Path(os.environ["SANE_ROOT"]) if os.environ.get("SANE_ROOT") else None)
        return find_root(Path.cwd(), given)

    @cached_property
    def today(self) -> date:
        """Today in UTC; ``SANE_TODAY`` sets another day, for tests and for looking ahead."""
        written = os.environ.get("SANE_TODAY")
        if not written:
            return datetime.now(UTC).date()
        try:
            return date.fromisoformat(written)
        except ValueError as error:
            raise UsageError(_("SANE_TODAY is not a date."), todo=_("Write it like 2026-11-22.")) from error

    @cached_property
    def corpus(self) -> Corpus:
        """The whole playbook as values."""
        from sane_cli.store.playbook import read_corpus

        return read_corpus(self.root, self.today, jobs=self.jobs)

    @cached_property
    def unread_corpus(self) -> Corpus:
        """The whole playbook, its cases unread: for the check, which reads each one when its turn comes."""
        from sane_cli.store.playbook import open_corpus

        self.corpus = open_corpus(self.root, self.today)
        return self.corpus

    @cached_property
    def frame(self) -> Frame:
        """What stands around the cases, for commands that only look at those that readers may see.

        Raises:
            BrokenPlaybookError: settings or vocabularies cannot be read.
        """
        from sane_cli.store.playbook import read_frame, require_readable

        self.corpus = frame = read_frame(self.root, self.today)
        require_readable(frame)
        return frame

    def found(self, request: Request) -> Found:
        """The cases that the readers of ``request`` may see, by way of the index."""
        from sane_cli.store.found import Found

        return Found(self.root, request)

    @cached_property
    def readable_corpus(self) -> Corpus:
        """The same, with a promise that settings and vocabularies can be read.

        Raises:
            BrokenPlaybookError: they cannot.
        """
        from sane_cli.store.playbook import require_readable

        require_readable(self.corpus)
        return self.corpus

    def labels(self, language: str = "") -> Labels:
        """Words for values in ``language``, or in the language of the program."""
        from sane_cli.core.labels import Labels
        from sane_cli.store.names import CldrNames

        return Labels(self.corpus.lexicon, CldrNames(language or self.language))

    def speaking(self, language: str) -> AbstractContextManager[None]:
        """Speak ``language`` for a while, so that the words of a product go together with its labels."""
        from sane_cli.store.languages import translations

        return speaking(translations(language))

    @property
    def country_names(self) -> tuple[Names, ...]:
        """The languages in which people may call a country by its name."""
        from sane_cli.store.names import CldrNames

        return tuple(CldrNames(language) for language in dict.fromkeys((self.language, "en", "fr", "es")))

    def request(self, word: str, *, purpose: Purpose, **rest: Any) -> Request:
        """Return what the gate needs for the audience called ``word``.

        Raises:
            UsageError: there is no such audience.
        """
        from sane_cli.core.audience import Request

        return Request(
            audience=read_audience(word),
            today=self.today,
            floors=self.corpus.case_schema.floors,
            words=self.corpus.case_schema.translatable,
            purpose=purpose,
            **rest,
        )

    @property
    def look(self) -> Look:
        """How stdout will be seen."""
        from sane_cli.core.format import Look

        if not self.out.isatty():
            return Look()
        import shutil

        return Look(width=shutil.get_terminal_size((100, 24)).columns, color=self.color)

    @property
    def color(self) -> bool:
        """Whether colour is welcome: not with ``--no-color``, ``NO_COLOR`` or a dumb terminal."""
        return self.color_option and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def emit(self, text: str) -> None:
        """Write data to stdout. The text comes from a format, which has made it harmless."""
        try:
            self.out.write(text)
            self.out.flush()
        except BrokenPipeError as error:
            raise OutputClosedError from error

    def say(self, text: str) -> None:
        """Tell the person something on stderr, unless they asked for quiet."""
        if not self.quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """Tell the person something on stderr, also when they asked for quiet."""
        self.err.write(visible(text) + "\n")
        self.err.flush()


def read_audience(word: str) -> Tlp:
    """Read the word of ``--audience``.

    Raises:
        UsageError: it is not one.
    """
    from sane_cli.core.tlp import AUDIENCES, audience

    found = audience(word)
    if found is None:
        raise UsageError(
            _("‘{word}’ is not an audience.").format(word=word),
            where="--audience",
            todo=_("Use one of: {listed}").format(listed=", ".join(AUDIENCES)),
        )
    return found
