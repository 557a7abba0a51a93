"""Thousands of returns dropped at once: how long a page of the desk takes meanwhile, what the server holds.

    python -m benchmarks.rosters xinhua-2021 --units 2000 --out DIR
    python -m benchmarks.desk DIR

The files of DIR/returns are chosen in Chromium on 收件 and sent; until the check is through, pages are opened
one after the other, and a filter is typed into. What a page costs the server is said by the clock and by its
processor, which other programs change less. Needs Chromium and chromedriver, and Linux for the memory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from selenium.webdriver.chrome.webdriver import WebDriver

from tests.support import browser as browsers

PAGES = ("/", "/returns", "/chase", "/units", "/units?state=rejected", "/journal", "/issue", "/settings")
LOADED = "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
TYPED = """
const done = arguments[0], field = document.querySelector('input[name=q]'), start = performance.now();
document.addEventListener('htmx:afterSettle', () => done(performance.now() - start - 300), {once: true});
field.value = String(Math.floor(start));
field.dispatchEvent(new Event('input', {bubbles: true}));
"""
"""How long the answer to typing takes, but for the 300 ms that the page waits whether more is typed."""
SENDING = "return document.querySelector('#jobs .job header span')?.textContent || ''"
WORKING = "return document.querySelector('#jobs .job.running, #jobs .job.waiting') !== null"
QUIET_SECONDS = 5
EVERY_SECONDS = 0.5


def main() -> None:
    """Drop them, and say how it went."""
    asked = argparse.ArgumentParser(description="Thousands of returns dropped at once.")
    asked.add_argument("home", type=Path, help="a workspace that `benchmarks.rosters` made")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as room:
        home = Path(room) / "考核"
        shutil.copytree(given.home, home, ignore=shutil.ignore_patterns("returns", ".kpixl-*"))
        files = sorted((given.home / "returns").glob("*.xlsx"))
        server, link = started(home)
        driver = browsers.opened(Path(room) / "profile")
        try:
            sys.stdout.write(dropped(driver, link, files, server.pid))
        finally:
            driver.quit()
            server.terminate()
            server.wait()


def started(home: Path) -> tuple[subprocess.Popen[str], str]:
    """The desk in a process of its own, and the link that opens it."""
    command = [sys.executable, "-m", "kpixl", "desk", "--no-browser", "--workspace", str(home)]
    where = {**os.environ, "HOME": str(home.parent)}
    server = subprocess.Popen(command, env=where, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 - kpixl itself
    if server.stdout is None:
        raise TypeError(server)
    return server, server.stdout.readline().strip()


def dropped(driver: WebDriver, link: str, files: list[Path], server: int) -> str:
    """Send the files and look at pages until all is checked; what is said of it."""
    root = link.partition("/enter")[0]
    driver.get(link)
    driver.get(f"{root}/returns")
    before, start = held(server), time.monotonic()
    driver.find_element("css selector", "input[type=file]").send_keys("\n".join(map(str, files)))
    driver.find_element("css selector", "form[data-upload] button").click()
    while "/" in driver.execute_script(SENDING):
        time.sleep(0.2)
    sent, quiet = time.monotonic() - start, time.monotonic()
    taken, costs = list[float](), list[float]()
    while time.monotonic() - quiet < QUIET_SECONDS:
        for page in PAGES:
            spent = processor(server)
            driver.get(root + page)
            taken.append(driver.execute_script(LOADED))
            costs.append(processor(server) - spent)
            if "/units" in page:
                taken.append(driver.execute_async_script(TYPED))
            time.sleep(EVERY_SECONDS)
            if driver.execute_script(WORKING):
                quiet = time.monotonic()
    whole = time.monotonic() - start - QUIET_SECONDS
    worst = statistics.quantiles(taken, n=20)[-1]
    return (
        f"{len(files)} returns: sent in {sent:.0f} s, checked after {whole:.0f} s; {len(taken)} interactions "
        f"meanwhile: median {statistics.median(taken):.0f} ms, 95 % within {worst:.0f} ms, longest "
        f"{max(taken):.0f} ms; a page took the server {statistics.median(costs):.0f} ms of the processor, "
        f"{max(costs):.0f} ms at most; server {before >> 20} MiB before, {held(server) >> 20} MiB at most\n"
    )


def processor(process: int) -> float:
    """The milliseconds of a processor that a process has had, without those that it started."""
    told = psutil.Process(process).cpu_times()
    return 1000 * float(told.user + told.system)


def held(process: int) -> int:
    """The most bytes that a process has held so far."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
