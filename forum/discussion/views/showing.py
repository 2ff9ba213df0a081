"""The page of a thread, put together: its head, its posts, what stands beside and below them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import render_template, request
from markupsafe import Markup

from forum.accounts.values import Person, ThreadView
from forum.discussion import stream
from forum.discussion.beside import render_side
from forum.discussion.forms import BlankReply
from forum.discussion.fragments import (
    render_articles,
    render_following_menu,
    with_audience_lines,
)
from forum.discussion.models import Post, Thread
from forum.discussion.queries.acts import acts_among, acts_by_post, list_acts
from forum.discussion.queries.conversations import conversation_head
from forum.discussion.queries.following import following_here, followings_of
from forum.discussion.queries.further import suggested_threads
from forum.discussion.queries.guests import guests_of
from forum.discussion.queries.head import ThreadHead
from forum.discussion.queries.outline import outline_of, outline_of_posts
from forum.discussion.queries.pages import page_of_posts_by
from forum.discussion.queries.summaries import show_summary
from forum.discussion.queries.threads import find_post_by_number
from forum.discussion.rules import may_write_summary
from forum.discussion.slots import thread_acts
from forum.discussion.tree import grow
from forum.discussion.values import ActCard, AudienceLine, PostCard, ThreadPage
from forum.discussion.values.drafts import DraftCard
from forum.discussion.views.reading import Reading, reading_of, reads_by_script
from forum.kernel.links import link_to
from forum.kernel.paging import Paging, page_number
from forum.kernel.routing import whole_number


def show_page(person: Person, head: ThreadHead, page: ThreadPage) -> bytes:
    """Show a page of a thread to somebody who may see it."""
    thread, in_tree = head.thread, page.view is ThreadView.TREE
    is_last = page.number == page.last
    acts: list[ActCard] = []
    if not in_tree:
        acts = acts_among(page, head, person)
    elif is_last:
        acts = list_acts(head, person)
    outline = outline_of_posts(page.posts) if page.last == 1 else outline_of(thread)
    return _render(
        person,
        head,
        page,
        reading=reading_of(page, head),
        acts=acts,
        side=render_side(thread, person, outline, last_read=head.last_read),
        suggested=suggested_threads(thread, person) if is_last else (),
        writer=None,
    )


def show_writer(person: Person, head: ThreadHead, handle: str) -> bytes:
    """Show what one person wrote in the thread. Nobody and nobody here look the same."""
    outline, view = outline_of(head.thread), person.preferences.thread_view
    writer = outline.writer(handle)
    number = page_number(request.args.get("page"))
    if writer is None:
        page = ThreadPage((), view, 1, 1, None)
    else:
        page = page_of_posts_by(writer, head.thread, person, view, page=number)
    name = writer.member.handle if writer else handle
    return _render(
        person,
        head,
        page,
        reading=Reading(),
        acts=(),
        side=render_side(head.thread, person, outline, last_read=head.last_read, by=name),
        suggested=(),
        writer=writer,
        by=name,
    )


def _is_part() -> bool:
    """Tell whether only the posts are asked for, to be put into a page that is open."""
    return request.args.get("part") == "posts"


def _render(
    person: Person,
    head: ThreadHead,
    page: ThreadPage,
    *,
    reading: Reading,
    acts: Sequence[ActCard],
    by: str = "",
    **shown: object,
) -> bytes:
    thread = head.thread
    pages = f"{link_to(thread)}?{urlencode({'by': by})}&page=" if by else f"{link_to(thread)}?page="
    private = conversation_head(thread, person) if thread.is_conversation else None
    lines = private.lines if private and not by else ()
    rendered = render_template(
        "discussion/_part.html" if _is_part() else "discussion/thread.html",
        thread=thread,
        private=private,
        tags=head.tags,
        last_read=head.last_read,
        summary=show_summary(thread, person) if head.has_summary else None,
        may_summarise=bool(may_write_summary(person, thread, takes_part=head.takes_part)),
        is_bookmarked=head.is_bookmarked,
        guests=guests_of(thread, by=person) if head.has_guests else (),
        following_menu=_following_menu(person, head),
        page=page,
        are_folded=_are_folded(),
        paging=Paging(page.number, page.number < page.last, page.last),
        address=lambda n: f"{pages}{n}",
        thread_acts=[link for fill in thread_acts for link in fill(person, thread)],
        stream=stream.GAP,
        form=BlankReply.at(thread.id, head.draft),
        answered=_answered(thread, page, head.draft),
        views=ThreadView,
        by=by,
        reads_by_script=reads_by_script(),
        reading=reading,
        acts=acts,
        **shown,
    )
    return stream.filled(rendered, _stream(person, head, page, reading, acts, lines, by))


def _stream(
    person: Person,
    head: ThreadHead,
    page: ThreadPage,
    reading: Reading,
    acts: Sequence[ActCard],
    lines: Sequence[AudienceLine],
    by: str,
) -> bytes:
    """Return the posts of the page with what stands between them."""
    thread, in_tree = head.thread, page.view is ThreadView.TREE
    posts = render_articles(
        page.posts,
        thread,
        person,
        last_read=head.last_read,
        sought=_sought(page),
        shows_replies=not in_tree and not by,
    )
    if lines:
        posts = with_audience_lines(posts, page.posts, lines, person)
    if in_tree:
        return stream.as_tree(grow(page.posts), posts, is_open=not _are_folded())
    return stream.in_order(
        page.posts,
        posts,
        before=stream.line_of_new(reading.new_from, reading.new_count),
        after=stream.lines_of_acts(acts_by_post(acts, page.posts), thread),
    )


def _are_folded() -> bool:
    return "folded" in request.args


def _answered(thread: Thread, page: ThreadPage, draft: DraftCard | None) -> PostCard | Post | None:
    """Return the post that the reader has begun to answer."""
    number = whole_number(draft.text.fields.get("to")) if draft else None
    if number is None:
        return None
    on_page = (post for post in page.posts if post.number == number)
    return next(on_page, None) or find_post_by_number(thread, number)


def _following_menu(person: Person, head: ThreadHead) -> Markup:
    """Return the menu that says how the reader follows the thread, and lets them choose."""
    thread, own = head.thread, head.own_following
    here = following_here(own, thread.category_id, head.tags, followings_of(person))
    return render_following_menu(
        f"/t/{thread.id}/following",
        here,
        is_chosen=own is not None and not own.is_automatic,
        of_thread=True,
    )


def _sought(page: ThreadPage) -> int | None:
    """Return the number of the post that the page opens at: the address of a post may lack a mark.

    A page that begins with it shows its heading first.
    """
    is_first = bool(page.posts) and page.posts[0].number == page.focus
    return None if is_first else page.focus
