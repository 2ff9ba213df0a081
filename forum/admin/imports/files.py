"""Files that came with messages, kept as members' own are: images made anew, without location data."""

from mimetypes import guess_type

from forum.admin.imports.mail_archive.values import ArchivedMessage, Attachment
from forum.discussion.operations.files import KeptCopy, KeptFile
from forum.kernel.examining import Refused, examine, tidy_name
from forum.kernel.storage import storage

UNKNOWN = "application/octet-stream"
"""What cannot be made safe is handed out to be saved, never shown in a page."""


def keep_files(message: ArchivedMessage) -> tuple[KeptFile, ...]:
    """Let the storage keep what came with a message. It takes a while for images."""
    return tuple(_kept(file) for file in message.attachments)


def discard_files(files: tuple[KeptFile, ...]) -> None:
    """Take them out of the storage again, with their copies."""
    for file in files:
        for key in (file.key, *(copy.key for copy in file.copies)):
            storage().delete(key)


def _kept(file: Attachment) -> KeptFile:
    if not _is_image(file):
        return _as_it_is(file, file.content_type)
    try:
        found = examine(file.content, file.name)
    except Refused:
        # An archive is brought in whole: nobody is there to send another file.
        return _as_it_is(file, UNKNOWN)
    if not found.kind.is_image:
        return _as_it_is(file, found.kind.content_type)
    return KeptFile(
        tidy_name(file.name, found.kind.ending),
        found.kind.content_type,
        len(found.data),
        storage().put(found.data),
        found.width,
        found.height,
        tuple(
            KeptCopy(copy.width, copy.height, len(copy.data), storage().put(copy.data))
            for copy in found.copies
        ),
        found.facts,
    )


def _is_image(file: Attachment) -> bool:
    """Tell whether it says that it is an image, in its type or in its name."""
    named = guess_type(file.name)[0] or ""
    return file.content_type.startswith("image/") or named.startswith("image/")


def _as_it_is(file: Attachment, content_type: str) -> KeptFile:
    return KeptFile(file.name, content_type, len(file.content), storage().put(file.content))
