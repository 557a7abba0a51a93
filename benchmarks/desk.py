"""Thousands of returns dropped at once: how long a page of the desk takes meanwhile, what the server holds.

    python -m benchmarks.rosters xinhua-2021 --units 2000 --out DIR
    python -m benchmarks.desk DIR

The files of DIR/returns are chosen in Chromium on 收件 and sent; meanwhile, and until the check is through,
pages are opened in another tab, one after the other, and a filter is typed into. Then each page is opened
again and again with nothing else going on. What a page costs is said by the clock and by the server's
processor, which other programs change less. Needs Chromium and chromedriver, and Linux for memory and
processor of another process.
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
ROUNDS = 5
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
    """Send the files and look at pages until all is checked, and after; what is said of it."""
    root = link.partition("/enter")[0]
    driver.get(link)
    driver.get(f"{root}/returns")
    before, start, spent = held(server), time.monotonic(), processor(server)
    driver.find_element("css selector", "input[type=file]").send_keys("\n".join(map(str, files)))
    driver.find_element("css selector", "form[data-upload] button").click()
    meanwhile = list(beside(driver, root, server))
    sent, sending, checked = time.monotonic() - start, processor(server) - spent, time.monotonic()
    while time.monotonic() - checked < QUIET_SECONDS:
        meanwhile += looks(driver, root, server)
        if driver.execute_script(WORKING):
            checked = time.monotonic()
    whole = checked - start
    after = [look for _ in range(ROUNDS) for look in looks(driver, root, server)]
    idle = processor(server)
    time.sleep(QUIET_SECONDS)
    idle = (processor(server) - idle) / QUIET_SECONDS
    each, holds = sending / len(files), held(server) >> 20
    return (
        f"{len(files)} returns: sent in {sent:.0f} s ({each:.1f} ms of the server's processor each, pages "
        f"included), checked after {whole:.0f} s; server {before >> 20} MiB before, {holds} MiB at most; "
        f"with a page open and nothing going on {idle:.0f} ms of its processor a second\n"
        f"while they are read: {told(meanwhile)}\n"
        f"with all of them there: {told(after)}\n"
        + "".join(f"  {page:24} {told([look for look in after if look.page == page])}\n" for page in PAGES)
    )


def beside(driver: WebDriver, root: str, server: int) -> Iterator[Look]:
    """Look at pages in another tab while this one sends."""
    sender = driver.current_window_handle
    driver.switch_to.new_window("tab")
    looker = driver.current_window_handle
    while True:
        yield from looks(driver, root, server)
        driver.switch_to.window(sender)
        sends = "/" in driver.execute_script(SENDING)
        driver.switch_to.window(looker)
        if not sends:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page, opened or typed into. clock: ms until it was there; spent: of the server's processor."""

    page: str
    clock: float
    spent: float


def looks(driver: WebDriver, root: str, server: int) -> Iterator[Look]:
    """Open each page once; type where there is something to type into."""
    for page in PAGES:
        spent = processor(server)
        driver.get(root + page)
        clock = driver.execute_script(LOADED)
        yield Look(page=page, clock=clock, spent=processor(server) - spent)
        if "/units" in page:
            spent = processor(server)
            clock = driver.execute_async_script(TYPED)
            yield Look(page=page, clock=clock, spent=processor(server) - spent)
        time.sleep(EVERY_SECONDS)


def told(taken: list[Look]) -> str:
    """How long it took, in short."""
    clocks, costs = ([getattr(look, name) for look in taken] for name in ("clock", "spent"))
    return (
        f"{len(taken)} times, median {statistics.median(clocks):.0f} ms, 95 % within {most(clocks):.0f}, "
        f"longest {max(clocks):.0f}; of the server's processor median {statistics.median(costs):.0f} ms, "
        f"95 % within {most(costs):.0f}"
    )


def most(values: list[float]) -> float:
    """What 95 % of them do not exceed."""
    return statistics.quantiles(values, n=20)[-1]


def processor(process: int) -> float:
    """The milliseconds of a processor that a process has had, without those that it started."""
    return 1000 * time.clock_gettime(~process << 3 | 2)  # Linux has a clock for each, of this number


def held(process: int) -> int:
    """The most bytes that a process has held so far."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
