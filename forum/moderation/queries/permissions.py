"""Who can do what here, in words: from the permissions and the settings, as one reader may know it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from config import CirclesBy, SecondFactorFor
from forum.accounts.circles.queries import list_circles
from forum.accounts.models import Group, Member
from forum.accounts.pairs.kinds import all_kinds
from forum.accounts.values import AutomaticGroup, GroupId, Level, Person, Standing
from forum.discussion.queries.categories import visible_categories
from forum.discussion.values import CategoryCard
from forum.discussion.values.held import Approval, Approving
from forum.kernel.application import this_settings
from forum.kernel.db import db
from forum.kernel.verdicts import require
from forum.moderation.rules import may_see_permissions

AUTOMATIC_WORDS = {
    AutomaticGroup.MEMBERS: "all members",
    AutomaticGroup.FACILITATORS: "facilitators of the community",
    AutomaticGroup.HOSTS: "hosts",
}
OWN_WORDS = {
    Level.SEE: "read",
    Level.REPLY: "read and reply",
    Level.START: "read, reply and start threads",
}
FACTOR_WORDS = {
    SecondFactorFor.NOBODY: "Nobody must have a second factor; everybody can.",
    SecondFactorFor.HOSTS: "Hosts must have a second factor.",
    SecondFactorFor.FACILITATORS: "Facilitators and hosts must have a second factor.",
    SecondFactorFor.EVERYONE: "Everybody must have a second factor.",
}


@dataclass(frozen=True, slots=True)
class CategoryRules:
    """What holds in a category, for a reader who sees it; groups that they cannot see are not named."""

    card: CategoryCard
    readers: tuple[str, ...]
    writers: tuple[str, ...]
    starters: tuple[str, ...]
    own: str
    facilitators: tuple[Member, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhoCan:
    """Everything that the page says."""

    categories: tuple[CategoryRules, ...]
    pairs: tuple[tuple[str, str], ...]
    second_factor: str
    newcomer_posts: int
    members_begin_circles: bool


def who_can(person: Person) -> WhoCan:
    """Return who can do what, as far as this reader may know it."""
    require(may_see_permissions(person))
    cards, settings = visible_categories(person), this_settings()
    names, people = _names_of_groups(person), _facilitators(cards)
    return WhoCan(
        tuple(_rules(card, names, people, person) for card in cards),
        tuple((kind.title, kind.who) for kind in all_kinds()),
        FACTOR_WORDS[settings.second_factor],
        settings.newcomer_posts,
        settings.circles_by is CirclesBy.MEMBERS,
    )


def _names_of_groups(person: Person) -> dict[GroupId, str]:
    """Return the names of the groups that exist for the reader.

    A circle does where its page does; a group that hosts made, for those in it and for hosts.
    """
    names = {GroupId(line.circle.id): line.circle.name for line in list_circles(person)}
    for group in db.session.scalars(select(Group).where(Group.slug.is_(None))):
        if group.is_automatic:
            names[GroupId(group.id)] = AUTOMATIC_WORDS[AutomaticGroup(group.name_key)]
        elif person.is_host or group.id in person.groups:
            names[GroupId(group.id)] = group.name
    return names


def _facilitators(cards: Iterable[CategoryCard]) -> dict[int, Member]:
    ids = {id_ for card in cards for id_ in card.facilitator_ids}
    query = select(Member).where(Member.id.in_(ids), Member.standing == Standing.ACTIVE)
    return {member.id: member for member in db.session.scalars(query.order_by(Member.name))}


def _rules(
    card: CategoryCard, names: Mapping[GroupId, str], people: Mapping[int, Member], person: Person
) -> CategoryRules:
    return CategoryRules(
        card,
        _from(Level.SEE, card, names),
        _from(Level.REPLY, card, names),
        _from(Level.START, card, names),
        OWN_WORDS[person.grants.level(card.id)],
        tuple(member for id_, member in people.items() if id_ in card.facilitator_ids),
        tuple(
            sentence
            for what, approval in (
                ("New threads", card.threads_wait),
                ("Replies", card.replies_wait),
            )
            if (sentence := _waiting(what, approval, names))
        ),
    )


def _from(level: Level, card: CategoryCard, names: Mapping[GroupId, str]) -> tuple[str, ...]:
    """Return the groups that have the level or a higher one."""
    return tuple(names[id_] for id_, has in card.levels if has >= level and id_ in names)


def _waiting(what: str, approval: Approval, names: Mapping[GroupId, str]) -> str:
    """Say whose posts wait. Where groups are chosen of which the reader knows none, that is said."""
    known = sorted(names[id_] for id_ in approval.groups if id_ in names)
    groups = ", ".join(known) or "certain groups"
    match approval.approving:
        case Approving.NONE:
            return ""
        case Approving.ALL:
            return f"{what} of everybody wait until a facilitator publishes them."
        case Approving.ALL_EXCEPT:
            return f"{what} wait until a facilitator publishes them, but not those of {groups}."
        case Approving.ONLY:
            return f"{what} of {groups} wait until a facilitator publishes them."
