"""A folder of the campaign, opened in the file manager of this machine; no path is ever asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from kpixl.desk import work
from kpixl.desk.asking import Asked, does
from kpixl.desk.desk import Desk
from kpixl.refusal import RefusedError

_SCREENS = {"returns": "/returns", "issued": "/issue", "results": "/scores"}


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield does(desk, "/folders/{name}", _open)


def _open(asked: Asked) -> Response:
    name = str(asked.parts["name"])
    if name not in _SCREENS:
        raise RefusedError("没有这个文件夹。", "There is no such folder.")
    folder = {
        "returns": asked.desk.inbox(asked.stage).folder,
        "issued": work.output(asked.desk, asked.stage),
        "results": work.output(asked.desk),
    }[name]
    folder.mkdir(parents=True, exist_ok=True)
    if not show(folder):
        raise RefusedError(f"这台电脑上打不开文件夹，请自己打开：{folder}", f"Open it yourself: {folder}")
    return asked.to(_SCREENS[name])


def show(folder: Path) -> bool:
    """Open a folder where this system shows folders; whether that could be tried."""
    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606 - the file manager, over a folder of the campaign
        return True
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen([opener, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - the system's own, over a folder of the campaign
    except OSError:  # it has none
        return False
    return True
