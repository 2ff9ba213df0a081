"""Somebody with unique words wherever the community lets one write."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from forum.accounts.models import Member
from forum.accounts.operations.members import add_member
from forum.accounts.operations.placeholders import add_placeholder
from forum.accounts.operations.profiles import describe, edit_profile
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.accounts.values import SYSTEM, Person, Role
from forum.admin.claims.operations import claim_posts, grant_claim
from forum.admin.claims.queries import find_waiting_claim
from forum.discussion.models import Post, Thread
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.posts import add_post, revise_post
from forum.discussion.operations.reactions import give_reaction
from forum.discussion.operations.summaries import SummaryTexts, make_ready, write_summary
from forum.discussion.operations.threads import retitle_thread
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.quoting import quotation
from forum.discussion.values import Sign
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from forum.kernel.mail import Letter, send
from forum.kernel.storage import FolderStorage
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.moderation.values import Outcome
from tests.accounts.rights.planting import PRIVATE, WRITTEN, plant_later_things
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.files import image_in_text, make_file
from tests.builders.moderation import handle, make_flag, make_rules
from tests.builders.notifications import tell_everybody

NAME = "Zenobia Quartzfeather"
HANDLE = "zenobiaq"
EMAIL = "zenobia.mailbox@example.net"


@dataclass
class Scene:
    """The member who leaves, others, and the words that were planted."""

    member: Member
    engine: WhooshEngine
    other: Member
    facilitator: Member
    thread: Thread
    others_thread: Thread
    own_post: Post
    quoting_post: Post
    conversation: Thread
    private: set[str] = field(default_factory=set)
    """Words that nobody else was ever shown, or that are about the account."""
    written: set[str] = field(default_factory=set)
    """Words in what stays where texts stay."""
    naming: set[str] = field(default_factory=set)
    """Words that lead to the person."""


@pytest.fixture
def engine(app, tmp_path, monkeypatch):
    """The application's search engine, with an index of this test alone."""
    engine = WhooshEngine(tmp_path / "search", refresh_seconds=0)
    monkeypatch.setitem(app.extensions, "folkmoot_search", engine)
    engine.rebuild([])
    return engine


@pytest.fixture
def scene(app, client, engine, tmp_path, monkeypatch):
    """Plant unique words everywhere, through the operations, with a storage of this test alone."""
    monkeypatch.setitem(app.extensions, "folkmoot_storage", FolderStorage(tmp_path / "files"))
    scene = plant(engine)
    sign_in_as(client, scene.member)
    tell_everybody()
    return scene


def plant(engine: WhooshEngine) -> Scene:
    category = make_category()
    with unit_of_work():
        member = add_member(
            handle=HANDLE, name=NAME, email=EMAIL, password_hash="hash-of-hers", by=SYSTEM
        )
    other = make_member("otherone")
    facilitator = make_member("caretaker", role=Role.FACILITATOR)
    who, them, care = person(member), person(other), person(facilitator)
    image = make_file(who, name="wordinfilename.webp", data=b"wordinsidefile")
    make_file(who, name="wordinunsentname.webp", data=b"wordinunsentfile")
    body = f"wordinpost by {NAME}, write to {EMAIL}. {image_in_text(image, 'wordinalt')}"
    thread = make_thread(category, who, title="Wordintitle of mine", body=body, tags=("wordintag",))
    others_thread = make_thread(category, them, title="Theirs", body=f"Ask @{HANDLE}, she knows.")
    own = make_reply(others_thread, who, "wordinreply is here")
    with unit_of_work():
        post = get_post(own.id, by=who)
        post.created_at = post.created_at.replace(year=2024)
        revise_post(post.thread, post, write("wordinrevised text"), by=who)
    quoting = make_reply(
        others_thread, them, quotation(own) + f"I agree with @{HANDLE}, and /u/{HANDLE}."
    )
    scene = Scene(
        member,
        engine,
        other,
        facilitator,
        thread,
        others_thread,
        own,
        quoting,
        make_conversation(who, other, title="Wordinaside", body="wordinmessage for you"),
    )
    _own_things(scene, who, them, thread, quoting)
    _public_things(scene, who, them, care)
    plant_later_things(member, other, facilitator, EMAIL)
    scene.private |= PRIVATE | {
        "wordinunsentname", "wordinunsentfile", "wordinbio", "wordinask", "wordinpronoun",
        "wordinnote", "wordindraft", "wordindraftfield", "wordinbookmark", "wordinletter",
        "hash-of-hers",
    }  # fmt: skip
    scene.written |= WRITTEN | {
        "wordinfilename", "wordinsidefile", "wordinalt", "wordinpost", "wordintitle", "wordintag",
        "wordinrevised", "wordinreply", "wordinaside", "wordinmessage", "wordinflag",
        "wordinsummary", "wordinnewtitle", "wordinarchive",
    }  # fmt: skip
    scene.naming |= {HANDLE, NAME, "Quartzfeather", "zenobia.mailbox", "oldzenobia"}
    return scene


def _own_things(scene: Scene, who: Person, them: Person, thread: Thread, quoting: Post) -> None:
    told = describe(
        name=NAME, pronouns="wordinpronoun", jurisdictions="Atlantis", languages="Wordish",
        ask_me_about="wordinask", bio="wordinbio about me",
    )  # fmt: skip
    aside = describe(
        name="Other One", pronouns="", jurisdictions="", languages="", ask_me_about="",
        bio=f"I work with @{HANDLE}.",
    )  # fmt: skip
    with unit_of_work():
        edit_profile(scene.member, told, organisations=[], new_organisation="Wordish House", by=who)
        edit_profile(scene.other, aside, organisations=[], new_organisation="", by=them)
        text = DraftText("wordindraft", {"title": "wordindraftfield"})
        save_draft(DraftPlace(DraftKind.THREAD), text, seen=0, by=who)
        theirs = DraftText(f"An answer to @{HANDLE}", {"title": f"About @{HANDLE}"})
        save_draft(DraftPlace(DraftKind.THREAD), theirs, seen=0, by=them)
        found = get_post(quoting.id, by=who)
        keep_bookmark(found, note="wordinbookmark", remind_at=None, by=who)
        keep_bookmark(found, note=f"Ask @{HANDLE}", remind_at=None, by=them)
        give_reaction(found.thread, found, next(iter(Sign)), by=who)
        send(Letter(EMAIL, "wordinletter", "wordinletter"))
        send(Letter("other@example.org", f"{NAME} writes", f"@{HANDLE} is {NAME}"))


def _public_things(scene: Scene, who: Person, them: Person, care: Person) -> None:
    rules = make_rules()
    first = get_post(scene.quoting_post.id, by=who)
    item = make_flag(first, who, rules[0], "wordinflag")
    handle(item, Outcome.KEPT, care, f"@{HANDLE} is right.")
    with unit_of_work():
        mine = get_thread(scene.thread.id, by=who)
        why = f"@{HANDLE} asked for it."
        retitle_thread(mine, "Wordinnewtitle now", by=care, because=why)
        summary = make_ready(SummaryTexts(words="wordinsummary"))
        write_summary(mine, summary, by=who, seen_version=0)
        theirs = make_ready(SummaryTexts(words=f"As @{HANDLE} says"))
        write_summary(get_thread(scene.others_thread.id, by=them), theirs, by=them, seen_version=0)
        silence_member(
            make_member("thirdone"),
            until=now() + timedelta(days=2),
            because=f"Asked by @{HANDLE}.",
            by=care,
        )
    _archive(scene, who, care)


def _archive(scene: Scene, who: Person, care: Person) -> None:
    with unit_of_work():
        old = add_placeholder(
            source="list", address="oldzenobia@example.net", name="", shown_name="oldzenobia",
            joined_at=now(),
        )  # fmt: skip
        thread = get_thread(scene.others_thread.id, by=who)
        add_post(thread, write("wordinarchive mail"), author_id=old.id, at=now())
        claim_posts(old, by=who, because="It is I, wordinnote.")
        claim = find_waiting_claim(old, who.member_id)
        grant_claim(claim, by=care)
