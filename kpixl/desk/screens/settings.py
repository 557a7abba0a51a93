"""设置: backup, another browser, language, the end."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk, today
from kpixl.desk.speaking import COOKIE, plain_page
from kpixl.refusal import RefusedError
from kpixl.words import LANGS, Words

_BACKUPS = "backups"
_PAGES = frozenset(
    {
        "/",
        "/issue",
        "/returns",
        "/chase",
        "/units",
        "/verification",
        "/scores",
        "/journal",
        "/scheme",
        "/settings",
    }
)
"""Where a form may lead back to."""
GOODBYE = Words(
    "kpixl 已经停止。收到的文件、登记的事项都已保存；要再用时重新启动。",
    "kpixl has stopped. What came in and was recorded is kept; start it again when you need it.",
)


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/settings", _screen)
    yield does(desk, "/settings/language", _language)
    yield does(desk, "/settings/backup", _backup)
    yield reads(desk, "/settings/backups/{name}", _download)
    yield does(desk, "/settings/link", _link)
    yield does(desk, "/settings/quit", _quit)
    yield does(desk, "/jobs/{number:int}/cancel", _cancel)


def _screen(asked: Asked, link: str = "") -> Response:
    workspace = asked.desk.workspace
    folder = work.output(asked.desk, _BACKUPS)
    return asked.page(
        "settings.html",
        root=workspace.root,
        limits=workspace.means().limits,
        backups=sorted((p.name for p in folder.glob("*.kpixl-backup")), reverse=True),
        link=link,
    )


def _language(asked: Asked) -> Response:
    wanted, back = asked.field("lang"), asked.field("back")
    answer = RedirectResponse(asked.link(back if back in _PAGES else "/"), 303)
    if wanted in LANGS:
        answer.set_cookie(COOKIE, wanted, max_age=31_536_000, httponly=True, samesite="strict")
    return answer


def _backup(asked: Asked) -> Response:
    password = asked.field("password")
    if not password or password != asked.field("again"):
        raise RefusedError("两次输入的密码不一致，或者是空的。", "The two passwords differ, or are blank.")
    name = f"{asked.desk.scheme}-{today().isoformat()}.kpixl-backup"
    asked.desk.workspace.backup(work.output(asked.desk, _BACKUPS, name), password)
    return asked.to("/settings")


def _download(asked: Asked) -> Response:
    folder = work.output(asked.desk, _BACKUPS)
    path = next((p for p in folder.glob("*.kpixl-backup") if p.name == asked.parts["name"]), None)
    if path is None:
        raise RefusedError("没有这个备份。", "There is no such backup.")
    return downloads.found(path)


def _link(asked: Asked) -> Response:
    return _screen(asked, asked.desk.link())


def _quit(asked: Asked) -> Response:
    asked.desk.closing.set()
    return plain_page(GOODBYE, asked.lang, status=200)


def _cancel(asked: Asked) -> Response:
    asked.desk.jobs.cancel(int(asked.parts["number"]))
    return asked.to("/")
