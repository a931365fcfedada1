"""The application: reads the command line, loads the one command it names, turns an exception into words and a code.

Only the chosen command's module is imported, so ``sane list`` never pays for the PDF engine or the prompts.
"""

from __future__ import annotations

import os
import pkgutil
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import Abort, TyperException

from sane_cli import __version__, version_line
from sane_cli.core import registry
from sane_cli.core.error import SaneError, StoppedError
from sane_cli.core.text import visible
from sane_cli.core.words import _, speaking
from sane_cli.session import Command, OutputClosedError, Session
from sane_cli.store.languages import spoken, translations

_COMMANDS = "sane_cli.commands"
_COMPLETING = "_SANE_COMPLETE"  # as commands/_completion.py has it, which help does not load
_OUR_BUG = 70
_BROKEN_PIPE = 141
# in a command's source: the line under its function, or the summary of a command of several
_LINE = r'^def run\(.*?-> int:\n    """([^\n]+?)(?:""")?$|^    summary=N_\("([^\n]+)"\)'
# options of the whole program, taken wherever they stand; the value says whether a word follows
_GLOBAL = {"--root": True, "--no-color": False, "--quiet": False, "-q": False, "--version": False}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Args:
        arguments: the words after the program's name.

    Returns:
        The exit code of the contract: 0 good, 1 findings, 2 usage, 3 nothing matched, 4 broken playbook, 5 refused,
        70 our bug, 130 stopped by the user.
    """
    with speaking(translations(spoken(os.environ))):
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    completing = os.environ.get(_COMPLETING)
    words = _globals_first(_begun() if completing else arguments)
    try:
        result = application(words)([] if completing else words, standalone_mode=False, prog_name="sane")
    except (SaneError, TyperException, Abort, KeyboardInterrupt) as error:
        return _told(error)
    except OutputClosedError:
        # keep Python from complaining when it flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  (the one place where our own bugs end)
        return _confess(error)
    return result if isinstance(result, int) else 0


def application(words: Sequence[str]) -> typer.Typer:
    """Build the application with the command that ``words`` name, or with one line of each for help and completion."""
    app = typer.Typer(
        name="sane",
        rich_markup_mode=None,
        add_completion=True,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_program)
    known = registry.names(_COMMANDS)
    asked = _command_word(words)
    if asked in known:
        _put(app, asked, registry.load(_COMMANDS, asked, Command))
        return app
    for name in known:
        app.command(name, help=_line(name))(_listed_only)
    return app


def _line(name: str) -> str:
    """Return what a command says of itself in one line, from its source: importing all of them takes a while."""
    source = pkgutil.get_data(_COMMANDS, f"{name.replace('-', '_')}.py") or b""
    found = re.search(_LINE, source.decode(), re.DOTALL | re.MULTILINE)
    return (found[1] or found[2]) if found else ""


def _listed_only() -> None:
    """Stand in for a command that is listed and not run."""


def _begun() -> list[str]:
    """Return the words of the command line that is being completed, so that only its command is loaded."""
    # Typer would load a library of 60 ms to take markup out of help texts; ours have none
    from typer import _completion_classes as shells

    shells._sanitize_help_text = lambda text: text  # noqa: SLF001
    typed = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    return typed.split()[1:]


def _put(app: typer.Typer, name: str, command: Command) -> None:
    """Put one command, or a command of several, into the application."""
    if command.run is not None:
        app.command(name)(command.run)
    if command.parts:
        inner = typer.Typer(help=command.summary, no_args_is_help=True, rich_markup_mode=None)
        for part, run in command.parts.items():
            inner.command(part)(run)
        app.add_typer(inner, name=name)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(version_line())
        raise typer.Exit


def _program(
    context: typer.Context,
    root: Annotated[Path | None, typer.Option(help="The folder that holds playbook/ (or set SANE_ROOT).")] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour (or set NO_COLOR).")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is needed.")] = False,
    version: Annotated[  # noqa: ARG001  (answered before a command is missed)
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Curate a Solidarity Playbook: draft, check, find and publish cases."""
    context.obj = Session(root_option=root, color_option=not no_color, quiet=quiet, language=spoken(os.environ))


def _globals_first(arguments: Sequence[str]) -> list[str]:
    """Move the options of the whole program to the front, so that people may write them where they like."""
    first: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _GLOBAL:
            first += [word, *([next(words, "")] if _GLOBAL[word] else [])]
        elif word.startswith("--root="):
            first.append(word)
        else:
            rest.append(word)
    return first + rest


def _command_word(words: Sequence[str]) -> str:
    """Return the first word that is neither an option nor an option's value."""
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in _GLOBAL:
            skip = _GLOBAL[word]
        elif not word.startswith("-"):
            return word
        elif word in ("-h", "--help"):
            return ""
    return ""


def _told(error: BaseException) -> int:
    """Say what stopped the command and return its exit code."""
    if isinstance(error, SaneError):
        where = f"{error.where}: " if error.where else ""
        todo = f"\n  → {error.todo}" if error.todo else ""
        _complain(f"{where}{error.what}{todo}")
        return error.exit_code
    if isinstance(error, TyperException):
        from sane_cli.commands import _usage

        _complain(f"{_usage.told(error)}\n  → " + _("See: sane --help, or sane COMMAND --help"))
        return 2
    _complain(_("Stopped."))
    return StoppedError.exit_code


def _confess(error: Exception) -> int:
    """Report a bug of ours without any content of a case: the kind of error and the places in our code, no values."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    _complain(
        _("This is a bug in sane {version}, not in your playbook. Nothing was changed.").format(version=__version__)
        + f"\n  {type(error).__name__} at {' < '.join(reversed(places[-6:]))}\n  → "
        + _("Please report these lines; they hold nothing of any case.")
    )
    return _OUR_BUG


def _complain(text: str) -> None:
    sys.stderr.write(f"sane: {visible(text)}\n")
