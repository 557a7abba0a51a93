"""The connection to a cluster's scheduler, made anew where it breaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any

from distributed import Client
from distributed.client import ClosedClientError

from kpixl.refusal import RefusedError

LOST = (CancelledError, ClosedClientError, OSError)
"""What the client raises where it has no connection, or what it gave to the cluster was called off."""
PATIENCE = 120.0
"""Seconds in which a scheduler that is gone, or workers of which none is there, may come back."""
_CONNECT_SECONDS = 20.0
_ANSWER_SECONDS = 30.0
_PULSE_SECONDS = 0.5
_COMPARED = ("python", "kpixl", "distributed")
_SHOWN = 3


class _Client(Client):  # type: ignore[misc]  # half annotated
    """Dask's client, which does not connect again by itself.

    It would under its old name: the scheduler, which clears away what belonged to that name when it sees the
    old connection end, may then take away what came since, and nobody hears of it.
    """

    async def _reconnect(self) -> None:
        await self._close()


class Connection:
    """To the scheduler at an address. OSError where none answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._connect(_CONNECT_SECONDS)

    @classmethod
    def to(cls, address: str) -> Connection:
        """The same, as `tcp://10.0.0.1:8786`. RefusedError where none answers."""
        try:
            if "://" not in address:  # which would be looked for as the name of a machine
                raise ValueError(address)  # noqa: TRY301 - as the client says it of others
            return cls(address)
        except (OSError, ValueError) as error:
            raise RefusedError(
                f"连不上集群“{address}”：请核对地址（如 tcp://10.0.0.1:8786）和调度器是否已启动。",
                f"No cluster answers at {address!r}: see whether the address (such as tcp://10.0.0.1:8786) "
                "is right and the scheduler has been started.",
            ) from error

    @property
    def is_lost(self) -> bool:
        """Whether it broke."""
        return bool(self.client.status != "running" or self.client.scheduler_comm.closed())

    def renew(self, patience: float, wait: Callable[[], None]) -> None:
        """Make it anew. wait: called meanwhile; what it raises ends that. OSError where nobody answers."""
        until = time.monotonic() + patience
        self.close()
        while True:
            wait()
            try:
                return self._connect(min(_CONNECT_SECONDS, patience))
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(_PULSE_SECONDS)

    def workers(self) -> Sequence[str]:
        """The addresses of the workers that are at work or could be. OSError where nobody says."""
        client: Any = self.client
        told = client.sync(client.scheduler.identity, callback_timeout=_ANSWER_SECONDS)["workers"]
        return sorted(address for address, worker in told.items() if worker["status"] == "running")

    def others(self) -> str:
        """What scheduler and workers have installed other than this machine; "" where nobody knows of any."""
        with suppress(Exception):  # it is asked where something is wrong already
            told: Any = self.client.get_versions(packages=["kpixl"])
            own = _packages(told["client"])
            every = {"scheduler": told["scheduler"], **told["workers"]}
            other = [
                f"{at}: {name} {has}" for at, each in every.items() for name, has in _packages(each) - own
            ]
            return "; ".join(sorted(other)[:_SHOWN])
        return ""

    def close(self) -> None:
        """End it; what was given to the cluster and is not done need not be."""
        with suppress(Exception):  # where nobody is there any more, there is nobody to tell
            self.client.close()

    def _connect(self, seconds: float) -> None:
        self.client = _Client(self.address, timeout=seconds, set_as_default=False)


def _packages(told: Any) -> set[tuple[str, str]]:
    return {(name, str(told["packages"].get(name))) for name in _COMPARED}
