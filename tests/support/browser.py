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
