"""The desk in a real browser: every screen once, by mouse and keyboard; nothing leaves the page."""

import base64
import json
from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from kpixl.desk.work import check, feedback, issue, tell
from tests.support import desks, tiny
from tests.support.browser import TEXTS, contrast, forget, keyboard_stops

SCREENS = (
    "/", "/issue", "/returns", "/chase", "/units", "/units/hexi", "/units/hexi/form", "/verification",
    "/scores", "/journal", "/scheme", "/scheme/edit",
    "/forms/tiny/report?at=spent", "/rosters/tiny", "/settings", "/preview/hedong", "/codes/R001",
    "/no-such-page",
)  # fmt: skip
OVERSPENT = {tiny.report("hexi", "t1", "spent"): Decimal(200)}
READY = "return document.documentElement.dataset.ready === 'true'"
SIZE = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}
DROP = """
for (const [name, data] of arguments[0]) {
  const moved = new DataTransfer();
  moved.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    document.body.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: moved}));
}
"""
"""Files dropped on the page one by one, as a hand does it, each before the one ahead of it is there."""


class Page:
    """A desk in a browser that was let in."""

    def __init__(self, browser, link: str) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        self.browser, self.wait = browser, WebDriverWait(browser, 30)
        self.home = link.partition("/enter")[0]
        browser.get(link)

    def open(self, path: str) -> None:
        """A screen."""
        self.browser.get(self.home + path)
        if path != "/no-such-page":
            self.wait.until(lambda b: b.execute_script(READY))

    def shows(self, text: str) -> None:
        """Wait until the page says something."""
        self.wait.until(lambda b: text in b.find_element("tag name", "body").text)

    def drop(self, *files: tuple[str, bytes]) -> None:
        """Drop files on the page, quickly one after the other."""
        self.browser.execute_script(DROP, [(name, base64.b64encode(data).decode()) for name, data in files])

    def all(self, css: str) -> list[str]:
        """The texts of what a selector finds, all at one moment."""
        found = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)"
        return list(self.browser.execute_script(found, css))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A desk where a return was accepted and one rejected, all that is made for it made."""
    with desks.running(desks.workspace(tmp_path_factory.mktemp("desk") / "home")) as (desk, link):
        folder = desk.inbox("self-check").folder
        folder.mkdir(parents=True)
        (folder / "河东.xlsx").write_bytes(tiny.built("hedong").data)
        (folder / "河西.xlsx").write_bytes(tiny.built("hexi", OVERSPENT).data)
        (folder / "不知.xlsx").write_bytes(b"no workbook")
        issue(desk, "self-check", returns=(), units=())
        check(desk, "self-check", "自查")
        feedback(desk, "self-check", ())
        tell(desk, "self-check", ())
        yield desk, link


@pytest.fixture(scope="module")
def page(browser, served):
    """The desk of this module in the browser, in a window of the usual size."""
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
    forget(browser)
    made = Page(browser, served[1])
    browser.add_cookie({"name": "kpixl-lang", "value": "zh", "path": "/"})
    made.wait.until(lambda _: served[0].jobs.told and served[0].jobs.are_idle)
    yield made
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_fits_and_complains_of_nothing(page, path):
    """No word in the console, nothing beside the window, no request to anybody else."""
    page.open(path)
    wide = page.browser.execute_script("return document.documentElement.scrollWidth")
    told = [json.loads(e["message"])["message"] for e in page.browser.get_log("performance")]
    asked = [e["params"]["request"]["url"] for e in told if e["method"] == "Network.requestWillBeSent"]
    assert wide <= 1366
    assert {urlsplit(page.home).netloc} == {urlsplit(url).netloc for url in asked if url.startswith("http")}
    complaints = [e["message"] for e in page.browser.get_log("browser") if e["level"] == "SEVERE"]
    assert [] == [c for c in complaints if "/no-such-page" not in c]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", SCREENS)
def test_texts_stand_out(page, path, colours):
    """Contrast of at least 4.5 between text and ground (WCAG 2.1, 1.4.3)."""
    media = {"features": [{"name": "prefers-color-scheme", "value": colours}]}
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        page.open(path)
        pairs = page.browser.execute_script(TEXTS)
    finally:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert pairs
    faint = [(text, a, b) for text, a, b in pairs if contrast(a, b) < 4.5]
    assert [] == faint


def test_the_keyboard_goes_through_a_screen_in_its_order(page):
    """From top to bottom, and where it is can be seen."""
    page.open("/chase")
    stops = keyboard_stops(page.browser)
    assert len(stops) > 20
    assert sorted(stops) == stops


def test_a_click_sorts_a_table(page):
    """And a second the other way round."""
    page.open("/units")
    names = "#units-table tbody th"
    for state in ("ascending", "descending"):
        page.browser.find_element("css selector", "#units-table th .sort").click()
        assert state == page.browser.find_element("css selector", "#units-table th").get_attribute(
            "aria-sort"
        )
    assert 3 == len(page.all(names))


def test_typing_filters_without_a_new_page(page):
    """The address says it, so that it can be kept."""
    page.open("/units")
    page.browser.find_element("name", "q").send_keys("河西")
    page.wait.until(lambda _: ["河西镇"] == page.all("#units-table tbody th"))
    assert "q=" in page.browser.current_url


def test_a_dropped_file_is_taken_in_read_and_shown(page):
    """On any page; another page follows without being loaded again."""
    page.open("/units")
    page.drop(("财政.xlsx", tiny.built("finance").data))
    page.shows("已收到")
    page.wait.until(lambda _: 2 == len([t for t in page.all("#units-table tbody .state") if t == "通过"]))
    page.open("/returns")
    page.shows("财政.xlsx")


def test_a_list_that_is_dropped_is_read(page):
    """On the page of the roster it is no return: its units are shown, to be looked at."""
    page.open("/rosters/tiny")
    page.drop(("名单.txt", "甲镇\n乙镇".encode()))
    page.shows("用这2个单位作名单")


def test_a_page_stays_while_somebody_types(page, served):
    """What changes meanwhile takes nothing away."""
    page.open("/scores")
    page.browser.find_element("xpath", "//summary[text()='登记一票否决']").click()
    field = page.browser.find_element("css selector", "form[action^='/decisions'] input[name=reason]")
    field.send_keys("安全事故")
    served[0].changed()
    page.browser.execute_async_script("setTimeout(arguments[0], 800)")
    assert "安全事故" == field.get_attribute("value")


def test_a_decision_is_made_with_the_mouse(page, served):
    """The unit, the reason, the button; the record has it."""
    page.open("/units/hexi")
    page.browser.find_element("xpath", "//summary[text()='豁免其中一条规则']").click()
    page.browser.find_element("css selector", "form input[name=reason]").send_keys("区政府已批准")
    page.browser.find_element("xpath", "//button[text()='豁免']").click()
    page.wait.until(lambda _: served[0].campaign.recorded())
    page.open("/journal?what=decided")
    page.shows("区政府已批准")


def test_the_page_says_when_the_server_is_gone(browser, tmp_path):
    """And that nothing is lost."""
    with desks.running(desks.workspace(tmp_path / "home")) as (_, link):
        page = Page(browser, link)
        page.open("/")
    page.wait.until(lambda b: b.find_elements("css selector", ".gone"))
    browser.get_log("browser")


def test_any_number_of_tabs_may_be_open(page):
    """A browser has six connections to one server: those that nobody looks at leave theirs to the others."""
    first = page.browser.current_window_handle
    page.open("/units")
    for _ in range(7):
        page.browser.switch_to.new_window("tab")
        page.open("/settings")
    for other in page.browser.window_handles:
        page.browser.switch_to.window(other)
        if other != first:
            page.browser.close()
    page.browser.switch_to.window(first)


def test_what_is_dropped_while_files_are_on_their_way_follows(page, served):
    """No drop is lost because another one came before it."""
    page.open("/units")
    names = {f"随手拖入{number}.txt" for number in range(5)}
    page.drop(*((name, name.encode()) for name in sorted(names)))
    page.wait.until(lambda _: names <= {p.name for p in served[0].workspace.root.rglob("*.txt")})
