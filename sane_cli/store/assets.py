"""Pictures of the playbook: read only from below ``playbook/assets``, not without limit, and as pixels only."""

from __future__ import annotations

from pathlib import Path

from sane_cli.core.words import _
from sane_cli.store import pictures
from sane_cli.store.files import UnreadableFileError, read_inside
from sane_cli.store.pictures import cleaned

LARGEST = 8 << 20  # bytes; a picture for print needs no more


class Reader:
    """Reads a picture by its path below ``playbook/``, or None when it may not be read; remembers why not.

    What it returns is fit to leave the house: no file from elsewhere, and no metadata.

    Attributes:
        faults: path → why that picture could not be read, for the curator.
    """

    def __init__(self, root: Path) -> None:
        self._home = root / "playbook"
        self._known: dict[str, bytes | None] = {}
        self.faults: dict[str, str] = {}

    def __call__(self, path: str) -> bytes | None:
        """Return the picture."""
        if path not in self._known:
            found = self._read(path)
            if isinstance(found, str):
                self.faults[path] = found
            self._known[path] = found if isinstance(found, bytes) else None
        return self._known[path]

    def _read(self, path: str) -> bytes | str:
        """Return the picture, or why there is none."""
        if not path.startswith("assets/"):
            return _("It is not in playbook/assets.")
        try:
            data = read_inside(self._home / "assets", self._home / path, limit=LARGEST)
        except UnreadableFileError as error:
            return str(error)
        except ValueError:  # a name that no file can have
            return _("It cannot be opened.")
        picture = cleaned(data)
        if picture is None:
            return pictures.fault(data)
        return picture if len(picture) <= LARGEST else _("It is larger than {limit} bytes.").format(limit=LARGEST)
