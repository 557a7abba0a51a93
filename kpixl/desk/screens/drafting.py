"""A scheme from the attachments of a notice: taken in, drafted, and shown with what lint says."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import WORDS, Arriving, Kept, safe_name
from kpixl.desk import downloads
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk, today
from kpixl.desk.screens.scheme import place_of
from kpixl.desk.taking import Asks, Uploading, takes
from kpixl.outputs import move_anew
from kpixl.refusal import RefusedError

PAGE = "draft.html"


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield takes(desk, "/settings/draft", partial(_take, desk))
    yield reads(desk, "/settings/drafted/{scheme}", _drafted)
    yield reads(desk, "/settings/drafted/{scheme}/page", _page)


def _take(desk: Desk, _asks: Asks) -> Uploading:
    """Takes the documents of a notice, and makes one scheme of them."""
    room = tempfile.TemporaryDirectory(dir=_root(desk), prefix=".kpixl-draft-")
    folder = Path(room.name)

    def keep(arrived: Arriving, name: str) -> Kept:
        path = folder / safe_name(name)
        arrived.file.close()
        move_anew(arrived.path, path)
        return Kept(path=path, sha256=arrived.sha256)

    def answer(kept: Sequence[tuple[str, Kept]]) -> Response:
        with room:
            files = [each.path for _, each in kept]
            if not files:
                raise RefusedError("没有收到文件。", "No file came.")
            made = desk.workspace.draft(files, _new_name(desk), today=today())
        vars(desk.workspace).pop("schemes", None)
        return RedirectResponse(f"/settings/drafted/{made.folder.name}", 303)

    return Uploading(inbox=desk.inbox(desk.status().stage.id), keep=keep, answer=answer)


def _root(desk: Desk) -> Path:
    if desk.workspace.root is None:
        raise RefusedError("这里没有工作区。", "There is no workspace here.")
    return desk.workspace.root


def _new_name(desk: Desk) -> str:
    """What the draft is called: by the day, with a number from the second on."""
    names = (f"draft-{today().isoformat()}" + (f"-{n}" if n > 1 else "") for n in count(1))
    return next(name for name in names if name not in desk.workspace.schemes)


def _folder(asked: Asked) -> Path:
    """That of a draft of this workspace's own."""
    place = asked.desk.workspace.schemes.get(str(asked.parts["scheme"]))
    if place is None or not (place.folder / PAGE).is_file():
        raise RefusedError("没有这个草案。", "There is no such draft.")
    return place.folder


def _drafted(asked: Asked) -> Response:
    folder = _folder(asked)
    remarks = asked.desk.workspace.lint(folder.name)
    return asked.page(
        "drafted.html",
        scheme=folder.name,
        remarks=[(f, place_of(f, folder)) for f in remarks],
        words=WORDS,
    )


def _page(asked: Asked) -> Response:
    return downloads.found(_folder(asked) / PAGE)
