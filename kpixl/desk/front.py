"""What is served: the page where one begins, or the desk of the workspace that was chosen there."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from kpixl.campaign import Workspace
from kpixl.desk.app import desk_pages, start_pages
from kpixl.desk.desk import Desk
from kpixl.desk.doors import Doors
from kpixl.desk.jobs import Jobs, Unwritten
from kpixl.desk.places import other_disks, user_folders
from kpixl.desk.process import PassingProcess
from kpixl.desk.recent import Recent
from kpixl.desk.work import Follower


class Front:
    """The one application behind the doors.

    places: where a new workspace may be made; desk: what is open; closing: set when the server is to end;
    beginning: what takes long before any is open.
    """

    def __init__(self, doors: Doors, recent: Recent, places: Mapping[str, Path]) -> None:
        self.doors, self.recent = doors, recent
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self.desk: Desk | None = None
        self.beginning = Jobs(_unseen, PassingProcess(), Unwritten())
        self.beginning.start()
        self._start = start_pages(self, places)
        self._app: ASGIApp = self._start

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Whatever is open answers."""
        await self._app(scope, receive, send)

    def open(self, workspace: Workspace, scheme: str = "") -> None:
        """Open a workspace's desk in place of what is open. RefusedError where it has no such scheme."""
        desk = Desk(workspace, scheme)
        desk.link, desk.quit, desk.leave, desk.turn = self.doors.link, self.close, self.leave, self.open
        with self._lock:
            self._shut()
            self.desk, self._app = desk, desk_pages(desk)
        desk.start()
        Follower(desk=desk).start()
        if workspace.root is not None:
            self.recent.add(workspace.root)

    def leave(self) -> None:
        """Back to the page where one begins."""
        with self._lock:
            self._shut()

    def close(self) -> None:
        """The end."""
        self.leave()
        self.beginning.end()
        self.closing.set()

    def _shut(self) -> None:
        desk, self.desk, self._app = self.desk, None, self._start
        if desk is not None:
            desk.close()


def _unseen() -> None:
    """Nobody follows: the page asks."""


def usual_places() -> dict[str, Path]:
    """Where a new workspace may be made: what this user has of these folders."""
    folders = user_folders()
    named = {name: folders[name] for name in ("documents", "desktop") if name in folders}
    return {**named, **other_disks(), "home": Path.home(), "here": Path.cwd()}
