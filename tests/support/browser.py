"""A real browser for tests: Chromium without a window, driven through its own driver."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVERS = ("chromedriver",)


def missing() -> str | None:
    """What is missing for a browser; None where nothing is."""
    if _found(BROWSERS) is None:
        return "there is no Chromium"
    return "there is no chromedriver" if _found(DRIVERS) is None else None


def _found(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def opened(folder: Path) -> "WebDriver":
    """A browser with a profile of its own in the folder."""
    from selenium.webdriver import ChromeOptions, ChromeService
    from selenium.webdriver.chrome.webdriver import WebDriver

    options = ChromeOptions()
    options.binary_location = _found(BROWSERS) or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",  # CI runs as root in a container
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--force-prefers-reduced-motion",  # a click hits what has stopped scrolling
        f"--user-data-dir={folder}",
        "--window-size=1280,900",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return WebDriver(options=options, service=ChromeService(_found(DRIVERS)))


def forget(browser: "WebDriver") -> None:
    """Leave the page that is open, and what pages of other tests had to say."""
    browser.get("about:blank")
    for log in ("browser", "performance"):
        browser.get_log(log)


def keyboard_stops(browser: "WebDriver") -> list[int]:
    """Where the keyboard stops on a page, step by step to its end; each place is one that shows it."""
    from selenium.webdriver import ActionChains, Keys

    stops: list[int] = []
    while len(stops) < 100:
        ActionChains(browser).send_keys(Keys.TAB).perform()
        place, seen = browser.execute_script(FOCUSED)
        if place < 0 or place in stops:
            break
        assert seen
        stops.append(place)
    return stops


TEXTS = """
const ground = e => {
  for (; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (colour !== 'rgba(0, 0, 0, 0)') return colour;
  }
  return 'rgb(255, 255, 255)';
};
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = [];
for (let n = walk.nextNode(); n; n = walk.nextNode()) {
  const e = n.parentElement;
  if (n.textContent.trim() && e.checkVisibility() && !['SCRIPT', 'OPTION'].includes(e.tagName))
    seen.push([n.textContent.trim(), getComputedStyle(e).color, ground(e)]);
}
return seen;
"""
"""Every text that is shown, with its colour and what it stands on."""
FOCUSED = """
const e = document.activeElement, style = getComputedStyle(e);
if (e === document.body) return [-1, false];
const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
return [[...document.querySelectorAll('*')].indexOf(e), seen];
"""
"""The place in the document of what has the focus, and whether it is marked."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `rgb(…)`."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(p) / 255 for p in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3]]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
