"""What stands before every page: who asks is looked at first; every answer says what browsers must not do."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kpixl.desk.doors import NAMES, NO_KEY, READING, Doors
from kpixl.desk.speaking import language, plain_page
from kpixl.words import Words

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script and no style but those of the desk, none of it inline; nothing leaves the page."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
ENTRANCE = "/enter"
_KEEPING = "cache-control"


@dataclass(frozen=True, slots=True)
class Guarded:
    """An application behind its doors."""

    app: ASGIApp
    doors: Doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":  # there is no web socket; what is left is start and end
            await self.app(scope, receive, send)
            return
        answer = self._answer(scope) or self.app

        async def marked(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                said = MutableHeaders(scope=message)
                kept = said.get(_KEEPING, HEADERS[_KEEPING])  # what holds no data may be kept
                said.update({**HEADERS, _KEEPING: kept})
            await send(message)

        await answer(scope, receive, marked)

    def _answer(self, scope: Scope) -> Response | None:
        """What is said instead of a page; None where the page may say it."""
        headers = Headers(scope=scope)
        refused = self.doors.refuses(scope["method"], headers)
        if refused is not None:
            return _refusal(*refused, headers)
        if scope["path"] == ENTRANCE:
            return self._entered(scope, headers)
        if self.doors.is_known(headers):
            return None
        if scope["method"] in READING and not headers["host"].startswith(NAMES[0]):
            # the cookie may be there under the other name of this machine
            return RedirectResponse(f"http://{NAMES[0]}:{self.doors.port}{quote(scope['path'])}")
        return _refusal(403, NO_KEY, headers)

    def _entered(self, scope: Scope, headers: Headers) -> Response:
        key = QueryParams(scope["query_string"]).get("key", "")
        if self.doors.is_known(headers):
            return RedirectResponse("/", 303)
        if not self.doors.enters(key):
            return _refusal(403, NO_KEY, headers)
        return RedirectResponse("/", 303, {"set-cookie": self.doors.set_cookie()})


def _refusal(status: int, words: Words, headers: Headers) -> Response:
    return plain_page(words, language(headers), status=status)
