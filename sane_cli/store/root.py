"""Where a playbook begins."""

from __future__ import annotations

from pathlib import Path

from sane_cli.core.error import UsageError
from sane_cli.core.words import _

MARKER = Path("playbook") / "playbook.yaml"


def find_root(start: Path, given: Path | None) -> Path:
    """Return the folder that holds ``playbook/playbook.yaml``.

    Args:
        start: where to begin; parents are searched upwards.
        given: the folder named by ``--root`` or ``SANE_ROOT``, which then must be one.

    Raises:
        UsageError: there is no playbook there.
    """
    if given is not None:
        if (given / MARKER).exists():
            return given.resolve()
        raise UsageError(
            _("There is no playbook in this folder."),
            where=str(given),
            todo=_("Name the folder that holds playbook/playbook.yaml, or make one: sane init DIR"),
        )
    for folder in (start, *start.parents):
        if (folder / MARKER).exists():
            return folder
    raise UsageError(
        _("There is no playbook here or in any folder above."),
        todo=_("Go to its folder, use --root DIR, or make a new one: sane init DIR"),
    )
