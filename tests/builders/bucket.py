"""A bucket in a server of this machine, which speaks S3's language."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

BUCKET = "folkmoot-files"


@contextmanager
def running_bucket() -> Iterator[str]:
    """Start the server, make the bucket and give its address, with a key and a secret for it."""
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
