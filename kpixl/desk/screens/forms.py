"""The forms of a scheme, corrected by clicking: beside the document, with a preview and what lint says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import (
    TYPES,
    WORDS,
    Correction,
    FormView,
    form_files,
    form_view,
    shown_sheets,
)
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk, folder_signature
from kpixl.desk.screens.scheme import place_of
from kpixl.refusal import RefusedError
from kpixl.words import Words

_STEPS = 50
"""Corrections that can be taken back."""
EVERY_UNIT = Words("全部单位", "all units")


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/forms/{scheme}", _first)
    yield reads(desk, "/forms/{scheme}/{form}", _screen)
    yield does(desk, "/forms/{scheme}/{form}", _correct)
    yield does(desk, "/forms/{scheme}/{form}/heading", _heading)
    yield does(desk, "/forms/{scheme}/{form}/undo", _undo)


def own_folder(asked: Asked) -> Path:
    """The folder of a scheme of the workspace's own."""
    root, place = asked.desk.workspace.root, asked.desk.workspace.schemes.get(str(asked.parts["scheme"]))
    if place is None or root is None or not place.folder.is_relative_to(root):
        raise RefusedError("这个工作区没有这个方案。", "This workspace has no such scheme.")
    return place.folder


def version_of(folder: Path) -> str:
    """What tells a scheme's files, as they are now, from any others."""
    return hashlib.sha256(repr(folder_signature(folder)).encode()).hexdigest()[:16]


def must_be_current(asked: Asked, folder: Path) -> None:
    """RefusedError where the scheme is another one than that of the page."""
    if asked.field("of") != version_of(folder):
        raise RefusedError(
            "方案在这期间被改动过，没有保存：请重新打开这一页再改。",
            "The scheme has been changed meanwhile, and nothing is saved: open the page anew.",
        )


def form_link(asked: Asked, form: str, **query: str) -> str:
    """A link to a form of the scheme that is looked at."""
    return asked.link(f"/forms/{asked.parts['scheme']}/{form}", **query)


def _first(asked: Asked) -> Response:
    """The first form that somebody fills."""
    files = form_files(own_folder(asked))
    asks = (f for f in files if any(p.data.get("fill") for p in files[f].parts()))
    return RedirectResponse(form_link(asked, next(asks, next(iter(files)))), 303)


def _screen(asked: Asked) -> Response:
    desk, folder = asked.desk, own_folder(asked)
    files = form_files(folder)
    views = {name: form_view(file, asked.lang) for name, file in files.items()}
    view = views.get(str(asked.parts["form"]))
    if view is None:
        raise RefusedError("没有这张表。", "There is no such form.")
    scheme = files[view.id].scheme
    stages = [s for s in scheme.stages if view.id in s.form_ids]
    shown = next((s for s in stages if s.id == asked.query.get("as")), next(iter(stages), None))
    group = asked.query.get("group", next(iter(sorted(view.given)), ""))
    origin = desk.origin(folder.name)
    return asked.page(
        "forms.html",
        scheme=folder.name,
        scheme_title=scheme.head.title,
        units=sum(not u.outside for u in scheme.roster.units),
        views=views.values(),
        view=view,
        part=next((p for p in view.parts if p.name == asked.query.get("at")), None),
        cases={"": EVERY_UNIT[asked.lang], **(view.groups if len(view.groups) > 1 else {})},
        keys=_printable(view),
        types=TYPES,
        source=origin.source(view.id) if origin else [],
        given_in=stages,
        shown=shown,
        group=group,
        sheets=shown_sheets(scheme, view.id, shown.id, group) if shown else (),
        remarks=[(f, place_of(f, folder)) for f in desk.remarks(folder.name)],
        words=WORDS,
        of=version_of(folder),
        steps=len(desk.before.get(folder.name, ())),
        here=lambda **query: form_link(asked, view.id, **{**_kept(asked), **query}),
        to=lambda form: form_link(asked, form),
    )


def _kept(asked: Asked) -> dict[str, str]:
    """What stays as it is looked at: column, stage, group."""
    return {key: asked.query[key] for key in ("at", "as", "group") if key in asked.query}


def _printable(view: FormView) -> dict[str, str]:
    """What rows can print: the keys of the lists that they come from, each with an example."""
    used = {rows.source for block in view.blocks for rows in block.rows}
    return {key: text for listing in view.lists if listing.name in used for key, text in listing.keys.items()}


def _correct(asked: Asked) -> Response:
    folder, form = own_folder(asked), str(asked.parts["form"])
    must_be_current(asked, folder)
    do, _, case = asked.field("do").partition("@")
    at = asked.field("at")
    said = {name: asked.field(name) for name in asked.given if name not in {"do", "at", "of"}}
    forms = asked.desk.workspace.forms(folder.name)
    before = forms.texts
    forms.correct(Correction(form=form, do=do, at=at, case=case, said=said))
    remember(asked.desk, folder.name, before)
    return _back(asked, form, at if do not in {"remove", "split"} else "")


def _heading(asked: Asked) -> Response:
    """Other rows of the document are the heading."""
    folder, form, desk = own_folder(asked), str(asked.parts["form"]), asked.desk
    must_be_current(asked, folder)
    origin = desk.origin(folder.name)
    if origin is None:
        raise RefusedError("原文不在这里。", "The document is not here.")
    edge, _, at = asked.field("row").partition(":")
    forms = desk.workspace.forms(folder.name)
    before = forms.texts
    desk.keep_origin(forms.rehead(origin, form, origin.heading(form, at, edge), lang=asked.lang))
    remember(desk, folder.name, before)
    return _back(asked, form, "")


def remember(desk: Desk, scheme: str, before: Mapping[str, bytes]) -> None:
    """The files as they were before a correction can be had back."""
    desk.before[scheme] = [*desk.before.get(scheme, []), before][-_STEPS:]
    desk.changed()


def _undo(asked: Asked) -> Response:
    """The last correction is taken back."""
    folder = own_folder(asked)
    must_be_current(asked, folder)
    steps = asked.desk.before.get(folder.name)
    if not steps:
        raise RefusedError("没有可以撤销的改动。", "There is nothing to undo.")
    asked.desk.workspace.forms(folder.name).put_back(steps[-1])
    steps.pop()
    asked.desk.changed()
    return _back(asked, str(asked.parts["form"]), asked.field("at"))


def _back(asked: Asked, form: str, at: str) -> Response:
    kept: dict[str, Any] = {key: asked.field(f"_{key}") for key in ("as", "group") if asked.field(f"_{key}")}
    return RedirectResponse(form_link(asked, form, **kept, **({"at": at} if at else {})), 303)
