"""Somebody at the desk: a real browser, a mouse and a keyboard, and nothing else."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.support.browser import forget

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

PATIENCE_SECONDS = 240
PULSE_SECONDS = 0.1
WINDOW = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}
READY = (
    "return document.documentElement.dataset.ready === 'true' || document.querySelector('main.lone') !== null"
)
AT_WORK = "return document.querySelector('#jobs .job:not(.done):not(.failed):not(.cancelled)') !== null"
JOBS = "return [...document.querySelectorAll('#jobs .job')].map(e => e.innerText)"
WAITING = "return document.querySelector('#live > p.say.warn, #live > form.say.warn') !== null"
"""What stands there is from before; what waits for a decision is a section."""
MIDDLE = {"x": 700, "y": 420}


class AtDesk:
    """Who does the campaign. downloads: where the browser puts what it saves; clicks: made so far."""

    def __init__(self, browser: WebDriver, downloads: Path) -> None:
        self.browser, self.downloads, self.root, self.clicks = browser, downloads, "", 0
        downloads.mkdir()
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", WINDOW)
        saves = {"behavior": "allow", "downloadPath": str(downloads)}
        browser.execute_cdp_cmd("Browser.setDownloadBehavior", saves)
        chinese = {"headers": {"Accept-Language": "zh-CN"}}
        browser.execute_cdp_cmd("Network.enable", {})
        browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", chinese)

    def enter(self, link: str) -> None:
        """Open the link, as the program itself opens it in the usual browser."""
        forget(self.browser)
        self.browser.get(link)
        self.root = link.partition("/enter")[0]

    def find(self, name: str, within: str = "//body") -> WebElement:
        """What one can press that says this."""
        said = f"starts-with(normalize-space(.), '{name}')"
        path = " | ".join(f"{within}//{tag}[{said}]" for tag in ("button", "a", "summary", "label"))
        return self.wait(lambda: next((e for e in self._all(path) if e.is_displayed()), None), name)

    def _all(self, path: str) -> list[WebElement]:
        return self.browser.find_elements("xpath", path)

    def press(self, name: str, within: str = "//body") -> None:
        """Click on what says this, with the mouse."""
        self._do(lambda: self._click(self.find(name, within)))

    def _click(self, element: WebElement) -> None:
        from selenium.webdriver import ActionChains

        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.browser).move_to_element(element).click().perform()
        self.clicks += 1

    def _do(self, act: Any) -> None:
        """Do something; once more where the page was drawn anew at that moment."""
        from selenium.common.exceptions import StaleElementReferenceException

        for last in (False, False, True):
            try:
                act()
                break
            except StaleElementReferenceException:
                if last:
                    raise
        self.wait(lambda: self.browser.execute_script(READY), "the page")

    def type(self, field: str, text: str, within: str = "//body") -> None:
        """Type into a field."""
        element = self._field(field, within)
        self._click(element)
        element.send_keys(text)

    def offer(self, file: Path, within: str = "//body") -> None:
        """Choose a file in the system's window, which the field opens."""
        field = self._all(f"{within}//input[@type='file']")[0]
        field.send_keys(str(file))
        self.clicks += 1

    def choose(self, field: str, text: str, within: str = "//body") -> None:
        """Choose from a list what begins so, by typing it as one does."""
        from selenium.webdriver.support.ui import Select

        listed = Select(self._field(field, within))
        listed.select_by_visible_text(next(o.text for o in listed.options if o.text.startswith(text)))

    def _field(self, name: str, within: str) -> WebElement:
        path = f"{within}//*[self::input or self::select][@name='{name}'][not(@type='hidden')]"
        return self.wait(lambda: next((e for e in self._all(path) if e.is_displayed()), None), name)

    def tick(self, value: str) -> None:
        """Tick a row."""
        self._do(lambda: self._click(self.browser.find_element("css selector", f"input[value='{value}']")))

    def drop(self, *files: Path) -> None:
        """Drop files and folders on the page, out of another window; wait until all came and is checked."""
        data = {"items": [], "files": [str(path) for path in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.browser.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, **MIDDLE, "data": data})
        self.shows("已收到", "#jobs")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is at work, and the page shows how things are."""
        rested = 0
        while rested < 15:  # what was done is noticed, and waits until it rests
            busy = self.browser.execute_script(AT_WORK) or self.browser.execute_script(WAITING)
            rested = 0 if busy else rested + 1
            time.sleep(PULSE_SECONDS)
        self.browser.refresh()
        self.wait(lambda: self.browser.execute_script(READY), "the page")

    def job(self, press: str, said: str) -> str:
        """Press what begins something long, and wait for what it says."""
        self.press(press)
        told = self.shows(said, "#jobs")
        self.settle()
        return told

    def shows(self, text: str, where: str = "body") -> str:
        """Wait until a part of the page says something; all that it says."""
        say = f"return document.querySelector('{where}')?.innerText || ''"
        return self.wait(lambda: t if text in (t := self.browser.execute_script(say)) else None, text)

    def saved(self, press: str, within: str = "//body") -> Path:
        """Press what saves a file, and wait until it is there."""
        before = {*self.downloads.iterdir()}
        self.press(press, within)

        def there() -> Path | None:
            new = [p for p in {*self.downloads.iterdir()} - before if p.suffix != ".crdownload"]
            return new[0] if new and not list(self.downloads.glob("*.crdownload")) else None

        return self.wait(there, press)

    def wait(self, found: Any, what: str) -> Any:
        """Look until something is there; LookupError where it never is."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if result := found():
                return result
            time.sleep(PULSE_SECONDS)
        page = self.browser.execute_script("return document.body.innerText")
        raise LookupError(f"{what}: not on the page\n{page}")

    def complaints(self) -> list[str]:
        """What the console says, and requests that left the page."""
        said = [e["message"] for e in self.browser.get_log("browser") if e["level"] == "SEVERE"]
        told = [json.loads(e["message"])["message"] for e in self.browser.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in told if e["method"] == "Network.requestWillBeSent"]
        home = urlsplit(self.root).netloc
        return said + [u for u in asked if u.startswith("http") and urlsplit(u).netloc != home]
