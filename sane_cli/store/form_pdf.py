"""Read the answers out of a form that was filled in on a screen: the names and values of a PDF's fields, nothing else.

The file comes from outside: no script of it is run, no page is drawn, no attachment opened, and what unpacks to more
than a form can be is refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sane_cli.core.table import Cell
from sane_cli.core.words import _

_LARGEST = 8 << 20  # bytes; a form that was filled in has half a megabyte
_UNPACKED = 8 << 20  # bytes of any one stream inside
_MOST = 4_000  # fields
_DEEPEST = 4  # fields inside fields
_LONGEST = 100_000  # characters of an answer
_OURS = frozenset({"title", "sharing/tlp"})  # fields that every form of ours has
_OFF = "Off"


def read(data: bytes) -> dict[str, Cell] | None:
    """Return the answers by the dotted name of their field; None when it is no form of ours.

    Raises:
        ValueError: the file is broken, too large, or needs a password.
    """
    import pikepdf

    if len(data) > _LARGEST:
        raise ValueError(_("it is too large for a form"))
    try:
        with _limits(), pikepdf.open(io.BytesIO(data)) as pdf:
            return _answers(dict(_fields(pdf)))
    except pikepdf.PasswordError as error:
        raise ValueError(_("it needs a password")) from error
    except (pikepdf.PdfError, RuntimeError, TypeError, AttributeError) as error:
        raise ValueError(_("it is broken")) from error


@contextmanager
def _limits() -> Iterator[None]:
    """Let nothing unpack to more than a form can be."""
    from pikepdf import settings

    before = settings.set_qpdf_limits(
        flate_max_memory=_UNPACKED,
        run_length_max_memory=_UNPACKED,
        png_max_memory=_UNPACKED,
        tiff_max_memory=_UNPACKED,
        max_stream_filters=2,
        parser_max_nesting=64,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type]  # what it returned itself


def _fields(pdf: Any) -> Iterator[tuple[str, Any]]:
    """Yield every field that has an answer of its own, with its whole name."""
    form = pdf.Root.get("/AcroForm")
    waiting = [(field, "", 0) for field in (form.get("/Fields", ()) if form is not None else ())][::-1]
    count = 0
    while waiting:
        field, above, depth = waiting.pop()
        count += 1
        if count > _MOST or depth > _DEEPEST:
            raise ValueError(_("it has too many fields for a form"))
        name = ".".join(filter(None, (above, str(field.get("/T", "")))))
        below = [kid for kid in field.get("/Kids", ()) if "/T" in kid]
        if below:
            waiting += [(kid, name, depth + 1) for kid in reversed(below)]
        elif name:
            yield name, field


def _answers(fields: dict[str, Any]) -> dict[str, Cell] | None:
    if not fields.keys() >= _OURS:
        return None
    found: dict[str, Cell] = {}
    for name, field in fields.items():
        plain = name.replace("/", ".")
        is_button = field.get("/FT") == "/Btn"
        value = _word(field.get("/V"))
        if not is_button:
            found[plain] = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        elif "/Kids" in field:
            found[plain] = _chosen(value, [_word(each) for each in field.get("/Opt", ())])
        else:
            question, _dot, choice = plain.rpartition(".")
            before = found.get(question, ())
            found[question] = (*before, *([choice] if value not in ("", _OFF) else []))
    return found


def _chosen(value: str, choices: list[str]) -> str:
    """Return the choice of a circle: readers keep its place in the list, or the choice itself."""
    if value in choices:
        return value
    return choices[int(value)] if value.isdecimal() and int(value) < len(choices) else ""


def _word(value: Any) -> str:
    """Return a text or a name without its stroke."""
    import pikepdf

    if isinstance(value, pikepdf.Stream):
        value = pikepdf.String(value.read_bytes())
    words = str(value).removeprefix("/") if isinstance(value, pikepdf.Name) else ""
    words = str(value) if isinstance(value, str | pikepdf.String) else words
    if len(words) > _LONGEST:
        raise ValueError(_("an answer in it is too long"))
    return words
