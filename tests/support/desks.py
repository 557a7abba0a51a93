"""A desk as tests use it: a workspace, a browser that was let in, and all that follows done at once."""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from httpx2 import Response
from starlette.testclient import TestClient

from kpixl.campaign import Workspace
from kpixl.desk.app import application
from kpixl.desk.desk import Desk
from kpixl.desk.doors import Doors
from kpixl.desk.front import Front
from kpixl.desk.recent import Recent
from kpixl.desk.serving import serve
from kpixl.desk.work import Follower
from kpixl.ledger import Undertaking
from kpixl.words import Words
from tests.support import cli, tiny

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"
OWN = {"sec-fetch-site": "same-origin", "origin": HOME}
"""What a browser says of a form on one of the desk's own pages."""
ZH = {"accept-language": "zh-CN,zh;q=0.9"}
_PATIENCE_SECONDS = 60


def stranger(app: Any) -> TestClient:
    """Somebody on this machine who has no cookie."""
    return TestClient(app, base_url=HOME, follow_redirects=False, headers=ZH, raise_server_exceptions=False)


@dataclass(kw_only=True)
class Visited:
    """A desk and a browser that was let in."""

    desk: Desk
    doors: Doors
    browser: TestClient

    def get(self, path: str, **more: Any) -> Response:
        """A page."""
        return self.browser.get(path, **more)

    def page(self, path: str, **more: Any) -> str:
        """A page that is there, as text."""
        answer = self.get(path, **more)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> Response:
        """What a form of the page does."""
        return self.browser.post(path, data=data or {}, headers={**OWN, **more.pop("headers", {})}, **more)

    def drop(self, *files: tuple[str, bytes], stage: str = "") -> Response:
        """Drop files on a page."""
        body = [("files", (name, data, "application/octet-stream")) for name, data in files]
        own = {**OWN, "accept": "application/json"}
        return self.browser.post(f"/returns?stage={stage}", files=body, headers=own)

    def settle(self) -> None:
        """Everything that follows from what was done is done."""
        follower = Follower(desk=self.desk)
        for _ in "12":  # what has changed must rest
            follower.look()
        self.wait()

    def wait(self) -> None:
        """Nothing is at work."""
        until(lambda: self.desk.jobs.are_idle)


def until(so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not so():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def visited(folder: Path) -> Iterator[Visited]:
    """A desk of a new workspace."""
    with opened(workspace(folder)) as there:
        yield there


def workspace(folder: Path) -> Path:
    """A workspace with the tiny scheme, whose key is that of the tests."""
    state = cli.workspace(folder) / ".kpixl"
    state.mkdir()
    secrets = {"key": tiny.KEY.secret.decode(), "password": tiny.PASSWORD}
    (state / "secrets.json").write_text(json.dumps(secrets), encoding="utf-8")
    return folder


@contextmanager
def opened(folder: Path, scheme: str = "") -> Iterator[Visited]:
    """A desk of a workspace that is there."""
    desk, doors = Desk(Workspace.at(folder), scheme), Doors(port=PORT)
    browser = stranger(application(desk, doors))
    assert browser.get(doors.link()).status_code == 303
    desk.start()
    try:
        yield Visited(desk=desk, doors=doors, browser=browser)
    finally:
        desk.close()


@contextmanager
def running(folder: Path) -> Iterator[tuple[Desk, str]]:
    """A desk that serves a workspace on a free port, and the link that opens it."""
    with _served(lambda front: front.open(Workspace.at(folder))) as (front, said):
        assert front.desk is not None
        yield front.desk, said


@contextmanager
def begun(place: Path) -> Iterator[str]:
    """The link that opens a desk where nothing is open yet. place: where new workspaces may be made."""
    with (
        patch("kpixl.desk.serving.usual_places", lambda: {"home": place}),
        _served(lambda _front: None) as (_, said),
    ):
        yield said


@contextmanager
def _served(begin: Callable[[Front], None]) -> Iterator[tuple[Front, str]]:
    fronts, link = list[Front](), queue.SimpleQueue[str]()

    def opened(front: Front) -> None:
        begin(front)
        fronts.append(front)

    how = {"browser": False, "recent": Recent(None), "told": link.put}
    thread = threading.Thread(target=serve, args=(opened,), kwargs=how)
    thread.start()
    try:
        said = link.get(timeout=_PATIENCE_SECONDS)
        yield fronts[0], said
    finally:
        fronts[0].closing.set()
        thread.join()


def called(key: str) -> Undertaking:
    """Something to do."""
    return Undertaking(id=key, scheme="tiny", stage="", title=Words("工作", "work"), key=key, link="/")


def links(page: str) -> list[str]:
    """Where a page leads."""
    return re.findall(r'(?:href|src|action)="([^"]+)"', page)
