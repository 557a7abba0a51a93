"""该找谁: a row for each unit that needs something, and what can be done for several at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import SEALS, STATES, FileResult, Notice, Severity
from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.choosing import OPEN, WRONG, chosen, filtered, filters, is_open
from kpixl.desk.desk import Checked, Desk
from kpixl.desk.paging import part
from kpixl.refusal import RefusedError
from kpixl.words import Words

_REPORT = ("notices.xlsx", "notices.txt", "report.xlsx", "report.html")


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/chase", _screen)
    yield reads(desk, "/chase/table", _table)
    yield does(desk, "/chase/tell", _tell)
    yield does(desk, "/chase/feedback", _feedback)
    yield reads(desk, "/chase/feedback.zip", _every_feedback)
    yield reads(desk, "/chase/feedback/{unit}", _one_feedback)
    yield reads(desk, "/chase/report/{name}", _report)


def _screen(asked: Asked) -> Response:
    checked = asked.desk.checked(asked.stage)
    asked = _among_open(asked)
    shown = part(asked, filtered(asked))
    return asked.page(
        "chasing.html",
        part=shown,
        counts=Counter(line.standing.state for line in asked.status.every if is_open(line)),
        query=filters(asked),
        groups=asked.status.expected.groups,
        state_words=STATES,
        seal_words=SEALS,
        lacking=WRONG,
        notices=_notices(asked, checked),
        why=_reasons(checked, {line.unit.id for line in shown.items}) if checked else {},
        made=work.there(_feedback_files(asked)),
        reports=[name for name in _REPORT if _report_path(asked, name).is_file()],
        checked=checked,
    )


def _among_open(asked: Asked) -> Asked:
    """The same request, of those of whom something is still to be asked."""
    return replace(asked, query={**asked.query, "among": OPEN})


def _table(asked: Asked) -> Response:
    """What is filtered, as a workbook."""
    status = replace(asked.status, lines=tuple(filtered(_among_open(asked))))
    return downloads.made(status.workbook(asked.lang), f"{status.stage.name}-{status.day.isoformat()}.xlsx")


def _notices(asked: Asked, checked: Checked | None) -> Mapping[str, Notice]:
    """What to tell each unit."""
    if checked is None:
        return {}

    def written() -> dict[str, Notice]:
        return {n.recipient: n for n in asked.desk.campaign.notices(checked.result, lang=asked.lang)}

    return asked.desk.known(("notices", checked.at, asked.stage, asked.lang), written)


def _reasons(checked: Checked, units: Container[str]) -> Mapping[str, Words]:
    """The first error of each of these units' returns."""
    found: dict[str, Words] = {}
    for file in checked.result.counting:
        first = _first_error(file) if file.unit in units else None
        if file.unit and first:
            found.setdefault(file.unit, first)
    return found


def _first_error(file: FileResult) -> Words | None:
    first = next((f for f in file.findings if f.severity is Severity.ERROR), None)
    return Words(first.message("zh"), first.message("en")) if first else None


def _tell(asked: Asked) -> Response:
    work.tell(asked.desk, asked.stage, chosen(asked) if asked.field("which") == "some" else ())
    return asked.to("/chase")


def _feedback(asked: Asked) -> Response:
    units = chosen(asked) if asked.field("which") == "some" else ()
    work.feedback(asked.desk, asked.stage, units)
    return asked.to(f"/units/{units[0]}" if asked.field("screen") == "unit" and units else "/chase")


def _feedback_files(asked: Asked) -> Mapping[str, Path]:
    """Where the latest feedback workbook of each unit lies."""
    return work.made(asked.desk, asked.stage, "feedback")


def _every_feedback(asked: Asked) -> Response:
    rejected = {line.unit.id for line in asked.status.every if line.standing.state == "rejected"}
    files = (path for unit, path in _feedback_files(asked).items() if unit in rejected)
    return downloads.zipped(files, f"{asked.status.stage.name}-{Words('反馈', 'feedback')[asked.lang]}.zip")


def _one_feedback(asked: Asked) -> Response:
    path = _feedback_files(asked).get(str(asked.parts["unit"]))
    if path is None:
        raise RefusedError(
            "这个单位的反馈工作簿还没有生成。", "This unit's feedback workbook is not made yet."
        )
    return downloads.found(path)


def _report_path(asked: Asked, name: str) -> Path:
    return work.output(asked.desk, work.REPORT.format(stage=asked.stage), name)


def _report(asked: Asked) -> Response:
    name = str(asked.parts["name"])
    if name not in _REPORT:
        raise RefusedError("没有这个文件。", "There is no such file.")
    return downloads.found(_report_path(asked, name))
