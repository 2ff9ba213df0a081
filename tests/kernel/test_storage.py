"""Files are kept by key, in a folder and in a bucket alike."""

from datetime import timedelta
from pathlib import Path

import pytest

from config import Settings, SettingsError
from forum.kernel.clock import now
from forum.kernel.storage import FolderStorage, Storage, open_storage
from forum.kernel.storage.bucket import read_address
from forum.kernel.storage.values import PIECE, is_key


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Return a storage, of either kind."""
    url = request.getfixturevalue("bucket_url") if request.param == "bucket" else ""
    settings = Settings(
        instance=tmp_path, storage_url=url, storage_key="key", storage_secret="secret"
    )
    return open_storage(settings)


def test_what_is_put_can_be_got_and_removed(kept: Storage) -> None:
    key = kept.put(b"words")
    assert kept.get(key) == b"words"
    assert b"".join(kept.stream(key)) == b"words"
    kept.delete(key)
    kept.delete(key)
    with pytest.raises(FileNotFoundError):
        kept.get(key)
    with pytest.raises(FileNotFoundError):
        kept.stream(key)


def test_large_file_comes_in_pieces(kept: Storage) -> None:
    data = bytes(range(256)) * (12 * PIECE // 256)
    key = kept.put(data)
    pieces = list(kept.stream(key))
    assert len(pieces) > 3
    assert b"".join(pieces) == data
    kept.delete(key)


@pytest.mark.parametrize("key", ["../../etc/passwd", "ab", "ab/../cd", "a/b/c", "", "ab/c.d", "/x"])
def test_no_key_leads_elsewhere(kept: Storage, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        kept.get(key)


def test_keys_of_what_is_old_are_found(kept: Storage) -> None:
    keys = {kept.put(b"one"), kept.put(b"two")}
    found = [key for batch in kept.keys_before(now() + timedelta(minutes=1)) for key in batch]
    assert keys <= set(found)
    assert all(map(is_key, found))
    early = [key for batch in kept.keys_before(now() - timedelta(hours=1)) for key in batch]
    assert not keys & set(early)


def test_check_says_where_files_are(kept: Storage) -> None:
    assert kept.check().startswith("files can be written, read and removed")


def test_half_file_of_a_crash_is_removed(tmp_path: Path) -> None:
    folder = FolderStorage(tmp_path)
    key = folder.put(b"whole")
    half = (tmp_path / key).with_suffix(".part")
    (tmp_path / key).rename(half)
    assert list(folder.keys_before(now() + timedelta(minutes=1))) == []
    assert not half.exists()


def test_bucket_that_is_not_there_is_an_error_of_the_machine(
    bucket_url: str, tmp_path: Path
) -> None:
    url = bucket_url.replace("folkmoot-files", "nobody-made-this")
    settings = Settings(
        instance=tmp_path, storage_url=url, storage_key="key", storage_secret="secret"
    )
    with pytest.raises(OSError, match=r".") as error:
        open_storage(settings).check()
    assert "\n" not in str(error.value)


def test_address_of_a_bucket_is_read() -> None:
    address = "s3://moot/files/here?endpoint=https://s3.example.org&region=eu-west-3"
    options = {"endpoint": "https://s3.example.org", "region": "eu-west-3"}
    assert read_address(address) == ("moot", "files/here", options)


@pytest.mark.parametrize("address", ["s3://", "s3:///files", "s3://moot?key=secret"])
def test_address_that_names_no_bucket_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="s3://bucket"):
        read_address(address)
