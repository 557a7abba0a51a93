"""Make the pictures of the desk: `python docs/pictures/desk.py`. Needs Chromium and chromedriver."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
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
WINDOW = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}
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


def main() -> None:
    """Make them all."""
    scratch = Path(tempfile.mkdtemp())
    workspace = Workspace.find(HERE).rehearse(scratch / "home", SCHEME)
    fronts, links = list[Front](), SimpleQueue[str]()

    def opened(front: Front) -> None:
        front.open(workspace)
        fronts.append(front)

    how = {"browser": False, "recent": Recent(None), "told": links.put}
    threading.Thread(target=serve, args=(opened,), kwargs=how).start()
    driver, link = browser(scratch / "profile"), links.get()
    try:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", WINDOW)
        driver.get(link)
        driver.add_cookie({"name": "kpixl-lang", "value": "zh", "path": "/"})
        checked(fronts[0])
        time.sleep(15)  # until what was just done is told no more
        for name, path in SCREENS.items():
            driver.get(link.partition("/enter")[0] + path.format(unit=rejected(workspace)))
            time.sleep(1)
            driver.save_screenshot(str(HERE / f"{name}.png"))
    finally:
        driver.quit()
        fronts[0].close()


if __name__ == "__main__":
    main()
