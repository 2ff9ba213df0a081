"""Files: sent by members, held by posts, removed with their last use."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select

from forum.accounts.values import Person
from forum.discussion.events import FileRemoved, FileSent, PostRevised
from forum.discussion.models import File, FileCopy, Post, PostFile
from forum.discussion.queries.files import holders_of, is_held, is_in_text, room_taken
from forum.discussion.rules import may_discard_file, may_remove_file, may_send_file
from forum.discussion.slots import files_needed
from forum.kernel.clock import now
from forum.kernel.db import HIGHEST_ID, db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.examining import Fact
from forum.kernel.outbox import enqueue
from forum.kernel.verdicts import require

UNUSED_FOR = timedelta(hours=48)
"""After which a file is removed that no post and no draft holds."""
AT_ONCE = 200
LONGEST_NAME = 255
LONGEST_TYPE = 120


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A smaller image that the storage keeps."""

    width: int
    height: int
    size: int
    key: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was made safe and that the storage keeps, before any table knows it."""

    name: str
    content_type: str
    size: int
    key: str
    width: int | None = None
    height: int | None = None
    copies: tuple[KeptCopy, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def room(self) -> int:
        """Return the bytes that it takes with its copies."""
        return self.size + sum(copy.size for copy in self.copies)


def send_file(kept: KeptFile, *, by: Person, room: int) -> File:
    """Write down a file that the member has sent; until a post holds it, it is theirs alone.

    `room` is how many bytes the files of one member may take. Raises Invalid where there is none
    left.
    """
    require(may_send_file(by))
    need_room(kept.room, by=by, room=room)
    file = _add_file(kept, by.member_id, now())
    announce(FileSent(file_id=file.id, by_id=by.member_id))
    return file


def need_room(size: int, *, by: Person, room: int) -> None:
    """Refuse what would take more room than one member has. Raises Invalid."""
    if room_taken(by.member_id) + size > room:
        raise Invalid(
            "files",
            f"Your files take all of the {room // 1_000_000:,} MB that a member has here. "
            "Remove some that are not needed any more, or ask a host.",
        )


def keep_file(post: Post, kept: KeptFile) -> File:
    """Write down a file that came beside the text of a post, as with a mail from an archive."""
    file = _add_file(kept, post.author_id, post.created_at)
    db.session.add(PostFile(post_id=post.id, file_id=file.id, is_in_text=False))
    return file


def _add_file(kept: KeptFile, author_id: int, at: datetime) -> File:
    file = File(
        author_id=author_id,
        name=kept.name[:LONGEST_NAME],
        content_type=kept.content_type[:LONGEST_TYPE],
        size=kept.size,
        room=kept.room,
        key=kept.key,
        width=kept.width,
        height=kept.height,
        facts=[[fact.label, fact.value] for fact in kept.facts],
        created_at=at,
    )
    db.session.add(file)
    db.session.flush()
    for copy in kept.copies:
        db.session.add(
            FileCopy(
                file_id=file.id,
                width=copy.width,
                height=copy.height,
                size=copy.size,
                key=copy.key,
            )
        )
    return file


def hold_files(post_id: int, file_ids: Iterable[int], *, by_id: int | None) -> None:
    """Let the post hold the files that its text names, and no others that it named before.

    Only who sent a file puts it into a post: naming another's file shows it to nobody new. What
    loses its last use is removed.
    """
    wanted = {id_ for id_ in file_ids if 0 < id_ <= HIGHEST_ID}
    held = select(PostFile.file_id, PostFile.is_in_text).where(PostFile.post_id == post_id)
    before = {row.file_id: row.is_in_text for row in db.session.execute(held)}
    for file_id in _own_among(wanted - before.keys(), by_id):
        db.session.add(PostFile(post_id=post_id, file_id=file_id, is_in_text=True))
    let_go = {id_ for id_, is_in_text in before.items() if is_in_text} - wanted
    if let_go:
        gone = PostFile.post_id == post_id, PostFile.file_id.in_(let_go)
        db.session.execute(delete(PostFile).where(*gone))
    db.session.flush()
    remove_unused(let_go)


def let_go_of_files(post_ids: Collection[int]) -> None:
    """Let posts that are gone for good hold nothing; what loses its last use is removed."""
    held = select(PostFile.file_id).where(PostFile.post_id.in_(post_ids))
    file_ids = set(db.session.scalars(held))
    if file_ids:
        db.session.execute(delete(PostFile).where(PostFile.post_id.in_(post_ids)))
        remove_unused(file_ids)


def _own_among(file_ids: Collection[int], by_id: int | None) -> list[int]:
    if not file_ids or by_id is None:
        return []
    own = select(File.id).where(File.id.in_(file_ids), File.author_id == by_id)
    return sorted(db.session.scalars(own))


def remove_unused(file_ids: Collection[int]) -> int:
    """Remove those of the files that no post and nothing else holds; return how many there were."""
    if not file_ids:
        return 0
    query = select(File).where(File.id.in_(file_ids), ~exists().where(PostFile.file_id == File.id))
    files = list(db.session.scalars(query))
    ids = [file.id for file in files]
    needed = {id_ for fill in files_needed for id_ in fill(ids)} if ids else set()
    unused = [file for file in files if file.id not in needed]
    for file in unused:
        _remove(file)
    return len(unused)


def discard_file(file: File, *, by: Person) -> None:
    """Remove a file that the member has sent and does not want to post."""
    require(may_discard_file(by, file, is_held=is_held(file)))
    _remove(file)


def remove_own_file(file: File, *, by: Person) -> None:
    """Remove a file that no text names; beside their own texts, authors take it out with that."""
    holders = holders_of(file)
    require(may_remove_file(by, file, holders, is_in_text=is_in_text(file)))
    let_go = PostFile.file_id == file.id
    db.session.execute(delete(PostFile).where(let_go))
    _remove(file)
    for thread, post in holders:
        post.revision += 1
        announce(PostRevised(post_id=post.id, thread_id=thread.id, by_id=by.id))


def _remove(file: File) -> None:
    """Remove the rows now, and what the storage keeps by an errand: nothing names it any more."""
    copies = db.session.scalars(select(FileCopy.key).where(FileCopy.file_id == file.id))
    enqueue("discussion.remove_files", {"keys": [file.key, *copies]})
    db.session.execute(delete(FileCopy).where(FileCopy.file_id == file.id))
    db.session.delete(file)
    db.session.flush()
    announce(FileRemoved(file_id=file.id))


def forget_unused() -> int:
    """Remove files that were sent long ago and that nothing holds; return how many there were."""
    query = (
        select(File.id)
        .where(File.created_at < now() - UNUSED_FOR, ~exists().where(PostFile.file_id == File.id))
        .order_by(File.created_at)
    )
    ids = list(db.session.scalars(query))
    return sum(remove_unused(ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE))


def keys_of_files(keys: Collection[str]) -> set[str]:
    """Return those among some keys of the storage that a file or a copy has."""
    found = set(db.session.scalars(select(File.key).where(File.key.in_(keys))))
    return found | set(db.session.scalars(select(FileCopy.key).where(FileCopy.key.in_(keys))))
