from __future__ import annotations

import copy
import dataclasses
import json
import textwrap
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sane_cli.core.access import Purpose, Reason, Request
from sane_cli.core.audience import (
    Cut,
    PublicCase,
    Withheld,
    closed_around,
    gate,
    gate_all,
    gate_text,
)  # fmt: skip
from sane_cli.core.closed_names import ClosedNames
from sane_cli.core.collection import PublicCollection
from sane_cli.core.tlp import WITHHELD, Tlp
from tests.safety.made import OPEN, TODAY, case, data, raw, request, seen

BELOW_RED = [label for label in Tlp if label is not Tlp.RED]
SECRET = "Kuchipuri"  # an invented word; no part of it occurs elsewhere


def words(shown: PublicCase) -> str:
    return json.dumps([shown.data, shown.id, shown.path, shown.title], ensure_ascii=False)


def reason(made: Any, **rest: Any) -> Reason | None:
    decided = gate(made, request(**rest))
    return decided.reason if isinstance(decided, Withheld) else None


# ---- the case as a whole


def test_an_open_case_is_open():
    assert seen(case()).data["outcomes"] == "Invented outcome."
    assert seen(case()).data["sharing"] == {"tlp": "TLP:CLEAR"}


@pytest.mark.parametrize("label", list(Tlp))
@pytest.mark.parametrize("audience", list(Tlp))
def test_the_label_decides(label: Tlp, audience: Tlp):
    shown = reason(case({"tlp": label.value, "consent": {"state": "public-record"}}), audience=audience) is None
    assert shown == (label.rank <= audience.rank)


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn", "", None, "Published", 3, ["published"]])
def test_only_published_cases_leave(status: object):
    assert reason(case(status=status)) in (Reason.STATUS, Reason.WITHDRAWN)


def test_a_withdrawn_case_stays_even_when_asked_for():
    statuses = frozenset({"withdrawn", "published"})
    assert reason(case(status="withdrawn"), statuses=statuses) is Reason.WITHDRAWN
    assert reason(case(status="withdrawn"), statuses=statuses, audience=Tlp.RED) is Reason.WITHDRAWN


@pytest.mark.parametrize(
    ("until", "on", "closed"),
    [
        ("2026-06-02", date(2026, 6, 1), True),
        ("2026-06-01", date(2026, 6, 1), False),
        ("2026-06", date(2026, 6, 29), True),
        ("2026-06", date(2026, 6, 30), False),
    ],
)
def test_an_embargo_ends_on_its_day(until: str, on: date, closed: bool):
    assert (reason(case({"embargo_until": until}), today=on) is Reason.EMBARGO) is closed


def test_a_review_date_and_a_consent_hold_through_their_day():
    made = case({"review_by": "2026-06-01"})
    assert reason(made, today=date(2026, 6, 1)) is None
    assert reason(made, today=date(2026, 6, 2)) is Reason.OVERDUE
    assert reason(made, today=date(2026, 6, 2), allow_overdue=True) is None
    made = case({"consent": {"state": "granted", "covers": ["publish"], "expires": "2026-06"}})
    assert reason(made, today=date(2026, 6, 30)) is None
    assert reason(made, today=date(2026, 7, 1)) is Reason.CONSENT_LAPSED


@pytest.mark.parametrize(
    ("consent", "why"),
    [
        ({"state": "pending"}, Reason.CONSENT_PENDING),
        ({"state": "withdrawn", "covers": ["publish"]}, Reason.CONSENT_WITHDRAWN),
        ({"state": "granted"}, Reason.CONSENT_SCOPE),
        ({"state": "granted", "covers": ["translate", "print"]}, Reason.CONSENT_SCOPE),
        ({"state": "granted", "covers": "publish"}, Reason.CONSENT_SCOPE),
        ({"state": "granted", "covers": {"publish": True}}, Reason.CONSENT_SCOPE),
        ({"covers": ["publish"]}, Reason.NO_CONSENT),
        ({"state": "Granted", "covers": ["publish"]}, Reason.NO_CONSENT),
        ({"state": True, "covers": ["publish"]}, Reason.NO_CONSENT),
        ({"state": ["granted"], "covers": ["publish"]}, Reason.NO_CONSENT),
        ({"state": "public-record", "expires": "2026-05-31"}, Reason.CONSENT_LAPSED),
        ("granted", Reason.NO_CONSENT),
        (None, Reason.NO_CONSENT),
    ],
)
def test_without_good_consent_nothing_leaves(consent: object, why: Reason):
    for audience in Tlp:
        assert reason(case({"consent": consent}), audience=audience) is why
    assert why.is_consent


def test_consent_to_share_is_consent_for_the_network_only():
    made = case({"consent": {"state": "granted", "covers": ["share"]}})
    assert reason(made) is Reason.CONSENT_SCOPE
    assert reason(made, audience=Tlp.GREEN) is None


SHAPES: list[Any] = [None, True, 0, 3.5, "", "maybe", [], {}, ["x"], {"x": "y"}, "2026-02-31", 20261201]


@pytest.mark.parametrize("wrong", SHAPES)
@pytest.mark.parametrize("key", ["embargo_until", "review_by"])
def test_a_date_nobody_can_read_closes(key: str, wrong: object):
    assert reason(case({key: wrong})) in (Reason.EMBARGO, Reason.OVERDUE)


@pytest.mark.parametrize("wrong", SHAPES)
def test_a_consent_that_ends_nobody_knows_when_has_ended(wrong: object):
    assert reason(case({"consent": {"state": "public-record", "expires": wrong}})) is Reason.CONSENT_LAPSED


@pytest.mark.parametrize("wrong", [w for w in SHAPES if w != {} and not isinstance(w, dict)])
def test_closed_fields_that_cannot_be_read_close_the_case(wrong: object):
    assert reason(case({"fields": wrong}), audience=Tlp.AMBER_STRICT) is Reason.LABEL


def test_a_closed_field_that_does_not_exist_closes_the_case():
    made = case({"fields": {"outcome": "TLP:AMBER"}})  # it should have been «outcomes»
    assert reason(made, audience=Tlp.GREEN) is Reason.LABEL
    assert seen(made, Tlp.AMBER).label is Tlp.AMBER


@pytest.mark.parametrize("wrong", [*SHAPES, "TLP:CLEAR "])
def test_a_sharing_block_that_cannot_be_read_closes_the_case(wrong: object):
    made = data()
    made["sharing"] = wrong
    for audience in BELOW_RED:
        assert isinstance(gate(raw(made), request(audience)), Withheld)


def test_the_curator_sees_all_of_it_on_their_own_screen_only():
    made = case({"tlp": None}, status="withdrawn", notes=SECRET)
    assert SECRET in words(seen(made, Tlp.RED, purpose=Purpose.VIEW))
    assert isinstance(gate(made, request(Tlp.RED)), Withheld)
    assert isinstance(gate(made, request(Tlp.AMBER, purpose=Purpose.VIEW)), Withheld)


@pytest.mark.parametrize("wrong", ["UPPER", "a b", "../up", "[[TLP:RED| x]]", ""])
def test_an_id_that_is_none_goes_nowhere(wrong: str):
    assert reason(case(id=wrong)) is Reason.ID


# ---- fields, items, spans


def test_a_closed_field_opens_from_its_label_on():
    made = case({"fields": {"outcomes": "TLP:AMBER", "title": "TLP:RED", "lessons": "nonsense"}})
    shown = {audience: seen(made, audience).data for audience in Tlp}
    assert [("outcomes" in shown[a]) for a in Tlp] == [False, False, True, True, True]
    assert [("title" in shown[a]) for a in Tlp] == [False] * 4 + [True]
    assert [("lessons" in shown[a]) for a in Tlp] == [False] * 4 + [True]
    assert seen(made).title == WITHHELD
    assert Cut.FIELD in seen(made).cuts


def test_notes_and_unknown_fields_are_closed_below_red():
    made = case(notes=SECRET, invented_field=SECRET, Notes=SECRET)
    for audience in BELOW_RED:
        assert SECRET not in words(seen(made, audience))
    assert seen(made, Tlp.RED).data["notes"] == SECRET


def test_unknown_parts_of_known_fields_are_closed_below_red():
    made = case(
        lessons=[{"text": "Open.", "told_by": SECRET}],
        period={"from": "2017", "place": SECRET},
        sources=[{"title": "Open.", "via": {"deep": [SECRET]}}],
        organisations=[{"name": "Open", "attribution": "named", "contact_person": SECRET}],
        scope={"unknown": SECRET},
        countries=[{"unknown": SECRET}],
        title={SECRET: SECRET},
    )
    for audience in BELOW_RED:
        assert SECRET not in words(seen(made, audience))
    assert SECRET in words(seen(made, Tlp.RED))


@pytest.mark.parametrize("key", ["tlp", "TLP", " tlp "])
@pytest.mark.parametrize("label", ["TLP:AMBER", "amber", None, 3, ["TLP:CLEAR"]])
def test_an_item_with_a_label_of_its_own_follows_it(key: str, label: object):
    item = {key: label}
    made = case(
        organisations=[{"name": SECRET, "attribution": "named", **item}],
        lessons=[{"text": SECRET, **item}],
        sources=[{"title": SECRET, **item}],
        media=[{"kind": "video", "title": SECRET, "url": "https://e.org", **item}],
        period={"from": SECRET, **item},
    )
    for audience in (Tlp.CLEAR, Tlp.GREEN):
        shown = seen(made, audience)
        assert SECRET not in words(shown)
        assert Cut.ITEM in shown.cuts
    assert SECRET in words(seen(made, Tlp.RED))
    assert "tlp" not in seen(made, Tlp.RED).data["lessons"][0]


def test_spans_are_closed_in_every_text_of_a_case():
    mark = f"before [[TLP:AMBER| {SECRET}]] after"
    made = case(
        title=mark, summary=mark, outcomes=mark, lessons=[{"text": mark}], authors=[mark], threats=[mark],
        sources=[{"title": mark, "url": mark}], period={"from": mark}, as_of=mark,
        organisations=[{"name": mark, "role": mark, "kind": mark, "attribution": "named"}],
    )  # fmt: skip
    shown = seen(made)
    assert SECRET not in words(shown)
    assert Cut.SPAN in shown.cuts
    assert words(seen(made, Tlp.AMBER)).count(SECRET) >= 13


@pytest.mark.parametrize("aside", [f"<!-- {SECRET} -->", f"<!-- {SECRET}", f"\n[//]: # ({SECRET})\n"])
def test_asides_in_the_markup_are_no_content(aside: str):
    made = case(outcomes=f"before {aside}")
    for audience in BELOW_RED:
        assert SECRET not in words(seen(made, audience))


def test_a_case_has_no_path_below_red():
    assert seen(case(), Tlp.AMBER_STRICT).path == ""
    assert seen(case(), Tlp.RED).path.startswith("playbook/")


# ---- attribution and the Chatham House Rule


def test_attribution_decides_what_is_told_of_an_organisation():
    org = {"name": SECRET, "url": f"https://{SECRET}.example/", "kind": "trust", "role": "host"}
    shown = {
        how: seen(case(organisations=[{**org, "attribution": how}])).data["organisations"]
        for how in ("named", "described", "withheld", "Named", None, "", True)
    }
    assert shown["named"][0]["name"] == SECRET
    assert shown["described"] == [{"kind": "trust", "role": "host", "attribution": "described"}]
    assert all(shown[how] == [] for how in shown if how not in ("named", "described"))
    assert seen(case({"attribution": "named"}, organisations=[org])).data["organisations"][0]["name"] == SECRET
    assert seen(case({"attribution": "public"}, organisations=[org])).data["organisations"] == []


NAMED_AS = [
    "Kuchipuri Rights Trust",
    "kuchipuri rights trust",
    "KUCHIPURI RIGHTS TRUST",
    "Kuchipuri\nRights  Trust",
    "Kuchipuri\u00a0Rights\u2009Trust",
    "Kuchipuri-Rights-Trust",
    "Kuchipuri Rights Trust's",
    "Kuchipuri Rights Trust’s",
    "_Kuchipuri Rights Trust_",
    "**Kuchipuri** Rights *Trust*",
    "Küchipúri Rights Trust",
    "Ku\u0301chipuri Rights Trust",
    "Kuchi\u00adpuri Rights Trust",
    "Kuchipuri\u200b Rights\u200b Trust",
    "KuchipuriRightsTrust",
    "#KuchipuriRightsTrust",
    "#StandWithKuchipuriRightsTrust",
    "Ｋｕｃｈｉｐｕｒｉ Rights Trust",
    "Kuchipuri Rights Trusts",
    "Kuchipuri Rights Trustnak",
    "https://kuchipuri-rights-trust.example/about",
    "info@kuchipurirights.example",
    "KRTX",
    "KRTX’s",
    "(KRTX)",
    "__KRTX__",
    "https://www.kuchipurirights.example/2019/report",
    "kuchipurirights.example",
]


@pytest.mark.parametrize("written", NAMED_AS)
@pytest.mark.parametrize("closing", ["withheld", "described", "item", "field", "chatham", "span"])
def test_a_withheld_name_is_gone_from_prose_too(written: str, closing: str):
    org: dict[str, Any] = {
        "name": "The Kuchipúri Rights Trust (KRTX)", "url": "https://www.kuchipurirights.example/", "kind": "trust",
        "attribution": closing if closing in ("withheld", "described") else "named",
    }  # fmt: skip
    sharing: dict[str, Any] = {}
    if closing == "item":
        org["tlp"] = "TLP:RED"
    elif closing == "field":
        sharing["fields"] = {"organisations": "TLP:RED"}
    elif closing == "chatham":
        sharing["chatham_house"] = True
    elif closing == "span":
        org["name"] = f"[[TLP:RED| {org['name']}]]"
    made = case(sharing, title=f"How {written} stood", outcomes=f"In 2019 {written}, with allies.", organisations=[org])
    for audience in BELOW_RED:
        shown = words(seen(made, audience)).casefold()
        assert "kuchi" not in shown
        assert "ｋｕｃｈ" not in shown
        assert "krtx" not in shown
        assert "2019" in shown
        assert "stood" in shown
        assert "with allies." in shown
    assert written in seen(made, Tlp.RED).data["outcomes"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Łódź Alliance", "the Lodz Alliance met"),
        ("Civilizáció", "a Civilizációnak szóló"),
        ("\u5317\u4eac\u76ca\u4ec1\u5e73", "\u6211\u4eec\u652f\u6301\u5317\u4eac\u76ca\u4ec1\u5e73\u4e2d\u5fc3"),
        ("\u062d\u0631\u0643\u0629", "\u0648\u062d\u0631\u0643\u0629 \u0643\u0628\u064a\u0631\u0629"),
        ("ActionGroup", "an Action Group met"),
        ("Alpha Trust / Beta Fund", "the Beta Fund met"),
        ("Straße Bund", "STRASSE BUND"),
    ],
)
def test_names_of_every_script_are_found(name: str, text: str):
    shown = seen(case(outcomes=text, organisations=[{"name": name, "attribution": "withheld"}])).data["outcomes"]
    assert WITHHELD in shown
    assert all(part.casefold() not in shown.casefold() for part in name.split(" / ")[-1:])


def test_a_short_name_does_not_take_other_words_with_it():
    org = [{"name": "Bond", "attribution": "withheld"}]
    shown = seen(case(outcomes="Bond bonded with vagabonds; Bonds, bond.", organisations=org)).data["outcomes"]
    assert shown == f"{WITHHELD} bonded with vagabonds; {WITHHELD}, {WITHHELD}."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kuchipuri’s office was searched.", f"{WITHHELD}’s office was searched."),
        ("The KRT and the Rights Trust.", f"The {WITHHELD} and the Rights Trust."),
        ("In Uganda, women of the trust; krt.", "In Uganda, women of the trust; krt."),
    ],
)
def test_one_telling_word_or_the_initials_are_enough(text: str, shown: str):
    org = [{"name": "Kuchipuri Rights Trust", "attribution": "withheld"}]
    assert seen(case(outcomes=text, organisations=org)).data["outcomes"] == shown


def test_words_of_an_open_name_stay():
    orgs = [{"name": "ActionAid", "attribution": "named"}, {"name": "ActionAid Kuchipuri", "attribution": "withheld"}]
    text = "ActionAid helped ActionAid Kuchipuri, and Kuchipuri helped back."
    shown = seen(case(outcomes=text, organisations=orgs)).data["outcomes"]
    assert shown == f"ActionAid helped {WITHHELD}, and {WITHHELD} helped back."


def test_an_id_that_names_a_withheld_organisation_goes_nowhere():
    org = [{"name": "Acme Rights Trust", "attribution": "withheld"}]
    made = case(id="raid-on-acme-rights-trust", organisations=org)
    assert reason(made) is Reason.ID
    assert reason(made, audience=Tlp.RED) is None


def test_closed_authors_are_gone_from_prose():
    made = case({"fields": {"authors": "TLP:RED"}}, authors=["Ann Inventedname"], outcomes="Told by Ann Inventedname.")
    assert "Inventedname" not in words(seen(made))


@pytest.mark.parametrize("flag", [True, None, "no", 0, "false", []])
def test_the_chatham_house_rule_shows_no_participant(flag: object):
    made = case(
        {"chatham_house": flag},
        organisations=[{"name": SECRET, "attribution": "named", "url": "https://host.example"}],
        authors=["Ann Inventedname"],
        sources=[{"title": SECRET, "url": f"https://{SECRET}.example"}],
        media=[{"kind": "picture", "title": SECRET, "url": "assets/x.png"}],
        outcomes=f"{SECRET} and ann inventedname spoke, see https://host.example/x.",
    )
    for audience in BELOW_RED:
        shown = seen(made, audience)
        assert SECRET not in words(shown)
        assert "nventedname" not in words(shown)
        assert "host.example" not in words(shown)
        assert Cut.PARTICIPANT in shown.cuts
    assert SECRET in words(seen(made, Tlp.RED))
    assert SECRET in words(seen(case({"chatham_house": False}, outcomes=SECRET)))


# ---- around the cases


def test_links_to_hidden_cases_are_gone():
    hidden = case({"tlp": "TLP:AMBER", "consent": {"state": "public-record"}}, id="hidden-case")
    links = [{"case": "hidden-case", "relation": "similar"}, {"case": ["x"]}, "hidden-case", {"case": "open-case"}]
    shown, withheld = gate_all([case(related=links), case(id="open-case"), hidden], request())
    assert [each.id for each in withheld] == ["hidden-case"]
    assert "hidden-case" not in "".join(map(words, shown))
    assert shown[0].data["related"] == [{"case": "open-case"}]
    shown, _none = gate_all([case(related=links), hidden], request(Tlp.AMBER))
    assert {"case": "hidden-case", "relation": "similar"} in shown[0].data["related"]


def test_words_around_the_cases_do_not_tell_what_the_cases_withhold():
    hides = case(
        organisations=[{"name": "Acme Trust", "attribution": "withheld"}, {"name": "Bond", "attribution": "described"}]
    )
    tells = case(id="other", organisations=[{"name": "Bond", "attribution": "named"}])
    names = closed_around([hides, tells], request())
    assert gate_text("With Acme Trust and Bond <!-- x -->[[TLP:RED| y]].", request(), names) == (
        f"With {WITHHELD} and Bond {WITHHELD}."
    )
    assert closed_around([hides], request(Tlp.RED)) is None
    curator = request(Tlp.RED, purpose=Purpose.VIEW)
    assert gate_text("[[TLP:RED| y]]", curator) == "[[TLP:RED| y]]"


# ---- a PublicCase comes from the gate alone


def test_a_public_case_cannot_be_made_elsewhere():
    shown = seen(case())
    parts = ("x", "", Tlp.CLEAR, "published", Tlp.CLEAR, False, {}, frozenset())
    for key in (None, object(), "key"):
        with pytest.raises(TypeError):
            PublicCase(*parts, key)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(shown, data=OPEN)
    with pytest.raises(dataclasses.FrozenInstanceError):
        shown.data = OPEN  # type: ignore[misc]
    assert copy.copy(shown) == shown
    assert "Invented" not in repr(shown)
    assert "Invented" not in repr(case())


@pytest.mark.parametrize("kind", [PublicCase, Request, Withheld, ClosedNames, PublicCollection])
def test_what_the_gate_holds_is_frozen_for_python_as_well(kind: type):
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


SNIPPET = """
from collections.abc import Mapping
from sane_cli.core.audience import PublicCase
from sane_cli.core.case import Case
from sane_cli.core.collection import PublicCollection
from sane_cli.core.corpus import Corpus
from sane_cli.core.labels import Labels, Names
from sane_cli.core.product import Exporter, Product
from sane_cli.core.view import view

def from_cases(cases: list[Case]) -> Mapping[str, bytes]: return {}
def from_corpus(corpus: Corpus) -> Mapping[str, bytes]: return {}
def good(product: Product) -> Mapping[str, bytes]: return {}
def smuggled(case: Case, labels: Labels, corpus: Corpus, names: Names) -> None:
    Exporter(suffix=".x", summary="x", make=good)
    Exporter(suffix=".x", summary="x", make=from_cases)  # line A
    Exporter(suffix=".x", summary="x", make=from_corpus)  # line B
    view(case, labels)  # line C
    PublicCollection(id="x", title="x", cases=(case,))  # line D
    Labels(corpus, names)  # line E
    labels.lexicon.cases  # line F
"""


def test_the_type_checker_refuses_an_exporter_that_is_given_a_case(tmp_path: Path):
    mypy = pytest.importorskip("mypy.api")
    file = tmp_path / "snippet.py"
    file.write_text(textwrap.dedent(SNIPPET))
    out, _err, code = mypy.run(["--strict", "--no-error-summary", "--cache-dir", str(tmp_path / "cache"), str(file)])
    wrong = {int(line.split(":")[1]) for line in out.splitlines() if line.startswith(str(file)) and ": error:" in line}
    expected = {n for n, line in enumerate(SNIPPET.splitlines(), 1) if "# line" in line}
    assert wrong == expected, out
    assert code == 1


# ---- properties

LABEL = some.sampled_from([*(label.value for label in Tlp), "nonsense", None])
JUNK = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _sharing() -> some.SearchStrategy[dict[str, Any]]:
    day = some.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)).map(date.isoformat)
    consent = some.fixed_dictionaries(
        {"state": some.sampled_from(["granted", "public-record", "pending", "x"])},
        optional={"covers": some.lists(some.sampled_from(["publish", "share", "print"])), "expires": day | JUNK},
    )
    fields = some.dictionaries(some.sampled_from(["outcomes", "organisations", "title", "outcom"]), LABEL, max_size=3)
    return some.fixed_dictionaries(
        {},
        optional={
            "tlp": LABEL,
            "consent": consent | JUNK,
            "fields": fields | JUNK,
            "embargo_until": day | JUNK,
            "review_by": day | JUNK,
            "chatham_house": some.booleans() | JUNK,
            "attribution": some.sampled_from(["named", "described", "withheld"]) | JUNK,
        },
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_sharing(), LABEL, LABEL, some.sampled_from(["named", "described", "withheld", "?"]))
def test_a_closer_audience_sees_a_superset(sharing: dict[str, Any], item: str, span: str, attribution: str):
    made = data()
    made["sharing"] = sharing
    made["outcomes"] = f"one [[{span}| two]] Acme Trust"
    made["organisations"] = [{"name": "Acme Trust", "attribution": attribution, "tlp": item}]
    made["lessons"] = [{"text": "three", "tlp": item}]
    marks = ("one", " two", "Acme", "three", "An invented", "Invented report")
    shown = []
    for audience in Tlp:
        decided = gate(raw(made), request(audience))
        shown.append({m for m in marks if isinstance(decided, PublicCase) and m in words(decided)})
    assert all(narrow <= wide for narrow, wide in pairwise(shown)), shown


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.sampled_from([*OPEN, "notes", "media", "authors", "related"]), JUNK)
def test_no_shape_whatever_breaks_the_gate(name: str, junk: object):
    made = data()
    made[name] = junk
    for audience in Tlp:
        gate_all([raw(made)], request(audience))
        closed_around([raw(made)], request(audience))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JUNK, some.sampled_from(["tlp", "fields", "consent", "embargo_until", "review_by", "chatham_house"]))
def test_nothing_malformed_opens_anything(junk: object, key: str):
    """A case that is closed for one good reason stays closed whatever else is put into its sharing block."""
    closing: dict[str, Any] = {"tlp": "TLP:RED", "consent": {"state": "pending"}, "embargo_until": "2099-01-01"}
    for why, value in closing.items():
        if why != key:
            assert isinstance(gate(case({why: value, key: junk}), request(Tlp.AMBER)), Withheld)
