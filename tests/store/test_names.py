"""The ready table of countries says what CLDR says."""

from __future__ import annotations

import json
from datetime import date

import pytest
from babel import Locale

from sane_cli.core import edtf
from sane_cli.store.names import CldrNames
from tests import desk


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_table_of_countries_is_fresh(language):
    schema = json.loads((desk.SOURCE / "schema" / "case.schema.json").read_text(encoding="utf-8"))
    codes = schema["$defs"]["country"]["enum"]
    territories = Locale.parse(language).territories
    assert dict(CldrNames(language).territories) == {code: territories[code] for code in codes if code in territories}


def test_other_languages_come_from_babel():
    assert CldrNames("de").territory("HU") == "Ungarn"
    assert CldrNames("tlh").territory("HU") == "Hungary"


def test_dates_keep_their_precision():
    names = CldrNames("en")
    written = [names.date(edtf.parse(text)) for text in ("2017", "2017-09", "2017-09-20")]
    assert written == ["2017", "September 2017", "20 September 2017"]
    assert edtf.parse("2017-09").first == date(2017, 9, 1)
