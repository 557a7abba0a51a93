"""收件: files that came back, dropped on a page, each with what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import WORDS, Arriving, FileResult, Kept, RefusedError, Severity, suggested
from kpixl.desk import work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk
from kpixl.desk.speaking import language, plain_page
from kpixl.desk.uploads import Bounds, Receiver, TooMuchError
from kpixl.findings import visible
from kpixl.words import Words

_ORDER = {"rejected": 0, "accepted": 2, "duplicate": 3, "ignored": 4}
NO_FORM = Words("这不是上传的文件。", "This is no upload.")


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/returns", _screen)
    yield does(desk, "/returns/move", _move)
    yield does(desk, "/returns/check", _check)

    async def upload(request: Request) -> Response:
        return await _upload(desk, request)

    yield Route("/returns", upload, methods=["POST"])


def _screen(asked: Asked) -> Response:
    checked = asked.desk.checked(asked.stage)
    files = sorted(checked.result.files, key=_worst_first) if checked else []
    wanted, folder = asked.query.get("status", ""), asked.desk.inbox(asked.stage).folder
    nobodys = {f.path for f in files if f.unit is None and f.status == "rejected"}
    return asked.page(
        "returned.html",
        files=[f for f in files if wanted in {"", f.status} or (wanted == "nobody" and f.path in nobodys)],
        every=files,
        wanted=wanted,
        nobodys=nobodys,
        words=WORDS,
        errors={f.path: sum(x.severity is Severity.ERROR for x in f.findings) for f in files},
        first={f.path: _first(f) for f in files},
        like={f.path: suggested(asked.desk.campaign.scheme, f.path) for f in files if f.path in nobodys},
        others={f.path: stage for f in files if (stage := _other_stage(asked, f))},
        folder=folder,
        shown_folder=folder.relative_to(asked.desk.workspace.root or folder),
        at=checked.at if checked else None,
    )


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


def _worst_first(file: FileResult) -> tuple[int, str]:
    """Files of nobody known, then rejected ones, then the rest."""
    rejected = file.status == "rejected"
    return _ORDER[file.status] - (rejected and file.unit is None), file.path


def _first(file: FileResult) -> Words | None:
    """Why it stands as it does: the first error, else the first thing that was found."""
    found = next((f for f in file.findings if f.severity is Severity.ERROR), None)
    found = found or next(iter(file.findings), None)
    return Words(found.message("zh"), found.message("en")) if found else None


async def _upload(desk: Desk, request: Request) -> Response:
    """Take files in. A page's script asks for JSON, a plain form is led back."""
    lang = language(request.headers)
    kind, said = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in said:
        return plain_page(NO_FORM, lang, status=400)
    asks_json = "application/json" in request.headers.get("accept", "")
    try:
        stage = (await run_in_threadpool(desk.status, request.query_params.get("stage", ""))).stage.id
        receiver = _receiver(desk, stage)
        _try_size(request, receiver)
        kept = await receiver.take(said[b"boundary"], request.stream())
    except FormParserError:
        return plain_page(NO_FORM, lang, status=400)
    except RefusedError as refused:
        status = 413 if isinstance(refused, TooMuchError) else 409
        if asks_json:
            return JSONResponse({"refused": refused.words[lang]}, status)
        return plain_page(refused.words, lang, status=status)
    desk.changed()
    if asks_json:
        return JSONResponse({"files": [_told(name, each) for name, each in kept]})
    return RedirectResponse(f"/returns?stage={stage}", 303)


def _receiver(desk: Desk, stage: str) -> Receiver:
    """Takes files into a stage, as many as returns may be."""
    inbox, limits = desk.inbox(stage), desk.workspace.means().limits
    bounds = Bounds(size=limits.archive, files=limits.entries)

    def keep(arrived: Arriving, name: str) -> Kept:
        return inbox.keep(arrived, name, dt.datetime.now().astimezone())

    return Receiver(inbox=inbox, bounds=bounds, keep=keep)


def _try_size(request: Request, receiver: Receiver) -> None:
    """TooMuchError before a byte is read, where the browser says how much it will be."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > receiver.bounds.size:
        raise receiver.too_much()


def _told(name: str, kept: Kept) -> dict[str, object]:
    return {"name": visible(Path(name).name), "before": kept.before}
