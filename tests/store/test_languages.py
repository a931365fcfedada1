"""Which language the program speaks, and that English costs nothing."""

from __future__ import annotations

import subprocess
import sys
from gettext import GNUTranslations, NullTranslations

import pytest

from sane_cli.core.words import _, plural, speaking
from sane_cli.store import languages


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CA@euro"}, "fr"),
        ({"LANG": "FR"}, "fr"),
        ({"LANG": "es-419"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "french"}, "en"),
        ({"LANG": "../../etc"}, "en"),
        ({"LANG": "fr", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LANG": "fr", "LC_MESSAGES": "es", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr", "LC_ALL": ""}, "fr"),
        ({"LC_ALL": "es_ES.UTF-8", "SANE_LANG": "fr"}, "fr"),
        ({"LC_ALL": "es_ES.UTF-8", "SANE_LANG": "en"}, "en"),
        ({"LC_ALL": "es_ES.UTF-8", "SANE_LANG": "nonsense"}, "en"),
    ],
)
def test_the_first_variable_that_is_set_decides(environment, language):
    assert languages.spoken(environment) == language


def test_translations_by_tag():
    assert type(languages.translations("en")) is NullTranslations
    assert type(languages.translations("en-GB")) is NullTranslations
    assert type(languages.translations("ar")) is NullTranslations
    assert isinstance(languages.translations("fr-CA"), GNUTranslations)
    assert languages.is_translated("es")
    assert languages.is_translated("en-GB")
    assert not languages.is_translated("ar")


def test_speaking_lasts_as_long_as_it_is_asked_for():
    with speaking(languages.translations("fr")):
        assert _("Key findings") == "Enseignements clés"
        with speaking(languages.translations("es")):
            assert _("Key findings") == "Hallazgos clave"
        assert plural("{count} case", "{count} cases", 2) == "2 cas"
    assert _("Key findings") == "Key findings"


def test_speaking_ends_with_an_error_as_well():
    with pytest.raises(KeyError), speaking(languages.translations("fr")):
        raise KeyError
    assert _("Stopped.") == "Stopped."


@pytest.mark.parametrize(("count", "french", "spanish"), [(0, "0 menace", "0 amenazas"), (1, "1 menace", "1 amenaza")])
def test_plural_forms(count, french, spanish):
    for language, said in (("fr", french), ("es", spanish)):
        with speaking(languages.translations(language)):
            assert plural("{count} threat", "{count} threats", count) == said


def test_english_opens_no_catalogue():
    code = (
        "import sys; seen = []; sys.addaudithook(lambda e, a: seen.append(str(a[0])) if e == 'open' else None)\n"
        "from sane_cli.app import run; run(['list', '--help'])\n"
        "assert not [name for name in seen if 'locales' in name], seen"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
