"""What readers of another language get of a case; cases and translations are invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sane_cli.core.access import Reason
from sane_cli.core.audience import PublicCase, gate
from sane_cli.core.case import Case, State
from sane_cli.core.tlp import Tlp
from sane_cli.core.translation import speaks, text_hash, unusable
from tests.safety.made import SCHEMA, case, request

TRANSLATE = {"consent": {"state": "granted", "covers": ["publish", "translate"]}}
FRENCH = {
    "id": "invented-case",
    "title": "Un cas inventé",
    "summary": "Inventé du début à la fin, pour un test.",
    "outcomes": "Résultat inventé.",
    "lessons": [{"text": "Leçon inventée.", "for": "all"}],
    "language": "fr",
    "status": "published",
}


def both(french: dict[str, Any] | None = None, sharing: dict[str, Any] | None = None, **changes: Any) -> Case:
    """Return the invented case with its French translation; None takes a field out."""
    whole = case({**TRANSLATE, **(sharing or {})}, **changes)
    data = {"translates": text_hash(whole.data, SCHEMA), **FRENCH, **(french or {})}
    kept = {name: value for name, value in data.items() if value is not None}
    return replace(whole, translations=(Case(whole.id, "playbook/cases/invented-case.fr.yaml", kept),))


def french(made: Case, audience: Tlp = Tlp.CLEAR, language: str = "fr", **rest: Any) -> PublicCase:
    shown = gate(made, request(audience, language=language, words=SCHEMA.translatable, **rest))
    assert isinstance(shown, PublicCase), shown
    return shown


def reason(made: Case, audience: Tlp = Tlp.CLEAR) -> Reason | None:
    asked = request(audience, language="fr", words=SCHEMA.translatable)
    return unusable(made, made.translations[0], asked)


def test_words_come_from_the_translation_and_facts_from_the_case():
    shown = french(both())
    assert shown.title == "Un cas inventé"
    assert shown.data["language"] == "fr"
    assert shown.data["lessons"] == [{"text": "Leçon inventée.", "for": "all"}]
    assert shown.data["threats"] == ["restrictive-law"]
    assert shown.data["organisations"][0]["name"] == "Invented Alliance"
    assert (shown.told.original, shown.told.state) == ("en", State.CURRENT)


def test_readers_of_its_own_language_get_the_case_as_it_is():
    for language in ("", "en", "en-GB"):
        shown = french(both(), language=language)
        assert shown.title == "An invented case"
        assert shown.told is None


def test_without_a_translation_the_case_stays_and_says_so():
    shown = french(both(), language="es")
    assert shown.title == "An invented case"
    assert (shown.told.original, shown.told.state) == ("en", State.MISSING)


@pytest.mark.parametrize(
    ("translates", "state"), [(f"sha256:{'0' * 64}", State.OLDER), (None, State.UNCHECKED), (3, State.OLDER)]
)
def test_an_old_translation_is_shown_and_marked(translates: object, state: State):
    shown = french(both({"translates": translates}))
    assert shown.title == "Un cas inventé"
    assert shown.told.state is state
    assert "translates" not in shown.data


def test_what_the_translation_lacks_stays_and_is_named():
    shown = french(both({"outcomes": None}))
    assert shown.data["outcomes"] == "Invented outcome."
    assert "outcomes" in shown.told.kept


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "draft"}, Reason.STATUS),
        ({"status": None}, Reason.STATUS),
        ({"status": "withdrawn"}, Reason.WITHDRAWN),
        ({"sharing": {"tlp": "TLP:GREEN"}}, Reason.LABEL),
        ({"sharing": {"tlp": "clear"}}, Reason.LABEL),
        ({"sharing": "TLP:CLEAR"}, Reason.LABEL),
        ({"sharing": ["TLP:CLEAR"]}, Reason.LABEL),
        ({"sharing": {"fields": "outcomes"}}, Reason.LABEL),
        ({"sharing": {"embargo_until": "2026-06-02"}}, Reason.EMBARGO),
        ({"sharing": {"review_by": "2026-05-31"}}, Reason.OVERDUE),
        ({"sharing": {"consent": {"state": "pending"}}}, Reason.CONSENT_PENDING),
        ({"sharing": {"consent": None}}, Reason.NO_CONSENT),
        ({"title": None}, Reason.PARTIAL),
        ({"summary": " "}, Reason.PARTIAL),
    ],
)
def test_a_closed_translation_stays_closed_and_the_case_is_shown(changes: dict[str, Any], why: Reason):
    made = both(changes)
    assert reason(made) is why
    shown = french(made)
    assert shown.title == "An invented case"
    assert shown.told.state is State.MISSING


@pytest.mark.parametrize("covers", [["publish"], ["publish", "print"], [], None])
def test_consent_must_cover_translation(covers: list[str] | None):
    consent = {"state": "granted", "covers": covers}
    made = both(sharing={"consent": {**consent, "covers": ["publish", *(covers or [])]}})
    assert reason(made) is Reason.CONSENT_SCOPE
    assert french(made).title == "An invented case"


def test_what_is_on_public_record_needs_no_consent_to_translate():
    assert french(both(sharing={"consent": {"state": "public-record"}})).title == "Un cas inventé"


SPAN, FRENCH_SPAN = "Open [[TLP:AMBER| kuchipuri]].", "Ouvert [[TLP:AMBER| kuchipuri]]."
CLOSED = {"text": "kuchipuri", "tlp": "TLP:RED"}
OPEN = {"text": "Open."}


@pytest.mark.parametrize(
    ("original", "translated", "usable"),
    [
        ({"outcomes": SPAN}, {"outcomes": FRENCH_SPAN}, True),
        ({"outcomes": SPAN}, {"outcomes": "Ouvert [[TLP:RED| kuchipuri]]."}, True),
        ({"outcomes": SPAN}, {"outcomes": "Ouvert kuchipuri."}, False),
        ({"outcomes": SPAN}, {"outcomes": "Ouvert [[TLP:GREEN| kuchipuri]]."}, True),
        ({"outcomes": SPAN}, {"outcomes": "<!-- [[TLP:RED| rien]] --> kuchipuri."}, False),
        ({"outcomes": f"{SPAN} {SPAN}"}, {"outcomes": f"{FRENCH_SPAN} kuchipuri"}, False),
        ({"outcomes": SPAN}, {"context": FRENCH_SPAN, "outcomes": "kuchipuri"}, False),
        ({"lessons": [OPEN, CLOSED]}, {"lessons": [OPEN, CLOSED]}, True),
        ({"lessons": [OPEN, CLOSED]}, {"lessons": [CLOSED, OPEN]}, False),
        ({"lessons": [OPEN, CLOSED]}, {"lessons": [CLOSED]}, False),
        ({"lessons": [OPEN, CLOSED]}, {"lessons": [{"text": "kuchipuri"}, OPEN]}, False),
        ({"lessons": [OPEN, CLOSED]}, {"lessons": "kuchipuri"}, False),
        ({"lessons": [OPEN, CLOSED]}, {"lessons": {"text": "kuchipuri"}}, False),
        ({"lessons": [{"text": SPAN}]}, {"lessons": [{"text": "kuchipuri"}]}, False),
    ],
)
def test_a_translation_closes_what_its_case_closes_or_is_not_used(
    original: dict[str, Any], translated: dict[str, Any], *, usable: bool
):
    made = both(translated, **original)
    shown = french(made)
    assert "kuchipuri" not in str(shown.data)
    assert (shown.title == "Un cas inventé") == usable
    assert french(made, Tlp.RED).title == "Un cas inventé"


def test_a_field_that_either_closes_is_closed():
    assert "outcomes" not in french(both(sharing={"fields": {"outcomes": "TLP:AMBER"}})).data
    shown = french(both({"sharing": {"fields": {"outcomes": "TLP:AMBER"}}}))
    assert "outcomes" not in shown.data
    assert french(both({"sharing": {"fields": {"outcomes": "TLP:AMBER"}}}), Tlp.AMBER).data["outcomes"]


def test_the_label_shown_is_the_more_closed_of_the_two():
    assert french(both({"sharing": {"tlp": "TLP:AMBER"}}), Tlp.RED).label is Tlp.AMBER
    assert french(both(sharing={"tlp": "TLP:GREEN"}), Tlp.GREEN).label is Tlp.GREEN


def test_nothing_opens_a_closed_case():
    for sharing in ({"tlp": "TLP:RED"}, {"embargo_until": "2026-06-02"}, {"consent": {"state": "withdrawn"}}):
        own = {"tlp": "TLP:CLEAR", "embargo_until": "2020", "consent": {"state": "public-record"}}
        made = both({"sharing": own}, sharing)
        assert not isinstance(gate(made, request(language="fr", words=SCHEMA.translatable)), PublicCase)


def test_names_that_a_case_withholds_have_names_in_the_translation_too():
    organisations = [{"name": "Invented Alliance", "kind": "alliance", "attribution": "withheld"}]
    listed = [{"name": "Alliance Kuchipuri", "attribution": "withheld"}]
    made = both(
        {"outcomes": "L’alliance Kuchipuri, Invented Alliance.", "organisations": listed}, organisations=organisations
    )
    shown = french(made)
    assert "Kuchipuri" not in str(shown.data)
    assert "Invented Alliance" not in str(shown.data)
    assert shown.title == "Un cas inventé"


def test_the_chatham_house_rule_of_either_holds():
    assert "organisations" not in french(both({"sharing": {"chatham_house": True}})).data
    assert "organisations" not in french(both(sharing={"chatham_house": True})).data


@pytest.mark.parametrize(
    ("written", "wanted", "does"),
    [
        ("fr", "fr", True),
        ("fr-CA", "fr", True),
        ("fr", "fr-CA", True),
        ("pt-BR", "pt-PT", False),
        ("zh-Hans", "zh-Hant", False),
        ("fr", "frr", False),
        ("fr", "", False),
    ],
)
def test_who_reads_what(written: str, wanted: str, *, does: bool):
    assert speaks(written, wanted) == does
