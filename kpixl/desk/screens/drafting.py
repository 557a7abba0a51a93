"""A scheme from the attachments of a notice: taken in, drafted, and led on to its forms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.desk import downloads, drafts, verbs
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk, today
from kpixl.desk.jobs import Do
from kpixl.desk.screens.forms import own_folder
from kpixl.desk.taking import Asks, Papers, Uploading, limits_of, takes, taking_apart
from kpixl.words import Words

PAGE = "draft.html"


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield takes("/settings/draft", partial(_take, desk), limits_of(desk))
    yield reads(desk, "/drafts/{scheme}", _draft)
    yield reads(desk, "/drafted/{scheme}", _page)


def _take(desk: Desk, _asks: Asks) -> Uploading:
    """Takes the documents of a notice, of which one scheme is made in the background."""

    def answer(papers: Papers) -> Response:
        name = _new_name(desk)

        def work(do: Do) -> Words:
            [said] = do(verbs.draft, desk.workspace, papers.files, name, today())
            vars(desk.workspace).pop("schemes", None)
            words: Words = said
            return words

        desk.jobs.add(drafts.undertaking(desk.scheme, name, f"/drafts/{name}"), work, papers.done)
        return RedirectResponse(f"/drafts/{name}", 303)

    return taking_apart(answer)


def _new_name(desk: Desk) -> str:
    """What the draft is called: by the day, with a number from the second on."""
    names = (f"draft-{today().isoformat()}" + (f"-{n}" if n > 1 else "") for n in count(1))
    return next(n for n in names if n not in desk.workspace.schemes and not desk.jobs.latest(drafts.key(n)))


def _draft(asked: Asked) -> Response:
    """How far a draft is, and what came of it."""
    name = str(asked.parts["scheme"])
    job = asked.desk.jobs.latest(drafts.key(name))
    if job is None:
        return RedirectResponse(asked.link(f"/forms/{name}"), 303)
    return asked.page("draft.html", draft=job.as_dict(asked.lang), scheme=name)


def _page(asked: Asked) -> Response:
    """The page that shows documents and forms side by side, to be read elsewhere."""
    return downloads.found(own_folder(asked) / PAGE)
