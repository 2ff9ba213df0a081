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
    if person.is_guest or not may_see_category(person, category.id):
        return HIDDEN
    if person.silenced_until:
        return silenced(person)
    if person.grants.level(category.id) < Level.START:
        return refused("Your groups may read this category but not start threads in it.")
    return ALLOWED


def may_write(person: Person) -> Verdict:
    """Say whether the person writes at all: who is silenced does not."""
    return silenced(person) if person.silenced_until else ALLOWED


def may_facilitate_category(person: Person, category_id: int | None) -> Verdict:
    """Say whether the person looks after the category."""
    if person.is_system:
        return ALLOWED
    if not may_see_category(person, category_id):
        return HIDDEN
    if person.facilitates(category_id):
        return ALLOWED
    return refused("Only a facilitator of this category does this.")


def looks_after(person: Person, category_id: int | None) -> bool:
    """Tell whether the person facilitates the category, and can see it."""
    level = person.grants.level(category_id)
    return person.facilitates(category_id) and level >= Level.SEE


def categories_looked_after(person: Person) -> frozenset[int]:
    """Return the categories for which looks_after() holds."""
    return frozenset(id_ for id_ in person.grants.levels if looks_after(person, id_))


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


def may_set_up_in_circle(person: Person, circle_id: int | None) -> Verdict:
    """Say whether the person may make and change categories of the circle: its conveners may."""
    if circle_id is None:
        return HIDDEN
    return ALLOWED if person.is_system or person.convenes(circle_id) else HIDDEN


def may_set_up_category(person: Person, circle_id: int | None) -> Verdict:
    """Say whether the person may set up a category: hosts the community's, conveners their circle's."""
    if circle_id is None:
        return may_manage_categories(person)
    return may_set_up_in_circle(person, circle_id)


def may_take_out_of_circle(circle_id: int | None, to_circle_id: int | None) -> Verdict:
    """Say whether a thread may go from a circle's category to another place."""
    if circle_id is None or circle_id == to_circle_id:
        return ALLOWED
    return refused("What was written in a circle stays in it.")


def silenced(person: Person) -> Verdict:
    """Refuse with the words of the silence, and until when it lasts."""
    until = person.silenced_until
    zone = person.preferences.timezone
    shown = full_time(until, zone) if until else "further notice"
    return refused(f"You are silenced until {shown}: {person.silenced_because}")
