"""Make the pictures of the desk: `python docs/pictures/desk.py`. Needs Chromium and chromedriver.

`--look DIR` makes pictures of every screen there, at both sizes and in both languages, to be looked at, and
says of which screens axe-core (`--axe node_modules/axe-core/axe.min.js`, from npm) has something to say.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from selenium.webdriver import ChromeOptions, ChromeService
from selenium.webdriver.chrome.webdriver import WebDriver

from kpixl.campaign import Wanted, Workspace
from kpixl.desk.front import Front
from kpixl.desk.recent import Recent
from kpixl.desk.serving import serve

HERE = Path(__file__).parent
SCHEME = "xinhua-2021"
PATIENCE_SECONDS = 180
SIZES = {"1366": (1366, 768), "1920": (1920, 1080)}
SCREENS = {
    "desk": "/",
    "desk-issue": "/issue",
    "desk-returns": "/returns",
    "desk-chase": "/chase",
    "desk-unit": "/units/{unit}",
    "desk-form": "/units/{unit}/form",
    "desk-scheme": "/scheme/edit",
}
"""Picture → the page that it shows; {unit}: one whose return was rejected."""
OTHERS = {
    "units": "/units",
    "preview": "/preview/{unit}?stage=self-check",
    "verification": "/verification?stage=verification",
    "scores": "/scores",
    "journal": "/journal",
    "scheme": "/scheme",
    "settings": "/settings",
    "code": "/codes/U005",
    "refusal": "/units/no-such",
}
"""The other screens."""
AXE = """
const done = arguments[0];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations.map(
  (v) => `${v.impact} ${v.id} ×${v.nodes.length}: ${v.nodes[0].html.slice(0, 200)}`)));
"""


def rejected(workspace: Workspace) -> str:
    """A unit whose return was rejected."""
    status = workspace.books(SCHEME).status(None, Wanted(states=("rejected",), simulated=True))
    return status.lines[0].unit.id


def checked(front: Front) -> None:
    """Wait until what has come in is checked."""
    desk = front.desk
    while desk is not None and desk.checked(desk.status().stage.id) is None:
        time.sleep(0.5)


def browser(profile: Path) -> WebDriver:
    """A browser without a window."""
    options = ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--lang=zh-CN", f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium") or ""
    return WebDriver(options=options, service=ChromeService(shutil.which("chromedriver")))


def sized(driver: WebDriver, size: tuple[int, int], lang: str) -> None:
    """A window of this size, in this language."""
    width, height = size
    window = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", window)
    driver.add_cookie({"name": "kpixl-lang", "value": lang, "path": "/"})


def shown(driver: WebDriver, address: str, picture: Path) -> None:
    """A picture of a page."""
    driver.get(address)
    time.sleep(1)
    driver.save_screenshot(str(picture))


def looked_at(driver: WebDriver, pages: dict[str, str], folder: Path, axe: Path | None) -> Iterator[str]:
    """Pictures of all pages; what is to be said of them. pages: their addresses by name."""
    said = axe.read_text(encoding="utf-8") if axe else ""
    for lang in ("zh", "en"):
        for size, window in SIZES.items():
            sized(driver, window, lang)
            for name, address in pages.items():
                shown(driver, address, folder / f"{name}-{size}-{lang}.png")
                if driver.execute_script("return document.documentElement.scrollWidth") > window[0]:
                    yield f"{name} {size} {lang}: wider than the window\n"
                if said:
                    driver.execute_script(said)
                    yield from (
                        f"{name} {size} {lang}: {each}\n" for each in driver.execute_async_script(AXE)
                    )


@contextmanager
def served() -> Iterator[tuple[WebDriver, dict[str, str]]]:
    """A browser at the desk of a campaign under way, and the addresses of all its screens by name."""
    scratch = Path(tempfile.mkdtemp())
    workspace = Workspace.find(HERE).rehearse(scratch / "home", SCHEME)
    fronts, links = list[Front](), SimpleQueue[str]()

    def opened(front: Front) -> None:
        front.open(workspace)
        fronts.append(front)

    how = {"browser": False, "recent": Recent(None), "told": links.put}
    threading.Thread(target=serve, args=(opened,), kwargs=how).start()
    driver, link = browser(scratch / "profile"), links.get()
    driver.set_script_timeout(PATIENCE_SECONDS)
    try:
        driver.get(link)
        checked(fronts[0])
        time.sleep(15)  # until what was just done is told no more
        home, unit = link.partition("/enter")[0], rejected(workspace)
        yield driver, {name: home + path.format(unit=unit) for name, path in (SCREENS | OTHERS).items()}
    finally:
        driver.quit()
        fronts[0].close()


def main() -> None:
    """Make them all."""
    asked = argparse.ArgumentParser(description="Pictures of the desk.")
    asked.add_argument("--look", type=Path, help="a folder for pictures of every screen")
    asked.add_argument("--axe", type=Path, help="axe.min.js of axe-core")
    given = asked.parse_args()
    with served() as (driver, pages):
        if given.look:
            given.look.mkdir(parents=True, exist_ok=True)
            sys.stdout.writelines(looked_at(driver, pages, given.look, given.axe))
            return
        sized(driver, SIZES["1366"], "zh")
        for name in SCREENS:
            shown(driver, pages[name], HERE / f"{name}.png")


if __name__ == "__main__":
    main()
