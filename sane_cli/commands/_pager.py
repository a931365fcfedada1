"""Show a long text a screen at a time, where a person sits in front of one."""

from __future__ import annotations

import os
from contextlib import suppress

from sane_cli.session import Session

_PAGER = "less -R"


def emit(session: Session, text: str, *, paged: bool = True) -> None:
    """Write data to stdout, through the pager of ``PAGER`` when stdout is a terminal that the text would overflow.

    A pager that is missing or empty is no reason not to show the text.
    """
    if not session.out.isatty():
        session.emit(text)
        return
    import shlex
    import shutil
    import subprocess

    lines = shutil.get_terminal_size((100, 24)).lines
    command = shlex.split(os.environ.get("PAGER", _PAGER))
    long = text.count("\n") >= lines
    if not (paged and long and command and os.environ.get("TERM") != "dumb"):
        session.emit(text)
        return
    # as git does: leave a text that fits, pass colours, keep the text on the screen afterwards
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603  (the person's own pager)
    except OSError:
        session.emit(text)
        return
    with suppress(BrokenPipeError, KeyboardInterrupt):
        pager.communicate(text.encode())
    while pager.poll() is None:
        with suppress(KeyboardInterrupt):  # Ctrl-C belongs to the pager while it runs
            pager.wait()
