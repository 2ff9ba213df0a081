"""Files, each fetched on behalf of a person."""

from forum.accounts.values import Person
from forum.discussion.models import PostFile
from forum.discussion.queries.threads import get_readable_post
from forum.kernel.db import get_row


def get_file(file_id: int, *, by: Person) -> PostFile:
    """Return a file of a post that the person may read. Raises NotFound."""
    file = get_row(PostFile, file_id)
    get_readable_post(file.post_id, by=by)
    return file
