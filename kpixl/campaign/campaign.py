"""One appraisal (一次考核), opened once: its verbs."""

# ruff: noqa: PLC0415 - a verb is imported when it is asked for: none takes all of kpixl

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpixl.campaign.basis.account import account_of, moment
from kpixl.campaign.basis.basis import Basis, Declared, PathLike
from kpixl.campaign.basis.means import MEANS, Means
from kpixl.campaign.basis.schemes import stage_of
from kpixl.campaign.returned.addressed import UNTOLD, Addressed

if TYPE_CHECKING:
    from kpixl.campaign.decided.deciding import Dispute, Recorded
    from kpixl.campaign.issued.feedback import Feedback
    from kpixl.campaign.issued.generating import Generated
    from kpixl.campaign.issued.packages import Anew
    from kpixl.campaign.returned.checking import Returns
    from kpixl.campaign.returned.comparing import Difference
    from kpixl.campaign.returned.inspecting import Inspection
    from kpixl.campaign.returned.watching import Look
    from kpixl.campaign.scores.explaining import Binding, FigureOrigin, FigureRef
    from kpixl.campaign.scores.merging import ScoreSheetFile
    from kpixl.campaign.scores.reckoning import Reckoned
    from kpixl.campaign.standing.standing import Books
    from kpixl.campaign.trial.demonstrating import Demonstration
    from kpixl.campaign.trial.simulating import Simulated, Trial
    from kpixl.campaign.views.showing import SheetView
    from kpixl.check import CheckResult, FileResult
    from kpixl.decisions import Decision
    from kpixl.layout import CellKey
    from kpixl.ledger import Entry
    from kpixl.report.notices import Notice
    from kpixl.report.post import Post
    from kpixl.report.text import ReportLine
    from kpixl.words import Lang


@dataclass(frozen=True, kw_only=True)
class Campaign(Basis):
    """One appraisal (一次考核): a scheme opened once, and what is done with it.

    What came back is given as paths, or as the result of a check, which is then not made again. Files are
    read in processes of their own: a program that checks at its top level needs the usual
    `if __name__ == "__main__":`. Whatever writes files writes all of them or none, replaces no file that was
    read, and with `using(force=True)` only one that kpixl did not write. Any verb may raise RefusedError,
    where something cannot be done, and CancelledError; one that checks, ValidatorError as well.
    """

    @classmethod
    def open(cls, folder: PathLike, means: Means = MEANS, *, validators: PathLike | None = None) -> Campaign:
        """The campaign of a blueprint's folder; BlueprintError where the blueprint has errors.

        validators: the folder of validators files (default: `validators/` beside the folder that holds the
        blueprint's). Results go under `generated/`, and nothing is remembered.
        """
        beside = Path(validators) if validators else None
        return cls(declared=Declared.load(Path(folder), beside), means=means)

    def generate(
        self,
        out: PathLike | None = None,
        *,
        stage: str | None = None,
        returns: Returns = (),
        units: Iterable[str] = (),
        list_to: PathLike | None = None,
        anew: Anew | None = None,
    ) -> Generated:
        """Make the workbooks of a stage.

        out: where to (default: SCHEME/STAGE in the output); returns: what came back in the stage before,
        where there is one; units: only these (id, name or alias); list_to: the file of a list of what is to
        be sent to whom (发放清单); anew: of a later stage, its parts and what is kept. `publication`, where
        the scheme has no stage of that id, means the forms that the office publishes: one workbook.
        """
        from kpixl.campaign.issued import generating, publishing

        if stage == publishing.MEANT and self.scheme.find_stage(stage) is None:
            return publishing.publish(self, out, alone=not (returns or units or list_to or anew))
        return generating.generate(
            self, out, stage=stage, returns=returns, units=units, list_to=list_to, anew=anew
        )

    def simulate(
        self,
        out: PathLike | None = None,
        *,
        stage: str | None = None,
        returns: Returns = (),
        trial: Trial | None = None,
    ) -> Simulated:
        """Make returns as units would. Their stamps say that they are simulated.

        out: where to (default: SCHEME/returns/STAGE in the output). They are those of the first stage; with
        returns, of the stage after theirs; with a later stage and no returns, the stages before are simulated
        by the same seed. Published answers fill the workbooks of those units whose answers were published.
        """
        from kpixl.campaign.trial import simulating

        return simulating.simulate(self, out, stage=stage, returns=returns, trial=trial or simulating.TRIAL)

    def inspect(self, path: PathLike) -> Inspection:
        """What kpixl sees in one workbook of this scheme."""
        from kpixl.campaign.returned import inspecting

        return inspecting.inspect_file(path, [self.reader], self.means)

    def diff(self, a: PathLike, b: PathLike, out: PathLike | None = None, *, lang: Lang = "zh") -> Difference:
        """What differs between two returns, the older and the newer, or two score sheets; out: marks it."""
        from kpixl.campaign.returned import comparing

        return comparing.diff((a, b), [self.reader], self.means, out=out, lang=lang)

    def check(self, returns: Sequence[PathLike], *, stage: str | None = None) -> CheckResult:
        """Check what came back: files, folders searched in depth, archives, mails.

        stage: the one to check (default: the latest that the returns are of).
        """
        from kpixl.campaign.returned import checking

        return checking.checked(self, returns, stage=stage)

    def looks(
        self, folder: PathLike, moments: Iterable[object], *, stage: str | None = None
    ) -> Iterator[Look]:
        """Check a folder again as files come: a look at each moment at which something is new in it.

        moments: when to look, as a generator that waits in between; a file is taken once two looks in a row
        found it the same. stage: the one to check (default: the latest that the returns are of).
        """
        from kpixl.campaign.returned import watching

        of = stage_of(self.scheme, stage).id if stage else None
        return watching.Watching(self, Path(folder), of).looks(moments)

    def refresh(self, folder: PathLike, result: CheckResult, *, lang: Lang = "zh") -> None:
        """Write what a check says, but no notices: nobody is told anything by it."""
        from kpixl.campaign.returned import reporting

        reporting.reported(self, folder, result, lang)

    def report(
        self, folder: PathLike, result: CheckResult, *, lang: Lang = "zh", to: Addressed = UNTOLD
    ) -> Post:
        """Write what a check says: report.html, .xlsx, .json, .txt, findings.csv, and notices; these.

        to: whom notices are written to (default: who was not told since, as far as an account knows).
        """
        from kpixl.campaign.returned import reporting

        post = reporting.posted(self, result, lang=lang, to=to)
        reporting.reported(self, folder, result, lang, post)
        return replace(post, unrecorded=reporting.record_told(self, result, post.notices))

    def lines(
        self, result: CheckResult, *, lang: Lang = "zh", limit: int | None = None
    ) -> Iterator[ReportLine]:
        """The report of a check line by line. limit: how many problems, before the rest is counted."""
        from kpixl.report.text import About, lines

        return lines(result, About.of(self.scheme, result.stage), lang=lang, limit=limit)

    def notices(self, result: CheckResult, *, lang: Lang = "zh") -> tuple[Notice, ...]:
        """What to tell each unit: its return came back, or is still missing (退回通知、催报通知)."""
        from kpixl.report.notices import notices

        return tuple(notices(self.scheme, result, lang=lang, day=self.means.as_of))

    def feedback(
        self,
        returns: Returns,
        out: PathLike | None = None,
        *,
        stage: str | None = None,
        units: Iterable[str] = (),
        every: bool = False,
    ) -> Feedback:
        """Make each rejected return anew, of the current version: answers carried in, every problem marked.

        out: where to (default: SCHEME/STAGE-feedback in the output); units: only these (id, name or alias);
        every: accepted returns as well.
        """
        from kpixl.campaign.issued import feedback

        return feedback.feedback(self, returns, out, stage=stage, units=units, every=every)

    def sent(self, units: Iterable[str], *, stage: str | None = None) -> tuple[str, ...]:
        """Enter that units were sent their latest workbooks; of whom that was new."""
        from kpixl.campaign.issued import sending

        return sending.sent(self, units, stage=stage)

    def merge(
        self,
        returns: Returns,
        out: PathLike | None = None,
        *,
        stage: str | None = None,
        frames: PathLike | None = None,
        publish: PathLike | None = None,
        anyway: bool = False,
    ) -> ScoreSheetFile:
        """Merge the accepted returns into one workbook.

        out: the file to write (default: SCHEME/score-sheet.xlsx in the output); frames: a folder for the
        typed frames of the returns, as files to go on working with; publish: a file for what may be published
        of it: score sheets, awards, the office's own forms, nothing internal; anyway: though ties or disputes
        are open, which is refused otherwise. Raises ScoreError as well.
        """
        from kpixl.campaign.scores import merging

        return merging.merge(self, returns, out, stage=stage, frames=frames, publish=publish, anyway=anyway)

    def filed(self, folders: Sequence[PathLike], *, stage: str | None = None) -> CheckResult:
        """What several merges accepted, by the folders of their frames, judged together."""
        from kpixl.campaign.scores import filing

        return filing.unfiled(self, folders, stage)

    def reckon(self, returns: Returns, *, stage: str | None = None) -> Reckoned:
        """The accepted returns reckoned up, to look at; raises what `merge` raises."""
        from kpixl.campaign.scores import reckoning

        return reckoning.reckoned(self, returns, stage=stage, folder=self.place(None))

    def preview(self, unit: str, *, stage: str | None = None, returns: Returns = ()) -> tuple[SheetView, ...]:
        """The sheets of a unit's workbook as it would be issued (from `returns`), as tables to look at."""
        from kpixl.campaign.views import showing

        return showing.previewed(self, unit, stage=stage, returns=returns)

    def filled_in(self, file: FileResult) -> tuple[SheetView, ...]:
        """The sheets of a return as tables, what is wrong marked; none where it cannot be read."""
        from kpixl.campaign.views import showing

        return showing.filled_in(self, file)

    def explain_figure(
        self, returns: Returns, figure: FigureRef, *, stage: str | None = None
    ) -> FigureOrigin:
        """How a figure of the score sheet came about; raises what `merge` raises."""
        from kpixl.campaign.scores import reckoning

        return reckoning.explained(self, returns, figure, stage=stage, folder=self.place(None))

    def explain_cell(self, cell: str, unit: str, *, stage: str | None = None) -> Binding:
        """What a cell (`附件1!F9`) of a unit's workbook takes, and which rules bind it.

        RefusedError as well where the stage continues returns of another one.
        """
        from kpixl.campaign.scores import explaining

        return explaining.explain_cell(self, cell, unit, stage=stage)

    @property
    def scribe(self) -> str:
        """Who enters things in the account. RefusedError outside of any workspace."""
        return account_of(self.means.account).by

    def decide(self, *decisions: Decision) -> tuple[Decision, ...]:
        """Record what was decided; which of it did not hold already. Names may be any that the scheme has."""
        from kpixl.campaign.decided import deciding

        return deciding.decide(self, decisions)

    def revoke(self, number: int, why: str) -> Entry:
        """Take an entry of the account back, by its number: a decision, or what was recorded by mistake."""
        from kpixl.campaign.decided import deciding

        return deciding.revoke(self, number, why)

    def recorded(self) -> tuple[Recorded, ...]:
        """The decisions that hold, with their entries."""
        from kpixl.campaign.decided import deciding

        return deciding.recorded(self)

    def dispute(self, cell: str, by: Dispute, *, stage: str | None = None, returns: Returns = ()) -> Entry:
        """Record that what a unit filled in in a cell is disputed; it is open until a figure is decided."""
        from kpixl.campaign.decided import deciding

        return deciding.dispute(self, cell, by, stage=stage, returns=returns)

    def requests(self) -> tuple[Entry, ...]:
        """What units asked to be waived, and figures in dispute, that nobody has decided yet."""
        from kpixl.campaign.decided import deciding

        return deciding.requests(self)

    def grant(self, number: int, *, on: dt.date, reason: str = "") -> tuple[Decision, ...]:
        """Waive what a request asks for. reason: instead of the unit's own."""
        from kpixl.campaign.decided import deciding

        return deciding.grant(self, number, on=on, reason=reason)

    def refuse(self, number: int, why: str) -> Entry:
        """Turn a request down."""
        from kpixl.campaign.decided import deciding

        return deciding.refuse(self, number, why)

    def export_decisions(self, path: PathLike) -> Path:
        """Write the decisions that hold as a file, by which any machine judges the same."""
        from kpixl.campaign.decided import deciding

        return deciding.export(self, path)

    def import_decisions(self, path: PathLike) -> tuple[Decision, ...]:
        """Record the decisions in a file; which of them did not hold already."""
        from kpixl.campaign.decided import deciding

        return deciding.take_in(self, path)

    def value_meant(
        self, unit: str, cell: str, *, stage: str | None = None, returns: Returns = ()
    ) -> tuple[str, CellKey]:
        """The stage and the identity of what a unit filled in in a cell, as a disputed figure names it."""
        from kpixl.campaign.decided import disputing

        return disputing.value_meant(self, unit, cell, stage=stage, returns=returns)

    def books(self) -> Books:
        """What the account says: how stages stand, what happened. RefusedError outside of any workspace."""
        from kpixl.campaign.standing.expected import Expected
        from kpixl.campaign.standing.standing import Books

        return Books(
            account=account_of(self.means.account),
            expected=Expected.of(self.declared),
            decisions=self.decisions,
            day=self.means.as_of or moment().date(),
            guard=self.guard(),
        )

    def demo(self, out: PathLike | None = None, *, seed: int = 1, lang: Lang = "zh") -> Demonstration:
        """Do every stage: issue, simulated returns, check, correction; then merge.

        out: where to (default: SCHEME/demo in the output); lang: of the reports.
        """
        from kpixl.campaign.trial import demonstrating

        return demonstrating.demo(self, out, seed=seed, lang=lang)
