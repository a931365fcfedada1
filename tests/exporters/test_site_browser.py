"""The site in a real browser: as people use it, and as somebody would attack it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.exporters import sites
from tests.exporters.browser import Browser, browser, served

# one of every kind of page
KINDS = (
    "index.html", "cases.html", "cases/bond-uk.html", "threats.html", "threats/cyberattack.html",
    "threats/digital.html",
    "mechanisms/coalition-building.html", "countries.html", "countries/HU.html", "collections.html",
    "collections/playbook.html", "new.html", "contribute.html", "about.html", "404.html",
)  # fmt: skip
SUB_PATH = "a/place/below"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sites, one beside the other, below a sub-path."""
    top = tmp_path_factory.mktemp("sites")
    made = {"real": sites.real(), "attacked": sites.attacked(), "arabic": sites.arabic(), "many": sites.many()}
    for name, product in made.items():
        sites.written(sites.made(product), top / SUB_PATH / name)
    return top


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield f"{address}{SUB_PATH}/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Browser]:
    chromium.screen()
    chromium.complaints()
    yield chromium
    # nothing may have gone wrong on the way: no policy broken, no script failed, no file missing
    assert chromium.complaints() == []


@pytest.fixture(params=["server", "stick"])
def home(request: pytest.FixtureRequest, server: str, folder: Path) -> str:
    """The address of the sites: below a sub-path of a server, and as files of a folder."""
    return server if request.param == "server" else f"{(folder / SUB_PATH).as_uri()}/"


def result(page: Browser) -> str:
    return str(page.one("#result").text)


def titles(page: Browser) -> list[str]:
    return page.texts("#cards h2")


def test_the_figure_leads_from_what_happened_to_what_others_did(page: Browser, home: str):
    page.open(f"{home}real/index.html")
    page.one("table.grid a[href='threats/cyberattack.html#digital']").click()
    assert page.one("h1").text == "Cyberattack"
    assert page.run("return document.querySelector(':target h3').textContent").startswith("Digital")
    page.one(":target a[href$='ransomware-nonprofit.html']").click()
    assert "hacked" in page.one("h1").text
    assert page.one(".lead").text


def test_filter_counts_address_and_back(page: Browser, home: str):
    page.open(f"{home}real/cases.html")
    assert result(page) == "14 cases"
    page.one("[data-facet=type] li[data-value=coalition-response] label").click()
    page.until(lambda: result(page) == "8 cases")
    page.one("[data-facet=regions] summary").click()
    africa = "[data-facet=regions] li[data-value=africa]"
    told = int(page.until(lambda: page.one(f"{africa} .count")).text)
    page.one(f"{africa} label").click()
    page.until(lambda: result(page).startswith(f"{told} case"))
    assert page.run("return location.hash") == "#type=coalition-response&regions=africa"
    # what can still be chosen is told: no number leads to nothing, and a facet's own choice stays open
    assert all(int(text) > 0 for text in page.texts("[data-facet] li .count"))
    assert len(page.all("[data-facet=type] li")) == 2
    page.driver.back()
    page.until(lambda: result(page) == "8 cases")
    assert not page.run('return document.querySelector("[data-value=africa] input").checked')
    page.driver.back()
    page.until(lambda: result(page) == "14 cases")


def test_a_broader_term_finds_what_has_a_narrower_one(page: Browser, home: str):
    page.open(f"{home}real/cases.html#threats=digital")
    page.until(lambda: result(page) not in ("14 cases", ""))
    page.open(f"{home}real/cases.html#threats=digital,smear&type=organisational-resilience")
    page.until(lambda: len(page.texts("#chosen li")) >= 2)


def test_a_view_can_be_shared(page: Browser, home: str):
    page.open(f"{home}real/cases.html")
    box = page.one("#q")
    box.send_keys("civilizacio", Keys.ENTER)  # without its accents, as people type
    page.until(lambda: len(titles(page)) == 1)
    assert titles(page)[0].startswith("Civilisation")
    shared = page.driver.current_url
    first = page.driver.current_window_handle
    page.driver.switch_to.new_window("window")
    page.driver.get(shared)
    page.until(lambda: len(titles(page)) == 1)
    assert titles(page)[0].startswith("Civilisation")
    assert page.one("#q").get_attribute("value") == "civilizacio"
    page.driver.close()
    page.driver.switch_to.window(first)


def test_search_from_the_start_page(page: Browser, home: str):
    page.open(f"{home}real/index.html")
    page.one("#q").send_keys("phishing", Keys.ENTER)
    page.until(lambda: "cases.html#q=phishing" in page.driver.current_url)
    page.until(lambda: 0 < len(titles(page)) < 14)
    page.one("#chosen button").click()
    page.until(lambda: len(titles(page)) == 14)


def test_nothing_found_is_said_and_can_be_undone(page: Browser, home: str):
    page.open(f"{home}real/cases.html#q=zzzzzzzzz")
    page.until(lambda: "No case answers" in result(page))
    assert titles(page) == []
    page.one("#chosen button").click()
    page.until(lambda: len(titles(page)) == 14)


def test_a_long_list_comes_in_parts(page: Browser, home: str):
    page.open(f"{home}many/cases.html")
    assert len(titles(page)) == 20
    page.one("nav.pages a[href$='list/3.html']").click()
    assert len(titles(page)) == 20
    page.open(f"{home}many/cases.html#type=coalition-response")
    page.until(lambda: "cases" in result(page) and result(page) != "60 cases, page 1 of 3")
    before = len(titles(page))
    page.one("#more button").click()
    page.until(lambda: len(titles(page)) > before)
    assert page.run("return document.activeElement.closest('.card') !== null")


def test_it_works_without_javascript(page: Browser, home: str):
    page.scripts(allowed=False)
    try:
        page.open(f"{home}real/cases.html")
        assert len(titles(page)) == 14
        assert not page.all("form.search")  # what could not work is not shown
        page.one("[data-facet=type] a[href='type/coalition-response.html']").click()
        assert page.one("h1").text == "Coalition response"
        assert len(page.texts(".card")) == 8
        page.open(f"{home}real/index.html")
        page.one("table.grid a[href='threats/cyberattack.html']").click()
        assert page.one("h1").text == "Cyberattack"
    finally:
        page.scripts(allowed=True)


def test_everything_can_be_done_with_the_keyboard(page: Browser, home: str):
    page.open(f"{home}real/cases.html")
    body = page.driver.switch_to.active_element
    body.send_keys(Keys.TAB)
    skip = page.driver.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.is_displayed()
    skip.send_keys(Keys.ENTER)
    for _step in range(60):
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        now = page.driver.switch_to.active_element
        if now.get_attribute("type") == "checkbox":
            break
    now.send_keys(Keys.SPACE)
    page.until(lambda: result(page) == "8 cases")
    outline = page.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    # taking the filter away again leaves the reader where they are, not at the top of the page
    page.run("document.querySelector('#chosen button').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.until(lambda: result(page) == "14 cases")
    assert page.run("return document.activeElement !== document.body")


@pytest.mark.parametrize("width", [320, 800, 1400])
def test_nothing_scrolls_sideways(page: Browser, server: str, folder: Path, width: int):
    page.screen(width)
    nasty = sorted((folder / SUB_PATH / "attacked" / "cases").glob("*.html"))
    paths = [f"real/{path}" for path in KINDS] + [f"attacked/cases/{path.name}" for path in nasty]
    for path in [*paths, "arabic/index.html", "arabic/cases/arabic.html", "attacked/index.html", "attacked/cases.html"]:
        page.open(server + path)
        assert page.run("return document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1300])
def test_no_page_has_barriers(page: Browser, server: str, width: int, dark: bool):
    page.screen(width, dark=dark)
    found = []
    for path in KINDS:
        page.open(f"{server}real/{path}")
        found += [f"{path}: {each}" for each in page.barriers()]
    page.open(f"{server}real/cases.html#threats=cyberattack&q=attack")
    page.until(lambda: len(page.texts("#chosen li")) >= 2)
    found += [f"filtered: {each}" for each in page.barriers()]
    for path in ("arabic/index.html", "arabic/cases/arabic.html", "attacked/cases/nasty.html", "many/list/2.html"):
        page.open(server + path)
        found += [f"{path}: {each}" for each in page.barriers()]
    assert found == []


def test_dark_is_dark_and_light_is_light(page: Browser, server: str):
    def brightness() -> float:
        rgb = page.run("return getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)")
        return sum(rgb[:3]) / 3

    page.open(f"{server}real/index.html")
    assert brightness() > 240
    page.screen(dark=True)
    assert brightness() < 60


def test_arabic_runs_from_right_to_left_and_is_found(page: Browser, home: str):
    page.open(f"{home}arabic/index.html")
    assert page.run("return getComputedStyle(document.body).direction") == "rtl"
    bar = page.run("return [...document.querySelectorAll('.bar > *')].map((e) => e.getBoundingClientRect().left)")
    assert bar[0] > bar[1]
    # without the article, and with another alef than in the text
    page.open(f"{home}arabic/cases.html")
    page.one("#q").send_keys("الأولى", Keys.ENTER)
    page.until(lambda: len(titles(page)) == 1)
    assert titles(page) == [sites.ARABIC["title"]]
    page.one("#cards a").click()
    assert page.run("return document.querySelector('article').dir") == "rtl"
    assert page.run("return document.fonts.check('16px \"Noto Naskh Arabic\"', 'ش')")


def test_an_english_case_stands_from_left_to_right_in_an_arabic_site(page: Browser, home: str):
    page.open(f"{home}arabic/cases/bond-uk.html")
    assert page.run("return getComputedStyle(document.querySelector('.story')).direction") == "ltr"
    assert page.run("return getComputedStyle(document.querySelector('.facts')).direction") == "rtl"


def test_print_shows_the_case_and_its_addresses(page: Browser, server: str):
    page.open(f"{server}real/cases/bond-uk.html")
    page.screen(print_=True)
    assert not page.all(".top nav, .take, .skip")
    assert page.one(".lead").text
    assert any("https://" in text for text in page.texts(".note"))
    assert page.texts(".tlp") == ["TLP:CLEAR", "TLP:CLEAR"]


ATTACKED = (
    "index.html", "cases.html", "cases/nasty.html", "cases/vuka-coalition.html", "collections/hostile.html",
    "cases.html#q=Quotes",
    "cases.html#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&threats=%22%3E%3Cb%3E",
)  # fmt: skip


@pytest.mark.parametrize("path", ATTACKED)
def test_hostile_text_stays_text(page: Browser, home: str, path: str):
    page.open(f"{home}attacked/{path}")
    if "#" in path:
        page.until(lambda: page.all("#chosen li"))
    scripts = page.run("return [...document.scripts].filter((s) => s.type !== 'application/ld+json').map((s) => s.src)")
    pictures = page.run("return [...document.images].map((i) => i.src)")
    assert all(source.startswith(f"{home}attacked/") for source in [*scripts, *pictures])
    worn = "[onclick],[onerror],[style],style,iframe,object,embed,base,meta[http-equiv=refresh]"
    assert page.run("return document.querySelectorAll(arguments[0]).length", worn) == 0
    assert set(page.run("return [...document.links].map((a) => a.protocol)")) <= {"http:", "https:", "file:", "mailto:"}
    assert not any(to.startswith("file:///etc") for to in page.run("return [...document.links].map((a) => a.href)"))
    if "nasty" in path:
        assert "<img src=x>" in page.one("h1").text


def test_a_script_that_got_in_would_not_run(page: Browser, home: str):
    """The last line: the policy of the page."""
    page.open(f"{home}real/index.html")
    page.run(
        "const s = document.createElement('script'); s.textContent = 'window.caught = 1'; document.body.append(s);"
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.caught = 1\">');"
        "const e = document.createElement('script'); e.src = 'https://example.org/x.js'; document.body.append(e);"
    )
    page.until(lambda: page.run("return document.images[document.images.length - 1].complete"))
    assert page.run("return window.caught") is None
    refused = [each for each in page.complaints() if "Content Security Policy" in each]
    assert len(refused) >= 3


def test_nothing_is_asked_of_anybody_else(page: Browser, home: str):
    page.requested()
    for path in (*KINDS, "cases.html#q=phishing&type=organisational-resilience"):
        page.open(f"{home}real/{path}")
    page.until(lambda: len(page.texts("#chosen li")) >= 2)
    asked = [address for address in page.requested() if address != "about:blank"]
    assert len(asked) > 30
    assert [address for address in asked if not address.startswith(home)] == []
    assert page.driver.get_cookies() == []
    assert page.run("return localStorage.length + sessionStorage.length") == 0


def test_the_first_load_is_small(page: Browser, server: str):
    for path in ("index.html", "cases.html", "threats/cyberattack.html"):
        page.open(f"{server}many/{path}")
        page.run("return document.fonts.ready.then(() => 1)")
        told = page.run(
            "return ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
            ".map((each) => [each.name, each.decodedBodySize])"
        )
        loaded = {name: size for name, size in told if not name.endswith(".svg")}
        assert len(loaded) >= 5, loaded
        assert sum(loaded.values()) < 150_000, (path, loaded)
