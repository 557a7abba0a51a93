"""A form with files as a page's own function gets it: bounded, streamed, answered as it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kpixl.campaign import Inbox, Kept, RefusedError
from kpixl.desk.desk import Desk
from kpixl.desk.speaking import language, plain_page
from kpixl.desk.uploads import Bounds, Keep, Receiver, TooMuchError
from kpixl.words import Lang, Words

NO_FORM = Words("这不是上传的文件。", "This is no upload.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Who sends files. query: behind the `?`; json: a page's script, which reads the answer."""

    query: Mapping[str, str]
    json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploading:
    """What becomes of files that are sent. inbox: where they lie meanwhile; keep: one; answer: at the end."""

    inbox: Inbox
    keep: Keep
    answer: Callable[[Sequence[tuple[str, Kept]]], Response]


def takes(desk: Desk, path: str, begin: Callable[[Asks], Uploading]) -> Route:
    """What takes files in."""

    async def endpoint(request: Request) -> Response:
        asks = Asks(
            query=dict(request.query_params),
            json="application/json" in request.headers.get("accept", ""),
        )
        lang = language(request.headers)
        kind, said = parse_options_header(request.headers.get("content-type", ""))
        if kind != b"multipart/form-data" or b"boundary" not in said:
            return plain_page(NO_FORM, lang, status=400)
        try:
            uploading = await run_in_threadpool(begin, asks)
            receiver = _receiver(desk, uploading)
            _try_size(request, receiver)
            kept = await receiver.take(said[b"boundary"], request.stream())
            return await run_in_threadpool(uploading.answer, kept)
        except FormParserError:
            return plain_page(NO_FORM, lang, status=400)
        except RefusedError as refused:
            return _refused(refused, asks, lang)

    return Route(path, endpoint, methods=["POST"])


def _refused(refused: RefusedError, asks: Asks, lang: Lang) -> Response:
    status = 413 if isinstance(refused, TooMuchError) else 409
    if asks.json:
        return JSONResponse({"refused": refused.words[lang]}, status)
    return plain_page(refused.words, lang, status=status)


def _receiver(desk: Desk, uploading: Uploading) -> Receiver:
    """Takes as many files as returns may be."""
    limits = desk.workspace.means().limits
    bounds = Bounds(size=limits.archive, files=limits.entries)
    return Receiver(inbox=uploading.inbox, bounds=bounds, keep=uploading.keep)


def _try_size(request: Request, receiver: Receiver) -> None:
    """TooMuchError before a byte is read, where the browser says how much it will be."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > receiver.bounds.size:
        raise receiver.too_much()
