"""Make the web faces from the report's own fonts: a small file for each script, which a browser loads when needed.

    python scripts/web_fonts.py

What is made lies in ``sane_cli/themes/fonts/web`` and travels with the program, so that no export waits for it.
The same fonts give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset

from sane_cli.exporters._site.style import RANGES

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "sane_cli" / "themes" / "fonts"
_FACES = ("SourceSans3-Regular", "SourceSans3-It", "SourceSans3-Semibold", "SourceSerif4-Regular", "SourceSerif4-It",
          "SourceSerif4-Semibold", "SourceSerif4Display-Regular")  # fmt: skip
# A part of a face is a changed one, and the licence of Source (OFL 1.1, clause 3) keeps that name for whole faces. The
# rights travel inside each file.
_RIGHTS = (0, 13, 14)
_NAMES = (1, 4, 6, 16)
_ARABIC = ("NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold")
# letters joined, accents placed, old-style and tabular figures; the rest only costs
_FEATURES = [
    "kern",
    "liga",
    "calt",
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "lnum",
    "onum",
    "tnum",
    "pnum",
    "init",
    "medi",
    "fina",
    "isol",
    "rlig",
]


def main() -> None:
    """Write every face, split by script."""
    (FONTS / "web").mkdir(exist_ok=True)
    for face in _FACES:
        for part in ("latin", "more"):
            made(face, part)
    for face in _ARABIC:
        made(face, "arabic")


def made(face: str, part: str) -> None:
    """Write one face with one script's letters."""
    target = FONTS / "web" / f"{face}-{part}.woff2"
    options = subset.Options(flavor="woff2", layout_features=_FEATURES, hinting=False, recalc_timestamp=False)
    options.name_IDs = [*_RIGHTS, *_NAMES]
    font = subset.load_font(str(FONTS / f"{face}.ttf"), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=subset.parse_unicodes(RANGES[part].replace("U+", "")))
    worker.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = f"Sane-{face.removeprefix('Source')}"
    subset.save_font(font, str(target), options)
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size}")


if __name__ == "__main__":
    main()
