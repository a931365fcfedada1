"""A theme: a folder with ``theme.toml``, a style sheet and maybe templates and fonts; no Python.

A theme extends another one, ``_base`` when it names none, so that a network's own look can be ten lines: its colours
and its logo. Files are looked for in the theme's folder first, then in what it extends.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sane_cli.core.error import UsageError
from sane_cli.core.words import _

HOME = Path(__file__).parent.parent.parent / "themes"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_FILE = re.compile(r"url\([\"']?([\w./-]+)[\"']?\)")
_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
# names of files in a style sheet or a template; addresses with a scheme and places in the page are none
_NAMED = re.compile(r"""(?:url\(\s*["']?|\bsrc="|\bhref=")(?![\w-]+:|#)/*([^"')\s]+)""")
_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a family: one whole TTF file (files split by script garble text in WeasyPrint)."""

    family: str
    path: Path
    weight: int
    style: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A look, with everything it inherits.

    Attributes:
        folders: the theme's own folder, then those it extends.
        layout: switches and sizes for the templates and figures.
        dark: the colours of a screen that is set to dark.
    """

    name: str
    folders: tuple[Path, ...]
    colours: Mapping[str, str]
    layout: Mapping[str, Any]
    faces: tuple[Face, ...]
    dark: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether all of it travels with the program: only then may its templates do without a sandbox."""
        return all(folder.resolve().is_relative_to(HOME.resolve()) for folder in self.folders)

    def style(self) -> str:
        """Return all style sheets, the inherited ones first, after the colours as custom properties."""
        colours = "".join(f"--{name}:{value};" for name, value in sorted(self.colours.items()))
        sheets = [
            path.read_text("utf-8") for folder in reversed(self.folders) if (path := folder / "style.css").is_file()
        ]
        return _FILE.sub(self._put, "\n".join([f":root{{{colours}}}", *sheets]))

    def _put(self, found: re.Match[str]) -> str:
        """Put a picture of the theme, its logo above all, into the style sheet itself."""
        path = self.file(found[1])
        kind = _KINDS.get(path.suffix) if path else None
        return f'url("data:{kind};base64,{b64encode(path.read_bytes()).decode()}")' if path and kind else found[0]

    def digest(self, *texts: str) -> str:
        """Return a hash of the theme's files as they are: its fonts, what its folders hold, what ``texts`` name."""
        named = {name for text in texts for name in _NAMED.findall(text)}
        paths = {path for folder in self.folders for path in folder.iterdir() if path.is_file()}
        paths |= {face.path for face in self.faces} | {path for name in named if (path := self.file(name))}
        contents = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
        return hashlib.sha256("".join(contents).encode()).hexdigest()

    def file(self, name: str) -> Path | None:
        """Return the file called ``name`` of this theme; None when it is not inside one of its folders."""
        for folder in self.folders:
            path = (folder / name).resolve()
            if path.is_file() and path.is_relative_to(folder.resolve()):
                return path
        return None


def names() -> list[str]:
    """Names of the themes that travel with the program."""
    return sorted(path.parent.name for path in HOME.glob("[!_]*/theme.toml"))


def load(wanted: str) -> Theme:
    """Read the theme of that name, or in that folder.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    chain = list(_chain(wanted))
    folders = tuple(folder for folder, _settings in chain)
    colours: dict[str, str] = {}
    dark: dict[str, str] = {}
    layout: dict[str, Any] = {}
    faces: dict[tuple[str, int, str], Face] = {}
    for folder, settings in reversed(chain):
        colours |= _colours(settings, "colours")
        dark |= _colours(settings, "dark")
        layout |= settings.get("layout", {})
        faces |= {(face.family, face.weight, face.style): face for face in _faces(folder, settings)}
    return Theme(Path(wanted).name or wanted, folders, colours, layout, tuple(faces.values()), dark)


def _colours(settings: Mapping[str, Any], name: str) -> dict[str, str]:
    return {str(key): value for key, value in settings.get(name, {}).items() if _COLOUR.match(str(value))}


def _chain(wanted: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield folder and settings of the theme and of those it extends."""
    name = wanted
    for _step in range(_DEPTH):
        folder = _folder(name)
        try:
            settings = tomllib.loads((folder / "theme.toml").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(
                _("The theme cannot be read: {problem}.").format(problem=str(error).splitlines()[0]),
                where=name,
                todo=_("Correct its theme.toml, or choose another theme with --theme."),
            ) from error
        yield folder, settings
        if folder == HOME / "_base":
            return
        name = str(settings.get("extends", "_base"))


def _folder(name: str) -> Path:
    inside = HOME / name
    if re.fullmatch(r"[a-z_][a-z0-9_-]*", name) and (inside / "theme.toml").is_file():
        return inside
    given = Path(name)
    if (given / "theme.toml").is_file():
        return given
    raise UsageError(
        _("There is no theme called «{name}».").format(name=name),
        where="--theme",
        todo=_("Choose one of {names}, or name a folder with a theme.toml.").format(names=", ".join(names())),
    )


def _faces(folder: Path, settings: Mapping[str, Any]) -> Iterator[Face]:
    for font in settings.get("fonts", ()):
        name = str(font.get("file", ""))
        for home in (folder, HOME / "fonts"):
            path = (home / name).resolve()
            if path.is_file() and path.is_relative_to(home.resolve()):
                yield Face(str(font["family"]), path, int(font.get("weight", 400)), str(font.get("style", "normal")))
                break
        else:
            raise UsageError(
                _("A font of the theme is missing: {name}.").format(name=name),
                where=f"{folder.name}/theme.toml",
                todo=_("Put the TTF file into the theme's folder."),
            )
