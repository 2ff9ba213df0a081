"""May I, about categories and tags? Pure answers; nothing here queries."""

from forum.accounts.values import Level, Person
from forum.discussion.values import CategoryCard
from forum.kernel.times import full_time
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_see_category(person: Person, category_id: int | None) -> Verdict:
    """Say whether the category exists for this person; None exists for nobody."""
    if person.is_system or person.grants.level(category_id) >= Level.SEE:
        return ALLOWED
    return HIDDEN


def may_start_thread(person: Person, category: CategoryCard) -> Verdict:
    """Say whether the person may begin a thread in the category."""
    if person.is_system:
        return ALLOWED
    if not may_see_category(person, category.id):
        return HIDDEN
    if person.silenced_until:
        return silenced(person)
    if person.grants.level(category.id) < Level.START:
        return refused("Your groups may read this category but not start threads in it.")
    return ALLOWED


def may_facilitate_category(person: Person, category_id: int | None) -> Verdict:
    """Say whether the person looks after the category."""
    if person.is_system:
        return ALLOWED
    if not may_see_category(person, category_id):
        return HIDDEN
    if person.facilitates(category_id):
        return ALLOWED
    return refused("Only a facilitator of this category does this.")


def may_manage_tags(person: Person) -> Verdict:
    """Say whether the person may rename and merge tags: they stand on threads everywhere."""
    if person.is_system or person.is_community_facilitator:
        return ALLOWED
    return refused("Only a facilitator of the whole community changes tags.")


def may_manage_categories(person: Person) -> Verdict:
    """Say whether the person may make categories and say who may do what in them."""
    if person.is_system or person.is_host:
        return ALLOWED
    return HIDDEN


def silenced(person: Person) -> Verdict:
    """Refuse with the words of the silence, and until when it lasts."""
    until = person.silenced_until
    zone = person.preferences.timezone
    shown = full_time(until, zone) if until else "further notice"
    return refused(f"You are silenced until {shown}: {person.silenced_because}")
