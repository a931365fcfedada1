"""Cases are found by their ids, the first by path of several, however many there are. All cases are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core.corpus import Corpus, identity
from sane_cli.core.document import Document, Documents, Kind, Unreadable

NAMES = st.sampled_from(["a", "b", "c", "playbook/cases/a.yaml", ""])
WRITTEN = st.none() | NAMES | st.integers() | st.just("broken file")


def case(name: str, written: Any) -> Document:
    path = f"playbook/cases/{name}.yaml"
    if written == "broken file":
        return Document(kind=Kind.CASE, path=path, data=None, failure=Unreadable("yaml", "Invented."))
    return Document(kind=Kind.CASE, path=path, data={} if written is None else {"id": written})


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d/a", "d/b", "e"]), WRITTEN), st.booleans())
def test_as_a_dict_would_have_it(written: dict[str, Any], unmade: bool) -> None:
    documents = [case(name, written[name]) for name in sorted(written)]
    expected: dict[str, Document] = {}
    for document in documents:
        if document.failure is None:
            own = document.mapping.get("id")
            expected.setdefault(own if isinstance(own, str) else document.stem, document)
    by_path = {document.path: document for document in documents}
    shown = Documents(list(by_path), lambda _kind, path: by_path[path], Kind.CASE) if unmade else tuple(documents)
    ids = Corpus(shown, {}, date(2026, 6, 1)).cases_by_id
    assert dict(ids) == expected
    assert list(ids) == list(expected)
    assert len(ids) == len(expected)
    for name in ("a", "b", "playbook/cases/a.yaml", "nowhere", ""):
        assert (name in ids) == (name in expected)
        assert ids.get(name) is expected.get(name)
    assert ids.collide or sum(document.failure is None for document in documents) == len(expected)


def test_different_ids_do_not_collide() -> None:
    documents = (case("a", "x"), case("b", None), case("c", "broken file"), case("d", "broken file"))
    assert not Corpus(documents, {}, date(2026, 6, 1)).cases_by_id.collide


def test_no_document_is_made_to_find_another() -> None:
    made: list[str] = []

    def make(kind: Kind, path: str) -> Document:
        made.append(path)
        return Document(kind=kind, path=path, data={"id": path[-6:-5]})

    documents = Documents([f"playbook/cases/{name}.yaml" for name in "abcd"], make, Kind.CASE)
    corpus = Corpus(documents, {}, date(2026, 6, 1))
    corpus.remember(identity, [None] * 4)
    assert corpus.cases_by_id["c"].path == "playbook/cases/c.yaml"
    assert made == ["playbook/cases/c.yaml"]
    with pytest.raises(KeyError):
        corpus.cases_by_id["e"]
