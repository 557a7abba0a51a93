"""What the process of a desk does: the verbs of a campaign, each yields what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kpixl.campaign import (
    Addressed,
    Anew,
    Campaign,
    CheckResult,
    FileResult,
    Generated,
    Workspace,
    shown,
)
from kpixl.desk.process import Look
from kpixl.findings import visible
from kpixl.words import Words

_Told = Iterator[Words]


def check(look: Look, campaign: Campaign, folder: Path, stage: str) -> Iterator[CheckResult | FileResult]:
    """Check a stage's returns anew: what was found, then file by file."""
    looked = look.on(campaign).using(seen=_meeting(campaign, look))
    return taken_apart(looked.check([folder], stage=stage))


def taken_apart(result: CheckResult) -> Iterator[CheckResult | FileResult]:
    """A check in pieces that are small enough to be handed over: itself without its files, then these."""
    yield replace(result, files=())
    yield from result.files


def put_together(pieces: Sequence[Any]) -> CheckResult:
    """The check of its pieces."""
    [result] = every_check(pieces)
    return result


def every_check(pieces: Sequence[Any]) -> tuple[CheckResult, ...]:
    """The checks of their pieces, each behind the other."""
    heads = [i for i, piece in enumerate(pieces) if isinstance(piece, CheckResult)]
    ends = [*heads, len(pieces)][1:]
    return tuple(
        replace(pieces[i], files=tuple(pieces[i + 1 : end])) for i, end in zip(heads, ends, strict=True)
    )


def _meeting(campaign: Campaign, look: Look) -> Callable[[Any], None]:
    """Tells of each return as it is read."""

    def seen(record: Any) -> None:
        unit = campaign.scheme.roster.names.get(record.stamp.recipient, "") if record.stamp else ""
        errors = sum(f.severity.value == "error" for f in record.findings)
        look.met({"file": visible(record.name.rpartition("/")[2]), "unit": unit, "errors": errors})

    return seen


def issue(
    look: Look, campaign: Campaign, stage: str, units: Sequence[str], list_to: Path, *returns: Any
) -> _Told:
    """Make the workbooks of a stage, and the list of what goes to whom.

    returns: of the stages before; of this stage, those whose entries are carried in.
    """
    every = every_check(returns)
    before, kept = ([r for r in every if (r.stage == stage) is own] for own in (False, True))
    anew = Anew(keep=kept) if kept else None
    made = look.on(campaign).generate(stage=stage, returns=before, units=units, list_to=list_to, anew=anew)
    n, left = len(made.workbooks), len(made.omitted)
    yield Words(
        f"生成了{n}个工作簿。" + (f"{left}个单位还没有通过的回收件，没有包括。" if left else ""),
        f"{n} workbooks made." + (f" {left} units have no accepted return." if left else ""),
    )
    if kept:
        yield _told_kept(made)


def _told_kept(made: Generated) -> Words:
    """What is said of entries that were carried in."""
    same = len(made.unchanged)
    return Words(
        f"保留已填的{made.kept}行，有变化要重填的{made.changed}行；{same}个单位没有变化，没有重做。",
        f"{made.kept} rows keep what was entered, {made.changed} are to be entered anew; {same} recipients, "
        "for whom nothing has changed, get none.",
    )


def feedback(look: Look, campaign: Campaign, units: Sequence[str], *returns: Any) -> _Told:
    """Make the feedback workbooks of rejected returns; of units that are named, whatever theirs are."""
    made = look.on(campaign).feedback(put_together(returns), units=units, every=bool(units))
    n, left = len(made.workbooks), len(made.skipped)
    yield Words(
        f"生成了{n}个反馈工作簿。" + (f"另有{left}份读不出，做不了。" if left else ""),
        f"{n} feedback workbooks made." + (f" Of {left} files none can be made." if left else ""),
    )


def tell(look: Look, campaign: Campaign, folder: Path, units: Sequence[str], *returns: Any) -> _Told:
    """Write the report with its notices, and note whom they are for."""
    post = look.on(campaign).report(folder, put_together(returns), to=Addressed(units=tuple(units)))
    n, before = len(post.notices), len(post.before)
    yield Words(
        f"写了{n}份通知，已记入台账。" + (f"{before}个单位此前已通知，没有重写。" if before else ""),
        f"{n} notices written and noted." + (f" {before} units had been told before." if before else ""),
    )


def draft(look: Look, home: Workspace, files: Sequence[Path], scheme: str, today: dt.date) -> _Told:
    """Draft a scheme of a workspace from documents. scheme: its id."""
    made = home.draft(files, scheme, today=today, watch=look.watch)
    yield _forms(len(made.drafted.forms))


def begin(look: Look, home: Workspace, files: Sequence[Path], at: tuple[Path, str], today: dt.date) -> _Told:
    """Make a workspace whose scheme is drafted from documents. at: its folder, and the id of the scheme."""
    made = home.create_from(files, *at, today=today, watch=look.watch)
    yield _forms(len(made.scheme(at[1]).forms))


def _forms(n: int) -> Words:
    return Words(f"起草了{n}张表，请逐张核对。", f"{n} forms drafted: look through each of them.")


def merge(look: Look, campaign: Campaign, frames: Path | None, publish: Path | None, *returns: Any) -> _Told:
    """Merge the accepted returns. frames: where their frames go, too; publish: what everybody may read."""
    made = look.on(campaign).merge(put_together(returns), frames=frames, publish=publish)
    ranked = sum(unit.rank is not None for unit in made.units)
    n = len(made.result.accepted)
    yield Words(
        f"汇总了{n}份，{ranked}个单位有名次：{shown(str(made.path))}",
        f"{n} returns merged, {ranked} units ranked: {shown(str(made.path))}",
    )
