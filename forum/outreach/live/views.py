"""Where open pages ask what is new: ids only, and the posts themselves as the thread shows them."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.accounts.web import links_for
from forum.discussion.fragments import render_articles
from forum.discussion.models import Thread
from forum.discussion.queries.categories import get_category
from forum.discussion.queries.conversations import conversation_head
from forum.discussion.queries.guests import guests_of
from forum.discussion.queries.head import get_thread_head
from forum.discussion.queries.pages import posts_by_id
from forum.discussion.queries.summaries import show_summary
from forum.discussion.rules import may_reply, may_write_summary
from forum.discussion.values import POSTS_PER_PAGE, CategoryCard, Listing
from forum.kernel.errors import NotFound
from forum.kernel.routing import whole_number
from forum.outreach.live.queries import (
    LIVE_LISTS,
    keys_of_list,
    keys_of_member,
    keys_of_thread,
    news_of_list,
    news_of_member,
    news_of_thread,
)
from forum.outreach.live.seals import seal_in
from forum.outreach.live.values import Key, News
from forum.outreach.live.web import ME, new_seal, place_of, place_of_list, this_live

bp = Blueprint("live", __name__)
blueprints = (bp,)

BEHIND = News(is_behind=True, is_member_told=True)


@bp.get("/live/t/<int:thread_id>")
def of_thread(thread_id: int) -> Response:
    """Tell an open page of a thread which posts are new or look different."""
    person = current_person()
    thread = get_thread_head(thread_id, by=person).thread
    place = place_of(thread)
    since = _since(place, person)
    news = BEHIND if since is None else news_of_thread(thread.id, person, since)
    return _answer(news, place, keys_of_thread(thread.id, person), thread)


@bp.get("/live/t/<int:thread_id>/posts")
def posts(thread_id: int) -> bytes:
    """Show some posts of a thread as its page does, in their order: at most a page of them."""
    person = current_person()
    head = get_thread_head(thread_id, by=person)
    wanted = [whole_number(part) for part in request.args.get("ids", "").split(",")]
    ids = [number for number in wanted if number][:POSTS_PER_PAGE]
    found = posts_by_id(head.thread, person, ids)
    return b"".join(render_articles(found, head.thread, person, last_read=head.last_read).values())


@bp.get("/live/t/<int:thread_id>/head")
def head(thread_id: int) -> str:
    """Show the head of a thread as its page does."""
    person = current_person()
    found = get_thread_head(thread_id, by=person)
    thread = found.thread
    return render_template(
        "discussion/_head_of_open_page.html",
        thread=thread,
        tags=found.tags,
        guests=guests_of(thread, by=person) if found.has_guests else (),
        private=conversation_head(thread, person) if thread.is_conversation else None,
        summary=show_summary(thread, person) if found.has_summary else None,
        verdict=may_reply(person, thread),
        may_summarise=bool(may_write_summary(person, thread, takes_part=found.takes_part)),
    )


@bp.get("/live/list/<listing>")
@bp.get("/live/list/<listing>/<int:category_id>")
def of_list(listing: str, category_id: int | None = None) -> Response:
    """Tell an open list which threads others have written in."""
    person, category = current_person(), None
    if category_id is not None:
        category = get_category(category_id, by=person)
    if listing not in LIVE_LISTS:
        raise NotFound
    return _list(Listing(listing), category, person)


@bp.get("/live/me")
def of_member() -> Response:
    """Tell any open page whether something waits for its reader."""
    person = current_person()
    since = _since(ME, person)
    news = BEHIND if since is None else news_of_member(person, since)
    return _answer(news, ME, keys_of_member(person))


def _list(listing: Listing, category: CategoryCard | None, person: Person) -> Response:
    place = place_of_list(listing, category)
    since = _since(place, person)
    news = BEHIND if since is None else news_of_list(listing, category, person, since)
    return _answer(news, place, keys_of_list(person, category))


def _since(place: str, person: Person) -> int | None:
    """Return the event up to which the page is true; None when that cannot be told.

    So it is when somebody else has signed in with this browser since the page was made.
    """
    header = request.headers.get("If-None-Match", "")
    seal = this_live().sealer.open(seal_in(header), place)
    return seal.position if seal and seal.member_id == person.id else None


def _answer(
    news: News, place: str, keys: tuple[Key, ...], thread: Thread | None = None
) -> Response:
    person = current_person()
    answer = jsonify(_facts(news, person, thread)) if news else Response(status=304)
    answer.headers["ETag"] = f'"{new_seal(place, keys, person)}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _facts(news: News, person: Person, thread: Thread | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "new": news.new_posts,
        "changed": news.changed_posts,
        "threads": news.threads,
        "thread": news.is_thread_changed,
        "behind": news.is_behind,
    }
    if thread is not None:
        facts |= {"last": thread.last_number, "replies": thread.reply_count}
    if news.is_member_told:
        facts["counts"] = {link.address: link.count for link in links_for(person)}
    return facts
