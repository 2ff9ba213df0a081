"""Files that members have sent."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from sqlalchemy import select, update

from forum.accounts.holdings import Holding, Parting, StoredPart
from forum.accounts.keeping import AT_ONCE, QUIETLY, count_rows, every_column, give_rows
from forum.accounts.values import Person
from forum.discussion.models import File, FileCopy, Post, PostFile, PostVersion
from forum.discussion.operations.files import remove_unused
from forum.kernel.db import db


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (File.id, File.name, File.content_type, File.size, File.created_at)
    return give_rows(select(*shown).where(File.author_id == person.member_id).order_by(File.id))


def _files(person: Person) -> Iterator[StoredPart]:
    query = select(File.id, File.name, File.key).where(File.author_id == person.member_id)
    for row in db.session.execute(query.order_by(File.id)).all():
        name = PurePosixPath(row.name.replace("\\", "/")).name or "file"
        yield StoredPart(f"{row.id}-{name}", row.key)


def _erase(parting: Parting) -> Iterator[None]:
    """Remove what no post holds, and what a file's name and facts say of the member."""
    last = 0
    while True:
        query = select(File.id, File.name).where(
            File.author_id.in_(parting.member_ids), File.id > last
        )
        rows = db.session.execute(query.order_by(File.id).limit(AT_ONCE)).all()
        if not rows:
            return
        remove_unused([row.id for row in rows])
        for row in rows if parting.loses_name else ():
            _rename(row.id, row.name, f"file-{row.id}{PurePosixPath(row.name).suffix}"[:255])
        last = rows[-1].id
        yield


def _rename(file_id: int, before: str, after: str) -> None:
    if before == after:
        return
    changed = update(File).where(File.id == file_id).values(name=after, facts=[])
    db.session.execute(changed, execution_options=QUIETLY)
    holding = select(PostFile.post_id).where(PostFile.file_id == file_id)
    for post in db.session.scalars(select(Post).where(Post.id.in_(holding))):
        post.raw = post.raw.replace(before, after).replace(quote(before), after)
        post.html = post.html.replace(escape(before), after)
        post.text = post.text.replace(before, after)
        post.revision += 1
    for version in db.session.scalars(select(PostVersion).where(PostVersion.post_id.in_(holding))):
        version.raw = version.raw.replace(before, after).replace(quote(before), after)
    db.session.flush()


FILES = Holding(
    key="files",
    title="Files you have sent",
    about="Images and documents, with their names. What is written inside of them stays as it is.",
    until="Kept as long as a post or a draft holds them, else two days. When you leave without your "
    "name they get other names; when your texts go, they go.",
    columns=every_column(File, FileCopy, PostFile),
    count=lambda member_id: count_rows(File.author_id == member_id, File.created_at),
    rows=_rows,
    files=_files,
    erase=_erase,
    place=40,
)
