"""The sieve never lets a document pass in which a rule finds something: each rule is compared with and without it."""

from __future__ import annotations

import random
import runpy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sane_cli.core import registry
from sane_cli.core.calm import later, past
from sane_cli.core.checking import Selection, Watch, check, check_document, conclude
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.error import BrokenPlaybookError
from sane_cli.core.rule import Rule
from sane_cli.core.schema import Schema
from sane_cli.core.traits import Trait, sign, traits
from sane_cli.store.playbook import open_corpus, read_corpus
from tests.invented import CASE, MECHANISMS, SETTINGS, THREATS, TODAY, Playbook
from tests.rules.test_odd_shapes import DOCUMENTS, bent

RULES = {name: rule for name, rule in registry.load_all("sane_cli.rules", Rule).items() if rule.calm}
MADE = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "corpus.py"))

# what rules look for, whole and in parts, in the forms in which it could slip past a coarse sieve
PIECES = (
    "@", "a@b.example", "a (at) b", "[at]", "t.me/x", "home/", "signal.group/x", "whatsapp", "12.3456, 7.8901", "12°",
    "geo:1", "+256 414 123456", "0414-123-456", "٠٤١٤١٢٣٤٥٦", "1 2 3 4 5 6 7", "[[TLP:AMBER| x ]]", "[[TLP:GREEN|",
    "[ [ tlp", "{(TLP", "&#91;&lsqb;T L P", "TLP:RED|", "AMBER |", "wHıTE¦", "⟦ ⟦TLP", "]]", "](assets/no.png)",
    "](javascript:x)", "[x]: ../y", "<b>", "<https://a.example>", "assets", "4 March 2021", "March 4", "MARCH\u00a04th",
    "4 de marzo", "le 1er août", "2021-03-04", "4/3/21", "at 9:30", "by 9 a.m.", "à 9h30", "11 o’clock", "Monday",
    "the village of Inventia", "Inventia Street", "rue Inventia", "sub-county", "a VıLLAGE", "the only lawyer",
    "l'avocate", "the DİRECTOR", "K\u212aoordinator", "the accountant", "two colleagues", "12 members of staff",
    "7 workers", "ſeven ſtaff", "23 full-time staff", "1,200 paid employées\nof", "40\u00a0Ÿ salariés",
    "\u202e", "\u200b", "\u00ad", "\x85", "\u2028", "\U000e0041", "\ufeff", "Invented",
    "a", "\n", "\n\n", " ", ", ", ". ", "2027-05-01", "2019", "02-30", "¼", "naïve", "ß", "\u0301",
)  # fmt: skip
DATES = (
    "2019", "2026", "2027-05", "2026-06-02", "2023-02-30", "2023-02-29", "2024-04-31", "2021-01-31", "0000", "0999",
    "9999-12-31", "²019", "x",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
PLACES = (
    ("title",), ("summary",), ("context",), ("outcomes",), ("unknown",), ("lessons", 0, "text"), ("id",), ("language",),
    ("organisations", 0, "name"), ("organisations", 0, "kind"), ("sources", 0, "url"), ("sources", 0, "title"),
    ("threats", 0), ("notes",), ("sharing", "consent", "reference"), ("period", "x", 0), ("media", 0, "url"),
)  # fmt: skip
WHEN = (
    ("as_of",), ("period", "from"), ("period", "to"), ("sources", 0, "published"), ("sharing", "review_by"),
    ("sharing", "embargo_until"), ("sharing", "consent", "expires"), ("sharing", "review_by", 0), ("x", "review_by"),
)  # fmt: skip
# texts whose parts are harmless until a span between them is opened, and one that is not
TOGETHER = (
    "+256 [[TLP:GREEN| 414123456]]",
    "4 [[TLP:GREEN| March]], the village of Inventia, the lawyer",
    "On 4 March the accountant came to the village of Inventia",
)
SHARING: dict[str, Any] = {
    "tlp": "TLP:CLEAR",
    "consent": {"state": "public-record"},
    "review_by": "2027-05-01",
}
QUIET = {**CASE, "status": "published", "sharing": SHARING, "as_of": "2019", "period": {"from": "2017", "to": "2018"}}


def surely_calm(document: Document, corpus: Corpus, watch: Watch) -> set[str]:
    """Return the rules that the sieve spares, having made sure that they find nothing."""
    looking = {name for name, _rule in watch.looking(document)}
    spared = {name for name, rule in RULES.items() if document.kind in rule.kinds} - looking
    for name in spared:
        assert not list(RULES[name].check(document, corpus)), f"{name} would have found something"
    return spared


def watch(corpus: Corpus, kind: Kind) -> Watch:
    watching = Watch(RULES, kind, corpus, sieved=True)
    watching._restless = 1000  # so that it asks at once which rules a document troubles
    return watching


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = Playbook(tmp_path_factory.mktemp("calm"))
    made.write("playbook/playbook.yaml", SETTINGS)
    for name, vocabulary in (("threats", THREATS), ("mechanisms", MECHANISMS)):
        made.write(f"playbook/vocabulary/{name}.yaml", vocabulary)
    made.case()
    return read_corpus(made.root, TODAY)


def test_a_quiet_case_is_calm_to_every_rule(corpus: Corpus) -> None:
    document = Document(kind=Kind.CASE, path="playbook/cases/sample.yaml", data=QUIET)
    assert surely_calm(document, corpus, watch(corpus, Kind.CASE)) == set(RULES)


@pytest.mark.parametrize("general", ["named", "described"])
def test_a_victim_that_is_not_named_is_calm_to_every_rule_until_a_text_gives_it_away(
    general: str, corpus: Corpus
) -> None:
    organisations = [{"kind": "national coalition", "attribution": "described"}, {"role": "host"}]
    case = put({**QUIET, "organisations": organisations}, ("sharing", "attribution"), general)
    told = {**case, "context": "It had 23 members of staff, and one came on Monday."}
    for data, restless in ((case, set()), (told, {"reidentification"})):
        document = Document(kind=Kind.CASE, path="playbook/cases/sample.yaml", data=data)
        assert surely_calm(document, corpus, watch(corpus, Kind.CASE)) == set(RULES) - restless


@pytest.mark.parametrize("repository", ["TLP:CLEAR", "TLP:AMBER", None])
@pytest.mark.parametrize(("kind", "data"), DOCUMENTS[:3], ids=["labelled", "unlabelled", "translation"])
def test_bent_cases(kind: Kind, data: dict[str, Any], repository: str | None, corpus: Corpus) -> None:
    said = {name: value for name, value in {**SETTINGS, "repository_tlp": repository}.items() if value is not None}
    settings_ = Document(kind=Kind.PLAYBOOK, path="playbook/playbook.yaml", data=said)
    documents = (*(d for d in corpus.documents if d.kind is not Kind.PLAYBOOK), settings_)
    here = Corpus(documents, corpus.schemas, corpus.today, corpus.assets, corpus.outside)
    watching = watch(here, kind)
    spared: set[str] = set()
    for shape in (*bent({**data, "status": "published"}), *bent(QUIET)):
        if isinstance(shape, dict):
            document = Document(kind=kind, path="playbook/cases/sample.fr.yaml", data=shape)
            spared |= surely_calm(document, here, watching)
    assert spared


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(st.sampled_from(PLACES), TEXTS, max_size=4),
    when=st.dictionaries(st.sampled_from(WHEN), st.sampled_from(DATES), max_size=3),
    organisation=st.dictionaries(
        st.sampled_from(["attribution", "name", "kind", "url", "tlp"]),
        st.sampled_from(["named", "described", "withheld", "x", None, "Invented Front", "TLP:CLEAR"]),
    ),
    general=st.sampled_from([None, None, "named", "described", ["withheld"]]),
    sharing=st.sampled_from([None, None, None, "x", [], [{"attribution": "named"}], {"attribution": "named"}]),
    kind=st.sampled_from([Kind.CASE, Kind.TRANSLATION]),
)
def test_texts_of_pieces(
    data: Any, when: Any, organisation: Any, general: Any, sharing: Any, kind: Kind, corpus: Corpus
) -> None:
    case = put({**QUIET, "organisations": [organisation]}, ("sharing", "attribution"), general)
    case = case if sharing is None else {**case, "sharing": sharing}
    for path, text in {**data, **when}.items():
        case = put(case, path, text)
    document = Document(kind=kind, path="playbook/cases/sample.fr.yaml", data=case)
    surely_calm(document, corpus, watch_of(corpus, kind))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(Trait))
def test_a_trait_has_its_sign(text: str, trait: Trait) -> None:
    import jsonschema_rs

    from sane_cli.core.calm import ODD

    pattern = {"anyOf": [{"pattern": sign(trait)}, {"pattern": ODD}]}
    holds = jsonschema_rs.validator_for(pattern, pattern_options=jsonschema_rs.RegexOptions()).is_valid
    if any(mark.trait is trait for mark in traits(text)) and trait in _possible(text):
        assert holds(text)


@pytest.mark.parametrize("text", TOGETHER)
def test_parts_that_meet_when_a_span_is_opened(text: str, corpus: Corpus) -> None:
    document = Document(kind=Kind.CASE, path="playbook/cases/sample.yaml", data={**QUIET, "context": text})
    spared = surely_calm(document, corpus, watch(corpus, Kind.CASE))
    assert not {"contact-details", "reidentification"} <= spared


@given(st.dates(date(1000, 1, 1)), st.dates(date(1000, 1, 1)))
def test_days(day: date, other: date) -> None:
    import re

    assert bool(re.match(past(day) or "(?!)", other.isoformat())) == (other < day)
    assert bool(re.match(later(day) or "(?!)", other.isoformat())) == (other > day)


@given(st.dates(date(1000, 1, 1)), st.dates(date(1000, 1, 1)), st.sampled_from([4, 7]))
def test_a_month_or_year_is_before_or_after_a_day_only_when_all_of_it_is(day: date, other: date, length: int) -> None:
    import re

    part = other.isoformat()[:length]
    assert bool(re.match(past(day), part)) == (part < day.isoformat()[:length])
    assert bool(re.match(later(day), part)) == (part > day.isoformat()[:length])


def test_seeded_faults_are_the_same_with_and_without(tmp_path: Path) -> None:
    MADE["make"](tmp_path, cases=120)
    MADE["seed"](tmp_path, 100, chance=random.Random(3))
    rules, today = registry.load_all("sane_cli.rules", Rule), date.fromisoformat(MADE["TODAY"])
    unread, read = open_corpus(tmp_path, today), read_corpus(tmp_path, today)
    swept = check(unread, rules, selection=Selection())
    each = [found for document in read.documents for found in check_document(document, read, rules)]
    assert swept == conclude(each, read, rules, whole=True).findings
    assert swept == check(read, rules, selection=Selection(), only=read.documents)
    assert len(swept) >= 100


_WATCHES: dict[tuple[int, Kind], Watch] = {}


def watch_of(corpus: Corpus, kind: Kind) -> Watch:
    key = (id(corpus), kind)
    if key not in _WATCHES:
        _WATCHES[key] = watch(corpus, kind)
    return _WATCHES[key]


def put(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """Return ``data`` with ``value`` at ``path``; whatever is in the way gives way."""
    if not path:
        return value
    name, *rest = path
    if isinstance(name, int):
        listed = data if isinstance(data, list) and data else [None]
        return [put(listed[0], tuple(rest), value), *listed[1:]]
    known = data if isinstance(data, dict) else {}
    return {**known, name: put(known.get(name), tuple(rest), value)}


def _possible(text: str) -> Iterator[Trait]:
    from sane_cli.core.traits import possible

    yield from possible(text)


def test_a_schema_with_a_pattern_that_looks_around_lets_nothing_pass(corpus: Corpus) -> None:
    own = Schema("case", {**corpus.case_schema.raw, "properties": {"title": {"pattern": "^(?=[A-Z])"}}})
    here = replace(corpus, schemas={**corpus.schemas, "case": own})
    for title, passes in (("Invented", True), ("invented", False)):
        document = Document(kind=Kind.CASE, path="playbook/cases/sample.yaml", data={**QUIET, "title": title})
        looking = dict(watch(here, Kind.CASE).looking(document))
        problems = list(looking["schema-valid"].check(document, here))
        assert any(problem.path == ("title",) for problem in problems) is not passes


def test_an_invalid_schema_is_told_before_anything_is_calm(corpus: Corpus) -> None:
    def refuse() -> None:
        raise BrokenPlaybookError("invented")

    own = Schema("case", corpus.case_schema.raw, refuse)
    with pytest.raises(BrokenPlaybookError):
        watch(replace(corpus, schemas={**corpus.schemas, "case": own}), Kind.CASE)
