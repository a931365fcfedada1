"""Nothing leaves that should not: canaries in every place, every command and format, every audience."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sane_cli.core import registry
from sane_cli.core.tlp import Tlp
from tests.safety import harness
from tests.safety.canaries import Canary, plant
from tests.safety.search import Words


@pytest.fixture(scope="module", params=[1])
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Canary]]:
    root = tmp_path_factory.mktemp("planted")
    return root, plant(root, request.param)


def test_the_planted_playbook_is_valid(planted: tuple[Path, list[Canary]]):
    done = harness.sane(planted[0], "validate", "--select", "schema", "--select", "yaml")
    assert done.code == 0, done.out
    assert len({canary.word for canary in planted[1]}) == len(planted[1])


def test_no_command_shows_a_canary_to_somebody_who_may_not_see_it(planted: tuple[Path, list[Canary]]):
    root, canaries = planted
    words = Words(canary.word for canary in canaries)
    found, worked = [], set()
    for done in harness.every_run(root):
        assert done.code != 70, (done.words, done.err)
        found += harness.leaks(done, canaries, words)
        worked |= {(done.words[0], done.audience)} if done.code == 0 else set()
    assert not found, "\n".join(sorted(map(str, found))[:40])
    assert {("export", audience) for audience in Tlp} <= worked
    assert {("list", audience) for audience in Tlp} <= worked
    assert {("show", audience) for audience in Tlp} <= worked


@pytest.mark.parametrize("audience", list(Tlp))
@pytest.mark.parametrize("form", ["json", "markdown", "site"])
def test_what_may_be_seen_is_there(planted: tuple[Path, list[Canary]], form: str, audience: Tlp):
    if form not in registry.names("sane_cli.exporters"):
        pytest.skip(f"no exporter {form} yet")
    root, canaries = planted
    done = harness.sane(root, "export", "--format", form, "--audience", audience.audience, audience=audience)
    assert done.code == 0, done.err
    everything = set().union(
        *(Words(c.word for c in canaries).in_bytes(d) for n, d in done.files.items() if "ledger" not in n)
    )
    due = [canary for canary in canaries if canary.shows and canary.may_show(audience)]
    missing = [canary.where for canary in due if canary.word not in everything]
    if form == "markdown":  # a page for people shows the kind of an organisation only when it has no name
        missing = [where for where in missing if ": kind of a" not in where]
    assert due
    assert not missing, missing[:40]


def test_the_pdfs_of_a_site_show_no_canary(planted: tuple[Path, list[Canary]]):
    root, canaries = planted
    line = ("export", "--format", "site", "--audience", "green")
    done = harness.sane(root, *line, audience=Tlp.GREEN, pdfs=100)
    assert done.code == 0, done.err
    pdfs = {name: data for name, data in done.files.items() if name.endswith(".pdf") and "questionnaire" not in name}
    assert len(pdfs) > 2
    some = replace(done, files=dict(sorted(pdfs.items())[:6]), out="", err="")
    assert not list(harness.leaks(some, canaries, Words(canary.word for canary in canaries)))


@pytest.mark.parametrize("audience", list(Tlp))
def test_translations_that_may_be_seen_are_there(planted: tuple[Path, list[Canary]], audience: Tlp):
    root, canaries = planted
    done = harness.sane(
        root, "export", "--format", "json", "--lang", "fr", "--audience", audience.audience, audience=audience
    )
    assert done.code == 0, done.err
    words = Words(canary.word for canary in canaries)
    shown = set().union(*(words.in_bytes(d) for n, d in done.files.items() if "ledger" not in n))
    due = [canary for canary in canaries if canary.language == "fr" and canary.may_show(audience)]
    # what a case's own French words replace, and comments that every export drops, are not there
    missing = [c.where for c in due if c.word not in shown and "comment" not in c.where and c.where not in REPLACED]
    assert due
    assert not missing, missing[:40]


REPLACED = {f"open passages: translated {where}context" for where in ("", "span in ", "nested span in ")}
REPLACED |= {f"{kind}: translated lesson" for kind in ("open items", "fewer items")}
REPLACED |= {f"{kind}: translated name of a withheld organisation" for kind in ("open items", "fewer items")}


@pytest.mark.parametrize("audience", list(Tlp))
def test_the_curator_and_each_audience_see_in_show_what_they_may(planted: tuple[Path, list[Canary]], audience: Tlp):
    root, canaries = planted
    shown: set[str] = set()
    for case in harness.corpus_of(root).cases:
        done = harness.sane(root, "show", case.id, "--format", "json", "--audience", audience.audience)
        shown |= Words(canary.word for canary in canaries).in_text(done.out)
    desk = audience is Tlp.RED
    due = [c for c in canaries if (c.may_show(audience) and c.shows) or (desk and c.desk and c.shows)]
    missing = [canary.where for canary in due if canary.word not in shown]
    assert not missing, missing[:40]


def test_caches_are_for_the_desk_only(tmp_path: Path):
    """What the program keeps for itself may hold cases, but nobody else can read it."""
    canaries = plant(tmp_path, 5)
    words = Words(canary.word for canary in canaries)
    for done in harness.every_run(tmp_path, heavy=False):
        assert done.code != 70
    kept = [at for at in (tmp_path / ".sane").rglob("*") if at.is_file()] if (tmp_path / ".sane").exists() else []
    for at in kept:
        if words.in_bytes(at.read_bytes()):
            assert not at.stat().st_mode & 0o077 or not (tmp_path / ".sane").stat().st_mode & 0o077, at


def test_a_plain_word_is_found_wherever_it_hides():
    """The search itself is tested: a search that finds nothing would prove anything."""
    import base64
    import gzip
    import io
    import zipfile

    words = Words(["kanaruzk"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.xml", "<p>kana\u00adruzk</p>")
    for data in (
        b"x Kanaruzk x",
        "kanaruzk".encode("utf-16-be"),
        gzip.compress(b"kanaruzk"),
        packed.getvalue(),
        b'<img src="data:x;base64,' + base64.b64encode(b"..........kanaruzk..") + b'">',
        b"kana-\nruzk",
        b"k&#97;naruzk",
        b"k%61naruzk",
    ):
        assert words.in_bytes(data) == {"kanaruzk"}, data


def test_the_search_looks_into_every_part_of_a_pdf():
    import io

    import pikepdf

    words = Words(["kanaruzk", "metaruzk", "markruzk", "packruzk"])
    pdf = pikepdf.new()
    pdf.add_blank_page()
    with pdf.open_metadata() as meta:
        meta["dc:title"] = "metaruzk"
    pdf.docinfo["/Subject"] = "über kanaruzk"
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("– markruzk", 0))
    pdf.attachments["x.txt"] = b"packruzk " * 50
    out = io.BytesIO()
    pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
    assert words.in_bytes(out.getvalue()) == {"kanaruzk", "metaruzk", "markruzk", "packruzk"}
