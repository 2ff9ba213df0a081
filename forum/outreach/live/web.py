"""What live pages need in their templates: where they ask for news, and the seal that they show."""

from flask import Flask, request
from markupsafe import Markup

from forum.accounts.current import current_person
from forum.accounts.slots import open_to_guests
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.values import CategoryCard, Listing
from forum.kernel.application import this_app
from forum.kernel.clock import now
from forum.kernel.stamps import STRUCTURE, current_stamp
from forum.kernel.times import zone
from forum.outreach.live.door import ROOT, Live, open_live
from forum.outreach.live.queries import (
    LIVE_LISTS,
    keys_of_list,
    keys_of_member,
    keys_of_thread,
    present_position,
)
from forum.outreach.live.seals import Seal, sight_of
from forum.outreach.live.values import Key

ME = "me"
FOR_GUESTS = frozenset(f"live.{name}" for name in ("of_thread", "posts", "head", "of_member"))
"""What guests ask is about their threads and themselves; lists are none of theirs."""


def this_live() -> Live:
    """Return what this process knows for open pages."""
    return open_live(this_app())


def place_of(thread: Thread) -> str:
    """Return the place where pages of a thread ask for news."""
    return f"t/{thread.id}"


def place_of_list(listing: Listing, category: CategoryCard | None) -> str:
    """Return the place where pages of a list ask for news."""
    return f"list/{listing}/{category.id}" if category else f"list/{listing}"


def new_seal(place: str, keys: tuple[Key, ...], person: Person) -> str:
    """Return the seal of a page that was made for this person just now.

    Whoever asks for it has checked before that the person may see the place.
    """
    seal = Seal(
        position=present_position(),
        member_id=person.member_id,
        checked_at=int(now().timestamp()),
        sight=sight_of(request.environ.get("HTTP_COOKIE", ""), current_stamp(STRUCTURE)),
    )
    return this_live().seal(seal, place, keys)


def live_thread(thread: Thread) -> Markup:
    """Let the page of a thread ask for news of it."""
    person = current_person()
    return _mark(place_of(thread), keys_of_thread(thread.id, person), person)


def live_list(listing: Listing, category: CategoryCard | None, page: int) -> Markup:
    """Let the first page of a list ask whether it has grown old."""
    person = current_person()
    if listing not in LIVE_LISTS or page > 1 or person.is_guest:
        return live_page()
    return _mark(place_of_list(listing, category), keys_of_list(person, category), person)


def live_page() -> Markup:
    """Let any page of a member, or of a guest as long as they are one, ask what waits for them."""
    person = current_person()
    if not person.is_member or person.is_past_guest:
        return Markup()
    return _mark(ME, keys_of_member(person), person)


def made_at_time() -> str:
    """Return when the page at hand is made, where its reader lives."""
    at = now().astimezone(zone(current_person().preferences.timezone))
    return f"{at.hour:02}:{at.minute:02}:{at.second:02}"


def _mark(place: str, keys: tuple[Key, ...], person: Person) -> Markup:
    # A place and a seal are words and numbers of ours: nothing in them has to be escaped.
    mark = f'<meta name="folkmoot-live" content="{ROOT}{place}" data-seal="{new_seal(place, keys, person)}">'
    return Markup(mark)  # noqa: S704 -- as is said above


def init_web(app: Flask) -> None:
    """Give the templates their marks."""
    open_to_guests.fill(lambda: FOR_GUESTS)
    app.jinja_env.globals.update(
        live_thread=live_thread,
        live_list=live_list,
        live_page=live_page,
        made_at_time=made_at_time,
    )
