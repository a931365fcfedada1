"""The program in French and Spanish, from outside; data stay the same in every language."""

from __future__ import annotations

import pytest

from tests.desk import CASES, build, case, piped

SOURCES = [{"title": "A page", "url": "https://example.org/"}]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return build(tmp_path_factory.mktemp("desk") / "net", tuple({**each, "sources": SOURCES} for each in CASES))


SAID = [
    (("list", "--threat", "phishing"), "fr", "2 cas, tels que les voit un public TLP:RED."),
    (("list", "--threat", "phishing"), "es", "2 casos, tal como los ve un público TLP:RED."),
    (("show", "nowhere"), "fr", "Il n’y a pas de cas «\u00a0nowhere\u00a0»."),
    (("show", "nowhere"), "es", "No hay ningún caso «nowhere»."),
    (("validate",), "fr", "fichiers vérifiés"),
    (("validate",), "es", "archivos comprobados"),
    (("export", "--format", "markdown"), "fr", "Préparation de «\u00a0"),
    (("export", "--format", "markdown"), "es", "Preparando «"),
    (("new", "--set", "nothing=1"), "fr", "Ce champ n’existe pas."),
    (("new", "--set", "nothing=1"), "es", "Ese campo no existe."),
]


@pytest.mark.parametrize(("words", "language", "said"), SAID)
def test_what_is_told_on_stderr(desk, words, language, said):
    assert said in piped(desk, *words, SANE_LANG=language).err


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("## L’essentiel", "- **Pays:** Ouganda", "- **Type:** Réponse de coalition", "- **Statut:** Publié")),
        ("es", ("## Datos clave", "- **Países:** Uganda", "- **Tipo:** Respuesta de coalición")),
    ],
)
def test_a_case_is_shown_in_the_persons_words(desk, language, said):
    shown = piped(desk, "show", "alpha", "--format", "markdown", SANE_LANG=language).out
    for words in said:
        assert words in shown


def test_findings_are_told_with_the_schemas_own_words(tmp_path):
    broken = build(tmp_path / "net", (case("alpha", title=None, threats=["fishing"]),))
    french = piped(broken, "validate", SANE_LANG="fr").out
    assert "«\u00a0title\u00a0» manque. Titre\u00a0: Un titre qui dit qui a fait quoi face à quelle pression." in french
    assert "erreur: «\u00a0fishing\u00a0» n’est pas une valeur connue" in french
    assert "Use a term" not in french
    spanish = piped(broken, "validate", SANE_LANG="es").out
    assert "Falta «title». Título: Un titular que dice quién hizo qué frente a qué presión." in spanish


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--format", "json"),
        ("list", "--format", "csv"),
        ("list", "--format", "ids"),
        ("list",),
        ("show", "alpha", "--format", "json"),
        ("matrix", "--format", "csv"),
    ],
)
def test_data_are_the_same_in_every_language(desk, words):
    assert len({piped(desk, *words, SANE_LANG=language).out for language in ("en", "fr", "es")}) == 1


def test_exported_data_are_the_same_in_every_language(desk, tmp_path):
    target = tmp_path / "cases.json"
    made = set()
    for language in ("en", "fr", "es"):
        assert piped(desk, "export", "--format", "json", "-o", str(target), SANE_LANG=language).code == 0
        made.add(target.read_bytes())
    assert len(made) == 1


def test_the_report_speaks_its_own_language_not_the_terminals(desk):
    def made(name, *words, **environment):
        path = desk / name
        ran = piped(desk, "export", "--format", "html", "-o", str(path), *words, **environment)
        assert ran.code == 0, ran.err
        return path.read_bytes()

    english = made("a.html", SANE_LANG="fr")
    assert b'<html lang="en"' in english
    assert b"How to read this report" in english
    assert english == made("b.html", LC_ALL="es_ES.UTF-8", SANE_LANG="")
    french = made("c.html", "--lang", "fr", SANE_LANG="en").decode()
    assert '<html lang="fr"' in french
    assert "Comment lire ce rapport" in french
    assert '<p class="where" lang="fr" dir="ltr">' in french  # our words around a case told in English
    assert "How to" not in french


def test_a_report_in_a_language_without_words_says_so(desk):
    ran = piped(desk, "export", "--format", "markdown", "--lang", "ar", "-o", str(desk / "x.md"))
    assert ran.code == 0
    assert "no words in ‘ar’ yet" in ran.err


def test_the_interview_speaks_the_language_of_the_case(desk):
    asked = piped(desk, "new", "--lang", "es", "--dry-run", "--set", "title=Un caso", SANE_LANG="fr")
    assert "# El caso en breve" in asked.out
    assert "language: es" in asked.out
    assert "nota: Falta por escribir:" in asked.err
    other = piped(desk, "new", "--lang", "ar", "--dry-run", "--set", "title=Un cas", "--set", "id=x", SANE_LANG="fr")
    assert "# Le cas en bref" in other.out
