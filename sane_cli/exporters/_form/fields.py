"""Repairs to the fields that WeasyPrint 70 writes, so that every reader can fill them in and take an answer back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_RADIO, _NO_TOGGLE = 1 << 15, 1 << 14  # ISO 32000-2, table 229
_NONSYMBOLIC = 1 << 5
_FIRST, _LAST = 32, 255
_FONT, _SIZE = "SaneForm", 10
_NAMELESS = (b"<feff>", b"<200b>")  # a byte order mark is no character; a zero-width space looks the same


def repair(pdf: Any, face: Path) -> None:
    """Put right what stands in the way of filling in.

    Args:
        pdf: the engine's objects right before they are written.
        face: the file of the face that the fields are written in; the document holds all of it.
    """
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    _join_radios(pdf, form)
    _write_with_letters(pdf, form, face)
    _name_characters(pdf)


def _join_radios(pdf: Any, form: Any) -> None:
    """Let the circles of one question be one field: they have no name of their own and can be emptied again."""
    import pydyf

    own = []
    for reference in form["Fields"]:
        field = _object(pdf, reference)
        if field.get("Ff") == _RADIO + _NO_TOGGLE:
            field["Ff"] = _RADIO
            field["TU"] = pydyf.String(str(field["TU"].string).rsplit(": ", 1)[0])  # the question, not its first choice
        if "Parent" in field:
            field.pop("T", None)
        else:
            own.append(reference)
    form["Fields"] = pydyf.Array(own)


def _write_with_letters(pdf: Any, form: Any, face: Path) -> None:
    """Give the fields a font that is addressed by letters (WinAnsi); many readers cannot type with glyphs."""
    import pydyf
    from fontTools.ttLib import TTFont

    descriptors = [found for found in pdf.objects if isinstance(found, dict) and found.get("Type") == "/FontDescriptor"]
    whole = max(descriptors, key=lambda found: _length(pdf, found), default=None)
    if whole is None:
        return
    with TTFont(face) as font:
        names, advances, scale = font.getBestCmap(), font["hmtx"].metrics, 1000 / font["head"].unitsPerEm
        letters = (bytes([code]).decode("cp1252", "replace") for code in range(_FIRST, _LAST + 1))
        widths = [round(advances[names.get(ord(letter), ".notdef")][0] * scale) for letter in letters]
    descriptor = pydyf.Dictionary({**whole, "Flags": _NONSYMBOLIC})
    pdf.add_object(descriptor)
    simple = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": whole["FontName"],
            "FirstChar": _FIRST,
            "LastChar": _LAST,
            "Widths": pydyf.Array(widths),
            "FontDescriptor": descriptor.reference,
            "Encoding": "/WinAnsiEncoding",
        }
    )
    pdf.add_object(simple)
    fonts = _object(pdf, _object(pdf, form["DR"])["Font"])
    fonts[_FONT] = simple.reference
    for reference in form["Fields"]:
        field = _object(pdf, reference)
        if field.get("FT") == "/Tx":
            field["DA"] = pydyf.String(f"/{_FONT} {_SIZE} Tf 0 g")


def _name_characters(pdf: Any) -> None:
    """Map no glyph to a byte order mark, which is no character (ISO 14289-1, 7.21.7)."""
    for found in pdf.objects:
        lines = getattr(found, "stream", None)
        if isinstance(lines, list) and b"begincmap" in lines:
            lines[:] = [line.replace(*_NAMELESS) if line.endswith(_NAMELESS[0]) else line for line in lines]


def _length(pdf: Any, descriptor: Any) -> int:
    """How much of its font a descriptor holds."""
    file = _object(pdf, descriptor["FontFile2"]) if "FontFile2" in descriptor else None
    return int(file.extra.get("Length1", 0)) if file is not None else 0


def _object(pdf: Any, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]
