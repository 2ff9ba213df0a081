"""Posts and lines of lists as they look, rendered once for all readers who see the same.

A post looks the same to nearly everyone: what differs is named in PostLook, which is the key under
which the rendered article is kept. Whatever the template shows must come from it and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
from forum.discussion.rules import (
    PLACE_FOLLOWINGS,
    THREAD_FOLLOWINGS,
    may_correct_language,
    may_edit_post,
    may_facilitate_thread,
    may_mark_answer,
    may_react,
    may_reply,
    may_restore_post,
    may_share_post,
    may_take_reaction_back,
    may_unmark_answer,
    may_withdraw_post,
    signs_to_offer,
)
from forum.discussion.slots import ActLink, post_acts
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


@dataclass(frozen=True, slots=True)
class PostLook:
    """Everything that the look of a post depends on."""

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

    def in_full(self, name: str) -> str:
        """Return one of the post's moments in full, in the reader's zone."""
        at = getattr(self.post, name)
        return full_time(at, self.zone) if at else ""


def render_posts(
    posts: Sequence[PostCard],
    thread: Thread,
    person: Person,
    *,
    last_read: int,
    sought: int | None,
    acts: Mapping[int, Sequence[ActLink]],
) -> dict[int, Markup]:
    """Return the posts as this reader sees them, by id."""
    address, zone = thread_address(thread), person.preferences.timezone
    may_continue = not thread.is_conversation and any(
        level >= Level.START for level in person.grants.levels.values()
    )
    reply_is_open = bool(may_reply(person, thread))
    looks_after = bool(may_facilitate_thread(person, thread))
    setting = reactions_in(thread.category_id)
    takes_answers = takes_answers_in(thread.category_id)
    takes_back = bool(may_take_reaction_back(person, thread))
    unmarks = bool(may_unmark_answer(person, thread))
    looks = {}
    for post in posts:
        is_own = post.author.id == person.id
        is_answer = post.number == thread.answer_number
        reacts = not is_own and bool(may_react(person, thread, post, setting))
        marks = unmarks and not is_answer
        looks[post.id] = PostLook(
            post=post,
            thread_address=address,
            written=short_time(post.created_at, zone),
            zone=zone,
            is_unread=post.number > last_read,
            is_sought=post.number == sought,
            is_own=is_own,
            is_ignored=post.author.id in person.ignored,
            may_reply=reply_is_open and not post.is_withdrawn,
            may_edit=(is_own or post.is_shared) and bool(may_edit_post(person, thread, post)),
            may_share=is_own and bool(may_share_post(person, thread, post)),
            may_continue=may_continue and not post.is_withdrawn,
            may_withdraw=is_own and bool(may_withdraw_post(person, thread, post)),
            may_restore=post.is_withdrawn and bool(may_restore_post(person, thread, post)),
            may_correct_language=not post.is_withdrawn
            and (looks_after or (is_own and bool(may_correct_language(person, thread, post)))),
            acts=tuple(acts.get(post.id, ())),
            may_react=reacts,
            may_take_back=takes_back,
            signs=signs_to_offer(post.reactions) if reacts else (),
            is_counted=setting is ReactionSetting.COUNTED,
            is_answer=is_answer,
            answered_in=thread.answer_number if post.number == 1 else None,
            may_mark_answer=marks
            and bool(may_mark_answer(person, thread, post, takes_answers=takes_answers)),
            may_unmark_answer=unmarks and is_answer,
        )
    return {id_: _render(look) for id_, look in looks.items()}


def render_articles(
    posts: Sequence[PostCard],
    thread: Thread,
    person: Person,
    *,
    last_read: int,
    sought: int | None = None,
) -> dict[int, Markup]:
    """Return the posts as this reader sees them, with what upper packages put under them."""
    acts: dict[int, list[ActLink]] = {post.id: [] for post in posts}
    for fill in post_acts:
        for post_id, links in fill(person, thread, posts).items():
            acts[post_id].extend(links)
    return render_posts(posts, thread, person, last_read=last_read, sought=sought, acts=acts)


def with_audience_lines(
    articles: Mapping[int, Markup],
    posts: Sequence[PostCard],
    lines: Sequence[AudienceLine],
    person: Person,
) -> dict[int, Markup]:
    """Return the articles of a page with the small lines of a conversation where they belong.

    A line stands below the post that was the last one at its moment.
    """
    shown, zone = dict(articles), person.preferences.timezone
    ids = {post.number: post.id for post in posts}
    for line in lines:
        if line.after_number in ids:
            shown[ids[line.after_number]] += _macros().audience.line(
                line, short_time(line.at, zone), full_time(line.at, zone)
            )
    return shown


@dataclass(frozen=True, slots=True)
class LineLook:
    """Everything that the look of a thread in a list depends on."""

    line: ThreadLine
    category: CategoryCard | None
    written: str
    written_in_full: str


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
    ("/top", "Top"),
    ("/categories", "Categories"),
    ("/tags", "Tags"),
    ("/messages", "Conversations"),
)


def render_navigation(person: Person, path: str) -> Markup:
    """Return the main menu as this reader sees it, with the page at hand marked."""
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
def _render_navigation(all_: Directory, category_ids: tuple[int, ...], here: str) -> Markup:
    template = current_app.jinja_env.get_template("discussion/_navigation.html")
    cards = [all_.by_id[id_] for id_ in category_ids]
    return Markup(template.render(lists=LISTS, categories=cards, here=here))  # noqa: S704 -- our own template


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
def _render(look: PostLook) -> Markup:
    macros = _macros()
    article: Markup = macros.posts.article(look)
    return article


def _macros() -> Any:
    return current_app.jinja_env.globals["macros"]
