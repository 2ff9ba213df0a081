"""What pseudonyms bring to the pages of others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flask import Flask

from forum.accounts.current import current_person
from forum.accounts.slots import Need, Section, for_you, menu_links
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.pseudonyms.queries.custodians import find_custodian, keys_of_custodians
from forum.discussion.pseudonyms.queries.unmasking import list_notices, list_unmaskings
from forum.discussion.pseudonyms.rules import is_waiting, may_unmask
from forum.discussion.pseudonyms.values import GROUND_WORDS
from forum.discussion.queries.categories import allows_pseudonyms_in
from forum.discussion.rules import may_facilitate_thread, may_reply, may_start_thread
from forum.discussion.slots import ActLink, post_acts
from forum.discussion.values import CategoryCard, PostCard
from forum.kernel.clock import now


def offers_pseudonym(thread: Thread) -> bool:
    """Tell whether the thread's page leads to writing under a pseudonym."""
    return allows_pseudonyms_in(thread.category_id) and bool(may_reply(current_person(), thread))


def offers_pseudonym_in(category: CategoryCard) -> bool:
    """Tell whether the form for a new thread leads to beginning one under a pseudonym."""
    if not category.allows_pseudonyms or category.is_for_cases:
        return False
    return bool(may_start_thread(current_person(), category))


def pseudonyms_help() -> str:
    """Say on the settings of a category what pseudonyms need, and what is missing."""
    count = len(keys_of_custodians())
    needs = (
        "In threads where at least 8 may write, and for new ones where at least 8 may start one. "
        "They need two custodians with a key"
    )
    if count >= 2:
        return f"{needs}: there are {count}."
    return f"{needs}, and {'there is one' if count else 'there is none'} yet: see /custodians."


@post_acts.fill
def acts_on_pseudonymous_posts(
    person: Person, thread: Thread, posts: Sequence[PostCard]
) -> Mapping[int, Sequence[ActLink]]:
    """Link under posts of pseudonyms to muting them and, for custodians, to lifting them."""
    found = [post for post in posts if post.author.is_pseudonym]
    links: defaultdict[int, list[ActLink]] = defaultdict(list)
    if not found or not person.is_member:
        return links
    unmasks = may_unmask(person, thread, is_custodian=find_custodian(person) is not None)
    mutes = may_facilitate_thread(person, thread)
    for post in found:
        if mutes:
            links[post.id].append(ActLink("Mute this pseudonym", f"/p/{post.id}/mute-pseudonym"))
        if unmasks:
            links[post.id].append(ActLink("Lift the pseudonym", f"/p/{post.id}/unmask"))
    return links


@for_you.fill
def what_pseudonyms_ask(person: Person) -> Sequence[Section]:
    """Return what authors are told, and what waits for a custodian."""
    sections = []
    notices = list_notices(by=person)
    if notices:
        needs = [Need("A pseudonym of yours was lifted", "/pseudonyms", "") for _ in notices]
        sections.append(Section("Your pseudonyms", needs, 1))
    if find_custodian(person) is not None:
        waiting = [
            Need(
                "Lift a pseudonym?", f"/unmasking/{one.id}", GROUND_WORDS[one.ground], one.asked_at
            )
            for one in list_unmaskings(by=person)
            if is_waiting(one, now()) and one.asked_by_id != person.id
        ]
        if waiting:
            sections.append(Section("For custodians", waiting, 2))
    return sections


@menu_links.fill
def link_to_pseudonyms(person: Person) -> tuple[str, str] | None:
    """Offer members the pseudonyms that their browser has keys to."""
    return ("Pseudonyms", "/pseudonyms") if person.is_member else None


def init_web(app: Flask) -> None:
    """Give the templates what they ask."""
    app.jinja_env.globals.update(
        offers_pseudonym=offers_pseudonym,
        offers_pseudonym_in=offers_pseudonym_in,
        pseudonyms_help=pseudonyms_help,
    )
