"""The report in a real browser: it filters, searches, prints, and asks nobody for anything."""

import io
import json
from pathlib import Path

import pytest

from kpixl.check import CheckResult
from kpixl.report.overview import overview
from kpixl.report.page import write_page
from kpixl.report.rows import finding_rows
from tests.support.browser import TEXTS, contrast, forget, keyboard_stops
from tests.support.checked import EVIL, checked
from tests.support.tiny import scheme

READY = "return document.documentElement.dataset.ready === 'true'"


class Page:
    """A report in a browser."""

    def __init__(self, browser, file: Path) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        self.browser = browser
        forget(browser)
        browser.get(file.as_uri())
        self.wait = WebDriverWait(browser, 20)
        self.wait.until(lambda b: b.execute_script(READY))

    def problems(self) -> list[str]:
        """The problems that are shown, by the head of each."""
        found = self.browser.execute_script(
            "return [...document.querySelectorAll('.problem .tag')].map(e => e.textContent)"
        )
        return list(found)

    def enter(self, field: str, text: str) -> None:
        """Type into a field and wait until the list has followed."""
        self.browser.find_element("id", field).send_keys(text)
        self.settled()

    def settled(self) -> None:
        """Wait past the pause that typing waits for."""
        self.browser.execute_async_script("setTimeout(arguments[0], 300)")


@pytest.fixture
def page(browser, tmp_path) -> Page:
    """The report of the tiny scheme's check, three times the same error."""
    return Page(browser, written(tmp_path / "报告.html", checked(copies=3)))


def written(path: Path, result: CheckResult) -> Path:
    """The page as a file."""
    out = io.StringIO()
    write_page(out, overview(scheme(), result), finding_rows(scheme(), result, "zh"), lang="zh")
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_like_problems_are_one_entry_with_their_cells(page):
    """E7 to E9 are one problem, three times."""
    assert ["错误 R001 ×3", "警告 C001"] == page.problems()
    assert "附件1!E7–E9" == page.browser.find_element("css selector", ".problem .place").text


def test_notes_are_shown_on_demand(page):
    """Where there is something worse they are hidden at first."""
    page.browser.find_element("css selector", ".find-severity[value=note]").click()
    assert 4 == len(page.problems())


def test_search_looks_at_every_text(page):
    """What a unit wrote is found, and stands there as text."""
    page.enter("search", "alert(1)")
    assert ["警告 C001"] == page.problems()
    assert EVIL in page.browser.find_element("css selector", ".problem").text


def test_search_without_a_hit_says_so(page):
    """And an empty field brings all back."""
    page.enter("search", "没有这个词")
    assert "没有问题。" == page.browser.find_element("id", "list").text
    page.browser.find_element("id", "clear").click()
    assert 4 == len(page.problems())


def test_a_number_of_the_matrix_leads_to_its_problems(page):
    """With unit and form set."""
    page.browser.find_element("css selector", "#matrix td.bad button").click()
    assert ["错误 R001 ×3", "警告 C001"] == page.problems()
    assert "附件1" == page.browser.find_element("id", "find-form").get_attribute("value")


def test_a_rule_leads_to_its_problems(page):
    """By a click on its code."""
    page.browser.find_element("css selector", "#rule-table tr[data-code=C001] button").click()
    assert ["警告 C001"] == page.problems()


def test_the_matrix_filters_by_state_and_unit(page):
    """Who has not returned anything, and one unit by a part of its name."""
    page.enter("unit-state", "未报")
    rows = page.browser.find_elements("css selector", "#matrix tbody tr")
    assert ["财政局"] == [r.find_element("tag name", "th").text for r in rows]


def test_nothing_is_asked_of_anybody(page):
    """No request leaves the page, nothing is complained of in the console."""
    told = [json.loads(e["message"])["message"] for e in page.browser.get_log("performance")]
    asked = [e["params"] for e in told if e["method"] == "Network.requestWillBeSent"]
    own = [p["request"]["url"] for p in asked if p["documentURL"] == page.browser.current_url]
    assert [page.browser.current_url] == list(dict.fromkeys(own))
    assert [] == page.browser.get_log("browser")


def test_a_unit_s_text_runs_nothing(page):
    """No dialog came up."""
    from selenium.common.exceptions import NoAlertPresentException

    with pytest.raises(NoAlertPresentException):
        page.browser.switch_to.alert.accept()


@pytest.mark.parametrize("width", [360, 768])
def test_is_readable_on_a_narrow_screen(page, width):
    """The page is no wider than the screen; only tables scroll."""
    page.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True},
    )
    try:
        wide = page.browser.execute_script("return document.documentElement.scrollWidth")
    finally:
        page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert width >= wide


def test_prints_without_its_controls(page):
    """On paper there is nothing to click."""
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = [
            page.browser.find_element("css selector", css).is_displayed()
            for css in ("nav", ".filters", ".problem")
        ]
    finally:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert [False, False, True] == shown


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_texts_stand_out_in_light_and_dark(page, colours):
    """Contrast of at least 4.5 between text and ground (WCAG 2.1, 1.4.3)."""
    page.browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": colours}]}
    )
    try:
        pairs = page.browser.execute_script(TEXTS)
    finally:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert len(pairs) > 20
    assert [] == [(text, contrast(a, b)) for text, a, b in pairs if contrast(a, b) < 4.5]


def test_the_keyboard_goes_through_the_page_in_its_order(page):
    """From top to bottom, and where it is can be seen."""
    stops = keyboard_stops(page.browser)
    assert len(stops) > 15
    assert sorted(stops) == stops


def test_a_number_of_the_matrix_takes_the_focus_along(page):
    """Who works with the keyboard goes on at the list."""
    page.browser.find_element("css selector", "#matrix td.bad button").click()
    assert "问题清单" == page.browser.switch_to.active_element.text


@pytest.mark.parametrize("width", [360, 768])
def test_names_keep_together_on_a_narrow_screen(page, width):
    """A unit's name takes two lines at most, its table scrolls instead."""
    page.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True},
    )
    try:
        lines = page.browser.execute_script(
            "return [...document.querySelectorAll('#matrix tbody th')].map(e => {"
            "const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects().length})"
        )
    finally:
        page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert [1, 1, 1] == lines


def test_a_large_report_opens_and_turns_pages(browser, tmp_path):
    """Twelve thousand findings in one file: two chunks, a hundred entries a page at most."""
    page = Page(browser, written(tmp_path / "large.html", checked(copies=12_000)))
    assert ["错误 R001 ×12000", "警告 C001"] == page.problems()
