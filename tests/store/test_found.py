"""Finding with and without the index is the same, whatever is asked: any words in any script, any filters."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sane_cli.core import search
from sane_cli.core.audience import Purpose, Request, gate_all
from sane_cli.core.query import build
from sane_cli.core.tlp import Tlp
from sane_cli.store.found import Found
from sane_cli.store.playbook import read_corpus
from tests import desk

TODAY = date(2026, 11, 22)
TEXTS = (  # invented
    "L'État a répondu aux élections. La coalition s’est réunie à l'œuvre, sans bruit.",
    "La organización creció en el año pasado; ¿qué pasó? Niños y años, acción común.",
    "قالت المنظمة إن الاحتجاجات كبيرة وللمنظمات دور. مُنَظَّمة وبالتعاون مع الشركاء",
    "Die Straße, ﬁne ligatures, ℡ and ① signs; snake_case words, brute-force, 100 % of it, #KeepItOn.",
    "A [[TLP:RED| raid on the office]] in Gulu. <!-- an aside --> Raid on office doors.",
    "برای دفاع از سازمان‌ها و نهادها; Организация защиты; 公民社会的回应; नागरिक समाज",
)
CASES = tuple(
    desk.case(
        f"case-{at}",
        title=f"Case {at}: {text[:30]}",
        context=text,
        response=TEXTS[at - 1],
        outcomes=text * 20,
        countries=[("UG", "HU", "KE")[at % 3]],
        threats=[("phishing", "office-raid")[at % 2]],
        organisations=[{"name": "Acme Trust", "attribution": "withheld"}, {"name": "Bond", "attribution": "named"}],
        related=[{"case": f"case-{(at + 1) % 6}", "relation": "similar"}],
        status=("published", "draft")[at == 3],
        sharing={**desk.OPEN, "tlp": ("TLP:CLEAR", "TLP:AMBER")[at == 2]},
    )
    for at, text in enumerate(TEXTS)
)
WORDS = sorted({word for text in TEXTS for word in re.findall(r"\w+", text)})
PHRASES = [" ".join(pair) for text in TEXTS for pair in zip(text.split(), text.split()[1:], strict=False)]


@st.composite
def typed(draw):
    """Words as people type them: whole, begun, without accents, in capitals, as phrases, or anything at all."""
    word = draw(st.one_of(st.sampled_from(WORDS), st.sampled_from(PHRASES), st.text(max_size=6)))
    match draw(st.integers(0, 4)):
        case 0:
            word = word[: draw(st.integers(1, 4))]
        case 1:
            word = word.upper()
        case 2:
            word = search.folded(word)
        case 3:
            word += draw(st.sampled_from(["*", '"', " OR ", "ة", ":", "-", " NEAR(", "%"]))
    return word


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    root = desk.build(tmp_path_factory.mktemp("words"), CASES)
    time.sleep(2.1)
    corpus = read_corpus(root, TODAY)
    floors = corpus.case_schema.floors
    wanted = [
        Request(audience=label, today=TODAY, floors=floors, purpose=purpose)
        for label, purpose in ((Tlp.RED, Purpose.VIEW), (Tlp.RED, Purpose.EXPORT), (Tlp.CLEAR, Purpose.VIEW))
    ]
    return root, corpus, [(request, gate_all(corpus.cases, request)[0]) for request in wanted]


@settings(max_examples=250)
@given(
    words=st.lists(typed(), max_size=3),
    countries=st.lists(st.sampled_from(["UG", "HU", "FR"]), max_size=2, unique=True),
    threats=st.lists(st.sampled_from(["phishing", "digital", "office-raid"]), max_size=2, unique=True),
    organisations=st.lists(st.sampled_from(["bond", "acme"]), max_size=1),
    match_all=st.booleans(),
    reader=st.integers(0, 2),
)
def test_it_finds_the_same(place, words, countries, threats, organisations, match_all, reader):
    root, corpus, readers = place
    request, seen = readers[reader]
    query = build(
        corpus,
        {"country": countries, "threat": threats},
        words=tuple(words),
        organisations=tuple(organisations),
        match_all=match_all,
    )
    finder = Found(root, request)
    found = finder.answering(query)
    assert "_unaided" not in vars(finder)
    expected = query.select(seen)
    assert [case.id for case in found] == [case.id for case in expected]
    assert [case.id for case in search.ranked(found, words)] == [case.id for case in search.ranked(expected, words)]
    assert [search.snippet(case, words) for case in found] == [search.snippet(case, words) for case in expected]
    assert [dict(case.data) for case in found] == [dict(case.data) for case in expected]


@pytest.mark.parametrize(
    "words",
    [
        *(("raid", "--format", form) for form in ("table", "json", "jsonl", "csv", "markdown", "ids")),
        (),
        ("organizacion",),
        ("منظمة", "--audience", "clear"),
        ("raid", "--threat", "phishing", "--audience", "green"),
        ("--sort", "-title", "--columns", "id,context,related"),
        ("--match", "all", "--threat", "phishing", "--threat", "office-raid"),
        ("--facets",),
        ("--facets", "--format", "json"),
    ],
)
def test_the_listing_is_the_same_to_the_byte(place, tmp_path, words):
    root, _corpus, _readers = place
    indexed = desk.piped(root, "list", *words)
    (root / ".sane").rename(tmp_path / "aside")
    desk.write(root / ".sane", b"no folder, so no index")
    plain = desk.piped(root, "list", *words)
    (root / ".sane").unlink()
    (tmp_path / "aside").rename(root / ".sane")
    assert indexed == plain
    assert indexed.code == 0
