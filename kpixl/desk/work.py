"""What is done in the background: each verb of the campaign as a job, and the check that follows changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from kpixl.campaign import BlueprintError, CheckResult, RefusedError, Severity, gather
from kpixl.desk import verbs
from kpixl.desk.desk import Checked, Desk, Signature
from kpixl.desk.jobs import Do, Job, Work
from kpixl.desk.speaking import prepare_pages
from kpixl.ledger import Undertaking
from kpixl.words import Words

_PULSE_SECONDS = 0.5
_NOT_NOW = (RefusedError, BlueprintError, OSError)
"""What a blueprint or account that cannot be read raises: the page that is asked for says it."""
DISPATCH = "{stage}-dispatch.xlsx"
REPORT = "{stage}-report"
WORKBOOKS = "{stage}"
FEEDBACK = "{stage}-feedback"
SCORE_SHEET = "score-sheet.xlsx"
PUBLICATION = "publication.xlsx"
FRAMES = "frames"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of job. name: in its key; link: where its result is to be seen."""

    name: str
    title: Words
    link: str

    def add(self, desk: Desk, stage: str, work: Work) -> Job:
        """One of it, about a stage."""
        what = Undertaking(
            id=token_hex(8),
            scheme=desk.scheme,
            stage=stage,
            title=self.title,
            key=f"{self.name} {stage}",
            link=self.link,
        )
        return desk.jobs.add(what, work)


ISSUE = _Kind(name="issue", title=Words("生成工作簿", "making workbooks"), link="/issue")
FEED_BACK = _Kind(name="feedback", title=Words("生成反馈工作簿", "making feedback workbooks"), link="/chase")
TELL = _Kind(name="tell", title=Words("写通知和报告", "writing notices"), link="/chase")
MERGE = _Kind(name="merge", title=Words("汇总", "merging"), link="/scores")


def output(desk: Desk, *names: str) -> Path:
    """Where a result of the campaign lies."""
    return desk.workspace.output.joinpath(desk.scheme, *names)


def made(desk: Desk, stage: str, kind: str) -> Mapping[str, Path]:
    """Where the latest workbook of each unit lies, as the account has it. kind: `issue` or `feedback`."""

    def found() -> dict[str, Path]:
        entries = desk.books().account.ledger.standing(desk.scheme, "issued", stage=stage)
        folder = output(desk, (FEEDBACK if kind == "feedback" else WORKBOOKS).format(stage=stage))
        names = {e.unit: Path(str(e.data["name"])).name for e in entries if e.data.get("kind") == kind}
        return {unit: folder / name for unit, name in names.items()}

    return desk.known(("made", stage, kind), found)


def there(files: Mapping[str, Path]) -> dict[str, Path]:
    """Those of the workbooks of units that lie where they were put; each folder is looked at once."""
    lying = {path for folder in {path.parent for path in files.values()} for path in _in(folder)}
    return {unit: path for unit, path in files.items() if path in lying}


def _in(folder: Path) -> Iterable[Path]:
    return folder.iterdir() if folder.is_dir() else ()


def check(desk: Desk, stage: str, name: str) -> Job:
    """Check a stage's returns anew. name: of the stage."""

    def work(do: Do) -> Words:
        inbox, state = desk.inbox(stage), desk.state_of(stage)
        result = verbs.put_together(do(verbs.check, desk.working(), inbox.folder, stage))
        if gather(result, inbox):  # proof that came apart from its return lies beside it now
            state = desk.state_of(stage)
            result = verbs.put_together(do(verbs.check, desk.working(), inbox.folder, stage))
        at = dt.datetime.now().astimezone()
        desk.keep(Checked(campaign=desk.campaign, result=result, of=state, at=at))
        n, errors = len(result.counting), result.count(Severity.ERROR)
        return Words(
            f"核对了{n}份：通过{len(result.accepted)}份，共{errors}个错误。",
            f"{n} returns checked: {len(result.accepted)} accepted, {errors} errors in all.",
        )

    kind = _Kind(name="check", title=Words(f"核对“{name}”", f"checking {name}"), link="/returns")
    return kind.add(desk, stage, work)


def result_of(desk: Desk, stage: str) -> Checked:
    """The check of a stage as it stands now; RefusedError where there is none."""
    found = desk.checked(stage)
    if found is None or not desk.is_current(stage):
        raise RefusedError(
            "回收件还没有核对完：请稍候，核对完成后再试。",
            "The returns are still to be checked: wait until that is done, then try again.",
        )
    return found


def _told(pieces: Sequence[Any]) -> Words:
    """What a verb says that yields nothing else."""
    return Words("".join(each.zh for each in pieces), " ".join(each.en for each in pieces))


def results_there(desk: Desk, stages: Iterable[str]) -> list[CheckResult]:
    """The checks of these stages as they stand now, but for those of which nothing has come back."""
    there = (stage for stage in stages if desk.checked(stage) or not desk.is_current(stage))
    return [result_of(desk, stage).result for stage in there]


def issue(desk: Desk, stage: str, *, returns: Sequence[str], units: Sequence[str]) -> Job:
    """Make the workbooks of a stage.

    returns: stages whose returns it is made from, and itself where entries are kept; units: only these.
    """

    def work(do: Do) -> Words:
        results = results_there(desk, returns)
        pieces = [piece for result in results for piece in verbs.taken_apart(result)]
        list_to = output(desk, DISPATCH.format(stage=stage))
        return _told(do(verbs.issue, desk.working(makes=True), stage, units, list_to, *pieces))

    return ISSUE.add(desk, stage, work)


def feedback(desk: Desk, stage: str, units: Sequence[str]) -> Job:
    """Make the feedback workbooks of rejected returns. units: only these."""

    def work(do: Do) -> Words:
        returns = verbs.taken_apart(result_of(desk, stage).result)
        return _told(do(verbs.feedback, desk.working(makes=True), units, *returns))

    return FEED_BACK.add(desk, stage, work)


def tell(desk: Desk, stage: str, units: Sequence[str]) -> Job:
    """Write the report with its notices, and note whom they are for. units: only these, told or not."""

    def work(do: Do) -> Words:
        returns = verbs.taken_apart(result_of(desk, stage).result)
        folder = output(desk, REPORT.format(stage=stage))
        return _told(do(verbs.tell, desk.working(), folder, units, *returns))

    return TELL.add(desk, stage, work)


def merge(desk: Desk, stage: str, *, frames: bool = False, publish: bool = False) -> Job:
    """Merge the accepted returns. frames: their frames as well; publish: a copy that everybody may read."""

    def work(do: Do) -> Words:
        returns = verbs.taken_apart(result_of(desk, stage).result)
        where = output(desk, FRAMES) if frames else None, output(desk, PUBLICATION) if publish else None
        return _told(do(verbs.merge, desk.working(), *where, *returns))

    return MERGE.add(desk, stage, work)


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
        """Follow, in a thread of its own, until the desk closes; prepare in another what pages will show."""
        threading.Thread(target=self._run, name="kpixl-desk-follower", daemon=True).start()
        threading.Thread(target=self._prepare, name="kpixl-desk-preparing", daemon=True).start()

    def _prepare(self) -> None:
        prepare_pages()
        with suppress(*_NOT_NOW):
            self.desk.prepare()

    def _run(self) -> None:
        while not self.desk.closing.wait(_PULSE_SECONDS):
            self.look()

    def look(self) -> None:
        """Look once."""
        if self.desk.watched is not None and self.desk.watched.look(self.desk.is_lacking):
            self.desk.changed()
        if not self.desk.jobs.are_idle:
            return
        try:
            for stage, name in self._stages():
                state = self.desk.state_of(stage)
                rests = self._seen.get(stage) == state and not self.desk.inbox(stage).is_receiving
                self._seen[stage] = state
                if rests and not self.desk.is_current(stage, state) and not self._tried(stage, state):
                    check(self.desk, stage, name)
        except _NOT_NOW:  # half written just now: the next look will tell
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
