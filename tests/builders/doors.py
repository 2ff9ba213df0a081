"""Every address that somebody might try, to meet what is not for them."""

from collections.abc import Iterator

from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.discussion.models import File, Post, Thread
from forum.kernel.db import db


def addresses(app: Forum, thread: Thread, people: dict[str, Member], *, word: str) -> Iterator[str]:
    """Fill every address of the URL map with what belongs to a thread with one file, and more."""
    posts = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).all()
    file = db.session.scalars(select(File)).one()
    others = db.session.scalars(select(Thread).where(Thread.id != thread.id)).all()
    yield from (f"/t/{one.slug}/{one.id}" for one in others)
    yield from (f"/c/any/{one.category_id}/l/latest" for one in others)
    yield f"/search?q={word}"
    yield f"/search?q={word[:-1]}"
    yield f"/search?q=in:messages+{word}"
    yield f"/tags/search?q={word[:3]}"
    yield f"/moderation-log?q={word}"
    yield f"/moderation-log/full?q={word}"
    yield "/top?period=week"
    yield from (f"/u/{handle}{rest}" for handle in people for rest in ("", "/activity"))
    values = {
        "thread_id": thread.id,
        "conversation_id": thread.id,
        "number": 2,
        "slug": thread.slug,
        "post_id": posts[-1].id,
        "file_id": file.id,
        "name": "paper.txt",
        "category_id": 1,
        "handle": "ada",
        "listing": "latest",
        "folder": "inbox",
        "item_id": 1,
        "filename": "img/folkmoot.svg",
    }
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            address = rule.rule
            for argument in rule.arguments:
                value = str(values.get(argument, 1))
                for form in (f"<{argument}>", f"<int:{argument}>", f"<path:{argument}>"):
                    address = address.replace(form, value)
            if "<" not in address and not address.startswith("/static"):
                yield address
