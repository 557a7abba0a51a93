"""The desk: the campaign in a browser, on this machine alone. The same verbs as the command line's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kpixl.campaign import Workspace

if TYPE_CHECKING:
    from kpixl.desk.front import Front

RECENT = Path(".kpixl") / "recent.json"
"""Below the user's folder: which workspaces were open lately."""


def run_desk(
    home: Workspace,
    scheme: str = "",
    *,
    port: int = 0,
    browser: bool = True,
    told: Callable[[str], None],
) -> None:
    """Serve a workspace until somebody quits; outside of any the page where one is chosen or made.

    told: the link that opens it, once. RefusedError where there is no such scheme.
    """
    from kpixl.desk.recent import Recent  # noqa: PLC0415 - the server is loaded where one runs
    from kpixl.desk.serving import serve  # noqa: PLC0415

    def opened(front: Front) -> None:
        if home.root is not None:
            front.open(home, scheme)

    serve(opened, port=port, browser=browser, recent=Recent(Path.home() / RECENT), told=told)
