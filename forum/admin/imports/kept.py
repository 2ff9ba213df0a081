"""What imports keep about a member."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select, update

from forum.accounts.holdings import Holding, Kept, Parting
from forum.accounts.keeping import QUIETLY, count_rows, every_column
from forum.accounts.slots import kept_about_member
from forum.admin.imports.models import ImportedMessage
from forum.discussion.models import Post
from forum.kernel.db import db


@kept_about_member.fill
def kept_by_imports() -> Sequence[Holding]:
    """Say what imports keep."""
    return [IMPORTED]


def _count(member_id: int) -> Kept:
    own = select(Post.id).where(Post.author_id == member_id)
    return count_rows(ImportedMessage.post_id.in_(own), ImportedMessage.sent_at)


def _erase(parting: Parting) -> Iterator[None]:
    """Forget how the member's mails were called; that they came in once stays known by a hash."""
    if parting.loses_name:
        own = select(Post.id).where(Post.author_id.in_(parting.member_ids))
        emptied = {"message_id": "", "subject_key": "", "in_reply_to": [], "refers_to": []}
        changed = update(ImportedMessage).where(ImportedMessage.post_id.in_(own)).values(**emptied)
        db.session.execute(changed, execution_options=QUIETLY)
        yield


IMPORTED = Holding(
    key="imported",
    title="Mails of yours that came from an archive",
    about="By which later mails refer to them, so that none comes in twice.",
    until="Kept for good; when you leave without your name, only a hash stays of each.",
    columns=every_column(ImportedMessage),
    count=_count,
    erase=_erase,
)
