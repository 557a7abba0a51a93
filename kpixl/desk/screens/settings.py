"""设置: backup, another browser, language, the end."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk, today
from kpixl.desk.speaking import choose_language, plain_page
from kpixl.desk.words import GOODBYE
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

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


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/settings", _screen)
    yield does(desk, "/settings/language", _language)
    yield does(desk, "/settings/backup", _backup)
    yield reads(desk, "/settings/backups/{name}", _download)
    yield does(desk, "/settings/link", _link)
    yield does(desk, "/settings/password", _password)
    yield does(desk, "/settings/quit", _quit)
    yield does(desk, "/settings/leave", _leave)
    yield does(desk, "/settings/scheme", _turn)
    yield does(desk, "/settings/roll", _roll)
    yield does(desk, "/jobs/{number:int}/cancel", _cancel)


def _screen(asked: Asked, link: str = "", password: str = "") -> Response:
    workspace = asked.desk.workspace
    folder = work.output(asked.desk, _BACKUPS)
    return asked.page(
        "settings.html",
        root=workspace.root,
        limits=workspace.means().limits,
        backups=sorted((p.name for p in folder.glob("*.kpixl-backup")), reverse=True),
        schemes=own_schemes(asked.desk),
        link=link,
        password=password,
    )


def _language(asked: Asked) -> Response:
    wanted, back = asked.field("lang"), asked.field("back")
    return choose_language(RedirectResponse(asked.link(back if back in _PAGES else "/"), 303), wanted)


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


def _password(asked: Asked) -> Response:
    """The page with the password that unlocks sheets, which somebody asked for."""
    secrets = asked.desk.workspace.secrets(create=False)
    if secrets is None:
        raise RefusedError(
            "还没有密码：第一次生成工作簿时产生。", "There is none yet: the first workbook makes it."
        )
    return _screen(asked, password=secrets.password)


def _link(asked: Asked) -> Response:
    return _screen(asked, link=asked.desk.link())


def _quit(asked: Asked) -> Response:
    asked.desk.quit()
    return plain_page(GOODBYE, asked.lang, status=200)


def _leave(asked: Asked) -> Response:
    asked.desk.leave()
    return RedirectResponse("/", 303)


def _turn(asked: Asked) -> Response:
    """Another scheme of the workspace."""
    scheme = asked.field("scheme")
    if scheme not in own_schemes(asked.desk):
        raise unknown(Words("考核方案", "scheme"), scheme, own_schemes(asked.desk))
    asked.desk.turn(asked.desk.workspace, scheme)
    return RedirectResponse("/", 303)


def _roll(asked: Asked) -> Response:
    """Next year's scheme, and what somebody must look at in it."""
    year = asked.field("year")
    if not year.isdecimal():
        raise RefusedError("请写年份，例如 2027。", "Say a year, such as 2027.")
    made = asked.desk.workspace.roll(asked.desk.scheme, int(year))
    vars(asked.desk.workspace).pop("schemes", None)
    return asked.page("rolled.html", rolled=made, lines=list(made.lines(asked.lang)))


def own_schemes(desk: Desk) -> list[str]:
    """The schemes of the workspace itself."""
    root = desk.workspace.root
    places = desk.workspace.schemes.values()
    return [place.id for place in places if root is not None and place.folder.is_relative_to(root)]


def _cancel(asked: Asked) -> Response:
    asked.desk.jobs.cancel(int(asked.parts["number"]))
    return asked.to("/")
