"""The files that pages need, all the desk's own; a browser keeps each, at an address of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import tokens

_KINDS = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "htmx.LICENSE": "text/plain; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "tokens.css": "text/css; charset=utf-8",
}
_TOKENS = "tokens.css"
_KEPT = {"cache-control": "private, max-age=31536000, immutable"}
_DIGITS = 16


def address(name: str) -> str:
    """Where a file is served: somewhere else as soon as it says something else."""
    return f"/static/{_digest(name)}/{name}"


def route() -> Route:
    """What answers with them."""
    return Route("/static/{digest}/{name}", _asset, methods=["GET"])


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _KINDS or request.path_params["digest"] != _digest(name):
        raise HTTPException(404)
    return Response(_contents()[name], media_type=_KINDS[name], headers=_KEPT)


@cache
def _contents() -> Mapping[str, bytes]:
    """What they say, read once."""
    folder = files("kpixl.desk") / "static"
    own = {name: (folder / name).read_bytes() for name in _KINDS if name != _TOKENS}
    return own | {_TOKENS: tokens().encode("utf-8")}


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(_contents()[name]).hexdigest()[:_DIGITS]
