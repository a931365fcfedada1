"""What libraries know for the rules: phone, account and identity numbers, registered languages, picture metadata.

Every library is imported when the first question comes, so commands that check nothing never pay for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sane_cli.core.outside import Contact, Picture
from sane_cli.core.words import language
from sane_cli.store.files import UnreadableFileError, read_inside
from sane_cli.store.names import CldrNames

_LARGEST_PICTURE = 32 << 20
_MOST_PIXELS = 100_000_000
# at least seven digits with what people put between them; years and ranges of years are no numbers to call
_DIALLED = r"(?<![\w/.,-])[+(]{0,2}\d(?:[ \u00a0().\-/]{0,3}\d){6,16}(?![\w/])"
_YEARS = r"(?:(?:19|20)\d\d[\s,./–-]*)+(?:\d\d)?\Z|\d{4}-\d{2}-\d{2}\Z|\d{1,2}[./]\d{1,2}[./]\d{4}\Z"
_ACCOUNT = r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"
_IDENTITY = r"\b[A-Z]{0,5}\d(?:[ .\-/]?[A-Z0-9]){5,20}\b"
_DIGITS_AT_LEAST = 6
# modules of python-stdnum that know the numbers of persons (not of companies), by country
_PERSONS = {
    "AT": "at.vnr", "BE": "be.nn be.bis", "BG": "bg.egn bg.pnf", "BR": "br.cpf", "CA": "ca.sin", "CH": "ch.ssn",
    "CL": "cl.rut", "CN": "cn.ric", "CR": "cr.cpf", "CU": "cu.ni", "CZ": "cz.rc", "DE": "de.idnr", "DK": "dk.cpr",
    "DO": "do.cedula", "EC": "ec.ci", "EE": "ee.ik", "ES": "es.dni es.nie", "FI": "fi.hetu", "FR": "fr.nir",
    "GB": "gb.nhs", "GR": "gr.amka", "HR": "hr.oib", "ID": "id.nik", "IE": "ie.pps", "IL": "il.idnr",
    "IN": "in_.aadhaar in_.pan", "IS": "is_.kennitala", "IT": "it.codicefiscale", "KE": "ke.pin", "KR": "kr.rrn",
    "LT": "lt.asmens", "MD": "md.idno", "MU": "mu.nid", "MX": "mx.curp", "MY": "my.nric", "NL": "nl.bsn",
    "NO": "no.fodselsnummer", "PE": "pe.cui", "PK": "pk.cnic", "PL": "pl.pesel", "PT": "pt.cc", "RO": "ro.cnp",
    "SE": "se.personnummer", "SI": "si.emso", "SK": "sk.rc", "TH": "th.pin", "TR": "tr.tckimlik", "UA": "ua.rntrc",
    "US": "us.ssn", "ZA": "za.idnr",
}  # fmt: skip

# asked for in nearly every file: the registry is loaded only for others
_USUAL = frozenset(("ar", "bn", "de", "en", "es", "fa", "fr", "ha", "hi", "id", "it", "pt", "ru", "sw", "uk", "zh"))


class Libraries:
    """``core.outside.Outside`` on phonenumbers, python-stdnum, langcodes and Pillow."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def contacts(self, text: str, countries: Sequence[str]) -> list[Contact]:
        """Find phone numbers, bank accounts and identity numbers."""
        return [*_phones(text, countries), *_accounts(text), *_identities(text, countries)]

    def is_language(self, tag: str) -> bool:
        """Tell whether every part of ``tag`` is registered."""
        return tag in _USUAL or _is_language(tag)

    def territory(self, code: str) -> str:
        """Return the name of a country in the language that is spoken."""
        return CldrNames(language()).territory(code)

    def picture(self, path: str) -> Picture:
        """Look at one picture; a hostile one becomes a fault, never an exception."""
        try:
            data = read_inside(self._root, self._root / path, limit=_LARGEST_PICTURE)
        except UnreadableFileError as error:
            return Picture(fault=str(error))
        return look_at(data)


def look_at(data: bytes) -> Picture:
    """Return which kinds of telling metadata the picture in ``data`` carries."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return Picture(fault=f"{image.width} × {image.height}")
            return Picture(traces=tuple(dict.fromkeys(_traces(image))))
    except Exception as error:  # noqa: BLE001  (decoders raise whatever a hostile file makes them raise)
        return Picture(fault=type(error).__name__)


def _traces(image: Any) -> Iterator[str]:
    from PIL.ExifTags import IFD, Base

    exif = image.getexif()
    if exif.get_ifd(IFD.GPSInfo):
        yield "place"
    details = exif.get_ifd(IFD.Exif)
    owners = (Base.Artist, Base.Copyright, Base.XPAuthor, Base.HostComputer)
    if any(exif.get(tag) for tag in owners) or details.get(Base.CameraOwnerName):
        yield "owner"
    if details.get(Base.BodySerialNumber) or details.get(Base.LensSerialNumber) or exif.get(Base.CameraSerialNumber):
        yield "serial-number"
    if exif.get_ifd(IFD.IFD1):
        yield "thumbnail"
    packet = str(image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or "")
    if "exif:GPS" in packet:
        yield "place"
    if "dc:creator" in packet or "photoshop:AuthorsPosition" in packet:
        yield "owner"
    if image.info.get("comment") or any(key in image.info for key in ("Comment", "Author", "Description")):
        yield "comment"


def _phones(text: str, countries: Sequence[str]) -> Iterator[Contact]:
    for found in re.finditer(_DIALLED, text):
        written = found.group()
        if not re.match(_YEARS, written) and _is_phone(written, tuple(countries)):
            yield Contact("phone", found.start(), found.end())


@cache
def _is_phone(written: str, countries: tuple[str, ...]) -> bool:
    import phonenumbers

    regions: Sequence[str | None] = (None,) if written.startswith("+") else (*countries,)
    for region in regions:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False


def _accounts(text: str) -> Iterator[Contact]:
    for found in re.finditer(_ACCOUNT, text):
        from stdnum import iban

        if iban.is_valid(found.group()):
            yield Contact("iban", found.start(), found.end())


def _identities(text: str, countries: Sequence[str]) -> Iterator[Contact]:
    modules = [module for country in countries for module in _modules(country)]
    for found in re.finditer(_IDENTITY, text) if modules else ():
        written = found.group()
        enough = sum(map(str.isdigit, written)) >= _DIGITS_AT_LEAST
        if enough and any(_valid(module, written) for module in modules):
            yield Contact("identity-number", found.start(), found.end())


def _valid(module: Any, written: str) -> bool:
    try:
        return bool(module.is_valid(written))
    except Exception:  # noqa: BLE001  (a check of a number that is none may stumble in any way)
        return False


@cache
def _modules(country: str) -> tuple[Any, ...]:
    """Return the checkers for numbers of persons in ``country``."""
    from importlib import import_module

    return tuple(import_module(f"stdnum.{name}") for name in _PERSONS.get(country, "").split())


@cache
def _is_language(tag: str) -> bool:
    import langcodes

    return bool(langcodes.tag_is_valid(tag))
