"""Laid out in pieces and joined, the report is what it would be in one piece, whoever laid out what, and when."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import page as validator
import pikepdf
import pytest

from sane_cli.core.document import Kind
from sane_cli.core.error import UsageError
from sane_cli.core.product import Product, Workshop
from sane_cli.core.tlp import Tlp
from sane_cli.exporters import _book, pdf
from sane_cli.exporters._report import page
from sane_cli.exporters._report.numbering import Slot, filled, slot, with_slots
from sane_cli.exporters._report.piece import Bookmark, Face, Piece, Stream, packed, unpacked
from sane_cli.exporters._report.taking import compressed
from tests.exporters.hostile import CANARIES, RECIPE, hostile
from tests.exporters.made import ROOT, documents, product_of
from tests.exporters.reading import everything, links, outline, pages, tags, targets

IDS = ("actionaid-uganda", "bond-uk", "hivos-room", "keepiton")


def some(changed: Mapping[str, Mapping[str, object]] = MappingProxyType({}), **workshop: object) -> Product:
    """Return four real cases, some of them changed."""
    docs = [d for d in documents(ROOT / "playbook") if d.kind is not Kind.CASE or d.stem in IDS]
    docs = [replace(d, data={**d.mapping, **changed.get(d.stem, {})}) for d in docs]
    product = product_of(docs, {"id": "four", "title": "Four cases", "cases": list(IDS)})
    return replace(product, workshop=Workshop(**workshop))


def remembering(kept: dict[str, bytes], **rest: object) -> dict[str, object]:
    return {"recall": kept.get, "keep": kept.__setitem__, **rest}


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    return {}


@pytest.fixture(scope="module")
def first(kept: dict[str, bytes]) -> bytes:
    return pdf.make(some(**remembering(kept, jobs=2)))[""]


def test_the_same_as_in_one_piece(first: bytes, monkeypatch):
    cut = page.parts

    def whole(source: str) -> tuple[page.Part, ...]:
        found = cut(source.replace(page.CUT, ""))
        assert len(found) == 1
        return found

    monkeypatch.setattr(_book, "parts", whole)
    one = pdf.make(some())[""]
    assert len(cut("x" + page.CUT + "<p id='a'>" + page.CUT + "y")) == 1
    assert pages(one) == pages(first)
    assert outline(one) == outline(first)
    assert targets(one) == targets(first)
    assert links(one) == links(first)
    assert Counter(kind for kind, _alt, _lang in tags(one)) == Counter(kind for kind, _alt, _lang in tags(first))


def test_the_same_bytes_kept_or_not_by_one_worker_or_two(first: bytes, kept: dict[str, bytes]):
    assert kept
    assert pdf.make(some(**remembering(dict(kept), jobs=1)))[""] == first
    assert pdf.make(some(jobs=1))[""] == first


def test_an_edit_costs_that_edit(first: bytes, kept: dict[str, bytes]):
    made: list[str] = []
    changed = {"bond-uk": {"summary": "Other words than before."}}
    again = pdf.make(some(changed, **remembering(dict(kept), tell=lambda _done, _all, what: made.append(what))))[""]
    assert list(filter(None, made)) == ["bond-uk"]
    assert "Other words than before." in " ".join(pages(again))
    assert again == pdf.make(some(changed))[""] != first


def test_every_case_moves_when_one_before_it_grows(first: bytes, kept: dict[str, bytes]):
    changed = {IDS[0]: {"context": "\n\n".join(["Many words. " * 60] * 12)}}
    again = pdf.make(some(changed, **remembering(dict(kept))))[""]
    moved = targets(again)[f"case-{IDS[3]}"]
    assert moved > targets(first)[f"case-{IDS[3]}"]
    contents = pages(again)[dict(outline(again))["Contents"] - 1]
    for title, number in outline(again):
        assert title in pages(again)[number - 1]
        assert title == "Contents" or re.search(re.escape(title) + rf" {number}\b", contents), title


def test_what_one_audience_sees_is_not_found_for_another():
    kept: dict[str, bytes] = {}
    for audience in (Tlp.RED, Tlp.CLEAR):
        before = set(kept)
        product = product_of(hostile(), RECIPE, audience=audience)
        made = pdf.make(replace(product, label=audience, workshop=Workshop(**remembering(kept))))[""]
        found = {name for name, word in CANARIES.items() if word.encode() in everything(made)}
        assert bool(found) == (audience is Tlp.RED), found
        titles = repr([unpacked(data).bookmarks for name, data in kept.items() if name not in before])
        assert (CANARIES["case"] in titles) == (audience is Tlp.RED)


def test_one_structure_tree_in_which_everything_is_found(real_pdf: bytes):
    with pikepdf.open(io.BytesIO(real_pdf)) as document:
        root = document.Root.StructTreeRoot
        assert [str(kid.S) for kid in root.K] == ["/Document"]
        found = dict(numbered(root.ParentTree))
        assert sorted(found) == list(range(int(root.ParentTreeNextKey)))
        for number, each in enumerate(document.pages):
            entries = found.pop(int(each.StructParents))
            assert all(entry.Pg.objgen == each.objgen for entry in entries), f"page {number + 1}"
            for annotation in each.get("/Annots", []):
                element = found.pop(int(annotation.StructParent))
                held = [kid.Obj.objgen for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
                assert annotation.objgen in held
        assert not found
        names = [str(each.ID) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/ID" in each]
        assert len(names) == len(set(names))
        assert above_document(root)


def numbered(node: pikepdf.Object):
    for kid in node.get("/Kids", []):
        low, high = (int(limit) for limit in kid.Limits)
        entries = list(numbered(kid))
        assert [number for number, _entry in entries] == list(range(low, high + 1))
        yield from entries
    listed = list(node.get("/Nums", []))
    yield from zip(map(int, listed[::2]), listed[1::2], strict=True)


def above_document(root: pikepdf.Object) -> bool:
    """Tell whether every element hangs on the one that holds it, up to the document."""
    waiting = [root.K[0]]
    while waiting:
        element = waiting.pop()
        for kid in element.K if isinstance(element.K, pikepdf.Array) else [element.K]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if kid.P.objgen != element.objgen:
                    return False
                waiting.append(kid)
    return True


def test_each_font_is_embedded_once(real_pdf: bytes):
    with pikepdf.open(io.BytesIO(real_pdf)) as document:
        names = [str(o.FontName) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        files = [o for o in document.objects if isinstance(o, pikepdf.Stream) and "/Length1" in o]
    assert len(names) == len(set(names)) == len(files)


def test_no_stream_ends_in_an_end_of_line(real_pdf: bytes):
    with pikepdf.open(io.BytesIO(real_pdf)) as document:
        ends = {o.read_raw_bytes()[-1:] for o in document.objects if isinstance(o, pikepdf.Stream)}
    assert not ends & {b"\r", b"\n"}


def test_compressed_data_never_end_in_an_end_of_line():
    for number in range(3000):
        assert not compressed(b"%d" % number).endswith((b"\r", b"\n"))


def test_a_piece_survives_packing():
    piece = Piece(
        objects={0: b"<</A \xff1\xfe>>", 2: b"[(\n)]"},
        streams=[Stream(1, b"<</B 1", True, b"\xf80\xf9 \xfc\xfc"), Stream(3, b"<<", False, bytes(range(256)))],
        pages=[0],
        tags=[2],
        parents=[b"[\xff2\xfe]", b"\xff0\xfe"],
        anchors={"é": (0, 1.5, 2.0)},
        bookmarks=(Bookmark("Ä", 0, 1.0, 2.0, (Bookmark("b", 0, 0.0, 0.0, ()),)),),
        faces=[Face("A", "B C", 400, 0, {1: 2}, {1: "ﬁ"})],
        slots=[Slot("x", ["0001"]), Slot(0, ["0002"])],
        others={"fonts": b"/F \xff0\xfe"},
    )
    assert unpacked(packed(piece)) == piece
    assert unpacked(packed(Piece(objects={}, streams=[]))).size == 0


def test_numbers_are_written_into_their_slots():
    glyphs = [f"{number:04x}" for number in range(11)]
    content = b"<\xf80\xf9>2<\xf81\xf9> <\xf82\xf9\xf83\xf9>"
    made = filled(content, [Slot("x", glyphs), Slot(0, glyphs)], 2, {"x": 7, 0: 3})
    assert made == b"<000a>2<0007> <0003000a>"


def test_page_counters_of_a_style_sheet_become_slots():
    assert "content: var(--page)" in with_slots("@page{@bottom-left{content: counter( page )}}", slot(2))
    assert "counter(footnote)" in with_slots("a{content: counter(footnote)}", slot(2))


@pytest.mark.parametrize(
    "style", ["@page :first{margin:0}", "@page x:left {margin:0}", "a{content:counter(pages)}",
              "a{content:counter(page, lower-roman)}", "a::after{content:target-counter(attr(href), page)}"]
)  # fmt: skip
def test_what_only_a_whole_book_could_tell_is_refused(style: str):
    with pytest.raises(UsageError, match="laid out alone"):
        with_slots(style, slot(2))


def test_a_report_with_more_pages_than_digits_is_laid_out_with_wider_slots(monkeypatch):
    monkeypatch.setattr(_book, "digits_for", lambda _cases: 1)
    made = pdf.make(some())[""]
    assert len(pages(made)) > 9
    for title, number in outline(made):
        assert title in pages(made)[number - 1]
    assert validator.validate_pdf_bytes(made, profile="ua1").is_compliant
