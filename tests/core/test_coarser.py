"""Coarser words: names become roles, towns become regions. All names here are invented."""

import pytest

from sane_cli.core.coarser import regions, roles


@pytest.mark.parametrize(
    ("words", "safer"),
    [
        ("They arrested the director Jane Invented at noon.", "They arrested the director at noon."),
        ("Jane Invented, the country director, was summoned.", "the country director was summoned."),
        ("A letter reached Dr. Invented.", "A letter reached a colleague."),
        ("Mme Inventée fut convoquée.", "a colleague fut convoquée."),
        ("The director spoke to the press.", "The director spoke to the press."),
        ("The coalition met Parliament.", "The coalition met Parliament."),
    ],
)
def test_people_become_roles(words, safer):
    assert roles(words) == safer


@pytest.mark.parametrize(
    ("words", "safer"),
    [
        ("It began in the village of Inventia.", "It began in a place in Africa."),
        ("The office in Inventia township was searched.", "The office in a place in Africa was searched."),
        ("Ils vivaient dans le quartier de Inventia.", "Ils vivaient dans a place in Africa."),
        ("Nothing happened in Uganda.", "Nothing happened in Uganda."),
        ("The village stood together.", "The village stood together."),
    ],
)
def test_towns_become_regions(words, safer):
    assert regions(words, "Africa") == safer
