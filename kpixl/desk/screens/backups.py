"""Backups, a part of 设置: made, handed out, taken in from another disk, restored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpixl.campaign import Arriving, Kept, Workspace, safe_name
from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk, today
from kpixl.desk.taking import Asks, Uploading, limits_of, takes
from kpixl.outputs import move_anew, on_disk
from kpixl.refusal import RefusedError

ENDING = ".kpixl-backup"
_FOLDER = "backups"


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield does(desk, "/settings/backup", _make)
    yield does(desk, "/settings/restore", _restore)
    yield takes("/settings/backups", partial(_take, desk), limits_of(desk))
    yield reads(desk, "/settings/backups/{name}", _download)


def names(desk: Desk) -> list[str]:
    """The backups that are there, the last one first."""
    return sorted((path.name for path in _paths(desk)), reverse=True)


def _paths(desk: Desk) -> Iterator[Path]:
    return work.output(desk, _FOLDER).glob(f"*{ENDING}")


def _found(desk: Desk, name: str) -> Path:
    path = next((p for p in _paths(desk) if p.name == name), None)
    if path is None:
        raise RefusedError("没有这个备份。", "There is no such backup.")
    return path


def _make(asked: Asked) -> Response:
    password = asked.field("password")
    if not password or password != asked.field("again"):
        raise RefusedError("两次输入的密码不一致，或者是空的。", "The two passwords differ, or are blank.")
    name = f"{asked.desk.scheme}-{today().isoformat()}{ENDING}"
    asked.desk.workspace.backup(work.output(asked.desk, _FOLDER, name), password)
    return asked.to("/settings")


def _download(asked: Asked) -> Response:
    return downloads.found(_found(asked.desk, str(asked.parts["name"])))


def _take(desk: Desk, _asks: Asks) -> Uploading:
    """Takes backups from elsewhere in; what is none says so when it is to be restored."""
    folder = work.output(desk, _FOLDER)

    def keep(arrived: Arriving, name: str) -> Kept:
        path = folder / f"{safe_name(name).removesuffix(ENDING)}{ENDING}"
        if path.exists():
            raise RefusedError("同名的备份已经在这里。", "There is a backup of that name already.")
        folder.mkdir(parents=True, exist_ok=True)
        arrived.file.close()
        move_anew(arrived.path, path)
        on_disk([path])
        return Kept(path=path, sha256=arrived.sha256)

    def answer(_kept: Sequence[tuple[str, Kept]]) -> Response:
        return RedirectResponse("/settings", 303)

    stage = desk.status().stage.id
    return Uploading(inbox=desk.inbox(stage), keep=keep, answer=answer)


def _restore(asked: Asked) -> Response:
    """Put what a backup holds into the workspace, which is then opened anew."""
    desk, path = asked.desk, _found(asked.desk, asked.field("name"))
    if not desk.jobs.are_idle:
        raise RefusedError(
            "还有事情正在做：等它做完再恢复。", "Something is at work: restore when it is done."
        )
    desk.workspace.restore(path, asked.field("password"), force=bool(asked.field("force")))
    desk.turn(Workspace.at(desk.workspace.root or path), desk.scheme)
    return RedirectResponse("/", 303)
