"""A form with files as a page's own function gets it: bounded, streamed, answered as it was asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kpixl.campaign import Arriving, Inbox, Kept, RefusedError, safe_name
from kpixl.desk.desk import Desk
from kpixl.desk.speaking import language, plain_page
from kpixl.desk.uploads import Bounds, Keep, Receiver, TooMuchError
from kpixl.limits import Limits
from kpixl.outputs import move_anew
from kpixl.words import Lang, Words

NO_FORM = Words("这不是上传的文件。", "This is no upload.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Who sends files. query: behind the `?`; json: a page's script, which reads the answer."""

    query: Mapping[str, str]
    json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploading:
    """What becomes of files that are sent.

    inbox: where they lie meanwhile; keep: one; answer: at the end; fields: the texts of the form, by then.
    """

    inbox: Inbox
    keep: Keep
    answer: Callable[[Sequence[tuple[str, Kept]]], Response]
    fields: dict[str, str] = field(default_factory=dict)


Begin = Callable[[Asks], Uploading]


def takes(path: str, begin: Begin, limits: Callable[[], Limits]) -> Route:
    """What takes files in, as many as returns may be."""

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
            receiver = _receiver(limits(), uploading)
            _try_size(request, receiver)
            kept = await receiver.take(said[b"boundary"], request.stream())
            return await run_in_threadpool(uploading.answer, kept)
        except FormParserError:
            return plain_page(NO_FORM, lang, status=400)
        except RefusedError as refused:
            return _refused(refused, asks, lang)

    return Route(path, endpoint, methods=["POST"])


def limits_of(desk: Desk) -> Callable[[], Limits]:
    """The limits of returns, as they are when somebody sends files."""
    return lambda: desk.workspace.means().limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Files that are none of the returns. fields: of the form; done: takes them away."""

    files: Sequence[Path]
    fields: Mapping[str, str]
    done: Callable[[], None]


def taking_apart(answer: Callable[[Papers], Response]) -> Uploading:
    """Takes files that are none of the returns: they lie in a folder of their own till they are done with."""
    room = tempfile.TemporaryDirectory(prefix="kpixl-draft-")
    folder, fields = Path(room.name) / "files", dict[str, str]()
    folder.mkdir()

    def keep(arrived: Arriving, name: str) -> Kept:
        path = folder / safe_name(name)
        arrived.file.close()
        move_anew(arrived.path, path)
        return Kept(path=path, sha256=arrived.sha256)

    def answered(kept: Sequence[tuple[str, Kept]]) -> Response:
        papers = Papers(files=[each.path for _, each in kept], fields=fields, done=room.cleanup)
        try:
            return answer(papers) if kept else _nothing_came()
        except BaseException:
            papers.done()
            raise

    inbox = Inbox(folder=folder, home=folder, waiting=Path(room.name) / "arriving")
    return Uploading(inbox=inbox, keep=keep, answer=answered, fields=fields)


def _nothing_came() -> Response:
    raise RefusedError("没有收到文件。", "No file came.")


def _refused(refused: RefusedError, asks: Asks, lang: Lang) -> Response:
    status = 413 if isinstance(refused, TooMuchError) else 409
    if asks.json:
        return JSONResponse({"refused": refused.at_desk[lang]}, status)
    return plain_page(refused.at_desk, lang, status=status)


def _receiver(limits: Limits, uploading: Uploading) -> Receiver:
    """Takes as many files as returns may be."""
    bounds = Bounds(size=limits.archive, files=limits.entries)
    return Receiver(inbox=uploading.inbox, bounds=bounds, keep=uploading.keep, fields=uploading.fields)


def _try_size(request: Request, receiver: Receiver) -> None:
    """TooMuchError before a byte is read, where the browser says how much it will be."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > receiver.bounds.size:
        raise receiver.too_much()
