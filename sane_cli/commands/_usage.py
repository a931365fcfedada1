"""Say in the person's language what Typer found wrong with a command line.

Typer's own messages are English and go through no catalogue. The commonest ones carry what they are about as data;
those are said anew, the others stay as they are.
"""

from __future__ import annotations

import re
from typing import Any

from sane_cli.core.words import _

_NO_COMMAND = re.compile(r"No such command '(.*?)'")
_EXTRA = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", re.DOTALL)


def told(error: Any) -> str:
    """Return the message of an exception of Typer; its classes are private, so it is told by its name."""
    message = str(error.format_message())
    match type(error).__name__:
        case "NoSuchOption":
            near = ", ".join(sorted(error.possibilities or ()))
            hint = " " + _("Did you mean {near}?").format(near=near) if near else ""
            return _("There is no option {name} here.").format(name=error.option_name) + hint
        case "MissingParameter" if error.param is not None:
            name = error.param.human_readable_name if error.param.param_type_name == "argument" else error.param.opts[0]
            return _("{name} is missing.").format(name=name)
        case "BadOptionUsage" if "requires" in message:
            return _("A value is missing after {name}.").format(name=error.option_name)
    command, extra = _NO_COMMAND.match(message), _EXTRA.match(message)
    if command:
        return _("There is no command ‘{name}’.").format(name=command[1])
    return _("Not expected here: {words}").format(words=extra[1]) if extra else message
