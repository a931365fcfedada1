"""What Typer finds wrong with a command line is said in the person's language."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        (("lst",), "There is no command ‘lst’.", "Il n’y a pas de commande"),
        (("list", "--nonsense"), "There is no option --nonsense here.", "Il n’y a pas d’option --nonsense"),
        (("list", "--thret", "x"), "Did you mean", "Vouliez-vous dire"),
        (("init",), "DIR is missing.", "DIR manque"),
        (("list", "--threat"), "A value is missing after --threat.", "après --threat"),
        (("show", "a", "b"), "Not expected here: b", "inattendu"),
    ],
)
def test_usage(sane, monkeypatch, words, english, french):
    ran = sane(*words)
    assert (ran.code, ran.out) == (2, "")
    assert english in ran.err
    assert "sane --help" in ran.err
    monkeypatch.setenv("SANE_LANG", "fr")
    assert french.lower() in sane(*words).err.lower()


@pytest.mark.parametrize(
    "words", ["list", "list --facets", "show sample", "similar sample", "matrix", "vocab list", "validate"]
)
def test_an_unknown_format_is_refused_before_the_cases_are_read(sane, playbook, words):
    assert sane(*words.split(), "--format", "nonsense").code == 2
    assert not (playbook.root / ".sane").exists()
    assert sane(*words.split(), "--format", "json").code == 0
    assert (playbook.root / ".sane").exists()
