"""Posts and lines of lists as they look, rendered once for all readers who see the same.

A post looks the same to nearly everyone: what differs is named in PostLook, which is the key under
which the rendered article is kept. Whatever the template shows must come from it and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from flask import current_app, request
from markupsafe import Markup

from forum.accounts.values import Level, Person
from forum.discussion.addresses import category_address, thread_address
from forum.discussion.following import PLACE_ABOUT, THREAD_ABOUT, Following
from forum.discussion.models import Thread
from forum.discussion.queries.categories import (
    Directory,
    directory,
    reactions_in,
    takes_answers_in,
    visible_categories,
)
from forum.discussion.queries.readers import label_of
from forum.discussion.rules import (
    PLACE_FOLLOWINGS,
    THREAD_FOLLOWINGS,
    may_reply,
    may_take_reaction_back,
    may_unmark_answer,
    signs_to_offer,
)
from forum.discussion.slots import ActLink, on_line, post_acts
from forum.discussion.sorts import Sort, rights_on, sort_of
from forum.discussion.tree import answers
from forum.discussion.values import (
    AudienceLine,
    CategoryCard,
    PostCard,
    ReactionSetting,
    Sign,
    ThreadLine,
)
from forum.kernel.times import full_time, short_time

KEPT = 3_000


class PostLook(NamedTuple):
    """Everything that the look of a post depends on: made, and compared, for each post of a page."""

    post: PostCard
    thread_address: str
    written: str
    zone: str
    is_unread: bool
    is_sought: bool
    is_own: bool
    is_ignored: bool
    may_reply: bool
    may_edit: bool
    may_share: bool
    may_continue: bool
    may_withdraw: bool
    may_restore: bool
    may_correct_language: bool
    shows_replies: bool
    acts: tuple[ActLink, ...]
    may_react: bool
    may_take_back: bool
    signs: tuple[Sign, ...]
    """What the reader may still give."""
    is_counted: bool
    is_answer: bool
    answered_in: int | None
    """On the first post: the number of the post that answers it."""
    may_mark_answer: bool
    may_unmark_answer: bool
    label: tuple[str, ...]

    def in_full(self, name: str) -> str:
        """Return one of the post's moments in full, in the reader's zone."""
        at = getattr(self.post, name)
        return full_time(at, self.zone) if at else ""

    @property
    def noticed(self) -> str:
        """Return when the notice above the post was put there."""
        return full_time(self.post.notice.put_at, self.zone) if self.post.notice else ""


def render_posts(
    posts: Sequence[PostCard],
    thread: Thread,
    person: Person,
    *,
    last_read: int,
    sought: int | None,
    acts: Mapping[int, Sequence[ActLink]],
    shows_replies: bool = False,
) -> dict[int, bytes]:
    """Return the posts as this reader sees them, by id, encoded as they are sent.

    `shows_replies` offers the replies under a post, where these stand elsewhere on the page.
    """
    address, zone = thread_address(thread), person.preferences.timezone
    may_continue = not thread.is_conversation and any(
        level >= Level.START for level in person.grants.levels.values()
    )
    reply_is_open = bool(may_reply(person, thread))
    setting = reactions_in(thread.category_id)
    takes_answers = takes_answers_in(thread.category_id)
    thread_answer = thread.answer_number
    takes_back = bool(may_take_reaction_back(person, thread))
    unmarks = bool(may_unmark_answer(person, thread))
    label = None if thread.is_conversation else label_of(thread)
    words = label.words if label else ()
    followed = _followed_by_only_reply(posts) if shows_replies else frozenset()
    kept: dict[Sort, dict[str, bool]] = {}
    shown = {}
    for post in posts:
        is_own = post.author.id == person.id
        sort = sort_of(post, is_own=is_own)
        rights = kept.get(sort)
        if rights is None:
            rights = kept[sort] = rights_on(
                post, thread, person, setting, takes_answers=takes_answers
            )
        is_answer = post.number == thread_answer
        shown[post.id] = _render(
            PostLook(
                post=post,
                thread_address=address,
                written=short_time(post.created_at, zone),
                zone=zone,
                is_unread=post.number > last_read,
                is_sought=post.number == sought,
                is_own=is_own,
                is_ignored=post.author.id in person.ignored,
                may_reply=reply_is_open and post.withdrawn_at is None,
                may_edit=rights["edit"],
                may_share=rights["share"],
                may_continue=may_continue and post.withdrawn_at is None,
                may_withdraw=rights["withdraw"],
                may_restore=rights["restore"],
                may_correct_language=rights["correct_language"],
                shows_replies=shows_replies and post.reply_count > 0 and post.id not in followed,
                acts=tuple(acts.get(post.id, ())),
                may_react=rights["react"],
                may_take_back=takes_back,
                signs=signs_to_offer(post.reactions) if rights["react"] else (),
                is_counted=setting is ReactionSetting.COUNTED,
                is_answer=is_answer,
                answered_in=thread_answer if post.number == 1 else None,
                may_mark_answer=rights["mark_answer"] and not is_answer,
                may_unmark_answer=unmarks and is_answer,
                label=words
                if label is None or post.reuse is None
                else label.of_stricter(post.reuse).words,
            )
        )
    return shown


def _followed_by_only_reply(posts: Sequence[PostCard]) -> frozenset[int]:
    """Return the posts whose only reply stands right below them."""
    return frozenset(
        post.id for post, below in pairwise(posts) if post.reply_count == 1 and answers(below, post)
    )


def render_articles(
    posts: Sequence[PostCard],
    thread: Thread,
    person: Person,
    *,
    last_read: int,
    sought: int | None = None,
    shows_replies: bool = False,
) -> dict[int, bytes]:
    """Return the posts as this reader sees them, with what upper packages put under them."""
    acts: dict[int, list[ActLink]] = {post.id: [] for post in posts}
    for fill in post_acts:
        for post_id, links in fill(person, thread, posts).items():
            acts[post_id].extend(links)
    return render_posts(
        posts,
        thread,
        person,
        last_read=last_read,
        sought=sought,
        acts=acts,
        shows_replies=shows_replies,
    )


def with_audience_lines(
    articles: Mapping[int, bytes],
    posts: Sequence[PostCard],
    lines: Sequence[AudienceLine],
    person: Person,
) -> dict[int, bytes]:
    """Return the articles of a page with the small lines of a conversation where they belong.

    A line stands below the post that was the last one at its moment.
    """
    shown, zone = dict(articles), person.preferences.timezone
    ids = {post.number: post.id for post in posts}
    for line in lines:
        if line.after_number in ids:
            made = _macros().audience.line(
                line, short_time(line.at, zone), full_time(line.at, zone)
            )
            shown[ids[line.after_number]] += str(made).encode()
    return shown


@dataclass(frozen=True, slots=True)
class LineLook:
    """Everything that the look of a thread in a list depends on."""

    line: ThreadLine
    category: CategoryCard | None
    written: str
    written_in_full: str
    chips: tuple[str, ...] = ()
    """Words beside the thread that upper packages bring."""


def render_lines(lines: Sequence[ThreadLine], person: Person) -> list[Markup]:
    """Return the threads of a list as this reader sees them, in their order."""
    zone, categories = person.preferences.timezone, directory().by_id
    return [
        _render_line(
            LineLook(
                line,
                categories[line.category_id] if line.category_id else None,
                short_time(line.last_posted_at, zone),
                full_time(line.last_posted_at, zone),
                tuple(chip for fill in on_line if (chip := fill(line.id))),
            )
        )
        for line in lines
    ]


LISTS = (
    ("/for-you", "For you"),
    ("/latest", "Latest"),
    ("/new", "New"),
    ("/unread", "Unread"),
    ("/unanswered", "Unanswered"),
    ("/asks", "Asks"),
    ("/top", "Top"),
    ("/categories", "Categories"),
    ("/tags", "Tags"),
    ("/messages", "Conversations"),
)


FOR_GUESTS = (("/visit", "Your threads"), ("/bookmarks", "Bookmarks"))


def render_navigation(person: Person, path: str) -> Markup:
    """Return the main menu as this reader sees it, with the page at hand marked."""
    if person.is_guest:
        return _render_navigation(None, (), path)
    ids = tuple(card.id for card in visible_categories(person))
    return _render_navigation(directory(), ids, _entry_of(path, ids))


def _entry_of(path: str, category_ids: Sequence[int]) -> str:
    """Return the address in the menu that the page belongs to; nothing if to none of them."""
    if path == "/":
        return "/latest"
    match path.split("/"):
        case ["", "c", _, number, *rest] if number.isdigit() and rest[:1] in ([], ["l"]):
            card = directory().by_id.get(int(number)) if int(number) in category_ids else None
            return category_address(card) if card else ""
    return path if path in dict(LISTS) else ""


@lru_cache(maxsize=KEPT)
def _render_navigation(all_: Directory | None, category_ids: tuple[int, ...], here: str) -> Markup:
    template = current_app.jinja_env.get_template("discussion/_navigation.html")
    cards = [all_.by_id[id_] for id_ in category_ids] if all_ else []
    lists = LISTS if all_ else FOR_GUESTS
    return Markup(template.render(lists=lists, categories=cards, here=here))  # noqa: S704 -- our own template


def render_following_menu(
    address: str, now: Following | None, *, is_chosen: bool, of_thread: bool
) -> Markup:
    """Return the menu that says how something is followed, and lets its reader choose otherwise."""
    head, buttons = _render_following(now, is_chosen, of_thread)
    menu: Markup = _macros().following.menu(address, head, buttons, request.full_path.rstrip("?"))
    return menu


@lru_cache(maxsize=100)
def _render_following(
    now: Following | None, is_chosen: bool, of_thread: bool
) -> tuple[Markup, Markup]:
    macros = _macros().following
    choices = THREAD_FOLLOWINGS if of_thread else PLACE_FOLLOWINGS
    about = THREAD_ABOUT if of_thread else PLACE_ABOUT
    return macros.head(now), macros.buttons(now, choices, about, is_chosen)


# Macros rather than templates: those are given everything that all templates know, each time.
@lru_cache(maxsize=KEPT)
def _render_line(look: LineLook) -> Markup:
    macros = _macros()
    line: Markup = macros.lines.row(look)
    return line


@lru_cache(maxsize=KEPT)
def _render(look: PostLook) -> bytes:
    macros = _macros()
    return str(macros.posts.article(look, _signs())).encode()


@lru_cache(maxsize=1)
def _signs() -> dict[Sign, Markup]:
    """Return what stands on the buttons of the signs, the same under every post."""
    return {sign: _macros().signs.explained(sign) for sign in Sign}


def _macros() -> Any:
    return current_app.jinja_env.globals["macros"]
