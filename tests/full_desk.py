"""`python -m tests.full_desk`: a whole campaign at the desk, by mouse and keyboard alone, in Chromium.

A new campaign of xinhua-2021 is made on the first page; workbooks are sent out, 48 returns dropped in three
waves (files, a folder, a zip), notices and feedback workbooks made, an extension and an excuse given, the
verification made and dropped in two waves; a veto, a dispute and a tie are decided; what is published is
saved. At its end `kpixl merge` makes the score sheet over the same folder: they must be the same bytes.

What units and verifiers do, kpixl itself does; everything that the office does, the mouse does. Exit status 1
where something differs, the console complains or a request leaves the page.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kpixl.campaign import Campaign, Trial, Wanted, Workspace
from kpixl.campaign.issued.generating import numbered
from kpixl.campaign.issued.packages import packages_of
from kpixl.generate import build, file_name, roster_position
from kpixl.layout import computed
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.simulate.filling import filled
from tests.support import browser, cli
from tests.support.at_desk import AtDesk

SCHEME, NAME = "xinhua-2021", "2021年度考核"
FIRST, SCORED = "self-check", "verification"
FAULTS = 0.35
GROUP = "towns", 2
"""The group in which units are to tie, and how many of it get the first award."""
ADDED = frozenset({"bonus", "deduction"})
LATE, EXCUSED = 46, 47


class Story:
    """The campaign so far. home: its workspace; steps: what was done, and how long it took."""

    def __init__(self, clerk: AtDesk, room: Path) -> None:
        self.clerk, self.room = clerk, room
        self.home = room / NAME
        self.since = time.monotonic()

    def done(self, step: str) -> None:
        """One step more."""
        now = time.monotonic()
        sys.stdout.write(f"{now - self.since:6.1f} s  {step}\n")
        sys.stdout.flush()
        self.since = now

    @property
    def campaign(self) -> Campaign:
        """The campaign as units need it, who have its key in their workbooks; nothing is recorded."""
        home = Workspace.at(self.home)
        return home.open(SCHEME, home.means(makes=True)).using(account=None)

    def states(self, stage: str) -> dict[str, int]:
        """How many units stand how."""
        found = Workspace.at(self.home).books(SCHEME).status(stage, Wanted(simulated=True))
        return {name: n for name, n in found.summary.items() if n}

    def returned(self, name: str, *, faults: float) -> list[Path]:
        """What units send back. faults: the share of them in which something is wrong."""
        made = self.campaign.simulate(self.room / name, stage=FIRST, trial=Trial(seed=1, faults=faults))
        return [each.path for each in made.returns]


def main() -> int:
    """Do the whole of it."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        server, link = started(room)
        driver = browser.opened(room / "profile")
        try:
            clerk = AtDesk(driver, room / "saved")
            clerk.enter(link)
            wrong = told(Story(clerk, room))
            wrong += clerk.complaints()
            clerk.press("退出")
            clerk.shows("已经停止")
            wrong += [] if server.wait(30) == 0 else ["the program did not end well"]
        finally:
            driver.quit()
            server.kill()
    sys.stdout.writelines(f"{each}\n" for each in wrong)
    return int(bool(wrong))


def started(room: Path) -> tuple[subprocess.Popen[str], str]:
    """The desk, of a user who has nothing yet, and the link that opens it."""
    where = {**os.environ, "HOME": str(room), "USERPROFILE": str(room), "PYTHONPATH": str(cli.ROOT)}
    command = [sys.executable, "-m", "kpixl", "desk", "--no-browser"]
    server = subprocess.Popen(command, cwd=room, env=where, stdout=subprocess.PIPE, encoding="utf-8")
    assert server.stdout is not None
    return server, server.stdout.readline().strip()


def told(story: Story) -> list[str]:
    """The campaign; what is wrong at its end."""
    begun(story)
    three_waves(story)
    verified(story)
    decided(story)
    return published(story)


def begun(story: Story) -> None:
    """A new campaign, its workbooks sent out."""
    clerk = story.clerk
    clerk.type("name", NAME)
    clerk.choose("place", "用户文件夹")
    clerk.press("新建")
    clerk.shows("下一步")
    story.done("a new campaign")
    clerk.press("去印发")
    clerk.job("为全部48个单位生成工作簿", "生成了48个工作簿")
    clerk.saved("下载全部")
    clerk.saved("发放清单")
    clerk.press("标为已发出")
    story.done("48 workbooks made, looked at and saved")


def three_waves(story: Story) -> None:
    """Forty-eight returns: faulty ones are told and corrected, one is late, one excused."""
    clerk = story.clerk
    faulty = story.returned("误", faults=FAULTS)
    right = story.returned("齐", faults=0.0)
    story.done("(units fill in)")
    clerk.press("收件")
    folder = story.room / "邮件附件"
    folder.mkdir()
    for path in faulty[20:30]:
        shutil.copy(path, folder)
    clerk.drop(*faulty[:20], folder)
    first = story.states(FIRST)
    story.done(f"first wave: 20 files and a folder of 10: {first}")
    clerk.press("该找谁")
    clerk.job("给没通知过的写通知", "份通知，已记入台账")
    clerk.job("生成全部反馈工作簿", "个反馈工作簿")
    clerk.saved("下载反馈工作簿")
    story.done("notices and feedback workbooks")
    packed = shutil.make_archive(str(story.room / "压缩包"), "zip", folder_of(story, "更正", right[:46]))
    clerk.drop(Path(packed))
    story.done(f"second wave: 46 in a zip: {story.states(FIRST)}")
    extend(clerk, late=unit_of(right[LATE]), excused=unit_of(right[EXCUSED]), story=story)
    clerk.drop(right[LATE])
    story.done(f"third wave: the late one: {story.states(FIRST)}")


def folder_of(story: Story, name: str, files: list[Path]) -> Path:
    """A folder with these files."""
    made = story.room / name
    made.mkdir()
    for path in files:
        shutil.copy(path, made)
    return made


def unit_of(path: Path) -> str:
    """What a unit is called, as its workbook's name says."""
    return path.stem.partition("-")[2]


def extend(clerk: AtDesk, *, late: str, excused: str, story: Story) -> None:
    """More time for one unit, none expected of another."""
    names = {u.name: u.id for u in story.campaign.scheme.roster.units}
    for unit, kind in ((late, "延期"), (excused, "免报")):
        clerk.press("该找谁")
        clerk.tick(names[unit])
        clerk.press("给选中的单位延期，或免报")
        if kind == "延期":
            clerk.type("until", "01-31-2099" if clerk.browser.execute_script(AMERICAN) else "2099-01-31")
        clerk.type("reason", "已来函说明")
        clerk.press(kind)
        clerk.settle()


AMERICAN = "return new Intl.DateTimeFormat().format(new Date(2099, 0, 31)).startsWith('1')"
"""How a date is typed into this browser."""


def verified(story: Story) -> None:
    """Verification workbooks, and what the verifiers send back."""
    clerk = story.clerk
    clerk.press("认定")
    clerk.job("生成“认定”的工作簿", "个工作簿")
    story.done("verification workbooks")
    files = tied(story)
    story.done("(verifiers fill in)")
    clerk.press("认定", "//nav[@class='tabs']")
    clerk.press("收件")
    clerk.drop(*files[: len(files) // 2])
    clerk.drop(*files[len(files) // 2 :])
    story.done(f"verified, in two waves: {story.states(SCORED)}")


def tied(story: Story) -> list[Path]:
    """The verifiers' returns; for two units, and who would stand above them, nobody adds or deducts.

    They are the last that an award has a place for and the first that it has none for: so they tie.
    """
    group, places = GROUP
    first = entered(story, "认定试填", set())
    merged = story.campaign.merge(first, story.room / "试.xlsx")
    ranked = sorted(
        (unit for unit in merged.units if unit.group == group and unit.rank), key=lambda unit: unit.rank or 0
    )
    files = entered(story, "认定回收", {unit.id for unit in ranked[places - 1 :]})
    merged = story.campaign.merge(files, story.room / "试.xlsx", anyway=True)
    assert any(f.code == "U005" for f in merged.own_findings), "nobody ties"
    return files


def entered(story: Story, name: str, even: set[str]) -> list[Path]:
    """What the verifiers return. even: units for which they neither add nor deduct."""
    campaign, folder = story.campaign, story.room / name
    folder.mkdir()
    dealt = packages_of(campaign, stage=SCORED, returns=[story.home / "returns" / FIRST])
    for package in numbered(campaign, [each for each in dealt.packages if each.asks]):
        built = build(package, {}, issuer=campaign.issuer)
        given = {
            key: value
            for key, value in answers(package, built.plan, chance(1, package.recipient)).items()
            if value is not None and not (key.subject in even and key.column in ADDED)
        }
        book = filled(built, computed(built.plan, given))
        book.saved(package.unit.name, dt.datetime(2022, 2, 1, 9, tzinfo=dt.UTC))
        (folder / file_name(package, roster_position(package))).write_bytes(book.data())
    return sorted(folder.iterdir())


def decided(story: Story) -> None:
    """A veto, a dispute, and the ties."""
    clerk = story.clerk
    clerk.press("汇总")
    clerk.press("登记一票否决")
    form = "//form[input[@value='veto']]"
    clerk.choose("unit", "地志办", form)
    clerk.type("reason", "安全生产事故", form)
    clerk.type("document", "区安委〔2022〕1号", form)
    clerk.press("登记", form)
    clerk.settle()
    clerk.shows("区安委〔2022〕1号")
    story.done("a veto")
    dispute(story)
    clerk.press("汇总")
    while "待定" in clerk.shows("名次"):
        clerk.type("reason", "区政府研究决定", PENDING)
        # who gets it, else that nobody does
        first = clerk.browser.find_element("xpath", f"{PENDING}//button").text
        clerk.press(first, PENDING)
        clerk.settle()
    story.done("ties and empty places are decided")


PENDING = "(//section[contains(., '待定')]/form)[1]"
"""What is left to decide, the first of it."""
FIGURE = "return document.querySelector('.sheet td.input.figure').title"
SHEET = "return document.querySelector('.sheet').parentElement.getAttribute('aria-label')"


def dispute(story: Story) -> None:
    """A figure that a unit disputes is decided: it stands."""
    clerk = story.clerk
    clerk.press("单位")
    clerk.browser.find_element("css selector", "#units-table tbody th a").click()
    clerk.press("看表")
    cell = f"{clerk.browser.execute_script(SHEET)}!{clerk.browser.execute_script(FIGURE)}"
    clerk.browser.back()
    clerk.press("裁定一个有争议的数")
    form = "//form[input[@value='figure']]"
    clerk.type("cell", cell, form)
    clerk.type("value", "1", form)
    clerk.type("reason", "复核后认定", form)
    clerk.press("裁定", form)
    clerk.settle()
    clerk.shows("复核后认定")
    story.done(f"a dispute about {cell}")


def published(story: Story) -> list[str]:
    """The score sheet, how one of its figures came about, the sheet that is published; what is wrong."""
    clerk = story.clerk
    clerk.press("同时生成公布稿")
    clerk.job("生成评分一览表", "个单位有名次")
    made = clerk.saved("下载最近生成的表").read_bytes()
    clerk.saved("下载公布稿")
    clerk.browser.find_element("css selector", ".sheet td.figure a").click()
    clerk.shows("这个数怎么来的")
    story.done("the score sheet, the copy to publish, and how a figure came about")
    done = cli.kpixl("merge", SCHEME, story.home / "returns" / SCORED, "--workspace", story.home)
    same = made == (story.home / "generated" / SCHEME / "score-sheet.xlsx").read_bytes()
    story.done("the same by the command line")
    return [done.output] * (done.exit_code != 0) + ["the score sheets differ"] * (not same)


if __name__ == "__main__":
    sys.exit(main())
