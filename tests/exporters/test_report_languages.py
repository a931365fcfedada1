"""The real playbook's report in French and Spanish, opened and read back."""

from __future__ import annotations

import io
import re
import shutil

import page as validator
import pypdf
import pytest

from tests.desk import SOURCE, piped
from tests.exporters.reading import outline, pages, tags

HEADINGS = {
    "fr": [
        "Comment lire ce rapport",
        "Sommaire",
        "Introduction",
        "Enseignements clés",
        "Quelle réponse à quelle menace",
    ],
    "es": ["Cómo leer este informe", "Contenido", "Introducción", "Hallazgos clave", "Qué respondió a qué"],
}
LAST = {"fr": "D’où vient ce rapport", "es": "De dónde viene este informe"}
WORDS = {
    "fr": ("Index des menaces", "Glossaire", "L’essentiel", "Royaume-Uni", "octobre 2019", "Réponse de coalition"),
    "es": ("Índice de amenazas", "Glosario", "Datos clave", "Reino Unido", "octubre de 2019", "Respuesta de coalición"),
}
# words of our own that would stand there in English; those of the cases are in English
FORGOTTEN = re.compile(
    r"How to read|Key facts|Contents|Glossary|Index of|Where this report|Threats|As of|Related cases"
    r"|Written by|Same (?:threat|mechanism|series)|Coalition response|Published\b(?! )"
)


@pytest.fixture(scope="module", params=sorted(HEADINGS))
def made(request, tmp_path_factory):
    """Make the report from an English terminal, in a process of its own."""
    root = tmp_path_factory.mktemp("net")
    for folder in ("schema", "playbook"):
        shutil.copytree(SOURCE / folder, root / folder, ignore=shutil.ignore_patterns(".drafts"))
    ran = piped(root, "export", "--lang", request.param, "-o", "report.pdf", SANE_LANG="en")
    assert ran.code == 0, ran.err
    return request.param, (root / "report.pdf").read_bytes()


def test_headings_are_in_the_language(made):
    language, content = made
    titles = [title for title, _page in outline(content)]
    assert titles[:5] == HEADINGS[language]
    assert titles[-1] == LAST[language]


def test_words_of_schema_vocabulary_and_cldr_are_in_the_language(made):
    language, content = made
    text = " ".join(pages(content))
    for words in WORDS[language]:
        assert words in text, words


def test_no_word_of_ours_is_left_in_english(made):
    _language, content = made
    for number, text in enumerate(pages(content), start=1):
        assert not FORGOTTEN.search(text), f"page {number}: {FORGOTTEN.search(text)}"


def test_language_is_set_and_cases_keep_theirs(made):
    language, content = made
    assert pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == language
    named = {lang for _kind, _alt, lang in tags(content)}
    assert {"en", language} & named


def test_it_stays_accessible(made):
    assert validator.validate_pdf_bytes(made[1], profile="ua1").is_compliant
