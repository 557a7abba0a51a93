"""A verb on a cluster that exists, where one is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kpixl.campaign.basis.environment import of_worker
from kpixl.campaign.basis.means import Means
from kpixl.places import place
from kpixl.progress import unseen
from kpixl.refusal import RefusedError
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.campaign.basis.basis import PathLike

EXTRA = ("distributed", "pyarrow")
"""What the extra `kpixl[scale]` brings."""


@contextmanager
def on_cluster(
    means: Means,
    address: str,
    shelf: PathLike | None,
    *,
    patience: float | None = None,
    say: Callable[[Words], None] = unseen,
) -> Iterator[Means]:
    """The means, with the cluster at an address to read returns and make workbooks.

    shelf: a folder that client and workers see, where chunks are kept; patience: seconds for which a
    scheduler or workers that are gone are waited for; say: tells what was read before. RefusedError where
    there is no shelf, no key, no cluster, or the extra is not installed.
    """
    if any(find_spec(name) is None for name in EXTRA):
        raise RefusedError(
            "--dask 需要 kpixl[scale]（dask.distributed、pyarrow）：请先安装。",
            "--dask takes kpixl[scale] (dask.distributed, pyarrow): install it first.",
        )
    if shelf is None:
        raise RefusedError(
            "不在工作区里：请用 --chunks 指定各机器都能看到的文件夹，放已读完的部分。",
            "This is no workspace: name a folder that all machines see with --chunks, for what was read.",
        )
    if means.key is None:
        raise RefusedError(
            "没有签名密钥，无法在集群上工作：请用 --key-file 指定。",
            "There is no signing key, without which nothing is done on a cluster: name one with --key-file.",
        )
    from kpixl.scale import PATIENCE, connected  # noqa: PLC0415 - of the extra

    waits = PATIENCE if patience is None else patience
    with connected(address, place(shelf), means.key, of_worker, patience=waits, say=say) as cluster:
        yield replace(means, cluster=cluster)
