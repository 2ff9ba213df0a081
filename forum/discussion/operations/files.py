"""Files kept with posts."""

from forum.discussion.models import Post, PostFile
from forum.kernel.db import db

LONGEST_NAME = 255
LONGEST_TYPE = 120


def keep_file(post: Post, *, name: str, content_type: str, size: int, key: str) -> PostFile:
    """Write down that a file, which storage keeps under the key, belongs to the post."""
    file = PostFile(
        post_id=post.id,
        name=name[:LONGEST_NAME],
        content_type=content_type[:LONGEST_TYPE],
        size=size,
        key=key,
    )
    db.session.add(file)
    return file
