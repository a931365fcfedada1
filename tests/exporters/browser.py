"""A real browser for the tests of the site: Chromium without a window, alone with files and one local server."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
_ALONE = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # whatever a page asks for beside the local server has no address at all
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Browser:
    """What a reader does, and what they see."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        # a change of the part behind # alone would not load the page anew
        self.driver.get("about:blank")
        self.driver.get(address)

    def all(self, selector: str) -> list[Any]:
        return [each for each in self.driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]

    def one(self, selector: str) -> Any:
        found = self.all(selector)
        assert found, f"nothing is shown at {selector}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        return [each.text for each in self.all(selector)]

    def until(self, wanted: Any, *, seconds: float = 20) -> Any:
        from selenium.common.exceptions import StaleElementReferenceException

        wait = WebDriverWait(self.driver, seconds, 0.05, ignored_exceptions=[StaleElementReferenceException])
        return wait.until(lambda _driver: wanted())

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def screen(self, width: int = 1200, height: int = 900, *, dark: bool = False, print_: bool = False) -> None:
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        media = {"media": "print" if print_ else "", "features": features}
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)

    def scripts(self, allowed: bool) -> None:
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def barriers(self) -> list[str]:
        """Return what axe finds at WCAG 2.2 AA and by its own good practice."""
        self.driver.execute_script(AXE)
        found = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run(document, {runOnly: arguments[0]}).then((r) => done(r.violations))",
            WCAG,
        )
        return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]

    def complaints(self) -> list[str]:
        """Return what the browser complained of since it was asked last: policy, scripts, missing files."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requested(self) -> list[str]:
        """Return every address that a page asked for since it was asked last."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        sent = (m["params"] for m in messages if m["method"] == "Network.requestWillBeSent")
        return [each["request"]["url"] for each in sent]


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser whose profile is ``folder``."""
    options = ChromeOptions()
    for word in (*_ALONE, f"--user-data-dir={folder}"):
        options.add_argument(word)
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    assert all(programs), "the tests of the site want the Debian packages chromium and chromium-driver"
    options.binary_location = programs[0]
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(programs[1]))
    driver.set_script_timeout(60)
    try:
        yield Browser(driver)
    finally:
        driver.quit()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_words: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yields the address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
