"""A clerk's way from a wrong entry to a return that is accepted, with a real window, keyboard and mouse."""

from dataclasses import dataclass

import pytest

from kpixl.generate.styles import HIGHLIGHTS
from tests.support import tiny
from tests.support.entering import Form
from tests.support.screen import until

COVER, BACK = "填报说明", "B2"
RED = str(HIGHLIGHTS["wrong"]["bg_color"]).removeprefix("#")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the clerk saw of the cell and on the cover, while the entry was wrong and when it was right."""

    after_the_box: object
    colours: tuple[str, str]
    told: tuple[list[object], list[object]]
    led: tuple[str, str]


class Work:
    """What a clerk does in 附件1, one step after the other; each waits until the window shows it."""

    def __init__(self, clerk, form):
        self.clerk, self.screen = clerk, clerk.screen
        self.sheet, self.cell = form.at(form.cell(tiny.report("hedong", "t1", "budget")))
        _, self.words = form.at(form.cell(tiny.report("hedong", "t1", "document")))
        cover = form.plan.by_key["cover"].cells
        counts = {c.key.column: form.at(c)[1] for c in cover if c.key and c.key.row == "#total"}
        *_, self.problem, reason = (form.at(c)[1] for c in cover if c.spot.row == "problem/1")
        self.telling = [counts["bad"], counts["status"], self.problem, reason]
        self.form = next(form.at(c)[1] for c in cover if c.style.name == "cover_link")

    def follow(self, link, sheet):
        """Click on a link; the place that it leads to."""
        self.screen.click(self.clerk.place(link), "Control_L")
        until(lambda: self.clerk.stands()[0] == sheet, sheet)
        return self.clerk.stands()

    def go(self, cell):
        """Click on a cell of the sheet in view."""
        self.screen.click(self.clerk.place(cell))
        until(lambda: self.clerk.stands()[1] == cell, cell)

    def enter(self, text):
        """Type and press return."""
        self.screen.type(text)
        self.screen.press("Return")

    def refused(self):
        """Type what is refused, and leave the box that comes up; what the cell holds then."""
        self.enter("abc")
        until(lambda: len(self.screen.windows()) > 1, "the box")
        self.screen.press("Escape")
        until(lambda: len(self.screen.windows()) == 1, "the end of the box")
        return self.value()

    def paste(self):
        """Copy the words of another cell over it."""
        self.go(self.words)
        self.screen.press("F2")
        self.screen.press("Home", "Shift_L")
        self.screen.press("c", "Control_L")
        self.screen.press("Escape")
        self.go(self.cell)
        before = self.value()
        self.screen.press("v", "Control_L")
        until(lambda: self.value() != before, "what was pasted")

    def save(self):
        """Ctrl+S, and the format of the file as it is."""
        self.screen.press("s", "Control_L")
        until(lambda: len(self.screen.windows()) > 1, "the question about the format")
        self.screen.press("Return")
        until(lambda: not self.clerk.unsaved(), "the file")

    def value(self):
        """What the cell holds."""
        return self.clerk.values(self.sheet, self.cell)[0]

    def colour(self, *, red):
        """The colour of the cell in the window, once it is red, or no more."""
        place = self.clerk.place(self.cell)
        until(lambda: (self.screen.colour(place) == RED) is red, "the colour")
        return self.screen.colour(place)

    def told(self):
        """The cover's count of problems, its state, its first place and reason."""
        return self.clerk.values(COVER, *self.telling)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """The file that lies in the clerk's folder."""
    return tmp_path_factory.mktemp("clerk") / "01-河东镇.xlsx"


@pytest.fixture(scope="module")
def seen(clerk, workbook):
    """To 附件1 by its link, a wrong entry, to the cover and by its link back, the right one, saved."""
    form = Form(built=tiny.built("hedong"), answers={})
    workbook.write_bytes(form.built.data)
    clerk.open(workbook)
    work = Work(clerk, form)
    work.follow(work.form, work.sheet)
    work.go(work.cell)
    after_the_box = work.refused()
    work.paste()
    wrong = work.colour(red=True), work.told()
    work.follow(BACK, COVER)
    led = work.follow(work.problem, work.sheet)
    work.enter("99")
    right = work.colour(red=False), work.told()
    work.save()
    colours, told = zip(wrong, right, strict=True)
    return Seen(after_the_box=after_the_box, colours=colours, told=told, led=led)


def test_what_is_typed_wrong_is_refused(seen):
    """A box comes up, and the cell is as it was."""
    assert seen.after_the_box == 100


def test_what_was_pasted_is_red_in_the_window(seen):
    """The cell shows the colour of wrong entries, and is white again when it is right."""
    assert seen.colours == (RED, "FFFFFF")


def test_the_reason_is_two_clicks_away(seen):
    """One click leads to the cover, which counts the problem and says why; its link leads to the cell."""
    assert seen.told[0] == [1, "有问题", " ".join(seen.led), "“预算”应填0至99999之间的数"]
    assert seen.led == ("附件1", "G10")


def test_the_count_is_none_when_it_is_corrected(seen):
    """The cover has no problem left to tell."""
    assert seen.told[1] == [0, "已填完", "", ""]


@pytest.mark.usefixtures("seen")
def test_what_was_saved_is_accepted(workbook):
    """The file as Ctrl+S left it is checked without a finding."""
    [file] = tiny.campaign().check([workbook]).files
    assert (file.status, [f.code for f in file.findings]) == ("accepted", [])
