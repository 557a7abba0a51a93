"""A Dask cluster of this machine: two workers, processes of their own, of one thread each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import dask
from distributed import LocalCluster

from kpixl.scale.connection import Connection
from kpixl.stamp import Key

_FEW = {
    "distributed.worker.daemon": False,
    "distributed.scheduler.allowed-failures": 1,
    "distributed.comm.retry.count": 0,
    "distributed.comm.timeouts.connect": "2s",
    "distributed.deploy.lost-worker-timeout": "1h",
}
"""Workers may start processes; what ends two of them is at fault; those that start again have time for it."""


@contextmanager
def cluster(key: Key, password: str, *, workers: int = 2) -> Iterator[LocalCluster]:
    """Its workers have the secrets in their environment."""
    told = {"KPIXL_KEY": key.secret.decode(), "KPIXL_PASSWORD": password}
    with (
        dask.config.set(_FEW),
        mock.patch.dict(os.environ, told),
        LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=":0", host="127.0.0.1", silence_logs=50
        ) as made,
    ):
        yield made


@contextmanager
def connection(made: LocalCluster) -> Iterator[Connection]:
    """To ask it."""
    asked = Connection.to(made.scheduler_address)
    try:
        yield asked
    finally:
        asked.close()
