"""A folder and a bucket, which must behave alike."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import Settings
from forum.kernel.storage import Storage, open_storage

BUCKET = "folkmoot-files"


@pytest.fixture(scope="session")
def bucket_url() -> Iterator[str]:
    """Return the address of a bucket in a server of this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import boto3  # noqa: PLC0415 -- slow, and only these tests need it
        from moto.server import ThreadedMotoServer  # noqa: PLC0415

        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket=BUCKET)
        client.close()
    yield f"s3://{BUCKET}/community?endpoint={endpoint}&region=us-east-1"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Return a storage, of either kind."""
    url = request.getfixturevalue("bucket_url") if request.param == "bucket" else ""
    settings = Settings(
        instance=tmp_path, storage_url=url, storage_key="key", storage_secret="secret"
    )
    return open_storage(settings)
