"""The desk: the campaign in a browser, on this machine alone. The same verbs as the command line's."""

from __future__ import annotations

from collections.abc import Callable

from kpixl.campaign import Workspace
from kpixl.refusal import RefusedError


def run_desk(
    home: Workspace,
    scheme: str = "",
    *,
    port: int = 0,
    browser: bool = True,
    told: Callable[[str], None],
) -> None:
    """Serve a workspace until somebody quits. told: the link that opens it, once.

    RefusedError outside of any workspace.
    """
    from kpixl.desk.desk import Desk  # noqa: PLC0415 - the server is loaded where one runs
    from kpixl.desk.serving import serve  # noqa: PLC0415

    if home.root is None:
        raise RefusedError(
            "这里不是工作区：请用 kpixl init 新建，或用 --workspace 指定；要试用，运行 kpixl demo --desk。",
            "This is no workspace: make one with `kpixl init`, or name one with --workspace; to have a look, "
            "run `kpixl demo --desk`.",
        )
    serve(Desk(home, scheme), port=port, browser=browser, told=told)
