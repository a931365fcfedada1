"""The canary test fails when any one part of the gate is switched off: without that, it would prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sane_cli.core import access, audience, closed_names, collection, tlp, translation
from sane_cli.core.access import Reason
from sane_cli.core.tlp import Tlp
from sane_cli.store import assets
from tests.safety import harness
from tests.safety.canaries import Canary, plant
from tests.safety.search import Words

Mutation = Callable[[pytest.MonkeyPatch], None]
MUTANTS: dict[str, tuple[Mutation, str]] = {}


def mutant(caught_in: str) -> Callable[[Mutation], Mutation]:
    def kept(mutation: Mutation) -> Mutation:
        MUTANTS[mutation.__name__] = (mutation, caught_in)
        return mutation

    return kept


def _lets_pass(patch: pytest.MonkeyPatch, *reasons: Reason) -> None:
    real = access.refusal

    def refusal(case: Any, request: Any) -> Reason | None:
        reason = real(case, request)
        return None if reason in reasons else reason

    patch.setattr(audience, "refusal", refusal)


@mutant("open-")
def everybody_sees_every_label(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Tlp, "sees", lambda _self, _label: True)


@mutant("open-")
def the_case_has_no_label(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.LABEL)


@mutant("draft: ")
def drafts_pass(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.STATUS)


@mutant("withdrawn: ")
def withdrawn_cases_pass(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.WITHDRAWN)


@mutant("embargo: ")
def the_embargo_is_ignored(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.EMBARGO)


@mutant("overdue: ")
def overdue_cases_pass(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.OVERDUE)


@mutant("pending: ")
def pending_consent_is_enough(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.CONSENT_PENDING)


@mutant("taken-back: ")
def withdrawn_consent_is_enough(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.CONSENT_WITHDRAWN)


@mutant("lapsed: ")
def lapsed_consent_is_enough(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.CONSENT_LAPSED)


@mutant("no-publish: ")
def any_consent_covers_all(patch: pytest.MonkeyPatch) -> None:
    _lets_pass(patch, Reason.CONSENT_SCOPE)


@mutant("closed by")
def closed_fields_are_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "_field_open", lambda _case, name, _request: name != "sharing")


@mutant("lesson")
def items_have_no_label(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "item_label", lambda _item: Tlp.CLEAR)


@mutant("span")
def spans_are_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "open_spans", lambda text, _audience: tlp.open_spans(text, Tlp.RED))


def _translates_whatever(patch: pytest.MonkeyPatch, *reasons: Reason) -> None:
    real = translation.unusable

    def unusable(*given: Any) -> Reason | None:
        reason = real(*given)
        return None if reason in reasons else reason

    patch.setattr(translation, "unusable", unusable)


@mutant("untranslatable: translated")
def any_consent_covers_translation(patch: pytest.MonkeyPatch) -> None:
    _translates_whatever(patch, Reason.CONSENT_SCOPE)


@mutant("unfinished: translated")
def draft_translations_pass(patch: pytest.MonkeyPatch) -> None:
    _translates_whatever(patch, Reason.STATUS)


@mutant("open passages: translated")
def translations_may_open_passages(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(translation, "_closed_spans", lambda _value, _request: 0)


@mutant("open items: translated")
def translations_may_open_items(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(translation, "_closed_items", lambda _value, _request: set())


@mutant("closer: translated")
def translations_have_no_label(patch: pytest.MonkeyPatch) -> None:
    _translates_whatever(patch, Reason.LABEL)
    patch.setattr(translation, "label_of", lambda _case, _floors: Tlp.CLEAR)


@mutant("closed field: translated")
def translations_close_no_fields(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(translation, "mapping", lambda _data, _name: {})


@mutant("comment in")
def comments_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "without_comments", lambda text: text)


@mutant("organisation")
def every_organisation_is_named(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "attribution", lambda _organisation, _case: "named")


@mutant("organisation")
def names_stay_in_prose(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(closed_names.ClosedNames, "removed", lambda _self, text: text)


@mutant("chatham: ")
def the_chatham_house_rule_is_off(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "_chatham", lambda _case, _request: False)


@mutant("id that names")
def an_id_may_name_anybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(closed_names.ClosedNames, "found", lambda _self, _text: False)


@mutant(": id")
def links_to_hidden_cases_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "_without_hidden_links", lambda case, _visible: case)


@mutant("folder")
def folders_are_shown(patch: pytest.MonkeyPatch) -> None:
    real = audience._public

    def public(case: Any, request: Any, data: Any, cuts: Any) -> audience.PublicCase:
        shown = real(case, request, data, cuts)
        same = (shown.label, shown.status, shown.audience, shown.overdue, data, cuts, case.told)
        return audience.PublicCase(shown.id, case.path, *same, audience._GATE)

    patch.setattr(audience, "_public", public)


@mutant("consent")
def the_sharing_block_is_shown(patch: pytest.MonkeyPatch) -> None:
    real = audience._opened

    def opened(case: Any, request: Any, names: Any) -> Any:
        data, cuts = real(case, request, names)
        return {**data, "sharing": case.sharing}, cuts

    patch.setattr(audience, "_opened", opened)


@mutant("introduction")
def words_around_the_cases_are_not_gated(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(collection, "gate_text", lambda text, _request, _names=None: text)


@mutant("metadata of a")
def pictures_keep_their_metadata(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(assets, "cleaned", lambda data: data)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Canary]]:
    root = tmp_path_factory.mktemp("mutants")
    return root, plant(root, 7)


@pytest.mark.parametrize("name", MUTANTS)
def test_mutants_are_killed(name: str, planted: tuple[Path, list[Canary]], monkeypatch: pytest.MonkeyPatch):
    root, canaries = planted
    words = Words(canary.word for canary in canaries)
    mutation, caught_in = MUTANTS[name]
    mutation(monkeypatch)
    heavy = mutation in (pictures_keep_their_metadata, words_around_the_cases_are_not_gated)
    for done in harness.every_run(root, heavy=heavy):
        if any(caught_in in leak.canary.where for leak in harness.leaks(done, canaries, words)):
            return
    pytest.fail(f"the canary test does not notice: {name.replace('_', ' ')}")
