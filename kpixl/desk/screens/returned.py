"""收件: files that came back, dropped on a page, each with what came of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import (
    WORDS,
    Arriving,
    FileResult,
    Kept,
    RefusedError,
    ReturnRow,
    Severity,
    returns_book,
    suggested,
)
from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Checked, Desk
from kpixl.desk.paging import part
from kpixl.desk.taking import Asks, Uploading, limits_of, takes
from kpixl.desk.watching import Watched, offered
from kpixl.findings import visible
from kpixl.words import Words

_ORDER = {"rejected": 0, "accepted": 2, "duplicate": 3, "ignored": 4}


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/returns", _screen)
    yield reads(desk, "/returns/table", _table)
    yield does(desk, "/returns/move", _move)
    yield does(desk, "/returns/check", _check)
    yield does(desk, "/returns/watch", _watch)
    yield takes("/returns", partial(_upload, desk), limits_of(desk))


def _screen(asked: Asked) -> Response:
    checked = asked.desk.checked(asked.stage)
    files = asked.desk.known(("files", checked.at, asked.stage), lambda: _listed(checked)) if checked else ()
    wanted, folder = asked.query.get("status", ""), asked.desk.inbox(asked.stage).folder
    nobodys = {f.path for f in files if _is_nobodys(f)}
    shown = part(asked, _filtered(asked, files))
    return asked.page(
        "returned.html",
        part=shown,
        counts=Counter[str](f.status for f in files),
        wanted=wanted,
        q=asked.query.get("q", ""),
        nobodys=nobodys,
        words=WORDS,
        errors={f.path: _errors(f) for f in shown.items},
        first={f.path: _first(f) for f in shown.items},
        like={f.path: _like(asked, f) for f in shown.items if f.path in nobodys},
        others={f.path: stage for f in shown.items if (stage := _other_stage(asked, f))},
        folder=folder,
        shown_folder=folder.relative_to(asked.desk.workspace.root or folder),
        at=checked.at if checked else None,
        watched=asked.desk.watched,
        offered=offered(),
    )


def _listed(checked: Checked) -> Sequence[FileResult]:
    return sorted(checked.result.files, key=_worst_first)


def _is_nobodys(file: FileResult) -> bool:
    return file.unit is None and file.status == "rejected"


def _filtered(asked: Asked, files: Sequence[FileResult]) -> list[FileResult]:
    """The files that the filters leave."""
    wanted, text = asked.query.get("status", ""), "".join(asked.query.get("q", "").split())
    return [
        f
        for f in files
        if (wanted in {"", f.status} or (wanted == "nobody" and _is_nobodys(f)))
        and text in "".join(f"{f.path} {f.unit_name or ''} {f.sender or ''}".split())
    ]


def _table(asked: Asked) -> Response:
    """What is filtered, as a workbook."""
    checked, status, lang = asked.desk.checked(asked.stage), asked.status, asked.lang
    files = _listed(checked) if checked else ()
    rows = (
        ReturnRow(
            file=visible(f.path),
            unit=f.unit_name or "",
            result=WORDS[f.status][lang],
            errors=_errors(f),
            remark=first[lang] if (first := _first(f)) else "",
        )
        for f in _filtered(asked, files)
    )
    title = f"{status.expected.title}·{status.stage.name}"
    data = returns_book(rows, title, dt.date.fromisoformat(status.expected.created), lang)
    return downloads.made(data, f"{status.stage.name}-{Words('收件', 'returns')[lang]}-{status.day}.xlsx")


def _errors(file: FileResult) -> int:
    return sum(f.severity is Severity.ERROR for f in file.findings)


def _like(asked: Asked, file: FileResult) -> str:
    """The unit that a file of nobody known is like."""
    return suggested(asked.desk.campaign.scheme, file.path)


def _other_stage(asked: Asked, file: FileResult) -> str:
    """The name of the stage that a file is of, where it lies among those of another one."""
    stage = _stage_of(asked, file)
    return next((s.name for s in asked.status.expected.stages if s.id == stage), "")


def _stage_of(asked: Asked, file: FileResult) -> str:
    """The id of the other stage that a whole file is of, "" where it is of none or lies in an archive."""
    stamp = file.record.stamp if file.record else None
    moves = file.status == "ignored" and "!" not in file.given and file.place is not None
    return stamp.stage if stamp and moves and stamp.stage != asked.stage else ""


def _move(asked: Asked) -> Response:
    """Put a file among the returns of the stage that it is of."""
    checked = asked.desk.checked(asked.stage)
    files = checked.result.files if checked else ()
    file = next((f for f in files if f.sha256 == asked.field("file") and _stage_of(asked, f)), None)
    if file is None or file.place is None or not file.place.is_file():
        raise RefusedError("没有这个文件。", "There is no such file.")
    asked.desk.inbox(_stage_of(asked, file)).take(file.place, dt.datetime.now().astimezone())
    asked.desk.changed()
    return asked.to("/returns")


def _check(asked: Asked) -> Response:
    """Check once more what could not be checked, or was cancelled."""
    work.check(asked.desk, asked.stage, asked.status.stage.name)
    return asked.to("/returns")


def _watch(asked: Asked) -> Response:
    """Watch one of the folders that were offered, or none."""
    desk, wanted, known = asked.desk, asked.field("folder"), offered()
    if wanted and wanted not in known:
        raise RefusedError("没有这个文件夹。", "There is no such folder.")
    desk.watched = Watched(folder=known[wanted], inbox=desk.inbox(asked.stage)) if wanted else None
    desk.changed()
    return asked.to("/returns")


def _worst_first(file: FileResult) -> tuple[int, str]:
    """Files of nobody known, then rejected ones, then the rest."""
    rejected = file.status == "rejected"
    return _ORDER[file.status] - (rejected and file.unit is None), file.path


def _first(file: FileResult) -> Words | None:
    """Why it stands as it does: the first error, else the first thing that was found."""
    found = next((f for f in file.findings if f.severity is Severity.ERROR), None)
    found = found or next(iter(file.findings), None)
    return Words(found.message("zh"), found.message("en")) if found else None


def _upload(desk: Desk, asks: Asks) -> Uploading:
    """Takes files into a stage."""
    stage = desk.status(asks.query.get("stage", "")).stage.id
    inbox, at = desk.inbox(stage), dt.datetime.now().astimezone()

    def keep(arrived: Arriving, name: str) -> Kept:
        return inbox.keep(arrived, name, at)  # what is dropped together lies together

    def answer(kept: Sequence[tuple[str, Kept]]) -> Response:
        inbox.settle(each for _, each in kept)
        desk.changed()
        if asks.json:
            return JSONResponse({"files": [_told(name, each) for name, each in kept]})
        return RedirectResponse(f"/returns?stage={stage}", 303)

    return Uploading(inbox=inbox, keep=keep, answer=answer)


def _told(name: str, kept: Kept) -> dict[str, object]:
    return {"name": visible(Path(name).name), "before": kept.before}
