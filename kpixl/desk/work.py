"""What is done in the background: each verb of the campaign as a job, and the check that follows changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpixl.campaign import Addressed, BlueprintError, Campaign, RefusedError, Severity, shown
from kpixl.desk.desk import Checked, Desk, Signature
from kpixl.desk.jobs import Job
from kpixl.findings import visible
from kpixl.words import Words

_PULSE_SECONDS = 0.5
DISPATCH = "{stage}-dispatch.xlsx"
REPORT = "{stage}-report"
FEEDBACK = "{stage}-feedback"
SCORE_SHEET = "score-sheet.xlsx"
PUBLICATION = "publication.xlsx"
FRAMES = "frames"


def output(desk: Desk, *names: str) -> Path:
    """Where a result of the campaign lies."""
    return desk.workspace.output.joinpath(desk.scheme, *names)


def watched(campaign: Campaign, job: Job) -> Campaign:
    """The campaign, with a job looking on."""
    return campaign.using(progress=job.moved, cancelled=job.stop.is_set)


def check(desk: Desk, stage: str, name: str) -> Job:
    """Check a stage's returns anew. name: of the stage."""

    def work(job: Job) -> Words:
        inbox, state = desk.inbox(stage), desk.state_of(stage)
        campaign = watched(desk.working(), job)
        result = campaign.using(seen=_meeting(campaign, job)).check([inbox.folder], stage=stage)
        at = dt.datetime.now().astimezone()
        desk.keep(Checked(campaign=desk.campaign, result=result, of=state, at=at))
        n, errors = len(result.counting), result.count(Severity.ERROR)
        return Words(
            f"核对了{n}份：通过{len(result.accepted)}份，共{errors}个错误。",
            f"{n} returns checked: {len(result.accepted)} accepted, {errors} errors in all.",
        )

    return desk.jobs.add(f"check {stage}", Words(f"核对“{name}”", f"checking {name}"), "/returns", work)


def _meeting(campaign: Campaign, job: Job) -> Callable[[Any], None]:
    """Tells the page of each return as it is read."""

    def seen(record: Any) -> None:
        unit = campaign.scheme.roster.names.get(record.stamp.recipient, "") if record.stamp else ""
        errors = sum(f.severity is Severity.ERROR for f in record.findings)
        job.met({"file": visible(record.name.rpartition("/")[2]), "unit": unit, "errors": errors})

    return seen


def result_of(desk: Desk, stage: str) -> Checked:
    """The check of a stage as it stands now; RefusedError where there is none."""
    found = desk.checked(stage)
    if found is None or not desk.is_current(stage):
        raise RefusedError(
            "回收件还没有核对完：请稍候，核对完成后再试。",
            "The returns are still to be checked: wait until that is done, then try again.",
        )
    return found


def issue(desk: Desk, stage: str, *, carries: str | None, units: Sequence[str]) -> Job:
    """Make the workbooks of a stage. carries: the stage that it goes on from; units: only these."""

    def work(job: Job) -> Words:
        returns = result_of(desk, carries).result if carries else ()
        campaign = watched(desk.working(makes=True), job)
        made = campaign.generate(
            stage=stage,
            returns=returns,
            units=units,
            list_to=output(desk, DISPATCH.format(stage=stage)),
        )
        n, left = len(made.workbooks), len(made.omitted)
        return Words(
            f"生成了{n}个工作簿。" + (f"{left}个单位还没有通过的回收件，没有包括。" if left else ""),
            f"{n} workbooks made." + (f" {left} units have no accepted return." if left else ""),
        )

    return desk.jobs.add(f"issue {stage}", Words("生成工作簿", "making workbooks"), "/issue", work)


def feedback(desk: Desk, stage: str, units: Sequence[str]) -> Job:
    """Make the feedback workbooks of rejected returns. units: only these."""

    def work(job: Job) -> Words:
        checked = result_of(desk, stage)
        made = watched(desk.working(makes=True), job).feedback(checked.result, units=units)
        n, left = len(made.workbooks), len(made.skipped)
        return Words(
            f"生成了{n}个反馈工作簿。" + (f"另有{left}份读不出，做不了。" if left else ""),
            f"{n} feedback workbooks made." + (f" Of {left} files none can be made." if left else ""),
        )

    title = Words("生成反馈工作簿", "making feedback workbooks")
    return desk.jobs.add(f"feedback {stage}", title, "/chase", work)


def tell(desk: Desk, stage: str, units: Sequence[str]) -> Job:
    """Write the report with its notices, and note whom they are for. units: only these, told or not."""

    def work(job: Job) -> Words:
        checked = result_of(desk, stage)
        campaign = watched(desk.working(), job)
        post = campaign.report(
            output(desk, REPORT.format(stage=stage)), checked.result, to=Addressed(units=tuple(units))
        )
        n, before = len(post.notices), len(post.before)
        return Words(
            f"写了{n}份通知，已记入台账。" + (f"{before}个单位此前已通知，没有重写。" if before else ""),
            f"{n} notices written and noted." + (f" {before} units had been told before." if before else ""),
        )

    return desk.jobs.add(f"tell {stage}", Words("写通知和报告", "writing notices"), "/chase", work)


def merge(desk: Desk, stage: str, *, frames: bool = False, publish: bool = False) -> Job:
    """Merge the accepted returns. frames: their frames as well; publish: a copy that everybody may read."""

    def work(job: Job) -> Words:
        checked = result_of(desk, stage)
        campaign = watched(desk.working(), job)
        made = campaign.merge(
            checked.result,
            frames=output(desk, FRAMES) if frames else None,
            publish=output(desk, PUBLICATION) if publish else None,
        )
        ranked = sum(unit.rank is not None for unit in made.units)
        n = len(made.result.accepted)
        return Words(
            f"汇总了{n}份，{ranked}个单位有名次：{shown(str(made.path))}",
            f"{n} returns merged, {ranked} units ranked: {shown(str(made.path))}",
        )

    return desk.jobs.add(f"merge {stage}", Words("汇总", "merging"), "/scores", work)


@dataclass(kw_only=True)
class Follower:
    """Checks a stage's returns whenever they, a decision or the blueprint have changed, from wherever.

    A folder that is still changing is waited for.
    """

    desk: Desk
    _seen: dict[str, Signature] = field(default_factory=dict)
    _begun: dict[str, Signature] = field(default_factory=dict)
    _known: tuple[Signature, Sequence[tuple[str, str]]] | None = None

    def start(self) -> None:
        """Follow, in a thread of its own, until the desk closes."""
        threading.Thread(target=self._run, name="kpixl-desk-follower", daemon=True).start()

    def _run(self) -> None:
        while not self.desk.closing.wait(_PULSE_SECONDS):
            self.look()

    def look(self) -> None:
        """Look once."""
        if self.desk.watched is not None and self.desk.watched.look():
            self.desk.changed()
        if not self.desk.jobs.are_idle:
            return
        try:
            for stage, name in self._stages():
                state = self.desk.state_of(stage)
                rests = self._seen.get(stage) == state
                self._seen[stage] = state
                if rests and not self.desk.is_current(stage) and not self._tried(stage, state):
                    check(self.desk, stage, name)
        except (RefusedError, BlueprintError, OSError):  # half written just now: the next look will tell
            return

    def _stages(self) -> Sequence[tuple[str, str]]:
        """The stages by id and name; asked for anew where the blueprint has changed."""
        declared = self.desk.declared
        if self._known is None or self._known[0] != declared:
            stages = self.desk.books().expected.stages
            self._known = declared, [(stage.id, stage.name) for stage in stages]
        return self._known[1]

    def _tried(self, stage: str, state: Signature) -> bool:
        """Whether it was tried already: what cannot be checked is not tried again and again."""
        tried = self._begun.get(stage) == state
        self._begun[stage] = state
        return tried
