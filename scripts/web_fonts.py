"""Make the web faces from the report's own fonts: smaller files by script, which a browser loads only when it needs one.

    python scripts/web_fonts.py

What is made lies in ``sane_cli/themes/fonts/web`` and travels with the program, so that no export waits for it.
The same fonts give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "sane_cli" / "themes" / "fonts"
# what stands in one file together: letters that one language needs; the site's style sheet says the same ranges
RANGES = {
    "latin": "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212,U+25CF",
    "more": "U+0100-0130,U+0132-0151,U+0154-024F,U+0259,U+0300-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+1F00-1FFF,U+20A0-20AB,U+20AD-20CF",
    "arabic": "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200F,U+FB50-FDFF,U+FE70-FEFC",
}
_FACES = ("SourceSans3-Regular", "SourceSans3-It", "SourceSans3-Semibold", "SourceSerif4-Regular", "SourceSerif4-It",
          "SourceSerif4-Semibold", "SourceSerif4Display-Regular")  # fmt: skip
_ARABIC = ("NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold")
# letters joined, accents placed, old-style and tabular figures; the rest only costs
_FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "onum", "tnum", "pnum", "init", "medi", "fina", "isol", "rlig"]


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
    font = subset.load_font(str(FONTS / f"{face}.ttf"), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=subset.parse_unicodes(RANGES[part].replace("U+", "")))
    worker.subset(font)
    subset.save_font(font, str(target), options)
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size}")


if __name__ == "__main__":
    main()
