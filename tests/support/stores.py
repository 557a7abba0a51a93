"""An object store of this machine, started for tests: what answers as S3 does, on the loopback address."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import fsspec

BUCKET = "bucket"
PRETENDED = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def object_store() -> Iterator[str]:
    """Its bucket's URL; fsspec has address and credentials from the environment, as an office has them."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - heavy

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        told = {**PRETENDED, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
        with mock.patch.dict(os.environ, told):
            fsspec.filesystem("s3").mkdir(BUCKET)
            yield f"s3://{BUCKET}"
    finally:
        server.stop()
