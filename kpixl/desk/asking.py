"""What a browser asks, and how a page's own function gets to hear it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import RefusedError, Status, words_for
from kpixl.desk.desk import Desk
from kpixl.desk.speaking import language, page, plain_page
from kpixl.desk.words import TOO_LARGE
from kpixl.words import Lang

MOST = 1 << 20
"""Bytes of a form that holds no file: far more than a decision over ten thousand units."""
_FIELDS = 40_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request. query: behind the `?`; parts: of the path; given: the fields of a form.

    told: how a stage stands, where that is known already.
    """

    desk: Desk
    lang: Lang
    path: str
    query: Mapping[str, str]
    parts: Mapping[str, Any]
    given: Mapping[str, Sequence[str]]
    told: Status | None = None

    def about(self, status: Status) -> Asked:
        """The same, of a stage as it stands or of some of its units."""
        return replace(self, told=status)

    def field(self, name: str) -> str:
        """What a field of the form says, "" where there is none."""
        return (self.given.get(name) or [""])[0].strip()

    @cached_property
    def status(self) -> Status:
        """How the stage that is looked at stands: the one that is named, else the latest."""
        return self.told or self.desk.status(self.query.get("stage", "") or self.field("stage"))

    @property
    def stage(self) -> str:
        """Its id."""
        return self.status.stage.id

    def page(self, template: str, **facts: Any) -> Response:
        """A page of the desk, with what stands on every one of them."""
        frame: dict[str, Any] = {
            "asked": self,
            "status": self.status,
            "stages": self.status.expected.stages,
            "title": self.status.expected.title,
            "jobs": [job.as_dict(self.lang) for job in self.desk.jobs.told if not job.is_over],
            "over": [job.as_dict(self.lang) for job in self.desk.jobs.told if job.is_over][-1:],
            "current": self.desk.is_current(self.stage),
            "version_of_desk": self.desk.version,
        }
        return page(template, self.lang, **frame, **facts)

    def link(self, path: str, **query: str) -> str:
        """A link within the desk, to the same stage."""
        said = {"stage": self.stage, **query} if "stage" not in query else query
        return f"{path}?{urlencode({k: v for k, v in said.items() if v})}"

    def onward(self, first: int, name: str) -> str:
        """A link to the same page, a list on it from another row on. name: of the list, in the address."""
        return self.link(self.path, **{**self.query, name: str(max(0, first))})

    def to(self, path: str, **query: str) -> Response:
        """Go on to a page of the desk, of the same stage."""
        return RedirectResponse(self.link(path, **query), 303)


Answer = Callable[[Asked], Response]


def reads(desk: Desk, path: str, answer: Answer) -> Route:
    """A page that only shows something: how things stand at one moment."""

    def shown(asked: Asked) -> Response:
        with desk.one_moment():
            return answer(asked)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answered, shown, _asked(desk, request, {}))

    return Route(path, endpoint, methods=["GET"])


def does(desk: Desk, path: str, answer: Answer) -> Route:
    """What a form does."""

    async def endpoint(request: Request) -> Response:
        given = await form_of(request)
        if isinstance(given, Response):
            return given
        return await run_in_threadpool(_answered, answer, _asked(desk, request, given))

    return Route(path, endpoint, methods=["POST"])


async def form_of(request: Request) -> Mapping[str, Sequence[str]] | Response:
    """The fields of a form, or what is said to more than any form may hold."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST:
            return plain_page(TOO_LARGE, language(request.headers), status=413)
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return plain_page(TOO_LARGE, language(request.headers), status=413)


def _asked(desk: Desk, request: Request, given: Mapping[str, Sequence[str]]) -> Asked:
    return Asked(
        desk=desk,
        lang=language(request.headers),
        path=request.url.path,
        query=dict(request.query_params),
        parts=request.path_params,
        given=given,
    )


def _answered(answer: Answer, asked: Asked) -> Response:
    """The answer; what cannot be done is said on a page of its own."""
    try:
        return answer(asked)
    except Exception as error:
        words = words_for(error, desk=True)
        if words is None:
            raise
        return plain_page(words, asked.lang, status=409 if isinstance(error, RefusedError) else 500)
