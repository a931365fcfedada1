"""Small pieces of WordprocessingML (ISO/IEC 29500-1): elements, runs, fields, bookmarks.

The order of elements inside ``pPr``, ``rPr`` and ``tcPr`` is the standard's: Word refuses a file that has another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Voice:
    """Language and direction in which something is told; an empty language is that of the document."""

    language: str = ""
    is_rtl: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of words differs from its paragraph."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    raised: str = ""


PLAIN = Look()
OURS = Voice()  # that of the document


def w(kind: str, *inside: Any, **attributes: object) -> Any:
    """Make the element ``w:kind``; attributes get the same namespace."""
    element = OxmlElement(f"w:{kind}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    element.extend(inside)
    return element


def run(words: str, voice: Voice, look: Look = PLAIN) -> Any:
    """Make a run of text."""
    text = w("t")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return w("r", *_properties(words, voice, look), text)


def _properties(words: str, voice: Voice, look: Look) -> list[Any]:
    is_rtl = bool(_RIGHT_TO_LEFT.search(words))
    found = [w("rStyle", val=look.style)] if look.style else []
    found += [w("b"), w("bCs")] if look.bold else []
    found += [w("i"), w("iCs")] if look.italic else []
    found += [w("strike")] if look.struck else []
    found += [w("vertAlign", val=look.raised)] if look.raised else []
    found += [w("rtl")] if is_rtl else []
    if voice.language:
        found.append(w("lang", **{"bidi" if voice.is_rtl else "val": voice.language}))
    return [w("rPr", *found)] if found else []


def field(instruction: str, shown: str = "") -> list[Any]:
    """Return the runs of a field that Word works out, with the words that stand there until then."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    parts = [w("fldChar", fldCharType="begin"), code, w("fldChar", fldCharType="separate")]
    return [*(w("r", part) for part in parts), run(shown, Voice()), w("r", w("fldChar", fldCharType="end"))]


def language_of(tag: str) -> str:
    """Return a BCP 47 tag with its region, which is what Word's spelling knows; «en» is British as this text is."""
    import langcodes

    if tag == "en":
        return "en-GB"
    full = langcodes.Language.get(tag).maximize()
    return f"{full.language}-{full.territory}" if full.language and full.territory else tag
