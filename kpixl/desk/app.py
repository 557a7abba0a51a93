"""The application: the pages, the files that they need, and what keeps them up to date."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from kpixl.desk import assets, starting
from kpixl.desk.desk import Desk
from kpixl.desk.doors import Doors
from kpixl.desk.guarding import Guarded
from kpixl.desk.screens import every_route
from kpixl.desk.speaking import language, plain_page
from kpixl.desk.words import FAULT, NO_PAGE
from kpixl.words import Lang

_PULSE_SECONDS = 0.25
_BEATS = 40
"""Pulses after which something is said although nothing has changed, so that a browser knows."""


def application(desk: Desk, doors: Doors) -> ASGIApp:
    """A desk behind its doors."""
    desk.link = doors.link
    return Guarded(desk_pages(desk), doors)


def desk_pages(desk: Desk) -> ASGIApp:
    """All that a browser may ask of a desk."""

    async def events(request: Request) -> Response:
        return StreamingResponse(_told(desk, language(request.headers)), media_type="text/event-stream")

    return _pages([*every_route(desk), Route("/events", events, methods=["GET"])])


def start_pages(opener: starting.Opener, places: Mapping[str, Path]) -> ASGIApp:
    """The page where one begins."""
    return _pages([*starting.routes(opener, places)])


def _pages(routes: list[Route]) -> ASGIApp:
    handlers: dict[Any, Any] = {HTTPException: _no_page, ClientDisconnect: _nobody, 500: _fault}
    return Starlette(routes=[*routes, assets.route()], exception_handlers=handlers)


async def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return plain_page(NO_PAGE, language(request.headers), status=status)


async def _nobody(_request: Request, _error: Exception) -> Response:
    """Whoever was sending something has gone, and hears no answer; that is no fault."""
    return Response(status_code=400)


async def _fault(request: Request, _error: Exception) -> Response:
    return plain_page(FAULT, language(request.headers), status=500)


async def _told(desk: Desk, lang: Lang) -> AsyncIterator[str]:
    """What is at work, whenever that is other than it was."""
    last, quiet = None, 0
    while not desk.closing.is_set():
        now = desk.version, [job.stands for job in desk.jobs.told]
        quiet += 1
        if now != last or quiet >= _BEATS:
            last, quiet = now, 0
            yield f"data: {_state(desk, lang)}\n\n"
        await asyncio.sleep(_PULSE_SECONDS)


def _state(desk: Desk, lang: Lang) -> str:
    jobs = [job.as_dict(lang) for job in desk.jobs.told]
    return json.dumps({"version": desk.version, "jobs": jobs}, ensure_ascii=False)
