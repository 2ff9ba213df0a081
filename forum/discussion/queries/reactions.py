"""Signs under posts, for all posts of a page at once and, one by one, with names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, func, select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Reaction
from forum.discussion.queries.categories import reactions_in
from forum.discussion.rules import Tally, may_see_who_reacted, shown_reactions
from forum.discussion.values import MemberCard, ReactionCard, ReactionSetting, Sign
from forum.kernel.db import db, read
from forum.kernel.sets import among
from forum.kernel.verdicts import require

_IS_MINE = func.max(case((Reaction.member_id == bindparam("reader_id"), 1), else_=0))
_TALLIES = (
    select(Reaction.post_id, Reaction.sign, func.count(), _IS_MINE)
    .where(among(Reaction.post_id, "post_ids"))
    .group_by(Reaction.post_id, Reaction.sign)
)


def reactions_on_posts(
    authors: Mapping[int, int], category_id: int | None, person: Person
) -> dict[int, tuple[ReactionCard, ...]]:
    """Return the signs under posts as this person sees them; `authors` are by the posts' ids."""
    setting = reactions_in(category_id)
    if not authors or setting is ReactionSetting.OFF:
        return {}
    tallies: defaultdict[int, list[Tally]] = defaultdict(list)
    row: Any
    for row in read(_TALLIES, post_ids=tuple(authors), reader_id=person.id or 0):
        tallies[row[0]].append(Tally(row[1], row[2], bool(row[3])))
    return {
        post_id: shown_reactions(found, setting, is_author=authors[post_id] == person.id)
        for post_id, found in tallies.items()
    }


@dataclass(frozen=True, slots=True)
class Givers:
    """Who gave one sign to a post, in the order in which they did."""

    sign: Sign
    members: tuple[MemberCard, ...]


def list_givers(post: Post, *, by: Person) -> Sequence[Givers]:
    """Return who gave which sign to a post. Raises NotPermitted where nobody is named."""
    setting = reactions_in(post.thread.category_id)
    require(may_see_who_reacted(by, post.thread, setting))
    if post.is_withdrawn:
        return ()
    rows = db.session.execute(
        select(Reaction.sign, Member.id, Member.handle, Member.name, Member.picture)
        .join(Member, Member.id == Reaction.member_id)
        .where(Reaction.post_id == post.id)
        .order_by(Reaction.given_at, Member.id)
    )
    found: defaultdict[Sign, list[MemberCard]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(MemberCard(*row[1:]))
    return [Givers(sign, tuple(found[sign])) for sign in Sign if sign in found]
