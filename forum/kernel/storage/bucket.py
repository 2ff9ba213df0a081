"""Files in a bucket that speaks S3's language."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from config import Settings, SettingsError
from forum.kernel.storage.values import PIECE, checked, is_key, new_key

if TYPE_CHECKING:
    from obstore.store import S3Store

PATIENCE = timedelta(seconds=10)
OPTIONS = frozenset({"endpoint", "region"})


class BucketStorage:
    """Files by key, in a bucket, below a prefix.

    What the store answers becomes an OSError, as a disk's trouble would be.
    """

    def __init__(
        self, bucket: str, prefix: str, options: dict[str, str], keys: tuple[str, str] = ("", "")
    ) -> None:
        self._bucket, self._prefix, self._options, self._keys = bucket, prefix, options, keys
        self._opened: tuple[int, S3Store] | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> "BucketStorage":
        """Read `s3://bucket/prefix?endpoint=…&region=…`. Raises SettingsError."""
        keys = (settings.storage_key, settings.storage_secret)
        return cls(*read_address(settings.storage_url), keys)

    @property
    def _store(self) -> "S3Store":
        """Return the connection of this process: what runs inside it does not survive a fork."""
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = (os.getpid(), self._open())
        return self._opened[1]

    def _open(self) -> "S3Store":
        # Only who has a bucket waits for the import, and needs its memory.
        from obstore.store import S3Store  # noqa: PLC0415

        endpoint = self._options.get("endpoint", "")
        config: dict[str, Any] = {"region": self._options.get("region", "us-east-1")}
        if endpoint:
            config |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
        if self._keys[0]:
            config |= {"access_key_id": self._keys[0], "secret_access_key": self._keys[1]}
        return S3Store(
            self._bucket,
            prefix=self._prefix or None,
            client_options={"timeout": PATIENCE, "allow_http": endpoint.startswith("http://")},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
            **config,
        )

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their new key; a reader never sees half a file."""
        key = new_key()
        try:
            with _as_trouble_of_a_disk():
                self._store.put(key, data)
        except FileNotFoundError:
            raise OSError(f"There is no bucket {self._bucket}.") from None
        return key

    def put_file(self, path: Path) -> str:
        """Keep what stands in a file, however large, and return its new key."""
        key = new_key()
        try:
            with _as_trouble_of_a_disk():
                self._store.put(key, path)
        except FileNotFoundError:
            raise OSError(f"There is no bucket {self._bucket}.") from None
        return key

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises FileNotFoundError."""
        with _as_trouble_of_a_disk():
            return bytes(self._store.get(checked(key)).bytes())

    def stream(self, key: str) -> Iterator[bytes]:
        """Give the bytes piece by piece. Raises FileNotFoundError before the first one."""
        with _as_trouble_of_a_disk():
            pieces = self._store.get(checked(key)).stream(min_chunk_size=PIECE)
        return (bytes(piece) for piece in pieces)

    def delete(self, key: str) -> None:
        """Remove the file; one that is gone already is no fault."""
        with suppress(FileNotFoundError), _as_trouble_of_a_disk():
            self._store.delete(checked(key))

    def keys_before(self, moment: datetime) -> Iterator[list[str]]:
        """Give the keys of what was put before the moment, in batches."""
        with _as_trouble_of_a_disk():
            for batch in self._store.list():
                old = [str(one["path"]) for one in batch if one["last_modified"] < moment]
                yield [key for key in old if is_key(key)]

    def check(self) -> str:
        """Write, read and remove a small file, and say where it was. Raises OSError."""
        key = self.put(b"check")
        self.get(key)
        self.delete(key)
        return f"files can be written, read and removed (bucket {self._bucket})"


@contextmanager
def _as_trouble_of_a_disk() -> Iterator[None]:
    from obstore.exceptions import BaseError  # noqa: PLC0415

    try:
        yield
    except FileNotFoundError:
        raise
    except BaseError as error:
        raise OSError(str(error).strip().splitlines()[0]) from error


def read_address(address: str) -> tuple[str, str, dict[str, str]]:
    """Return bucket, prefix and options of `s3://…`. Raises SettingsError."""
    parts = urlsplit(address)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.netloc or options.keys() - OPTIONS:
        raise SettingsError(
            "FOLKMOOT_STORAGE_URL must look like s3://bucket/prefix?endpoint=https://…&region=…."
        )
    return parts.netloc, parts.path.strip("/"), options
