"""What a type checker knows of the public names. It is checked, not run."""

from pathlib import Path
from typing import assert_type

import kpixl
from kpixl import (
    Addressed,
    Backup,
    Binding,
    BlueprintError,
    Campaign,
    CancelledError,
    Change,
    CheckResult,
    Demonstration,
    Difference,
    Feedback,
    FigureOrigin,
    FigureRef,
    FileResult,
    Finding,
    Generated,
    Inspection,
    Key,
    Means,
    Notice,
    Post,
    RefusedError,
    ScoreSheetFile,
    Severity,
    Simulated,
    Trial,
    ValidatorError,
    Words,
    Workspace,
)


def opened() -> Campaign:
    """By the id of a scheme, by the folder of a blueprint, from a workspace."""
    assert_type(kpixl.__version__, str)
    assert_type(kpixl.open("xinhua-2021", workspace="office"), Campaign)
    assert_type(kpixl.open(Path("blueprints", "xinhua-2021"), Means(key=Key(b"secret"))), Campaign)
    office = Workspace.find()
    assert_type(office.create("office"), Workspace)
    assert_type(office.means(makes=True), Means)
    assert_type(office.lint("xinhua-2021"), tuple[Finding, ...])
    assert_type(office.inspect("return.xlsx"), Inspection)
    assert_type(office.diff("before.xlsx", "after.xlsx"), Difference)
    assert_type(office.backup("kept.backup", "a password"), Backup)
    assert_type(office.restore("kept.backup", "a password"), Backup)
    return office.open("xinhua-2021").using(progress=lambda done, total, what: said(what))


def said(what: Words) -> None:
    """What a program that looks on is told, in either language."""
    assert_type(what["zh"], str)


def worked(campaign: Campaign) -> None:
    """Each verb says what it gives."""
    assert_type(campaign.generate("issued"), Generated)
    assert_type(campaign.simulate("returns", trial=Trial(seed=7)), Simulated)
    assert_type(campaign.inspect("return.xlsx"), Inspection)
    assert_type(campaign.diff("before.xlsx", "after.xlsx").changes, tuple[Change, ...])
    result = campaign.check(["returns"])
    assert_type(result, CheckResult)
    assert_type(result.files, tuple[FileResult, ...])
    assert_type(result.count(Severity.ERROR), int)
    assert_type(campaign.notices(result), tuple[Notice, ...])
    assert_type(campaign.report("report", result, to=Addressed(every=True)), Post)
    assert_type(campaign.feedback(result, "back"), Feedback)
    assert_type(campaign.merge(result, "score-sheet.xlsx"), ScoreSheetFile)
    assert_type(campaign.explain_figure(result, FigureRef(cell="附件1!F7")), FigureOrigin)
    assert_type(campaign.explain_cell("附件1!F9", "河东镇"), Binding)
    assert_type(campaign.demo("demo"), Demonstration)


def refused(campaign: Campaign) -> str:
    """What may go wrong says so in two languages, or by finding."""
    try:
        campaign.check([])
    except BlueprintError as error:
        assert_type(error.findings, tuple[Finding, ...])
    except (ValidatorError, RefusedError) as error:
        return assert_type(error.words["zh"], str)
    except CancelledError:
        pass
    return ""
