"""No rule reads more beyond its own document than it says: a check of one changed file relies on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sane_cli.core import registry
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Kind
from sane_cli.core.recheck import Marks
from sane_cli.core.rule import Rule
from sane_cli.core.walk import original
from sane_cli.store.playbook import read_corpus
from tests.invented import CASE, COLLECTION, TODAY

RULES = registry.load_all("sane_cli.rules", Rule)
# a change of these has everything checked again, so every rule may read them
OPEN = frozenset({Kind.PLAYBOOK, Kind.VOCABULARY, Kind.WAIVERS})


class Watched(dict):
    """Data that notes which of its top-level fields are read."""

    seen: set[str]

    def _all(self):
        self.seen.update(self.keys())

    def __getitem__(self, name):
        self.seen.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.seen.add(name)
        return super().get(name, default)

    def __contains__(self, name):
        self.seen.add(name)
        return super().__contains__(name)

    def items(self):
        self.seen.update(super().keys())
        return super().items()

    def __iter__(self):
        self.seen.update(super().keys())
        return super().__iter__()

    def values(self):
        self.seen.update(super().keys())
        return super().values()


class WatchedCorpus(Corpus):
    """A corpus that notes whether somebody asks for the date."""

    asked = False

    def __getattribute__(self, name):
        if name == "today":
            type(self).asked = True
        return super().__getattribute__(name)


@pytest.fixture
def net(playbook):
    for name in ("alpha", "beta"):
        playbook.case(
            name,
            related=[{"case": "nobody", "relation": "similar"}, {"case": "alpha", "relation": "similar"}],
            sources=[{"title": "A page", "url": "assets/nothing.png", "accessed": "2999"}],
            context="Call 0772 123456, write to a.person@example.org, see [there](../there). [[TLP:RED| x]]\n",
            sharing={
                "tlp": "TLP:CLEAR",
                "fields": {"outcomes": "TLP:AMBER", "nothing": "TLP:RED"},
                "consent": {"state": "granted", "covers": ["publish"], "expires": "2026-07-01"},
                "embargo_until": "2027-01-01",
                "review_by": "2020-01-01",
            },
        )
    playbook.write("playbook/cases/alpha.fr.yaml", {**CASE, "id": "alpha", "language": "fr", "translates": "sha256:0"})
    playbook.write("playbook/cases/beta.fr.yaml", {"schema_version": 1, "title": "0772 123456", "context": "x@y.org"})
    playbook.write("playbook/collections/second.yaml", {**COLLECTION, "id": "second", "cases": ["alpha", "beta", "no"]})
    item = {"rule": "source-dated", "case": "alpha", "reason": "Invented.", "expires": "2026-07-01"}
    playbook.write("playbook/waivers.yaml", {"waivers": [item]})
    return read_corpus(playbook.root, TODAY)


def watched(corpus):
    documents = []
    for document in corpus.documents:
        data = Watched(document.data)
        data.seen = set()
        documents.append(replace(document, data=data))
    return WatchedCorpus(tuple(documents), corpus.schemas, corpus.today, corpus.assets, corpus.outside)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_reads_what_it_says(net, name):
    rule = RULES[name]
    allowed = set(Marks.of({name: rule}, net.case_schema).names)
    for at, document in enumerate(net.documents):
        if document.kind not in rule.kinds:
            continue
        corpus = watched(net)
        WatchedCorpus.asked = False
        found = list(rule.check(corpus.documents[at], corpus))
        read = {each.path: set(each.data.seen) for each in corpus.documents if each.data.seen}
        if not rule.reads.everything:
            assert rule.reads.today or not WatchedCorpus.asked, "it asks for the date"
            for other in net.documents:
                fields = read.get(other.path, set())
                # a rule that compares cases does not look at one again whose other fields changed
                compared = rule.reads.others and other.kind is Kind.CASE
                if (other.path == document.path and not compared) or other.kind in OPEN:
                    continue
                translated = rule.reads.original and document.kind is Kind.TRANSLATION
                if translated and original(document, net) is other:
                    continue
                assert other.kind is Kind.CASE or rule.reads.others or not fields
                assert fields <= allowed | ({"id"} if translated else set()), (document.path, other.path)
        assert found is not None


def test_a_rule_that_says_nothing_reads_everything():
    assert Rule.__dataclass_fields__["reads"].default.everything


def test_the_watch_sees_what_is_read(net):
    corpus = watched(net)
    list(RULES["collection-exportable"].check(corpus.collection("second"), corpus))
    assert {"id", "status", "sharing"} <= corpus.case_document("alpha").data.seen
    WatchedCorpus.asked = False
    list(RULES["review-overdue"].check(corpus.case_document("alpha"), corpus))
    assert WatchedCorpus.asked
