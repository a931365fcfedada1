"""What ``sane doctor`` looks at on the machine. A new check is one more line in ``CHECKS``."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec

from sane_cli.core.health import Check, Found, bad, good, look
from sane_cli.core.words import N_, _
from sane_cli.session import Session

_OLDEST = (3, 11)
_NARROW = 60  # columns; below, tables and questions break their lines
_LITTLE = 200 << 20  # bytes; a large report with its working files


def _python(_session: Session) -> Found:
    version = sys.version_info
    told = f"Python {version.major}.{version.minor}.{version.micro}"
    if version[:2] < _OLDEST:
        return bad(told, _("Install Python 3.11 or newer."))
    return good(told)


def _engine(_session: Session) -> Found:
    from sane_cli.exporters._engine import engine

    with engine() as weasyprint:
        return good(_("the PDF engine works: WeasyPrint {version} with Pango").format(version=weasyprint.__version__))


def _fonts(_session: Session) -> Found:
    from sane_cli.exporters._report.theme import load

    faces = load("handbook").faces
    if not faces:
        return bad(_("the fonts of the program are missing"), _("Install the program anew."))
    return good(_("the program has its own fonts; none of the system is needed"))


def _parser(_session: Session) -> Found:
    try:
        from yaml._yaml import CParser  # noqa: F401  (is it there?)
    except ImportError:
        return bad(_("the reader of YAML was installed without its C part"), "pip install --force-reinstall pyyaml")
    if find_spec("yaml_rs") is not None:
        return good(_("the reader of YAML is there, and the quick one before it"))
    command = "pip install 'sane-cli[fast]'"
    return good(
        _("the reader of YAML is there; for thousands of cases there is a quicker one: {command}").format(
            command=command
        )
    )


def _git(_session: Session) -> Found:
    from sane_cli.store import git

    version = git.version()
    if not version:
        return look(
            _("git is not installed: no history, and reports cannot say from which state they are"),
            _("Install git, for instance: {command}").format(command="sudo apt-get install git"),
        )
    return good(version)


def _encoding(session: Session) -> Found:
    encoding = (session.out.encoding or "").lower()
    if encoding.replace("-", "") != "utf8":
        return look(
            _("the terminal is set to {encoding}: names with accents may come out wrong").format(
                encoding=encoding or "?"
            ),
            "export LANG=C.UTF-8",
        )
    return good(_("the terminal understands every letter (UTF-8)"))


def _width(session: Session) -> Found:
    if not session.out.isatty():
        return good(_("no terminal here: questions are not asked, options are used instead"))
    columns = shutil.get_terminal_size((100, 24)).columns
    if columns < _NARROW:
        return look(
            _("the window is narrow: {columns} columns").format(columns=columns),
            _("Make it at least {columns} columns wide.").format(columns=_NARROW),
        )
    return good(_("the window is {columns} columns wide").format(columns=columns))


def _editor(_session: Session) -> Found:
    from sane_cli.prompters._editor import is_there

    if not is_there():
        return look(_("no editor is found for long answers; they are typed line by line"), "export EDITOR=nano")
    return good(_("there is an editor for long answers"))


def _room(_session: Session) -> Found:
    free = shutil.disk_usage(os.curdir).free
    told = _("{size} MB are free on this disk").format(size=free >> 20)
    return good(told) if free >= _LITTLE else look(told, _("Make room: a large report takes some 200 MB meanwhile."))


CHECKS = (
    Check("python", N_("Python"), _python),
    Check("pdf-engine", N_("PDF engine"), _engine),
    Check("fonts", N_("Fonts"), _fonts),
    Check("yaml", N_("YAML reader"), _parser),
    Check("git", N_("Git"), _git),
    Check("encoding", N_("Letters"), _encoding),
    Check("width", N_("Window"), _width),
    Check("editor", N_("Editor"), _editor),
    Check("disk", N_("Disk"), _room),
)
