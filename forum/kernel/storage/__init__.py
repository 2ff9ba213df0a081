"""Where files are kept: by key, in a folder or in a bucket; keys never come from people.

Whoever keeps a key in a table fills `keys_in_use`: what nobody names any more is swept away.
"""

from collections.abc import Callable, Collection, Iterable

from flask import current_app

from config import Settings
from forum.kernel.slots import Slot
from forum.kernel.storage.bucket import BucketStorage
from forum.kernel.storage.folder import FolderStorage
from forum.kernel.storage.values import Storage

__all__ = ["BucketStorage", "FolderStorage", "Storage", "keys_in_use", "open_storage", "storage"]

keys_in_use: Slot[Callable[[Collection[str]], Iterable[str]]] = Slot(
    "Those among some keys of the storage that a table still names."
)


def open_storage(settings: Settings) -> Storage:
    """Return the storage that the settings name."""
    if settings.storage_url.startswith("s3://"):
        return BucketStorage.from_settings(settings)
    return FolderStorage(settings.storage_folder)


def storage() -> Storage:
    """Return the storage of this installation."""
    kept: Storage = current_app.extensions["folkmoot_storage"]
    return kept
