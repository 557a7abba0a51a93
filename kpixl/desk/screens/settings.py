"""设置: another browser, language, other schemes, the end; its backups have a module of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import Secrets, open_with, set_limits
from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk
from kpixl.desk.screens import backups
from kpixl.desk.speaking import choose_language, plain_page
from kpixl.desk.words import GOODBYE
from kpixl.limits import MB
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

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
LIMITS = {
    "file": Words("一个文件最大（MB）", "A file at most (MB)"),
    "archive": Words("一个压缩包最大（MB）", "An archive at most (MB)"),
}


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/settings", _screen)
    yield does(desk, "/settings/language", _language)
    yield does(desk, "/settings/link", _link)
    yield does(desk, "/settings/password", _password)
    yield does(desk, "/settings/key", _key)
    yield does(desk, "/settings/limits", _limits)
    yield does(desk, "/settings/opening", _opening)
    yield does(desk, "/settings/quit", _quit)
    yield does(desk, "/settings/leave", _leave)
    yield does(desk, "/settings/scheme", _turn)
    yield does(desk, "/settings/roll", _roll)
    yield does(desk, "/jobs/{number:int}/cancel", _cancel)


def _screen(asked: Asked, link: str = "", password: str = "") -> Response:
    workspace = asked.desk.workspace
    means, own = workspace.means(), workspace.secrets(create=False)
    return asked.page(
        "settings.html",
        root=workspace.root,
        limits={name: getattr(means.limits, name) // MB for name in LIMITS},
        limit_words=LIMITS,
        key=own.key.id if own else "",
        opening=len(own.open_passwords) if own else 0,
        backups=backups.names(asked.desk),
        schemes=own_schemes(asked.desk),
        link=link,
        password=password,
    )


def _language(asked: Asked) -> Response:
    wanted, back = asked.field("lang"), asked.field("back")
    return choose_language(RedirectResponse(asked.link(back if back in _PAGES else "/"), 303), wanted)


def _secrets(asked: Asked) -> Secrets:
    """What somebody wants to see who has said that he knows what it is."""
    if not asked.field("sure"):
        raise RefusedError("请先勾选确认。", "Tick the box first.")
    secrets = asked.desk.workspace.secrets(create=False)
    if secrets is None:
        raise RefusedError(
            "还没有密码和密钥：第一次生成工作簿时产生。", "There are none yet: the first workbook makes them."
        )
    return secrets


def _password(asked: Asked) -> Response:
    """The page with the password that unlocks sheets."""
    return _screen(asked, password=_secrets(asked).password)


def _key(asked: Asked) -> Response:
    """The signing key as a file, for another machine that is to check what this one issued."""
    key = _secrets(asked).key
    return downloads.made(key.secret, f"kpixl-{key.id}.key")


def _limits(asked: Asked) -> Response:
    """Other limits for returns, in MB; what is too large by the old ones is read once more."""
    said = {name: asked.field(name) for name in LIMITS}
    set_limits(asked.desk.workspace, {name: f"{text} MB" if text else "" for name, text in said.items()})
    return _read_again(asked)


def _opening(asked: Asked) -> Response:
    """One more password that returns may be opened with, or none any more."""
    password, own = asked.field("password"), asked.desk.workspace.secrets(create=False)
    known = own.open_passwords if own else ()
    if not (password or asked.field("none")):
        raise RefusedError("请写密码。", "Say the password.")
    open_with(asked.desk.workspace, *((*known, password) if password else ()))
    return _read_again(asked)


def _read_again(asked: Asked) -> Response:
    work.check(asked.desk, asked.stage, asked.status.stage.name)
    return asked.to("/settings")


def _link(asked: Asked) -> Response:
    return _screen(asked, link=asked.desk.link())


def _quit(asked: Asked) -> Response:
    asked.desk.quit()
    return plain_page(GOODBYE, asked.lang, status=200, last=True)


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
    if not year.isdecimal() or len(year) != len("2027"):
        raise RefusedError("请写年份，例如 2027。", "Say a year, such as 2027.")
    made = asked.desk.workspace.roll(asked.desk.scheme, int(year), _results(asked.desk))
    vars(asked.desk.workspace).pop("schemes", None)
    return asked.page("rolled.html", rolled=made, lines=list(made.lines(asked.lang)))


def _results(desk: Desk) -> list[Path]:
    """Where this year's returns lie, if next year's scheme is to take something from them."""
    scheme = desk.campaign.scheme
    folders = [desk.inbox(stage.id).folder for stage in scheme.stages] if scheme.gives_results else []
    return [folder for folder in folders if folder.is_dir()]


def own_schemes(desk: Desk) -> dict[str, str]:
    """The schemes of the workspace itself, by id, with what they are called."""
    root = desk.workspace.root
    places = desk.workspace.schemes.values()
    own = (place for place in places if root is not None and place.folder.is_relative_to(root))
    return {place.id: place.title for place in own}


def _cancel(asked: Asked) -> Response:
    asked.desk.jobs.cancel(int(asked.parts["number"]))
    return asked.to("/")
