"""The server of the desk: on this machine alone, from its start to its end."""

from __future__ import annotations

import asyncio
import socket
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, suppress

import uvicorn

from kpixl.desk.doors import Doors
from kpixl.desk.front import Front, usual_places
from kpixl.desk.guarding import Guarded
from kpixl.desk.recent import Recent
from kpixl.refusal import RefusedError

_BACKLOG = 128
_PULSE_SECONDS = 0.2
_GRACE_SECONDS = 2


def listening(port: int) -> list[socket.socket]:
    """Sockets on the loopback address, under both its names where the system has both; 0: any free port.

    The protocol is named, for asyncio sends at once what is small only where a socket says that it is TCP.
    """
    first = _socket(socket.AF_INET)
    try:
        first.bind(("127.0.0.1", port))
    except (OSError, OverflowError):
        first.close()
        raise RefusedError(
            f"端口 {port} 不能用：可能另一个 kpixl desk 正在运行；请另选一个，或者不写 --port。",
            f"Port {port} cannot be used: another `kpixl desk` may be running; name another one.",
        ) from None
    first.listen(_BACKLOG)
    sockets = [first]
    with suppress(OSError):
        second = _socket(socket.AF_INET6)
        try:
            second.bind(("::1", first.getsockname()[1]))
            second.listen(_BACKLOG)
            sockets.append(second)
        except OSError:  # there is no such address, or somebody else has the port there
            second.close()
    return sockets


def _socket(family: socket.AddressFamily) -> socket.socket:
    """A socket whose port is nobody else's: Windows would let another program listen there as well."""
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    return made


def serve(
    opened: Callable[[Front], None],
    *,
    port: int = 0,
    browser: bool = True,
    recent: Recent,
    told: Callable[[str], None],
) -> None:
    """Serve until somebody quits.

    opened: opens a workspace, or none; told: the link that opens it, before the first request.
    """
    with ExitStack() as held:
        sockets = listening(port)
        for each in sockets:
            held.callback(each.close)
        doors = Doors(port=sockets[0].getsockname()[1])
        front = Front(doors, recent, usual_places())
        opened(front)
        held.callback(front.close)
        config = uvicorn.Config(
            Guarded(front, doors),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        link = doors.link()
        told(link)
        if browser:
            webbrowser.open(link)
        with suppress(KeyboardInterrupt):  # the usual end, from a terminal
            asyncio.run(_run(uvicorn.Server(config), front, sockets))


async def _run(server: uvicorn.Server, front: Front, sockets: list[socket.socket]) -> None:
    """Serve, until the program is interrupted or somebody quits."""

    async def watch() -> None:
        while not (front.closing.is_set() or server.should_exit):  # noqa: ASYNC110 - set by a thread, or a signal
            await asyncio.sleep(_PULSE_SECONDS)
        front.close()
        server.should_exit = True

    watching = asyncio.create_task(watch())
    try:
        await server.serve(sockets)
    finally:
        front.closing.set()
        await watching
