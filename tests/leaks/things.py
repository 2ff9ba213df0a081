"""The kinds of confidential thing, each planted through the operations, and who must see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from forum.accounts.agreement.models import Rule
from forum.accounts.circles.operations.members import remove_from_circle
from forum.accounts.models import Group, GroupMember, Member
from forum.discussion.following import Following
from forum.discussion.models import File, HeldPost, Post, Thread
from forum.discussion.operations.aside import Aside, take_aside
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.following import follow_thread
from forum.discussion.operations.labels import LabelChoice
from forum.discussion.operations.loosenings import answer_loosening, ask_to_loosen
from forum.discussion.operations.posts import revise_post, withdraw_post
from forum.discussion.operations.threads import close_thread, reopen_thread
from forum.discussion.pseudonyms.operations.posts import write_as
from forum.discussion.pseudonyms.operations.taking import take_pseudonym
from forum.discussion.pseudonyms.operations.threads import begin_as_pseudonym, change_head_as
from forum.discussion.pseudonyms.queries.custodians import keys_of_custodians
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.cases import Conflict
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.discussion.writing import write
from forum.facilitation.rounds.operations import commit_to, write_journal
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.operations.notes import write_note
from tests.builders.accounts import make_member, person
from tests.builders.cases import answer_about
from tests.builders.circles import circle_for, let_into_circle, make_circle, make_own_category
from tests.builders.conversations import leave, make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.files import make_file_beside
from tests.builders.glass import break_glass
from tests.builders.guests import end_visit_of, let_into
from tests.builders.held import let_wait, make_held, place_in_queue, send_thread
from tests.builders.labels import keep_out, reserve_to
from tests.builders.moderation import make_flag, queued
from tests.builders.moves import merge, split
from tests.builders.prompts import make_prompt
from tests.builders.pseudonyms import allow_pseudonyms, make_custodian, post_as_pseudonym
from tests.builders.rounds import make_round, write_into
from tests.leaks.readers import READERS, Community
from tests.leaks.words import Words

MEMBERS = frozenset(READERS) - {"visitor", "suspended", "guest", "expired guest"}
WALLED = frozenset({"walled member", "walled facilitator"})
THREAD_CHANNELS = frozenset(
    {
        "thread",
        "post",
        "print",
        "history",
        "lists",
        "category",
        "tags",
        "files",
        "profile",
        "search",
        "facets",
        "suggestions",
        "links",
        "redirects",
        "live",
    }
)


GUESTS = frozenset({"thread", "post", "print", "history", "files", "search", "redirects"})
"""Where a guest must meet what is open to them; nowhere else they need to."""
BY_GLASS = frozenset({"thread", "post", "print", "history", "files", "redirects"})
"""Where a host reads what break-glass opened to them."""
NEVER_BY_GLASS = frozenset(
    {"lists", "category", "tags", "profile", "search", "facets", "suggestions", "counts"}
    | {"notifications", "flags", "moderation", "conversations", "letters", "commands"}
)
"""Where a host never meets it: it is to be read, and no more."""
GLASS = frozenset({"host by glass"})
LEADS = "A thread that leads there"


@dataclass(frozen=True)
class Thing:
    """Something planted: its words, who must see it and where, and what addresses name of it."""

    kind: str
    words: Words
    sees: frozenset[str]
    channels: frozenset[str]
    """Where it must show to those who see it; they may meet it elsewhere, too."""
    values: dict[str, object] = field(default_factory=dict)
    """What stands for the arguments of routes."""
    only_for: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: {"guest": GUESTS, "host by glass": BY_GLASS}
    )
    """Where alone it must show to some of them: a guest has fewer pages."""
    never_for: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Where it must not show to some of those who see it."""
    may_meet: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Where somebody may meet it who does not see it: what is their own, until it is removed."""
    is_told_by_command: bool = False
    """Whether a search from the command line finds it, as it does what all members read."""
    exists_for: frozenset[str] = frozenset()
    """Who knows that there is such a thing, without being told its words."""
    asked: frozenset[str] = frozenset()
    """Who is asked about conflicts on a page of its own, and told no more than that."""

    @property
    def is_under_glass(self) -> bool:
        """Tell whether break-glass has opened it to a host."""
        return "host by glass" in self.never_for


def _under_glass(thing: Thing) -> Thing:
    """Return a thing that break-glass opens to one host for a time, and opened to another before."""
    return replace(thing, sees=thing.sees | GLASS, never_for={"host by glass": NEVER_BY_GLASS})


Planting = Callable[[Community, Words], Thing]


def circle_thread(community: Community, words: Words) -> Thing:
    """A thread in a circle's category, open to all who are in it."""
    thread = _thread(community, community.inside, words)
    if words.are_led_to:
        _merge_another_into(thread, community)
    sees = frozenset({"author", "circle member"}) | WALLED
    thing = Thing("thread in a circle", words, sees, THREAD_CHANNELS, _values(thread, words))
    return _under_glass(thing)


def walled_under_glass(community: Community, words: Words) -> Thing:
    """A circle's thread that break-glass opened to a host from whom a wall keeps it since."""
    thread = make_thread(
        community.inside,
        community.person("author"),
        title=words.both("title"),
        body=words.both("body"),
    )
    host = community.members["host by glass"]
    break_glass(thread.id, host, community.members["facilitator"])
    for reader in ("host by glass", "walled member", "walled facilitator"):
        keep_out(thread, community.members[reader], by=community.person("author"))
    sees = frozenset({"author", "circle member"})
    values = {**_values(thread, words), "file_id": 0}
    return Thing("glass behind a wall", words, sees, frozenset({"thread"}), values)


def expired_thread(community: Community, words: Words) -> Thing:
    """A thread in the open whose life is over, and whose words are not removed yet."""
    thread = _thread(community, community.open, words)
    with unit_of_work():
        db.session.get_one(Thread, thread.id).ends_at = now() - timedelta(minutes=1)
    exists = MEMBERS | {"suspended"}
    nobody: frozenset[str] = frozenset()
    return Thing(
        "expired thread",
        words,
        nobody,
        nobody,
        _values(thread, words),
        may_meet={"author": frozenset({"files"})},
        exists_for=exists,
    )


def case_thread(community: Community, words: Words) -> Thing:
    """A case thread that all members and a guest have opened; two are kept out of it since."""
    thread = _thread(community, community.cases, words, answered=MEMBERS - {"author"})
    _let_guests_in(thread, community)
    for reader in ("guest", "expired guest"):
        answer_about(thread, community.members[reader])
    _end_visit(thread, community)
    _take_part(thread, community.members["walled member"])
    outbox.work_off()
    keep_out(thread, community.members["walled member"], by=community.person("author"))
    keep_out(thread, community.members["walled facilitator"], by=community.person("author"))
    return Thing(
        "case thread",
        words,
        MEMBERS - WALLED | {"guest"},
        THREAD_CHANNELS,
        _values(thread, words),
        only_for={"guest": GUESTS},
        is_told_by_command=True,
    )


def unanswered_case(community: Community, words: Words) -> Thing:
    """A case thread that all members may read once they have answered; only some of them have."""
    opened = frozenset({"circle member"})
    thread = _thread(community, community.cases, words, answered=opened)
    answer_about(thread, community.members["member"], Conflict.UNSURE)
    answer_about(thread, community.members["host"], Conflict.SOME)
    _let_guests_in(thread, community)
    _end_visit(thread, community)
    sees = opened | {"author"}
    asked = MEMBERS - sees - {"host"} | {"guest"}
    values = _values(thread, words)
    return _under_glass(Thing("unanswered case", words, sees, THREAD_CHANNELS, values, asked=asked))


def reserved_thread(community: Community, words: Words) -> Thing:
    """A thread in an open category that is reserved to one other member, and to the panel."""
    thread = _thread(community, community.open, words)
    with unit_of_work():
        # The log tells of it as long as all members read the thread, and not any more afterwards.
        facilitator = community.person("facilitator")
        kept = get_thread(thread.id, by=facilitator)
        close_thread(kept, by=facilitator, because=words.both("body"))
        reopen_thread(kept, by=facilitator, because=words.both("body"))
    named = community.members["circle member"]
    reserve_to(thread, named, groups=(community.panel,), by=community.person("author"))
    if words.are_led_to:
        _split_off(community, words, named)
    _let_guests_in(thread, community)
    _end_visit(thread, community)
    sees = frozenset({"author", "circle member", "guest"})
    return _under_glass(
        Thing("reserved thread", words, sees, THREAD_CHANNELS, _values(thread, words))
    )


def thread_taken_aside(community: Community, words: Words) -> Thing:
    """A thread that all read and that was taken into a circle, which has guests of its own."""
    thread = _thread(community, community.open, words)
    author = community.members["author"]
    for reader in ("member", "facilitator", "host"):
        with unit_of_work():
            by = community.person(reader)
            keep_bookmark(get_thread(thread.id, by=by), by=by)
    outbox.work_off()
    slug = make_circle(author, community.members["circle member"], name="Circle aside")
    category = make_own_category(slug, author)
    with unit_of_work():
        by = person(author)
        take_aside(get_thread(thread.id, by=by), Aside(category=category), by=by)
    for reader in ("guest", "expired guest"):
        let_into_circle(slug, author, community.members[reader])
    with unit_of_work():
        circle, by = circle_for(slug, author), person(author)
        remove_from_circle(circle, community.members["expired guest"], by=by)
    thread = db.session.get_one(Thread, thread.id)
    sees = frozenset({"author", "circle member", "guest"})
    values = {**_values(thread, words), "slug": slug}
    return Thing("thread taken aside", words, sees, THREAD_CHANNELS, values)


def post_left_behind(community: Community, words: Words) -> Thing:
    """What one wrote who did not agree that all may read a thread; the rest goes on in the open."""
    author = community.person("author")
    thread = make_thread(community.open, author, title="What may be told")
    reserve_to(thread, community.members["circle member"], by=author)
    author, other = community.person("author"), community.person("circle member")
    post = make_reply(thread, other, words.both("body"))
    make_file_beside(post, name=f"{words.secret('file name')}.txt", data=_text(words))
    make_reply(thread, author, "This may be told.")
    with unit_of_work():
        found = get_thread(thread.id, by=author)
        choice = LabelChoice(None, found.reuse, found.matter, found.life)
        ask_to_loosen(found, choice, by=author)
    with unit_of_work():
        answer_loosening(get_thread(thread.id, by=other), agrees=False, by=other)
    values = {**_values(thread, words), "number": post.number}
    channels = frozenset({"thread", "post", "print", "files", "search", "redirects"})
    sees = frozenset({"author", "circle member"})
    return Thing("post left behind", words, sees, channels, values)


def private_conversation(community: Community, words: Words) -> Thing:
    """A conversation of two, after a third one has left it."""
    thread = make_conversation(
        community.person("author"),
        community.members["circle member"],
        community.members["member"],
        title=words.both("title"),
        body=words.both("body"),
    )
    _fill(thread, community, words)
    leave(thread, by=community.person("member"))
    sees = frozenset({"author", "circle member"})
    channels = frozenset({"thread", "post", "print", "history", "files", "search", "conversations"})
    return Thing("private conversation", words, sees, channels, _values(thread, words))


def withdrawn_post(community: Community, words: Words) -> Thing:
    """A post in the open that its author has withdrawn; who can bring it back reads its text."""
    by = community.person("author")
    thread = make_thread(community.open, by, title="In plain sight")
    post = make_reply(thread, by, words.both("body"))
    make_file_beside(post, name=f"{words.secret('file name')}.txt", data=_text(words))
    with unit_of_work():
        withdraw_post(thread, get_post(post.id, by=by), by=by, because="")
    sees = frozenset({"author", "facilitator", "walled facilitator"})
    values = {**_values(thread, words), "post_id": post.id, "number": post.number}
    channels = frozenset({"withdrawn"})
    return Thing("withdrawn post", words, sees, channels, values, exists_for=MEMBERS)


def draft(community: Community, words: Words) -> Thing:
    """What somebody has begun to write."""
    place = DraftPlace(DraftKind.THREAD)
    fields = {"title": words.both("title"), "tags": words.both("tag"), "sequence": "0"}
    with unit_of_work():
        kept = save_draft(
            place, DraftText(words.both("body"), fields), seen=0, by=community.person("author")
        )
    assert kept is not None
    values: dict[str, object] = {"draft_id": kept.id}
    return Thing("draft", words, frozenset({"author"}), frozenset({"drafts"}), values)


def flag_on_post(community: Community, words: Words) -> Thing:
    """A flag's words on a post in a circle: for who facilitates there, and who flagged."""
    thread = make_thread(community.open, community.person("author"), title="A flagged matter")
    post = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()
    rule = db.session.scalars(select(Rule).order_by(Rule.id)).first()
    assert rule is not None
    item = make_flag(post, community.person("circle member"), rule, words.both("body"))
    sees = frozenset({"facilitator", "walled facilitator", "circle member"})
    values: dict[str, object] = {**_values(thread, words), "item_id": queued(item).id}
    return Thing("flag", words, sees, frozenset({"flags"}), values, exists_for=MEMBERS)


def held_reply(community: Community, words: Words) -> Thing:
    """A reply in the open that waits for a facilitator, with a wall before one of them."""
    category = let_wait(make_category("Approved before"))
    thread = make_thread(category, community.person("facilitator"), title="Where replies wait")
    held = make_held(thread, community.person("author"), words.both("body"))
    keep_out(thread, community.members["walled member"])
    keep_out(thread, community.members["walled facilitator"])
    values = {**_values(thread, words), "held_id": held.id, "item_id": place_in_queue(held).id}
    del values["file_id"]  # it has none: the newest file is another thing's
    sees = frozenset({"author", "facilitator"})
    only = {"author": frozenset({"held", "thread"}), "facilitator": frozenset({"flags"})}
    channels = frozenset({"held", "flags", "thread"})
    return Thing(
        "reply that waits", words, sees, channels, values, only, exists_for=MEMBERS - WALLED
    )


def held_thread(community: Community, words: Words) -> Thing:
    """A thread in the open that waits for a facilitator."""
    category = let_wait(community.open)
    title, tag = words.both("title"), words.both("tag").replace(" ", "-")
    held = send_thread(category, community.person("author"), title, words.both("body"), tag)
    assert isinstance(held, HeldPost)
    values = {"held_id": held.id, "item_id": place_in_queue(held).id}
    sees = frozenset({"author", "facilitator", "walled facilitator"})
    only = {
        "author": frozenset({"held"}),
        "facilitator": frozenset({"flags"}),
        "walled facilitator": frozenset({"flags"}),
    }
    channels = frozenset({"held", "flags"})
    return Thing("thread that waits", words, sees, channels, values, only)


def note_on_bookmark(community: Community, words: Words) -> Thing:
    """A note beside a bookmark."""
    thread = make_thread(community.open, community.person("author"), title="Worth keeping")
    with unit_of_work():
        kept = keep_bookmark(
            db.session.get_one(Thread, thread.id),
            by=community.person("author"),
            note=words.both("body"),
        )
    values: dict[str, object] = {**_values(thread, words), "bookmark_id": kept.id}
    sees, channels = frozenset({"author"}), frozenset({"bookmarks"})
    return Thing("note on a bookmark", words, sees, channels, values, exists_for=MEMBERS)


def entry_in_round(community: Community, words: Words) -> Thing:
    """An entry in a round that all members read: for who has written one, too, and for nobody else.

    Who began the round has not written either.
    """
    thread = make_round(community.open, community.person("facilitator"), title="A round")
    write_into(thread, community.person("author"), f"{words.both('body')}, said to @member.")
    write_into(thread, community.person("circle member"), "In other words.")
    sees, channels = frozenset({"author", "circle member"}), frozenset({"thread"})
    values = _values(thread, words)
    del values["file_id"]  # it has none: the newest file is another thing's
    return Thing("entry in a round", words, sees, channels, values, exists_for=MEMBERS)


def journal(community: Community, words: Words) -> Thing:
    """What somebody wrote for themselves beside a thread, and what they mean to do."""
    thread = make_thread(community.open, community.person("author"), title="To think about")
    by, day = community.person("author"), (now() + timedelta(days=30)).date()
    with unit_of_work():
        kept = db.session.get_one(Thread, thread.id)
        write_journal(words.both("body"), by=by, thread=kept)
        commitment = commit_to(words.both("title"), day, by=by, thread=kept)
    values: dict[str, object] = {**_values(thread, words), "commitment_id": commitment.id}
    del values["file_id"]
    sees, channels = frozenset({"author"}), frozenset({"journal"})
    return Thing("journal", words, sees, channels, values, exists_for=MEMBERS)


def prompt_in_circle(community: Community, words: Words) -> Thing:
    """A thread that a circle's convener plans there: for who looks after the place alone.

    A facilitator in the circle does, whatever walls keep from them.
    """
    prompt = make_prompt(
        community.inside,
        community.person("author"),
        first_on=(now() + timedelta(days=2)).date(),
        title=words.both("title"),
        body=words.both("body"),
    )
    sees, channels = frozenset({"author", "walled facilitator"}), frozenset({"prompts"})
    return Thing("prompt in a circle", words, sees, channels, {"prompt_id": prompt.id})


def pseudonymous_post(community: Community, words: Words) -> Thing:
    """A post under a pseudonym in a circle's thread; its author is told no more than others."""
    thread = _circle_of_candour(community)
    post, _ = post_as_pseudonym(thread, community.person("author"), words.both("body"))
    sees = frozenset({"author", "circle member"})
    values = {**_values(thread, words), "post_id": post.id, "number": post.number, "file_id": 0}
    channels = frozenset({"thread", "post", "print", "search"})
    return _under_glass(Thing("post under a pseudonym", words, sees, channels, values))


def pseudonymous_thread(community: Community, words: Words) -> Thing:
    """A thread in a circle that was begun under a pseudonym, with two readers kept out of it."""
    category = _place_of_candour(community)
    author, tag = community.person("author"), words.both("tag").replace(" ", "-")
    title, writing = words.both("title"), write(words.both("body"))
    label = LabelChoice()
    with unit_of_work():
        taken = begin_as_pseudonym(
            category, "Another name", writing, tags=[], label=label, by=author, delay=0
        )
    thread = db.session.get_one(Thread, taken.pseudonym.thread_id)
    for reader in ("walled member", "walled facilitator"):
        keep_out(thread, community.members[reader])
    with unit_of_work():
        # Whose key it is reads the thread by the circle, as others do: under the pseudonym alone.
        change_head_as(taken.pseudonym, thread, title, [tag], by=community.person("author"))
    sees = frozenset({"author", "circle member"})
    channels = frozenset(
        {"thread", "post", "print", "lists", "category", "tags", "search", "redirects"}
    )
    values = {**_values(thread, words), "file_id": 0}
    del values["handle"]  # a pseudonym has no page
    return _under_glass(Thing("thread under a pseudonym", words, sees, channels, values))


def waiting_post(community: Community, words: Words) -> Thing:
    """A post under a pseudonym that is not published yet: only its author's key opens it."""
    thread = _circle_of_candour(community)
    by, writing = community.person("author"), write(words.both("body"))
    with unit_of_work():
        found = get_thread(thread.id, by=by)
        pseudonym = take_pseudonym(found, by=by).pseudonym
        write_as(pseudonym, found, writing, by=by, delay=60)
    nobody: frozenset[str] = frozenset()
    return Thing(
        "waiting post under a pseudonym",
        words,
        nobody,
        nobody,
        {**_values(thread, words), "file_id": 0},
        exists_for=frozenset({"author", "circle member"}),
    )


def _circle_of_candour(community: Community) -> Thread:
    """Begin a thread in the circle, among enough people, with two custodians."""
    category = _place_of_candour(community)
    thread = make_thread(category, community.person("author"), title="A matter of candour")
    for reader in ("walled member", "walled facilitator"):
        keep_out(thread, community.members[reader], by=community.person("author"))
    return thread


def _place_of_candour(community: Community) -> CategoryCard:
    """Let enough people write under pseudonyms in the circle, with two custodians."""
    if not keys_of_custodians():
        circle_id = db.session.scalars(select(Group.id).where(Group.slug == community.circle)).one()
        for _ in range(8):
            with unit_of_work():
                member = make_member()
                db.session.add(GroupMember(group_id=circle_id, member_id=member.id))
        make_custodian(make_member())
        make_custodian(make_member())
    return allow_pseudonyms(community.inside)


def facilitators_note(community: Community, words: Words) -> Thing:
    """A note on a thread that all read, for those who look after its place and may read it."""
    thread = make_thread(community.open, community.person("author"), title="A matter with a note")
    keep_out(thread, community.members["walled facilitator"], by=community.person("author"))
    with unit_of_work():
        by = community.person("facilitator")
        write_note(get_thread(thread.id, by=by), words.both("body"), by=by)
    values: dict[str, object] = {"thread_id": thread.id, "category_id": community.open.id}
    sees, channels = frozenset({"facilitator"}), frozenset({"moderation"})
    return Thing(
        "facilitators' note", words, sees, channels, values, exists_for=MEMBERS | {"suspended"}
    )


def hidden_circle(community: Community, words: Words) -> Thing:
    """A circle that exists for its members alone."""
    slug = make_circle(
        community.members["author"],
        community.members["circle member"],
        name=words.both("title"),
        is_hidden=True,
    )
    category = make_own_category(slug, community.members["author"], words.both("body"))
    sees, channels = frozenset({"author", "circle member"}), frozenset({"circles", "category"})
    values: dict[str, object] = {"slug": slug, "category_id": category.id}
    return Thing("hidden circle", words, sees, channels, values)


PLANTINGS: tuple[Planting, ...] = (
    circle_thread,
    case_thread,
    unanswered_case,
    reserved_thread,
    thread_taken_aside,
    post_left_behind,
    private_conversation,
    withdrawn_post,
    draft,
    flag_on_post,
    held_reply,
    held_thread,
    note_on_bookmark,
    entry_in_round,
    journal,
    prompt_in_circle,
    pseudonymous_post,
    pseudonymous_thread,
    waiting_post,
    hidden_circle,
    facilitators_note,
    walled_under_glass,
    expired_thread,
)


def _thread(
    community: Community,
    category: object,
    words: Words,
    *,
    answered: frozenset[str] = frozenset(),
) -> Thread:
    thread = make_thread(
        category,  # type: ignore[arg-type]
        community.person("author"),
        title=words.both("title"),
        body=words.both("body"),
        tags=(words.both("tag").replace(" ", "-"),),
    )
    for reader in sorted(answered):
        answer_about(thread, community.members[reader])
    _fill(thread, community, words)
    return thread


def _take_part(thread: Thread, member: Member) -> None:
    """Let somebody follow a thread, keep it, and begin a reply in it, before it is closed to them."""
    with unit_of_work():
        by = person(member)
        kept = get_thread(thread.id, by=by)
        keep_bookmark(kept, by=by, note="")
        follow_thread(kept, Following.WATCHING, by=by)
        place = DraftPlace(DraftKind.REPLY, thread.id)
        save_draft(place, DraftText("Not sent.", {"sequence": "0"}), seen=0, by=by)


def _let_guests_in(thread: Thread, community: Community) -> None:
    for reader in ("guest", "expired guest"):
        let_into(thread, community.members[reader], by=community.person("author"))


def _end_visit(thread: Thread, community: Community) -> None:
    end_visit_of(thread, community.members["expired guest"], by=community.person("author"))


def _fill(thread: Thread, community: Community, words: Words) -> None:
    """Let a reply with a file be revised, kept by others, and linked from the open."""
    author = community.person("author")
    post = make_reply(thread, author, f"{words.both('body')}, said to @member and @walled-member.")
    make_file_beside(post, name=f"{words.secret('file name')}.txt", data=_text(words))
    with unit_of_work():
        text = write(f"Once more: {words.both('body')}, said to @member.")
        revise_post(post.thread, get_post(post.id, by=author), text, by=author)
    if not words.are_led_to:
        return
    quote = f'[quote="author, post:2, topic:{thread.id}"]\nWords.\n[/quote]\n\n'
    links = f"See /t/{thread.id} and http://localhost/t/any/{thread.id}/2 for more."
    # Titles are looked up alone, and together with names where a text has both.
    for body in (links, f"{quote}{links}"):
        make_thread(community.open, author, title=LEADS, body=body)


def _split_off(community: Community, words: Words, named: Member) -> None:
    """Move a post from the open into a thread with the same title, which is reserved afterwards."""
    author = community.person("author")
    thread = make_thread(community.open, author, title=LEADS, body="What stays.")
    make_reply(thread, author, "What goes.")
    apart = split(thread, 2, by=community.person("facilitator"), title=words.both("title"))
    reserve_to(apart, named, by=author)


def _merge_another_into(thread: Thread, community: Community) -> None:
    """Merge a thread into this one, whose number is linked to from the open and leads on here."""
    author = community.person("author")
    other = make_thread(community.inside, author, title="Merged with another", body="No word.")
    merge(other, thread, by=author)
    link = f"See http://localhost/t/any/{other.id} for more."
    make_thread(community.open, author, title=LEADS, body=link)


def _values(thread: Thread, words: Words) -> dict[str, object]:
    posts = db.session.scalars(
        select(Post.id).where(Post.thread_id == thread.id).order_by(Post.number)
    ).all()
    file = db.session.scalar(select(File.id).order_by(File.id.desc()))
    return {
        "thread_id": thread.id,
        "conversation_id": thread.id,
        "slug": "any",
        "number": len(posts),
        "post_id": posts[-1],
        "category_id": thread.category_id or 1,
        "file_id": file or 1,
        "handle": person_of_author(thread),
    }


def person_of_author(thread: Thread) -> str:
    """Return the handle of who began the thread."""
    return person(thread.author).handle


def _text(words: Words) -> bytes:
    return words.secret("file text").encode()


QUIET: tuple[Planting, ...] = (
    circle_thread,
    case_thread,
    reserved_thread,
    private_conversation,
    held_thread,
)
"""What can be planted without anything in the open that leads to it."""
