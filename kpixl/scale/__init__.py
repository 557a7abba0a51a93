"""Beyond one machine: chunks of returns and workbooks on a Dask cluster (extra `kpixl[scale]`)."""

from kpixl.scale.cluster import Cluster, connected
from kpixl.scale.connection import PATIENCE
from kpixl.scale.orders import Secrets

__all__ = ["PATIENCE", "Cluster", "Secrets", "connected"]
