"""Text in other scripts: it is written as it should be, or one message says what is missing. Samples are invented."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import page as validator
import pikepdf
import pytest
import yaml

from sane_cli.exporters import html as html_file
from sane_cli.exporters import pdf
from sane_cli.exporters._report.svg import drawing, element, mirrored, text
from sane_cli.exporters._report.typography import settled
from tests.desk import CASES, build, piped, write
from tests.exporters.made import product_of
from tests.exporters.reading import pages
from tests.exporters.scripts import AMHARIC, ARABIC_RECIPE, CHINESE, arabic, case, shared


@pytest.fixture(scope="module")
def arabic_pdf() -> bytes:
    return pdf.make(product_of(arabic(), ARABIC_RECIPE, language="ar"))[""]


def fonts(content: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(content)) as document:
        return {str(o.BaseFont) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}


def test_amharic_needs_nothing_but_what_travels():
    amharic = case("amharic", language="am", title="የመተባበር ታሪክ", summary="መተማመን ይቅደም።", context=AMHARIC)
    recipe = {"id": "x", "title": "የመተባበር ታሪክ", "query": {}}
    made = pdf.make(product_of([*shared(), amharic], recipe, language="am"))[""]
    assert any("Noto-Serif-Ethiopic" in font for font in fonts(made))
    assert "የመተባበር ታሪክ" in " ".join(pages(made))
    assert "ድርጅቶች" in " ".join(pages(made))
    assert validator.validate_pdf_bytes(made, profile="ua1").is_compliant
    assert validator.validate_pdf_bytes(made, profile="3a").is_compliant


def test_addresses_stay_as_they_are_where_lines_run_from_right_to_left():
    source = [{"title": "Invented", "url": "https://example.org/a/", "accessed": "2026-01-01"}]
    cases = [*shared(), case("arabic", language="ar", title="عنوان", summary="ملخص.", sources=source)]
    made = html_file.make(product_of(cases, ARABIC_RECIPE, language="ar"))[""].decode()
    assert 'href="https://example.org/a/"' in made
    assert "\u200e" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', made))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (CHINESE, ("Chinese, Japanese or Korean script", "apt-get install fonts-droid-fallback")),
        ("연대", ("Chinese, Japanese or Korean script", "apt-get install fonts-droid-fallback")),
        ("एकजुटता", ("Devanagari script", "apt-get install fonts-noto-core", "NotoSansDevanagari-Regular.ttf")),
        ("★", ("signs: ★ (U+2605, BLACK STAR)", "in words")),
    ],
)
def test_what_no_font_has_is_one_clear_message(tmp_path: Path, words: str, said: tuple[str, ...]):
    root = build(tmp_path)
    assert piped(root, "export", "alpha", "-o", "report.pdf").code == 0
    before = (root / "report.pdf").read_bytes()
    write(
        root / "playbook/cases/alpha.yaml", yaml.safe_dump({**CASES[0], "context": words}, allow_unicode=True).encode()
    )
    done = piped(root, "export", "alpha", "-o", "report.pdf")
    assert done.code == 1
    assert "alpha: No font of the theme ‘handbook’ can write this" in done.err
    for each in (*said, "docs/themes.md") if "signs" not in said[0] else said:
        assert each in done.err, done.err
    assert (root / "report.pdf").read_bytes() == before


def test_a_font_in_a_theme_of_ones_own_is_all_it_takes(tmp_path: Path):
    droid = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
    if not droid.exists():
        pytest.skip("fonts-droid-fallback is not installed")
    root = build(tmp_path, ({**CASES[0], "context": CHINESE},))
    (root / "our-theme").mkdir()
    shutil.copy(droid, root / "our-theme")
    write(
        root / "our-theme/theme.toml",
        b'extends = "handbook"\n[[fonts]]\nfamily = "Droid Sans Fallback"\nfile = "DroidSansFallbackFull.ttf"\n',
    )
    done = piped(root, "export", "alpha", "--theme", "./our-theme", "-o", "report.pdf")
    assert done.code == 0, done.err
    assert "六十一" in " ".join(pages((root / "report.pdf").read_bytes()))


def test_words_of_figures_are_words(arabic_pdf: bytes):
    """Letters drawn one by one would neither join nor run from right to left, and no search would find them."""
    page = next(each for each in pages(arabic_pdf) if "When it happened" in each and "Where it happened" in each)
    assert "صندوق الطوارئ" in page
    assert "دفاع قانوني مشترك" in page


def test_an_arabic_report_is_accessible_and_archival(arabic_pdf: bytes):
    assert validator.validate_pdf_bytes(arabic_pdf, profile="ua1").is_compliant
    assert validator.validate_pdf_bytes(arabic_pdf, profile="3a").is_compliant


def test_figures_begin_at_the_right_in_an_arabic_report():
    source = html_file.make(product_of(arabic(), ARABIC_RECIPE, language="ar"))[""].decode()
    figures = [figure for figure in re.findall(r"<svg.*?</svg>", source, re.DOTALL) if "When it happened" in figure]
    years = {found[2]: float(found[1]) for found in re.finditer(r'<text x="([\d.]+)"[^>]*>(20\d\d)<', figures[0])}
    assert years["2013"] > years["2021"]
    titles = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*direction="rtl"', figures[0])]
    assert titles
    assert min(titles) > max(years.values())


def test_a_mirrored_figure_is_the_same_figure_seen_from_the_other_side():
    parts = [
        element("rect", x=10.0, y=1.0, width=20.0, height=2.0),
        element("line", x1=0.0, y1=0.0, x2=30.0, y2=5.0),
        element("circle", cx=5.0, cy=5.0, r=1.0),
        element("polygon", points="1,2 3,4"),
        element("path", d="M1 2C3 4 5 6 7 8"),
        text("Latin", 4, 5, transform="rotate(-42 4 5)"),
        text("عربي", 4, 6),
        text("middle", 50, 6, text_anchor="middle"),
    ]
    tree = ET.fromstring(mirrored(drawing(100, 10, parts, title="T", words="A < B"), 100))
    found = {each.tag.split("}")[1]: each.attrib for each in tree.iter() if each.tag.split("}")[1] != "text"}
    assert found["rect"]["x"] == "70"
    assert (found["line"]["x1"], found["line"]["x2"]) == ("100", "70")
    assert found["circle"]["cx"] == "95"
    assert found["polygon"]["points"] == "99,2 97,4"
    assert found["path"]["d"] == "M99 2C97 4 95 6 93 8"
    latin, arab, middle = (each.attrib for each in tree.iter() if each.tag.endswith("text"))
    assert (latin["x"], latin["text-anchor"], latin["transform"]) == ("96", "end", "rotate(42 96 5)")
    assert (arab["x"], arab["direction"], arab.get("text-anchor")) == ("96", "rtl", None)
    assert middle["text-anchor"] == "middle"


def test_signs_stay_beside_latin_words():
    assert settled("One, two (three).") == "One\u200e,\u200e two \u200e(\u200ethree)\u200e.\u200e"
    assert settled("ثلاثة.") == "ثلاثة."
