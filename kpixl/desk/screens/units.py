"""单位: a row a unit, with filters; and each unit with its returns, problems, requests and history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import (
    SEALS,
    STATES,
    WORDS,
    FileResult,
    Problem,
    Severity,
    SheetView,
    problems,
    seal,
)
from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.choosing import filtered, filters
from kpixl.desk.desk import Checked, Desk
from kpixl.desk.entries import requests, told_lines
from kpixl.desk.paging import part
from kpixl.refusal import RefusedError

COVER = "cover"


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/units", _list)
    yield reads(desk, "/units/table", _table)
    yield reads(desk, "/units/{unit}", _unit)
    yield reads(desk, "/units/{unit}/form", _form)
    yield reads(desk, "/units/{unit}/difference", _difference)
    yield does(desk, "/units/{unit}/seal", _seal)


def _list(asked: Asked) -> Response:
    return asked.page(
        "units.html",
        part=part(asked, filtered(asked)),
        state_words=STATES,
        seal_words=SEALS,
        groups=asked.status.expected.groups,
        query=filters(asked),
    )


def _table(asked: Asked) -> Response:
    """What is filtered, as a workbook."""
    status = replace(asked.status, lines=tuple(filtered(asked)))
    return downloads.made(status.workbook(asked.lang), f"{status.stage.name}-{status.day.isoformat()}.xlsx")


def _unit(asked: Asked) -> Response:
    unit = asked.status.expected.unit(str(asked.parts["unit"]))
    line = next((x for x in asked.status.every if x.unit.id == unit.id), None)
    checked = asked.desk.checked(asked.stage)
    files = _files(checked, unit.id)
    counting = _counting(files)
    entries = asked.desk.books().account.ledger.entries(asked.desk.scheme, unit=unit.id)
    return asked.page(
        "unit.html",
        unit=unit,
        line=line,
        files=files,
        counting=counting,
        problems=_problems(counting, asked) if counting else (),
        rules=_rules(counting),
        words=WORDS,
        state_words=STATES,
        seal_words=SEALS,
        came={e.file: e.at for e in entries if e.what == "received"},
        history=list(told_lines(asked, entries[::-1])),
        requests=[e for e in requests(asked) if e.unit == unit.id],
        feedback=work.made(asked.desk, asked.stage, "feedback").get(unit.id),
    )


def _seal(asked: Asked) -> Response:
    """Enter a sealed copy of the unit, by the code on it."""
    unit = asked.status.expected.unit(str(asked.parts["unit"]))
    seal(asked.desk.books(), unit.id, stage=asked.stage, code=asked.field("code"))
    return asked.to(f"/units/{unit.id}")


def _files(checked: Checked | None, unit: str) -> list[FileResult]:
    """A unit's returns, the one that counts last."""
    files = [f for f in checked.result.files if f.unit == unit] if checked else []
    order = {"ignored": 0, "duplicate": 1, "rejected": 2, "accepted": 3}
    return sorted(files, key=lambda f: (order[f.status], f.path))


def _counting(files: Sequence[FileResult]) -> FileResult | None:
    return files[-1] if files and files[-1].status in {"accepted", "rejected"} else None


def _problems(file: FileResult, asked: Asked) -> tuple[Problem, ...]:
    return problems(file.findings, asked.lang)


def _rules(file: FileResult | None) -> dict[str, str]:
    """The rules that do not hold and can be waived: id → what one says when they do not hold."""
    findings = file.findings if file else ()
    broken = (f for f in findings if f.rule and f.severity is Severity.ERROR)
    found: dict[str, str] = {}
    for finding in broken:
        found.setdefault(finding.rule or "", finding.code)
    return found


def _form(asked: Asked) -> Response:
    unit = asked.status.expected.unit(str(asked.parts["unit"]))
    file = _counting(_files(asked.desk.checked(asked.stage), unit.id))
    sheets = asked.desk.campaign.filled_in(file) if file else ()
    if not sheets:
        raise RefusedError(
            "这个单位还没有读得出的回收件。", "There is no return of this unit that can be read."
        )
    shown = next((s for s in sheets if s.key == asked.query.get("sheet")), _worst(sheets))
    wrong = {s.key: _wrong(s) for s in sheets}
    return asked.page("form.html", unit=unit, sheets=sheets, shown=shown, wrong=wrong)


def _wrong(sheet: SheetView) -> int:
    return sum(bool(cell.wrong) for row in sheet.rows for cell in row)


def _worst(sheets: Sequence[SheetView]) -> SheetView:
    """The form on which most is wrong; the cover only where nothing else is there."""
    return max(sheets, key=lambda sheet: (sheet.key != COVER, _wrong(sheet)))


def _difference(asked: Asked) -> Response:
    unit = asked.status.expected.unit(str(asked.parts["unit"]))
    files = [f for f in _files(asked.desk.checked(asked.stage), unit.id) if f.place and "!" not in f.given]
    by_time = sorted(files, key=lambda f: (f.place.stat().st_mtime_ns, f.path) if f.place else (0, f.path))
    if len(by_time) < 2:
        raise RefusedError(
            "只有一份回收件，没有可比较的。", "There is one return only, and nothing to compare it with."
        )
    older, newer = (f.place for f in by_time[-2:])
    found = asked.desk.campaign.diff(older or "", newer or "")
    return asked.page("difference.html", unit=unit, found=found)
