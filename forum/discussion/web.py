"""The template tools that discussions bring."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.circles.queries import slug_of_circle
from forum.accounts.current import current_person
from forum.accounts.models import Invitation, Member
from forum.accounts.queries import get_own_member
from forum.accounts.queue.kinds import queue_kinds
from forum.accounts.slots import (
    AdminLink,
    Need,
    Section,
    admin_links,
    counted_acts,
    for_you,
    menu_links,
    met_by_guest,
    on_circle,
    on_invitation,
    on_preferences,
    on_profile,
    on_visit,
)
from forum.accounts.values import GroupId, MessagesFrom, Person
from forum.discussion import rules, visitors, waiting  # noqa: F401 -- they fill slots
from forum.discussion.addresses import address_in, tag_address
from forum.discussion.checking import WHEN_WORDS
from forum.discussion.following import FOLLOWING_WORDS
from forum.discussion.forms.marks import NewnessForm
from forum.discussion.fragments import render_following_menu, render_lines, render_navigation
from forum.discussion.models import Thread
from forum.discussion.queries.activity import page_of_activity
from forum.discussion.queries.audiences import threads_open_to_group
from forum.discussion.queries.cases import line_of_case, waiting_cases
from forum.discussion.queries.categories import (
    categories_of_circle,
    directory,
    visible_categories,
    wrote_in_category,
)
from forum.discussion.queries.followed import (
    list_followed_categories,
    list_followed_tags,
    page_of_followed_threads,
)
from forum.discussion.queries.following import followings_of, get_following_preference
from forum.discussion.queries.glass import glass_for, glass_lines
from forum.discussion.queries.guests import (
    meets,
    open_threads,
    past_visit_of,
    thread_of_invitation,
)
from forum.discussion.queries.held import count_own_held, held_for_you, held_here
from forum.discussion.queries.ignoring import list_ignored
from forum.discussion.queries.loosenings import loosenings_to_answer
from forum.discussion.queries.pace import pace_here, timers_of
from forum.discussion.queries.readers import count_readers, is_for_cases, label_of
from forum.discussion.queries.recipients import recipients_of
from forum.discussion.queries.text_checks import own_check
from forum.discussion.queries.walls import count_walls
from forum.discussion.queued import held_kind
from forum.discussion.reply_form import render_reply_form
from forum.discussion.slots import (
    ActLink,
    on_home,
    on_thread_head,
    round_panels,
    thread_acts,
    undo_pages,
)
from forum.discussion.values import CategoryCard
from forum.discussion.values.acts import words_of_pace
from forum.discussion.values.cases import BASIS_WORDS, STAGE_WORDS
from forum.discussion.values.labels import MATTER_WORDS, REUSE_HELP, REUSE_WORDS, readers_sentence
from forum.kernel.links import link_to
from forum.kernel.times import full_time, machine_time, short_time

MESSAGES_FROM = {
    MessagesFrom.EVERYONE: "Every member",
    MessagesFrom.KNOWN: "People I share a group with, or have written to in a conversation",
    MessagesFrom.FACILITATORS: "Nobody but facilitators",
}
ON_PROFILE = 5  # posts; the rest is a page away
ON_PREFERENCES = 10  # threads that one follows; the rest is a page away


def writing_of(person: Person, member: Member) -> Markup:
    """Show what the member wrote last, and name the categories that they look after."""
    if person.is_guest:
        return Markup("")
    cards = [card for card in visible_categories(person) if member.id in card.facilitator_ids]
    latest = page_of_activity(member, person).lines[:ON_PROFILE]
    page = render_template("discussion/_on_profile.html", member=member, cards=cards, latest=latest)
    return Markup(page)  # noqa: S704 -- our own template


def newness_of(person: Person) -> Markup:
    """Let the member say, among their preferences, how long threads are new."""
    if person.is_guest:
        return Markup("")
    form = NewnessForm(formdata=None, new_window=str(person.preferences.new_window))
    form.offer()
    page = render_template("discussion/_newness.html", form=form)
    return Markup(page)  # noqa: S704 -- our own template


def link_to_bookmarks(person: Person) -> tuple[str, str] | None:
    """Offer members what they have kept."""
    return ("Bookmarks", "/bookmarks") if person.is_member else None


def talking_to(person: Person, member: Member) -> Markup:
    """Offer to write to the member, and to ignore them or to hear from them again."""
    if not person.is_member or person.is_guest or person.id == member.id:
        return Markup("")
    [recipient] = recipients_of([member], by=person)
    page = render_template(
        "discussion/_talking_to.html",
        member=member,
        verdict=rules.may_write_to(person, recipient),
        is_ignored=member.id in person.ignored,
    )
    return Markup(page)  # noqa: S704 -- our own template


def conversations_in_preferences(person: Person) -> Markup:
    """Let the member choose who may write to them, and undo what they ignore."""
    if person.is_guest:
        return Markup("")
    page = render_template(
        "discussion/_in_preferences.html",
        chosen=get_own_member(person).messages_from,
        choices=MESSAGES_FROM,
        ignored=list_ignored(person),
    )
    return Markup(page)  # noqa: S704 -- our own template


def categories_on_circle(person: Person, circle_id: GroupId) -> Markup:
    """Show those in a circle what it may do: its categories, and the threads open to it by name."""
    if circle_id not in person.groups:
        return Markup("")
    cards = categories_of_circle(circle_id, by=person)
    elsewhere = [card for card in visible_categories(person) if card.circle_id is None]
    page = render_template(
        "discussion/_on_circle.html",
        slug=slug_of_circle(circle_id),
        own=[(card, _level_in(card, circle_id)) for card in cards],
        elsewhere=[(card, level) for card in elsewhere if (level := _level_in(card, circle_id))],
        threads=threads_open_to_group(circle_id, by=person),
        convenes=person.convenes(circle_id),
    )
    return Markup(page)  # noqa: S704 -- our own template


def _level_in(card: CategoryCard, group_id: int) -> int:
    return int(dict(card.levels).get(GroupId(group_id), 0))


def link_to_conversations(person: Person) -> tuple[str, str] | None:
    """Link to the member's conversations from their own menu."""
    return ("Conversations", "/messages") if person.is_member else None


def link_to_waiting(person: Person) -> tuple[str, str] | None:
    """Offer the member what of theirs waits for a facilitator, if anything does."""
    return ("Waiting posts", "/waiting") if count_own_held(person) else None


def link_to_drafts(_person: Person) -> tuple[str, str]:
    """Offer what the member has not sent yet."""
    return ("Drafts", "/drafts")


def following_on_preferences(person: Person) -> Markup:
    """Show what the member follows, with a way to change each."""
    if person.is_guest:
        return Markup("")
    page = render_template(
        "discussion/_on_preferences.html",
        preference=get_following_preference(person.member_id),
        categories=list_followed_categories(person),
        tags=list_followed_tags(person),
        threads=page_of_followed_threads(person).threads[:ON_PREFERENCES],
        choices=rules.THREAD_FOLLOWINGS,
        place_choices=rules.PLACE_FOLLOWINGS,
    )
    return Markup(page)  # noqa: S704 -- our own template


def text_check_on_preferences(person: Person) -> Markup:
    """Say when the person's texts are checked, and lead to where that is changed."""
    own = own_check(person)
    words, count = WHEN_WORDS[own.when], len(own.names)
    page = render_template("discussion/_text_check_on_preferences.html", when=words, count=count)
    return Markup(page)  # noqa: S704 -- our own template


def threads_on_visit(person: Person) -> Markup:
    """Show a guest the threads that are open to them, or when their visit ended."""
    page = render_template(
        "discussion/_on_visit.html",
        threads=open_threads(person),
        cases=waiting_cases(person),
        past=past_visit_of(person),
    )
    return Markup(page)  # noqa: S704 -- our own template


def thread_on_invitation(invitation: Invitation) -> Markup:
    """Say which thread an invitation leads to."""
    thread = thread_of_invitation(invitation.id)
    if thread is None:
        return Markup("")
    line = line_of_case(thread.id) if is_for_cases(thread.category_id) else ""
    page = render_template("discussion/_on_invitation.html", thread=thread, line=line)
    return Markup(page)  # noqa: S704 -- our own template


def link_to_move_aside(person: Person, thread: Thread) -> list[ActLink]:
    """Offer who may change the label to take the thread to fewer readers in one act."""
    if not rules.may_change_label(person, thread):
        return []
    return [ActLink("Move to a circle or to named people", f"/t/{thread.id}/aside")]


def link_to_guests(person: Person, thread: Thread) -> list[ActLink]:
    """Offer who may invite guests into the thread to see them."""
    if not rules.may_invite_guest(person, thread):
        return []
    return [ActLink("Guests", f"/t/{thread.id}/guests")]


def files_on_preferences(_person: Person) -> Markup:
    """Lead to the member's own files."""
    return Markup(render_template("discussion/_files_on_preferences.html"))  # noqa: S704 -- our own template


def links_to_categories(person: Person) -> list[AdminLink]:
    """Offer the hosts' page about categories."""
    if not rules.may_manage_categories(person):
        return []
    return [AdminLink("Categories", "/admin/categories", "Who may do what where.")]


def conflicts_on_preferences(_person: Person) -> Markup:
    """Lead to the member's own list of conflicts."""
    page = render_template("discussion/_on_preferences_conflicts.html")
    return Markup(page)  # noqa: S704 -- our own template


def links_to_glass(person: Person) -> list[AdminLink]:
    """Offer hosts the way, with a second person, to what is not open to them."""
    about = "To read a thread that is closed to you: with a second person, for a time."
    return [AdminLink("Break-glass", "/break-glass", about)] if rules.may_ask_glass(person) else []


def glass_for_you(person: Person) -> list[Section]:
    """Tell those in a thread that a host can read it, or could of late."""
    needs = [
        Need(
            thread.title,
            link_to(thread),
            f"Opened to {line.host} with {line.second}. {line.ground_words}: {line.because}"
            + (f" Ended early by {line.ended_by}." if line.ended_by else ""),
            line.opened_at,
        )
        for thread, line in glass_for(person)
    ]
    return [Section("Opened by break-glass", needs, 1)] if needs else []


def init_web(app: Flask) -> None:
    """Give the templates the rules, links and look-ups of discussions."""
    for name in dir(rules):
        if name.startswith("may_"):
            app.jinja_env.globals[name] = getattr(rules, name)
    queue_kinds.fill(held_kind)
    menu_links.fill(link_to_waiting)
    for_you.fill(held_for_you)
    thread_acts.fill(link_to_move_aside)
    thread_acts.fill(link_to_guests)
    on_visit.fill(threads_on_visit)
    on_invitation.fill(thread_on_invitation)
    met_by_guest.fill(meets)
    met_by_guest.fill(wrote_in_category)
    on_profile.fill(talking_to)
    on_profile.fill(writing_of)
    on_circle.fill(categories_on_circle)
    on_preferences.fill(newness_of)
    menu_links.fill(link_to_bookmarks)
    on_preferences.fill(following_on_preferences)
    on_preferences.fill(conversations_in_preferences)
    on_preferences.fill(text_check_on_preferences)
    on_preferences.fill(files_on_preferences)
    menu_links.fill(link_to_conversations)
    admin_links.fill(links_to_categories)
    admin_links.fill(links_to_glass)
    for_you.fill(glass_for_you)
    menu_links.fill(link_to_drafts)
    on_preferences.fill(conflicts_on_preferences)
    for_you.fill(loosenings_to_answer)
    counted_acts.fill(count_walls)
    app.jinja_env.globals.update(
        link_to=link_to,
        thread_head_lines=lambda thread: [
            fill(current_person(), thread) for fill in on_thread_head
        ],
        home_parts=lambda: [fill(current_person()) for fill in on_home],
        held_here=lambda thread: held_here(thread, current_person()),
        is_slow=rules.is_slow,
        undo_address=undo_address,
        words_of_pace=words_of_pace,
        pace_here=lambda thread: pace_here(thread, current_person()),
        timers_of=lambda thread: timers_of(thread, current_person()),
        address_in=address_in,
        tag_address=tag_address,
        round_panel=_round_panel,
        render_lines=lambda lines: render_lines(lines, current_person()),
        main_navigation=render_navigation,
        reply_form=render_reply_form,
        visible_categories=visible_categories,
        following_words=FOLLOWING_WORDS,
        following_menu_of=following_menu_of,
        category_of=lambda id_: directory().by_id[id_],
        label_of=label_of,
        waiting_cases=waiting_cases,
        is_for_cases=is_for_cases,
        basis_words=BASIS_WORDS,
        stage_words=STAGE_WORDS,
        glass_lines=glass_lines,
        readers_of=lambda thread: readers_sentence(count_readers(thread)),
        reuse_words=REUSE_WORDS,
        reuse_help=REUSE_HELP,
        matter_words=MATTER_WORDS,
        category_path=lambda id_: directory().path(id_),
        machine_time=machine_time,
        short_time=_in_zone(short_time),
        full_time=_in_zone(full_time),
    )


def undo_address(thread: Thread) -> str:
    """Return where the reader undoes what was done with a thread; empty for who may not."""
    return next((found for fill in undo_pages if (found := fill(current_person(), thread))), "")


def following_menu_of(*, category: CategoryCard | None = None, tag: str = "") -> Markup:
    """Return the menu that says how the reader follows a category or a tag."""
    chosen = followings_of(current_person())
    own = chosen.categories.get(category.id) if category else chosen.tags.get(tag)
    address = f"/c/{category.id}" if category else tag_address(tag)
    return render_following_menu(
        f"{address}/following", own, is_chosen=own is not None, of_thread=False
    )


def _round_panel(thread: Thread) -> Markup:
    """Return what stands below the posts of a round."""
    return Markup("").join(fill(current_person(), thread) for fill in round_panels)


def _in_zone(show: Callable[[datetime, str], str]) -> Callable[[datetime], str]:
    return lambda at: show(at, current_person().preferences.timezone)
