"""开始: the workspaces that were open lately, and a new one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import RefusedError, Workspace, gallery, safe_name, words_for
from kpixl.desk import drafts, verbs
from kpixl.desk.asking import form_of
from kpixl.desk.desk import today
from kpixl.desk.jobs import Do, Jobs
from kpixl.desk.recent import Recent, workspaces_in
from kpixl.desk.speaking import choose_language, language, page, plain_page
from kpixl.desk.taking import Asks, Papers, Uploading, takes, taking_apart
from kpixl.desk.words import GOODBYE
from kpixl.words import Lang, Words

NEXT_YEAR = "/settings#next-year"
Given = Mapping[str, Sequence[str]]
Act = Callable[[Given, Lang], Response]


class Opener(Protocol):
    """What opens workspaces."""

    recent: Recent
    beginning: Jobs

    def open(self, workspace: Workspace, scheme: str = "") -> None:
        """Open a workspace's desk."""

    def close(self) -> None:
        """The end."""


def routes(opener: Opener, places: Mapping[str, Path]) -> Iterator[Route]:
    """What the page answers to. places: where a new workspace may be made, by names that say no path."""
    start = _Start(opener, places)
    yield Route("/", start.show, methods=["GET"])
    yield takes("/start/draft", start.drafting, lambda: start.home.means().limits)
    yield Route("/start/drafts/{number:int}", start.draft, methods=["GET"])
    for path, act in start.acts.items():
        yield Route(f"/start/{path}", start.does(act), methods=["POST"])


@dataclass(frozen=True)
class _Start:
    """The page where one begins. drafted: by its job, the folder of a campaign and its scheme."""

    opener: Opener
    places: Mapping[str, Path]
    home: Workspace = field(default_factory=Workspace.find)
    drafted: dict[int, tuple[Path, str]] = field(default_factory=dict)

    async def show(self, request: Request) -> Response:
        """What one may choose from."""
        lang = language(request.headers)
        return page(
            "start.html",
            lang,
            drafts=[job.as_dict(lang) for job in self.opener.beginning.told],
            recent=self.opener.recent.workspaces,
            found=self._found,
            schemes=self.home.schemes,
            gallery=gallery(),
            default=self.home.default,
            places=self.places,
        )

    @property
    def _found(self) -> Mapping[str, Path]:
        """Other workspaces where new ones may be made, by names that say no path."""
        recent = self.opener.recent.workspaces
        return {
            name: path for name, path in workspaces_in(self.places.values()).items() if name not in recent
        }

    @property
    def acts(self) -> Mapping[str, Act]:
        """What its forms do."""
        return {
            "open": self._open,
            "next": self._next_year,
            "new": self._new,
            "drafted": self._drafted,
            "cancel": self._cancel,
            "quit": self._quit,
            "language": self._language,
        }

    def does(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """What answers to a form."""

        async def endpoint(request: Request) -> Response:
            given = await form_of(request)
            if isinstance(given, Response):
                return given
            return await run_in_threadpool(_done, act, given, language(request.headers))

        return endpoint

    def _open(self, given: Given, _lang: Lang) -> Response:
        path = {**self._found, **self.opener.recent.workspaces}.get(_one(given, "workspace"))
        if path is None:
            raise RefusedError("没有这个工作区。", "There is no such workspace.")
        self.opener.open(Workspace.at(path))
        return RedirectResponse("/", 303)

    def _next_year(self, given: Given, lang: Lang) -> Response:
        """Open a campaign where the scheme of another year is made of it."""
        self._open(given, lang)
        return RedirectResponse(NEXT_YEAR, 303)

    def _new(self, given: Given, _lang: Lang) -> Response:
        self.opener.open(self.home.create(self._new_place(given), _one(given, "scheme")))
        return RedirectResponse("/", 303)

    def drafting(self, _asks: Asks) -> Uploading:
        """Takes the documents of a notice, and makes a campaign whose scheme is drafted from them."""

        def answer(papers: Papers) -> Response:
            folder = self._new_place({name: [text] for name, text in papers.fields.items()})
            scheme = f"appraisal-{today().year}"

            def work(do: Do) -> Words:
                [said] = do(verbs.begin, self.home, papers.files, (folder, scheme), today())
                words: Words = said
                return words

            undertaken = drafts.undertaking("", str(folder), "/")
            job = self.opener.beginning.add(undertaken, work, papers.done)
            self.drafted[job.number] = folder, scheme
            return RedirectResponse(f"/start/drafts/{job.number}", 303)

        return taking_apart(answer)

    async def draft(self, request: Request) -> Response:
        """How far a draft is, and what came of it."""
        lang, number = language(request.headers), request.path_params["number"]
        job = next((job for job in self.opener.beginning.told if job.number == number), None)
        if job is None:
            return RedirectResponse("/", 303)
        return page("start_draft.html", lang, draft=job.as_dict(lang))

    def _drafted(self, given: Given, _lang: Lang) -> Response:
        """Open what was drafted."""
        number = _one(given, "number")
        at = self.drafted.get(int(number)) if number.isdecimal() else None
        if at is None:
            raise RefusedError("没有这个方案。", "There is no such scheme.")
        folder, scheme = at
        self.opener.open(Workspace.at(folder), scheme)
        return RedirectResponse(f"/forms/{scheme}", 303)

    def _cancel(self, given: Given, _lang: Lang) -> Response:
        number = _one(given, "number")
        if number.isdecimal():
            self.opener.beginning.cancel(int(number))
        return RedirectResponse(f"/start/drafts/{number}" if number.isdecimal() else "/", 303)

    def _new_place(self, given: Given) -> Path:
        name, place = _one(given, "name"), self.places.get(_one(given, "place"))
        if not name or place is None:
            raise RefusedError("请写名称，并选一个位置。", "Say a name, and choose a place.")
        return place / safe_name(name)

    def _quit(self, _given: Given, lang: Lang) -> Response:
        self.opener.close()
        return plain_page(GOODBYE, lang, status=200, last=True)

    def _language(self, given: Given, _lang: Lang) -> Response:
        return choose_language(RedirectResponse("/", 303), _one(given, "lang"))


def _done(act: Act, given: Given, lang: Lang) -> Response:
    """What comes of it; what cannot be done is said on a page of its own."""
    try:
        return act(given, lang)
    except Exception as error:
        words = words_for(error, desk=True)
        if words is None:
            raise
        return plain_page(words, lang, status=409)


def _one(given: Given, name: str) -> str:
    return (given.get(name) or [""])[0].strip()
