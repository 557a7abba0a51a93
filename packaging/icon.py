"""Make kpixl.ico of the desk's own icon: `python packaging/icon.py`. Needs Chromium and chromedriver."""

from __future__ import annotations

import base64
import shutil
import struct
from pathlib import Path

from selenium.webdriver import ChromeOptions, ChromeService
from selenium.webdriver.chrome.webdriver import WebDriver

HERE = Path(__file__).absolute().parent
DRAWN = HERE.parent / "kpixl" / "desk" / "static" / "icon.svg"
SIZES = (16, 24, 32, 48, 64, 256)
CLEAR = {"color": {"r": 0, "g": 0, "b": 0, "a": 0}}


def main() -> None:
    """Draw it in every size that Windows shows, and put the pictures into one file."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox"):
        options.add_argument(argument)
    driver = WebDriver(options=options, service=ChromeService(shutil.which("chromedriver")))
    try:
        pictures = [drawn(driver, size) for size in SIZES]
    finally:
        driver.quit()
    (HERE / "kpixl.ico").write_bytes(icon(pictures))


def drawn(driver: WebDriver, size: int) -> bytes:
    """The icon as a picture of that many dots, clear around it."""
    source = base64.b64encode(DRAWN.read_bytes()).decode()
    driver.execute_cdp_cmd("Emulation.setDefaultBackgroundColorOverride", CLEAR)
    picture = f'<img style="display:block" width="{size}" src="data:image/svg+xml;base64,{source}">'
    page = f'<body style="margin:0">{picture}'
    driver.get("data:text/html;base64," + base64.b64encode(page.encode()).decode())
    clip = {"x": 0, "y": 0, "width": size, "height": size, "scale": 1}
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "clip": clip})
    return base64.b64decode(shot["data"])


def icon(pictures: list[bytes]) -> bytes:
    """A file of Windows' kind that holds them all."""
    start, entries = 6 + 16 * len(pictures), b""
    for size, picture in zip(SIZES, pictures, strict=True):
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), start)
        start += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


if __name__ == "__main__":
    main()
