"""Every route × every kind of reader, compared with a written table.

The thread, post, file, flag and picture that the addresses name belong to somebody else and stand
in a category that only a group may see. "member" belongs to that group, "outsider" does not,
"elsewhere" facilitates another category and does not belong to it either, "facilitator" looks after
the whole community, "host" runs the installation and does not belong to the group.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.agreement.models import Rule as CommunityRule
from forum.accounts.agreement.models import RulesVersion
from forum.accounts.circles.models import CircleLetter
from forum.accounts.models import Group, GroupMember, Invitation, Organisation
from forum.accounts.recovery.models import Recovery
from forum.accounts.values import Level, Role
from forum.discussion.models import FileCopy, HeldPost
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.dismissals import dismiss
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.files import KeptFile, keep_file
from forum.discussion.values import Listing
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.discussion.values.held import HeldBecause
from forum.facilitation.buddies.operations import put_pair
from forum.facilitation.rounds.operations import commit_to, write_journal
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.secrets import hash_of
from forum.kernel.storage import storage
from forum.moderation.models import ReviewItem
from forum.moderation.operations.flags import flag_post
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.circles import make_circle, make_own_category
from tests.builders.conversations import make_conversation
from tests.builders.discussion import (
    make_category,
    make_facilitator_of,
    make_reply,
    make_thread,
)
from tests.builders.moderation import queued
from tests.databases import undone_after, undone_afterwards
from tests.house.route_table import READERS, TABLE

TOGETHER = 10
"""Rows that share one scene and its readers; what each request does is undone before the next."""


@dataclass(frozen=True)
class Row:
    """One line of the table: what each reader gets."""

    method: str
    rule: str
    answers: Mapping[str, str] = field(hash=False)


def rows() -> Iterator[Row]:
    """Read the table."""
    for line in TABLE.strip().splitlines():
        if line.strip() and not line.startswith("#"):
            method, rule, *answers = line.split()
            yield Row(method, rule, dict(zip(READERS, answers, strict=True)))


ROWS = list(rows())
BLOCKS = [tuple(ROWS[at : at + TOGETHER]) for at in range(0, len(ROWS), TOGETHER)]

DATA = {
    "/admin/categories/new": {"name": "Another", "colour": "teal", "parent": "0"},
    "/admin/categories/<int:category_id>": {"name": "Same", "colour": "teal", "parent": "0"},
    "/g/<slug>/settings": {"name": "Other", "admission": "open", "is_hidden": "y"},
    "/g/<slug>/categories/new": {
        "name": "Notes",
        "colour": "teal",
        "level": "3",
        "reactions": "counted",
    },
    "/g/<slug>/people/bar": {"handle": "member", "because": "A conflict."},
    "/g/<slug>/people/letters": {"email": "nobody", "role": "guest"},
    "/g/<slug>/people/invite": {"handle": "member"},
    "/g/<slug>/people/<handle>/end": {"until": ""},
    "/drafts": {"draft": "thread/0", "sequence": "0", "body": "Not yet."},
    "/drafts/discard": {"draft": "thread/0", "sequence": "0"},
    "/t/<int:thread_id>/reply": {"body": "An answer."},
    "/t/<int:thread_id>/view": {"view": "tree"},
    "/t/<int:thread_id>/mark-unread": {"number": "1"},
    "/t/<int:thread_id>/following": {"following": "watching"},
    "/c/<int:category_id>/following": {"following": "first_post"},
    "/tag/<name>/following": {"following": "muted"},
    "/preferences/following": {"when_starting": "normal", "when_replying": "watching"},
    "/p/<int:post_id>/language": {"language": "de"},
    "/p/<int:post_id>/reactions": {"sign": "thanks"},
    "/p/<int:post_id>/reactions/take-back": {"sign": "thanks"},
    "/p/<int:post_id>/bookmark": {"when": "never"},
    "/t/<int:thread_id>/bookmark": {"when": "never"},
    "/t/<int:thread_id>/summary": {"words": "In short."},
    "/dismiss": {"listing": "new"},
    "/preferences/new-threads": {"new_window": "week"},
    "/p/<int:post_id>/flag": {"because": "It names somebody."},
    "/moderate/threads/<int:thread_id>/<name>": {"because": "It drifted."},
    "/moderate/posts/<int:post_id>/<name>": {"because": "It names somebody."},
}


@dataclass(frozen=True)
class Scene:
    """What the addresses of the table name."""

    values: dict[str, object]
    rule_id: int


@pytest.fixture(scope="module")
def scene(migrated_app: Forum) -> Iterator[Scene]:
    """Make once what the tests of a file ask for, and undo it after the last of them."""
    with undone_after(migrated_app):
        yield make_scene()


@pytest.fixture
def app(migrated_app: Forum, scene: Scene) -> Iterator[Forum]:
    """Return the application with the scene, and what a test does undone after it."""
    with undone_afterwards():
        yield migrated_app


def make_scene() -> Scene:
    """Make everything that an address can name, in a category that only a group sees."""
    author, flagger, mate = make_member("author"), make_member("flagger"), make_member("mate")
    make_member("member")
    group = make_group("Insiders", author, flagger, mate)
    inside = make_category("Inside", levels={group: Level.START}, takes_answers=True)
    thread = make_thread(inside, person(author), title="Hidden matter", tags=("hidden-tag",))
    post = make_reply(thread, person(author), "Hidden words.")
    conversation = make_conversation(person(author), mate, title="Private matter")
    circle = make_circle(author, mate, name="Hidden circle", is_hidden=True)
    own = make_own_category(circle, author, "Hidden category")
    with unit_of_work():
        version = RulesVersion(made_at=now())
        version.rules = [CommunityRule(number=1, title="Keep confidences", text="")]
        organisation = Organisation(name="Org", name_key="org")
        file = keep_file(post, KeptFile("paper.txt", "text/plain", 5, storage().put(b"words")))
        db.session.add(FileCopy(file_id=file.id, width=690, height=1, size=5, key=file.key))
        invitation = Invitation(
            token_hash=hash_of("token"),
            invited_by_id=mate.id,
            created_at=now(),
            expires_at=now() + timedelta(days=1),
        )
        db.session.add_all([version, organisation, invitation])
        db.session.flush()
        flag_post(post, version.rules[0].id, by=person(flagger), because="It names somebody.")
        pair = put_pair(author.id, mate.id, by_id=None)
        item = db.session.query(ReviewItem).one()
        bookmark = keep_bookmark(post, by=person(author), note="A secret note.")
        dismissal = dismiss(Listing.NEW, by=person(mate))
        assert dismissal is not None
        text, place = DraftText("Hidden words."), DraftPlace(DraftKind.REPLY, thread.id)
        draft = save_draft(place, text, seen=0, by=person(author))
        assert draft is not None
        told = Notification(
            member_id=author.id, cause=Cause.MENTIONED, post_id=post.id, made_at=now()
        )
        recovery = Recovery(
            member_id=author.id,
            email="new@example.org",
            because="A secret reason.",
            begun_by_id=mate.id,
            begun_at=now(),
        )
        letter = CircleLetter(
            circle_id=db.session.query(Group.id).filter_by(slug=circle).scalar(),
            by_id=author.id,
            role=Role.MEMBER,
            email="wished@example.org",
            at=now(),
        )
        held = HeldPost(
            author_id=author.id,
            category_id=inside.id,
            thread_id=thread.id,
            raw="A secret answer.",
            html="<p>A secret answer.</p>",
            held_at=now(),
            held_because=HeldBecause.CATEGORY,
        )
        db.session.add_all([told, recovery, letter, held])
        db.session.flush()
        journal = write_journal("A secret thought.", by=person(author))
        day = (now() + timedelta(days=9)).date()
        commitment = commit_to("A secret plan.", day, by=person(author), thread=None)
        values = {
            "entry_id": journal.id,
            "prompt_id": 987_655,
            "stretch_id": 987_655,
            "commitment_id": commitment.id,
            "category_id": inside.id,
            "slug": thread.slug,
            "thread_id": thread.id,
            "post_id": post.id,
            "number": 2,
            "file_id": file.id,
            "width": 690,
            "item_id": queued(item).id,
            "held_id": held.id,
            "word_id": 987_655,
            "note_id": 987_655,
            "log_id": 987_655,
            "pair_id": pair.id,
            "question": "need",
            "thing": "rules",
            "bookmark_id": bookmark.id,
            "dismissal_id": dismissal.id,
            "group_id": group.id,
            "organisation_id": organisation.id,
            "version_id": version.id,
            "invitation_id": invitation.id,
            "notification_id": told.id,
            "claim_id": 987_655,
            "passkey_id": 987_655,
            "identity_id": 987_655,
            "recovery_id": recovery.id,
            "act_id": 987_655,
            "wall_id": 987_655,
            "letter_id": letter.id,
            "circle_id": letter.circle_id,
            "unmasking_id": 987_655,
            "sanction_id": 987_655,
            "quarter": "1999-Q1",
            "waiting_id": 987_655,
            "pseudonym_id": 987_655,
            "notice_id": 987_655,
            "export_id": 987_655,
            "key": "0123456789abcdef",
            "draft_id": draft.id,
            "handle": "author",
            "member_id": author.id,
            "listing": "latest",
            "conversation_id": conversation.id,
            "circle": circle,
            "circle_category_id": own.id,
            "act": "decline",
            "folder": "inbox",
            "token": "nobody-knows-this",
            "filename": "img/folkmoot.svg",
        }
        return Scene(values, version.rules[0].id)


def address_of(rule: str, scene: Scene) -> str:
    """Fill the address of a rule from the scene."""
    values = dict(scene.values)
    if rule.startswith("/c/"):
        values["slug"] = "inside"
    if rule.startswith("/g/"):
        values["slug"], values["category_id"] = values["circle"], values["circle_category_id"]
    values["name"] = {
        "/tag/": "hidden-tag",
        "/moderate/tags/": "hidden-tag",
        "/moderate/threads/": "close",
        "/moderate/posts/": "lock",
        "/moderate/members/": "silence",
    }.get(rule[: rule.index("<")] if "<" in rule else rule, "paper.txt")
    address = rule
    for part, name in _parts(rule):
        address = address.replace(part, str(values[name]))
    return address


def _parts(rule: str) -> list[tuple[str, str]]:
    found = []
    for piece in rule.split("<")[1:]:
        inner = piece.split(">")[0]
        found.append((f"<{inner}>", inner.rsplit(":", 1)[-1]))
    return found


def come_as(reader: str, client: FlaskClient) -> None:
    """Sign the browser in as this kind of reader."""
    if reader == "visitor":
        return
    member = make_member(
        f"the-{reader}",
        role={"facilitator": Role.FACILITATOR, "host": Role.HOST}.get(reader, Role.MEMBER),
    )
    if reader == "member":
        with unit_of_work():
            group = db.session.query(Group).filter_by(name="Insiders").one()
            db.session.add(GroupMember(group_id=group.id, member_id=member.id))
            circle = db.session.query(Group).filter_by(name="Hidden circle").one()
            db.session.add(GroupMember(group_id=circle.id, member_id=member.id, is_convener=True))
    if reader == "elsewhere":
        make_facilitator_of(make_category("Elsewhere"), member.id)
    sign_in_as(client, member)


def answer_to(client: FlaskClient, row: Row, scene: Scene) -> str:
    """Return how the forum answers: "login" stands for being led to the sign-in page.

    Who sends words is given them back first, the same way at every address.
    """
    address = address_of(row.rule, scene)
    data = {**DATA.get(row.rule, {})}
    if row.rule.endswith("/flag"):
        data["rule"] = str(scene.rule_id)
    answer = client.open(address, method=row.method, data=data or None)
    gives_back = answer.status_code == 403 and "You are not signed in any more" in answer.text
    answer.close()
    if gives_back or (answer.status_code == 303 and answer.location == "/login"):
        return "login"
    return str(answer.status_code)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block[0].rule} and on")
def test_routes_answer_as_the_table_says(app: Forum, scene: Scene, block: tuple[Row, ...]) -> None:
    answers: dict[Row, list[str]] = {row: [] for row in block}
    for reader in READERS:
        with undone_afterwards():
            cookie = cookie_of(reader, app)
            for row in block:
                with undone_afterwards():
                    answers[row].append(answer_to(browser_with(cookie, app), row, scene))
    found = {f"{row.method} {row.rule}": " ".join(given) for row, given in answers.items()}
    assert found == {f"{row.method} {row.rule}": " ".join(row.answers.values()) for row in block}


def cookie_of(reader: str, app: Forum) -> str | None:
    """Sign in as this kind of reader once, and return what the browser keeps of it."""
    client = app.test_client()
    come_as(reader, client)
    kept = client.get_cookie("folkmoot")
    return kept.value if kept else None


def browser_with(cookie: str | None, app: Forum) -> FlaskClient:
    """Return a browser that was just signed in; an act that signs it out ends nobody else's."""
    client = app.test_client()
    if cookie is not None:
        client.set_cookie("folkmoot", cookie)
    return client


def test_every_route_has_its_row(app: Forum) -> None:
    written = {(row.method, row.rule) for row in ROWS}
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes - written == set(), "routes without a row"
    assert written - routes == set(), "rows without a route"


def test_forbidden_and_missing_things_get_the_same_bytes(client: FlaskClient, scene: Scene) -> None:
    come_as("outsider", client)
    client.get("/latest")
    for row in ROWS:
        if row.answers["outsider"] != "404" or row.method != "GET" or "<int:" not in row.rule:
            continue
        missing = {
            name: 987_654 if isinstance(value, int) else value
            for name, value in scene.values.items()
        }
        hidden = client.get(address_of(row.rule, scene))
        nowhere = client.get(address_of(row.rule, Scene(missing, 0)))
        assert without_tokens(hidden.text) == without_tokens(nowhere.text), row.rule
        assert sorted(hidden.headers.keys()) == sorted(nowhere.headers.keys())


def without_tokens(page: str) -> str:
    """Leave out what differs between any two answers."""
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)
