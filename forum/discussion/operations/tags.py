"""Acts on tags: put them on a thread, rename one, merge two."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select, update

from forum.accounts.values import Person
from forum.discussion.events import TagRenamed
from forum.discussion.models import Tag, TagAlias, TagFollowing, Thread, ThreadTag
from forum.discussion.models.following import FOLLOWINGS
from forum.discussion.operations.following import move_tag_followings
from forum.discussion.queries.threads import find_tag
from forum.discussion.rules import may_manage_tags
from forum.discussion.writing import check_tags
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.stamps import raise_stamp
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason


def put_tags(thread: Thread, names: list[str]) -> None:
    """Give the thread these tags and no others, making the ones that do not exist yet."""
    tags = {tag.id: tag for tag in (find_tag(name) or _make_tag(name) for name in names)}
    thread.tags = list(tags.values())
    db.session.flush()


def rename_tag(name: str, new_name: str, *, by: Person, because: str) -> Tag:
    """Give a tag another name; a name that another tag has merges the two.

    The old name goes on leading to the tag. Raises NotFound for an unknown tag.
    """
    require(may_manage_tags(by))
    because = need_reason(because)
    tag = db.session.scalar(select(Tag).where(Tag.name == name).with_for_update())
    if tag is None:
        raise NotFound
    wanted = check_tags([new_name])
    if not wanted:
        raise Invalid("name", "Please write the new name.")
    if wanted[0] == tag.name:
        return tag
    thread_ids = tuple(
        db.session.scalars(select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag.id))
    )
    before = tag.name
    # What is kept of followed tags goes by their names.
    raise_stamp(FOLLOWINGS)
    other = find_tag(wanted[0])
    after = _merge(tag, other) if other and other.id != tag.id else _take_name(tag, wanted[0])
    announce(
        TagRenamed(
            tag_id=after.id,
            by_id=by.id,
            before=before,
            after=after.name,
            thread_ids=thread_ids,
            because=because,
        )
    )
    return after


def forget_unused_tags(tag_ids: Collection[int]) -> None:
    """Remove those of the tags that stand on no thread any more, with their former names."""
    standing = select(ThreadTag.tag_id).where(ThreadTag.tag_id.in_(tag_ids))
    gone = set(tag_ids) - set(db.session.scalars(standing))
    if not gone:
        return
    raise_stamp(FOLLOWINGS)
    for of_tag in (TagFollowing.tag_id, TagAlias.tag_id, Tag.id):
        db.session.execute(
            delete(of_tag.class_).where(of_tag.in_(gone)),
            execution_options={"synchronize_session": False},
        )


def _make_tag(name: str) -> Tag:
    tag = Tag(name=name)
    db.session.add(tag)
    db.session.flush()
    return tag


def _take_name(tag: Tag, name: str) -> Tag:
    db.session.execute(delete(TagAlias).where(TagAlias.name == name))
    db.session.add(TagAlias(name=tag.name, tag_id=tag.id))
    tag.name = name
    db.session.flush()
    return tag


def _merge(tag: Tag, into: Tag) -> Tag:
    """Move the tag's threads and former names to another tag, and let the old name lead there."""
    has_both = select(ThreadTag.thread_id).where(ThreadTag.tag_id == into.id)
    moved = select(ThreadTag.thread_id).where(
        ThreadTag.tag_id == tag.id, ThreadTag.thread_id.not_in(has_both)
    )
    ids = list(db.session.scalars(moved))
    db.session.execute(delete(ThreadTag).where(ThreadTag.tag_id == tag.id))
    if ids:
        rows = [{"thread_id": id_, "tag_id": into.id} for id_ in ids]
        db.session.execute(insert(ThreadTag), rows)
    db.session.execute(update(TagAlias).where(TagAlias.tag_id == tag.id).values(tag_id=into.id))
    move_tag_followings(tag.id, into.id)
    name = tag.name
    db.session.expire_all()
    db.session.execute(delete(Tag).where(Tag.id == tag.id))
    db.session.add(TagAlias(name=name, tag_id=into.id))
    db.session.flush()
    return into
