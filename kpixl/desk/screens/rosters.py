"""The roster of a scheme from a list of units, pasted or in a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import form_files, units_in
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk
from kpixl.desk.screens.forms import must_be_current, own_folder, remember, version_of
from kpixl.desk.taking import Asks, Papers, Uploading, limits_of, takes, taking_apart
from kpixl.refusal import RefusedError


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/rosters/{scheme}", _screen)
    yield does(desk, "/rosters/{scheme}", _paste)
    yield takes("/roster-files", partial(_take, desk), limits_of(desk))


def _screen(asked: Asked, text: str = "") -> Response:
    folder = own_folder(asked)
    scheme = next(iter(form_files(folder).values())).scheme
    text = text or asked.desk.listed.pop(folder.name, "")
    return asked.page(
        "rosters.html",
        scheme=folder.name,
        units=[u for u in scheme.roster.units if not u.outside],
        groups={g.id: g.name for g in scheme.roster.groups},
        of=version_of(folder),
        text=text,
        found=units_in(text),
    )


def _paste(asked: Asked) -> Response:
    """Show what a list says, then put it into the roster."""
    folder, text = own_folder(asked), asked.field("units")
    if asked.field("do") != "enrol":
        return _screen(asked, text)
    must_be_current(asked, folder)
    forms = asked.desk.workspace.forms(folder.name)
    before = forms.texts
    forms.enrol(units_in(text))
    remember(asked.desk, folder.name, before)
    return RedirectResponse(asked.link(f"/rosters/{folder.name}"), 303)


def _take(desk: Desk, asks: Asks) -> Uploading:
    """Takes a file with a list of units, whose lines are then shown to be looked at."""
    scheme = asks.query.get("scheme", "")
    if scheme not in desk.workspace.schemes:
        raise RefusedError("没有这个方案。", "There is no such scheme.")

    def answer(papers: Papers) -> Response:
        desk.listed[scheme] = desk.workspace.forms(scheme).lines_in(papers.files)
        papers.done()
        return RedirectResponse(f"/rosters/{scheme}", 303)

    return taking_apart(answer)
