"""The look of the site: the theme's colours, light and dark, its faces as web fonts, its style sheets."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.exporters._report.provenance import Meaning
from sane_cli.exporters._report.theme import HOME, Face, Theme

# what stands in one file together; scripts/web_fonts.py splits the faces by it
RANGES = {
    "latin": "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200B,U+2010-206F,"
    "U+20AC,U+2122,U+2190-2193,U+2212,U+25CF",
    "more": "U+0100-0130,U+0132-0151,U+0154-024F,U+0259,U+0300-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+1F00-1FFF,"
    "U+20A0-20AB,U+20AD-20CF",
    "arabic": "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200F,U+FB50-FDFF,U+FE70-FEFC",
}
_WEB = HOME / "fonts" / "web"


def files(theme: Theme, meaning: Meaning) -> dict[str, bytes]:
    """Return the style sheet and the fonts it names: path → bytes."""
    made: dict[str, bytes] = {}
    faces = "".join(_face(face, part, path, made) for face in theme.faces for part, path in _parts(face))
    light = {"paper": "#ffffff", **theme.colours}
    own = f":root{{{_properties(light)}--tlp-colour:{meaning.colour}}}\n"
    own += f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(theme.dark)}}}}}\n"
    # the standard wants its label at the head and foot of every page; browsers print no backgrounds unless asked to
    look = "color:#000;font:700 12pt sans-serif"
    box = f'content:"{meaning.label}";{look}'
    own += f"@page{{@top-right{{{box}}}@bottom-right{{{box}}}}}\n"
    sheets = [
        path.read_text("utf-8")
        for folder in reversed(theme.folders)
        if (path := folder / "site" / "site.css").is_file()
    ]
    made["site.css"] = "".join([faces, own, *sheets]).encode()
    return made


def _properties(colours: object) -> str:
    assert isinstance(colours, dict)
    return "".join(f"--{name}:{value};" for name, value in sorted(colours.items()))


def _parts(face: Face) -> Iterator[tuple[str, str]]:
    """Yield the script and file name of each part of a face; a face without prepared parts is one whole file."""
    prepared = [(part, f"{face.path.stem}-{part}.woff2") for part in RANGES]
    there = [(part, name) for part, name in prepared if (_WEB / name).is_file() and face.path.parent == HOME / "fonts"]
    if there:
        yield from there
    elif face.path.parent != HOME / "fonts":
        yield "", face.path.name


def _face(face: Face, part: str, name: str, made: dict[str, bytes]) -> str:
    made[f"fonts/{name}"] = (_WEB / name if part else face.path).read_bytes()
    kind = "woff2" if part else "truetype"
    range_ = f"unicode-range:{RANGES[part]};" if part else ""
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};'
        f'font-display:swap;{range_}src:url("fonts/{name}") format("{kind}")}}\n'
    )
