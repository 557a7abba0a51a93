"""A scheme from the attachments of a notice: taken in, drafted, and led on to its forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import Kept
from kpixl.desk import downloads
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk, today
from kpixl.desk.screens.forms import own_folder
from kpixl.desk.taking import Asks, Uploading, limits_of, takes, taking_apart

PAGE = "draft.html"


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield takes("/settings/draft", partial(_take, desk), limits_of(desk))
    yield reads(desk, "/drafted/{scheme}", _page)


def _take(desk: Desk, _asks: Asks) -> Uploading:
    """Takes the documents of a notice, and makes one scheme of them."""

    def answer(kept: Sequence[Kept], _fields: object) -> Response:
        made = desk.workspace.draft([each.path for each in kept], _new_name(desk), today=today())
        vars(desk.workspace).pop("schemes", None)
        return RedirectResponse(f"/forms/{made.folder.name}", 303)

    return taking_apart(answer)


def _new_name(desk: Desk) -> str:
    """What the draft is called: by the day, with a number from the second on."""
    names = (f"draft-{today().isoformat()}" + (f"-{n}" if n > 1 else "") for n in count(1))
    return next(name for name in names if name not in desk.workspace.schemes)


def _page(asked: Asked) -> Response:
    """The page that shows documents and forms side by side, to be read elsewhere."""
    return downloads.found(own_folder(asked) / PAGE)
