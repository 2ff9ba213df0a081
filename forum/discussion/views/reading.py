"""What goes with reading a thread: noting how far, who writes, replies to a post, sharing, print."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from forum.accounts.current import current_person
from forum.accounts.values import Person, ThreadView
from forum.discussion.addresses import short_address
from forum.discussion.fragments import render_articles
from forum.discussion.queries.acts import acts_by_post, list_acts
from forum.discussion.queries.head import ThreadHead, get_thread_head
from forum.discussion.queries.outline import outline_of
from forum.discussion.queries.pages import replies_to, stretch_of_posts
from forum.discussion.queries.threads import get_post
from forum.discussion.reading import note_reading, write_in_background
from forum.discussion.values import ThreadPage
from forum.kernel.application import this_app, this_settings
from forum.kernel.db import reading
from forum.kernel.links import link_to
from forum.kernel.paging import Paging, last_page, page_number
from forum.kernel.routing import whole_number

bp = Blueprint("reading", __name__)

SCRIPTS = "folkmoot_scripts"
"""A cookie of browsers that run scripts: these tell what was in view (see static/js/reading.js)."""
PRINTED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a page says that something is new, and that everything was read."""

    new_count: int = 0
    new_from: int | None = None
    is_all_read: bool = False


def reading_of(page: ThreadPage, head: ThreadHead) -> Reading:
    """Say where new posts begin on a page, for a reader who has been there before."""
    last_read, last_number = head.last_read, head.thread.last_number
    if not last_read:
        return Reading()
    if last_read >= last_number:
        return Reading(is_all_read=page.number == page.last)
    count = last_number - last_read
    if page.view is ThreadView.TREE:
        return Reading(count, last_read + 1)
    numbers = [post.number for post in page.posts]
    new = [number for number in numbers if number > last_read]
    begins_here = bool(new) and (new[0] > numbers[0] or new[0] == last_read + 1)
    return Reading(count, new[0]) if begins_here else Reading()


def reads_by_script() -> bool:
    """Tell whether this browser tells by itself what was in view."""
    return SCRIPTS in request.cookies


@bp.post("/t/<int:thread_id>/read")
def read(thread_id: int) -> Response:
    """Note what was really in view, as a script tells it."""
    _note(thread_id, whole_number(request.form.get("number")) or 0)
    return Response(status=204)


@bp.get("/t/<int:thread_id>/shown")
def shown(thread_id: int) -> Response:
    """Note what was shown to a browser that used to run scripts and does not any more.

    It asks for this as for a picture, which stands where scripts do not run.
    """
    _note(thread_id, whole_number(request.args.get("number")) or 0)
    answer = Response(status=204)
    answer.delete_cookie(SCRIPTS)
    return answer


def _note(thread_id: int, number: int) -> None:
    # Nothing is written here: a unit of work would wait for those who write.
    with reading():
        person = current_person()
        thread = get_thread_head(thread_id, by=person).thread
    if number:
        note_reading(person.member_id, thread.id, min(number, thread.last_number))
        write_in_background(this_app())


@bp.get("/t/<int:thread_id>/writers")
def writers(thread_id: int) -> str:
    """Name everybody who writes in a thread."""
    thread = get_thread_head(thread_id, by=current_person()).thread
    return render_template(
        "discussion/writers.html", thread=thread, writers=outline_of(thread).writers
    )


@bp.get("/p/<int:post_id>/replies")
def replies(post_id: int) -> str:
    """Show a post with the replies to it."""
    person = current_person()
    post = get_post(post_id, by=person)
    answered, below = replies_to(post, post.thread, person)
    cards = (answered, *below)
    shown = render_articles(cards, post.thread, person, last_read=post.thread.last_number)
    posts = {id_: Markup(article.decode()) for id_, article in shown.items()}  # noqa: S704 -- our own template
    return render_template(
        "discussion/replies.html", thread=post.thread, answered=answered, replies=below, posts=posts
    )


@bp.get("/p/<int:post_id>/link")
def link(post_id: int) -> str:
    """Show the address of a post, to be copied."""
    post = get_post(post_id, by=current_person())
    address = f"{this_settings().address}{short_address(post.thread, post.number)}"
    return render_template("discussion/link.html", post=post, address=address)


def print_page(person: Person, head: ThreadHead) -> str:
    """Show a thread in order as it goes to paper: 200 posts a page, and nothing of who prints."""
    thread = head.thread
    last = last_page(thread.post_count, PRINTED_AT_ONCE)
    number = min(page_number(request.args.get("page")), last)
    cards = stretch_of_posts(thread, person, page=number, size=PRINTED_AT_ONCE)
    last_number = None if number == last else cards[-1].number
    acts = list_acts(head, person, first=0 if number == 1 else cards[0].number, last=last_number)
    return render_template(
        "discussion/print.html",
        thread=thread,
        private=None,
        summary=None,
        may_summarise=False,
        tags=head.tags,
        posts=cards,
        acts_after=acts_by_post(acts, cards),
        paging=Paging(number, number < last, last),
        address=lambda n: f"{link_to(thread)}?print=1&page={n}",
    )
