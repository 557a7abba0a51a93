"""The application: the pages, the files that they need, and what keeps them up to date."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from kpixl.campaign import tokens
from kpixl.desk.desk import Desk
from kpixl.desk.doors import Doors
from kpixl.desk.guarding import Guarded
from kpixl.desk.screens import every_route
from kpixl.desk.speaking import language, plain_page
from kpixl.words import Lang, Words

STATIC = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "htmx.LICENSE": "text/plain; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files that pages need, all of them the desk's own."""
_PULSE_SECONDS = 0.25
_BEATS = 40
"""Pulses after which something is said although nothing has changed, so that a browser knows."""
NO_PAGE = Words("没有这个网页。", "There is no such page.")
FAULT = Words(
    "程序出错，这一页没有显示出来；收到的、登记的都在。请把运行窗口里的内容发给 kpixl 的维护人员。",
    "A fault of the program: this page was not shown. Nothing else is touched. Send what the window of the "
    "program says to whoever maintains kpixl.",
)


def application(desk: Desk, doors: Doors) -> ASGIApp:
    """All that a browser may ask for, behind the doors."""
    desk.link = doors.link

    async def events(request: Request) -> Response:
        return StreamingResponse(_told(desk, language(request.headers)), media_type="text/event-stream")

    routes = [
        *every_route(desk),
        Route("/static/{name}", _static, methods=["GET"]),
        Route("/events", events, methods=["GET"]),
    ]
    handlers: dict[Any, Any] = {HTTPException: _no_page, 500: _fault}
    return Guarded(Starlette(routes=routes, exception_handlers=handlers), doors)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name == "tokens.css":
        return Response(tokens(), media_type=STATIC["desk.css"])
    if name not in STATIC:
        raise HTTPException(404)
    return Response((files("kpixl.desk") / "static" / name).read_bytes(), media_type=STATIC[name])


async def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return plain_page(NO_PAGE, language(request.headers), status=status)


async def _fault(request: Request, _error: Exception) -> Response:
    return plain_page(FAULT, language(request.headers), status=500)


async def _told(desk: Desk, lang: Lang) -> AsyncIterator[str]:
    """What is at work, whenever that is other than it was."""
    last, quiet = "", 0
    while not desk.closing.is_set():
        said = _state(desk, lang)
        quiet += 1
        if said != last or quiet >= _BEATS:
            last, quiet = said, 0
            yield f"data: {said}\n\n"
        await asyncio.sleep(_PULSE_SECONDS)


def _state(desk: Desk, lang: Lang) -> str:
    jobs = [job.as_dict(lang) for job in desk.jobs.told]
    return json.dumps({"version": desk.version, "jobs": jobs}, ensure_ascii=False)
