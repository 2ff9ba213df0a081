"""The pages of conversations, and that nobody else meets them anywhere."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.agreement.models import Rule, RulesVersion
from forum.accounts.models import Member
from forum.accounts.values import MessagesFrom, Role
from forum.discussion.models import Post, Thread, ThreadPerson
from forum.discussion.operations.posts import revise_post
from forum.discussion.queries.threads import get_post
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.limits import limiter
from forum.moderation.models import ReviewItem
from forum.moderation.operations.flags import flag_post
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.conversations import bring_in, leave, make_conversation
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread
from tests.builders.doors import addresses
from tests.builders.files import make_file_beside
from tests.builders.moderation import queued
from tests.builders.pages import main_of

TYPED, SECRET = "zyqqorbit", "vexlampion"
"""Both words are planted together; only the first is ever typed into an address."""
BODY = f"Nobody else shall read {TYPED} {SECRET}."


@pytest.fixture(autouse=True)
def no_limits(app: Forum) -> Iterator[None]:
    """Begin with nothing counted: ids of members come again from test to test."""
    yield
    limiter()._storage.reset()


def begin(client: FlaskClient, **data: object) -> object:
    return client.post("/messages/new", data={"title": "Aside", "body": "Hello.", **data})


def test_a_conversation_is_begun_from_a_page_read_and_answered(client: FlaskClient) -> None:
    ada, ben = make_member("ada", name="Ada Quill"), make_member("ben")
    sign_in_as(client, ben)
    page = client.get("/u/ada").text
    assert "/messages/new?to=ada" in page
    form = client.get("/messages/new?to=ada").text
    assert 'value="@ada"' in form
    assert "no facilitator, and no host" in form
    answer = begin(client, to="@ada")
    thread = db.session.scalars(select(Thread).where(Thread.category_id.is_(None))).one()
    assert answer.status_code == 303
    assert answer.location == f"/t/conversation/{thread.id}"
    page = client.get(answer.location).text
    assert "Ada Quill" in page
    assert "Bring somebody in" in page
    sign_in_as(client, ada)
    inbox = client.get("/messages").text
    assert "Aside" in inbox
    assert "badge-unread" in inbox
    answered = client.post(f"/t/{thread.id}/reply", data={"body": "Hello back."})
    assert answered.status_code == 303
    sign_in_as(client, ben)
    assert "Hello back." in client.get(f"/t/conversation/{thread.id}").text


def test_the_form_comes_back_filled_and_says_what_is_missing(client: FlaskClient) -> None:
    make_member("ada")
    sign_in_as(client, make_member("ben"))
    for data, sentence in (
        ({"to": ""}, "Please say whom you write to."),
        ({"to": "@nobody"}, "There is no member @nobody."),
        ({"to": "@ben"}, "You are in the conversation anyway"),
        ({"to": "@ada", "title": " "}, "Please look again"),
        ({"to": "@ada", "body": ""}, "Please look again"),
        ({"to": "@ada", "groups": "987654"}, "Please choose among the groups"),
        ({"to": "@ada\0"}, "There is no member"),
        ({"to": ", ".join(f"@x{n}" for n in range(500))}, "There is no member"),
    ):
        answer = begin(client, **data)
        assert answer.status_code == 422, data
        assert sentence in answer.text, data
        if data.get("body") is None:
            assert "Hello." in answer.text
    assert begin(client).status_code == 422
    assert client.post("/messages/new").status_code == 422


def test_preview_begins_nothing(client: FlaskClient) -> None:
    make_member("ada")
    sign_in_as(client, make_member("ben"))
    page = begin(client, to="@ada", preview="1", body="**Strong** words.")
    assert page.status_code == 200
    assert "<strong>Strong</strong>" in page.text
    assert db.session.scalars(select(Thread)).all() == []


def test_a_double_click_begins_one_conversation(client: FlaskClient) -> None:
    make_member("ada")
    sign_in_as(client, make_member("ben"))
    first = begin(client, to="@ada", once="abcdefghijklmnop")
    second = begin(client, to="@ada", once="abcdefghijklmnop")
    assert first.location == second.location


def test_more_than_twenty_a_day_must_wait(client: FlaskClient) -> None:
    make_member("ada")
    sign_in_as(client, make_member("ben"))
    statuses = [begin(client, to="@ada").status_code for _ in range(21)]
    assert statuses == [303] * 20 + [429]


def test_folders_and_the_archive(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_conversation(person(ada), ben, title="Quiet matter")
    sign_in_as(client, ben)
    assert "Quiet matter" in client.get("/messages").text
    assert "Quiet matter" in client.get("/messages/unread").text
    assert "Quiet matter" not in client.get("/messages/sent").text
    client.get(f"/t/conversation/{thread.id}")
    assert "Quiet matter" not in client.get("/messages/unread").text
    client.post(f"/messages/{thread.id}/archive")
    client.get("/messages")
    assert "Quiet matter" not in client.get("/messages").text
    assert "Quiet matter" in client.get("/messages/archive").text
    make_reply(thread, person(ada))
    assert "Quiet matter" in client.get("/messages").text
    client.post(f"/messages/{thread.id}/archive")
    client.post(f"/messages/{thread.id}/unarchive")
    assert "Quiet matter" in client.get("/messages").text
    sign_in_as(client, ada)
    assert "Quiet matter" in client.get("/messages/sent").text


def test_addresses_of_discourse_lead_to_ones_own_lists_only(client: FlaskClient) -> None:
    make_member("ada")
    sign_in_as(client, make_member("ben"))
    assert client.get("/u/ben/messages").location == "/messages"
    assert client.get("/u/ben/messages/archive").location == "/messages/archive"
    assert client.get("/u/ben/messages/other").status_code == 404
    assert client.get("/u/ada/messages").status_code == 404
    assert client.get("/new-message?username=ada").location == "/messages/new?to=ada"
    split = client.get("/new-message?username=a%0d%0ab").location
    assert split == "/messages/new?to=a%0D%0Ab"


def test_people_come_in_with_a_line_and_leave_with_one(client: FlaskClient) -> None:
    ada, ben, cleo = (make_member(name, name=name.title()) for name in ("ada", "ben", "cleo"))
    thread = make_conversation(person(ada), ben, body="Before she came.")
    address = f"/t/conversation/{thread.id}"
    sign_in_as(client, cleo)
    assert client.get(address).status_code == 404
    sign_in_as(client, ben)
    assert "since the conversation began" in client.get(f"/messages/{thread.id}/people").text
    assert client.post(f"/messages/{thread.id}/people", data={"to": "@cleo"}).status_code == 303
    sign_in_as(client, cleo)
    page = client.get(address).text
    assert "Before she came." in page
    assert "Ben brought in" in page
    assert "What you wrote stays" in client.get(f"/messages/{thread.id}/leave").text
    client.post(f"/messages/{thread.id}/leave")
    assert client.get(address).status_code == 404
    assert "Aside" not in client.get("/messages").text
    sign_in_as(client, ada)
    assert "left" in client.get(address).text


def test_bringing_in_says_what_is_wrong(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_conversation(person(ada), ben)
    sign_in_as(client, ada)
    for data, sentence in (
        ({}, "Please say whom you want to bring in."),
        ({"to": "@nobody"}, "There is no member @nobody."),
        ({"groups": "987654"}, "Please choose among the groups"),
    ):
        answer = client.post(f"/messages/{thread.id}/people", data=data)
        assert answer.status_code == 422
        assert sentence in answer.text
    again = client.post(f"/messages/{thread.id}/people", data={"to": "@ben"})
    assert again.status_code == 303


def test_the_last_to_leave_is_told_that_all_is_erased(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_conversation(person(ada), ben, body=BODY)
    leave(thread, by=person(ben))
    sign_in_as(client, ada)
    assert "erased for good" in client.get(f"/messages/{thread.id}/leave").text
    client.post(f"/messages/{thread.id}/leave")
    assert db.session.scalars(select(Post.raw)).all() == [""]
    assert db.session.scalars(select(ThreadPerson)).all() == []


def test_who_may_write_to_me_is_my_choice(client: FlaskClient) -> None:
    ada, ben = make_member("ada", name="Ada"), make_member("ben")
    sign_in_as(client, ada)
    client.post("/preferences/conversations", data={"messages_from": "facilitators"})
    db.session.expire_all()
    assert db.session.get_one(Member, ada.id).messages_from is MessagesFrom.FACILITATORS
    assert client.post("/preferences/conversations", data={"messages_from": "x"}).status_code == 422
    sign_in_as(client, ben)
    assert "/messages/new?to=ada" not in client.get("/u/ada").text
    answer = begin(client, to="@ada")
    assert answer.status_code == 422
    assert "Ada does not take conversations from you at the moment." in answer.text
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    assert begin(client, to="@ada").status_code == 303


def test_being_ignored_reads_like_any_other_refusal(client: FlaskClient) -> None:
    ada, ben = make_member("ada", name="Ada"), make_member("ben")
    sign_in_as(client, ada)
    assert "They are never told" in client.get("/u/ben/ignore").text
    client.post("/u/ben/ignore")
    assert client.get("/u/ben/ignore").location == "/u/ben"
    assert client.get("/u/ada/ignore").location == "/u/ada"
    sign_in_as(client, ben)
    ignored = begin(client, to="@ada").text
    sign_in_as(client, ada)
    client.post("/u/ben/ignore/end")
    client.post("/preferences/conversations", data={"messages_from": "facilitators"})
    sign_in_as(client, ben)
    chosen = begin(client, to="@ada").text
    assert plain(ignored) == plain(chosen)


def plain(page: str) -> list[str]:
    ours = ("csrf_token", "once", "data-seal")
    return [line for line in page.splitlines() if not any(name in line for name in ours)]


# What nobody else may meet.


def private_scene() -> tuple[Thread, dict[str, Member]]:
    """Plant a word in everything that a conversation has, and let it be flagged and quoted."""
    people = {name: make_member(name) for name in ("ada", "ben", "gone")}
    people["outsider"] = make_member("outsider")
    people["facilitator"] = make_member("facilitator", role=Role.FACILITATOR)
    people["elsewhere"] = make_member("elsewhere")
    people["host"] = make_member("host", role=Role.HOST)
    group = make_group("Circle", people["ada"], people["ben"])
    category = make_category()
    make_facilitator_of(category, people["elsewhere"].id)
    thread = make_conversation(
        person(people["ada"]),
        people["ben"],
        people["gone"],
        groups=(group,),
        title=f"On {TYPED} {SECRET}",
        body=BODY,
    )
    ada, ben = person(people["ada"]), person(people["ben"])
    post = make_reply(thread, ben, f"Also {TYPED} {SECRET}, @outsider.")
    leave(thread, by=person(people["gone"]))
    with unit_of_work():
        revise_post(
            post.thread, get_post(post.id, by=ben), write(f"{TYPED} {SECRET} again."), by=ben
        )
    make_file_beside(post, name=f"{SECRET}.txt", data=SECRET.encode())
    link = f"See /t/{thread.id} and http://localhost/t/conversation/{thread.id}/2 for more."
    quote = f'[quote="ada, post:1, topic:{thread.id}"]\nWords.\n[/quote]\n\n'
    make_thread(category, ada, title="In the open", body=quote + link, tags=("open",))
    return thread, people


@pytest.mark.parametrize("reader", ["outsider", "gone", "facilitator", "elsewhere", "host"])
def test_no_page_shows_anything_of_a_conversation_to_others(
    app: Forum, client: FlaskClient, reader: str
) -> None:
    thread, people = private_scene()
    sign_in_as(client, people[reader])
    pages = 0
    for address in addresses(app, thread, people, word=TYPED):
        answer = client.get(address)
        assert answer.status_code < 500, address
        shown = f"{answer.text} {answer.headers}"
        assert SECRET not in shown, address
        assert f"/t/conversation/{thread.id}" not in shown, address
        pages += answer.status_code == 200
    assert pages > 30


def test_those_who_are_in_it_do_meet_it(app: Forum, client: FlaskClient) -> None:
    thread, people = private_scene()
    sign_in_as(client, people["ada"])
    found = [
        one for one in addresses(app, thread, people, word=TYPED) if SECRET in client.get(one).text
    ]
    assert f"/t/conversation/{thread.id}" in found
    assert "/messages" in found
    assert any(one.startswith("/t/in-the-open/") for one in found), "the title behind the link"
    for place in ("/latest", "/top", "/tags", "/categories", "/u/ada/activity"):
        assert place not in found


def test_outsiders_get_the_bytes_of_a_missing_thread(client: FlaskClient) -> None:
    thread, people = private_scene()
    post = db.session.scalars(select(Post.id).where(Post.thread_id == thread.id)).first()
    for reader in ("outsider", "gone", "facilitator", "elsewhere", "host"):
        sign_in_as(client, people[reader])
        client.get("/latest")
        for address in (f"/t/x/{thread.id}", f"/messages/{thread.id}/people", f"/p/{post}/history"):
            hidden = client.get(address)
            missing = client.get(
                address.replace(f"/{thread.id}", "/987654").replace(f"/{post}/", "/987654/")
            )
            assert hidden.status_code == missing.status_code == 404
            assert plain(hidden.text) == plain(missing.text)
            assert sorted(hidden.headers.keys()) == sorted(missing.headers.keys())


def test_a_flag_shows_one_post_and_nothing_else(client: FlaskClient) -> None:
    thread, people = private_scene()
    logs = {}
    for reader in ("outsider", "ada", "ben", "host"):
        sign_in_as(client, people[reader])
        logs[reader] = main_of(client.get("/moderation-log").text)
    rude = make_reply(
        thread,
        person(people["ada"]),
        f'[quote="ben, post:2, topic:{thread.id}"]\n{SECRET}\n[/quote]\n\nYou are a fool.',
    )
    with unit_of_work():
        version = RulesVersion(made_at=now())
        version.rules = [Rule(number=1, title="Be kind", text="")]
        db.session.add(version)
        db.session.flush()
        post = get_post(rude.id, by=person(people["ben"]))
        flag_post(post, version.rules[0].id, by=person(people["ben"]), because="It is an insult.")
    item = db.session.scalars(select(ReviewItem)).one()
    for reader in ("outsider", "elsewhere", "host", "ada"):
        sign_in_as(client, people[reader])
        assert client.get(f"/review/{queued(item).id}").status_code == 404
    sign_in_as(client, people["facilitator"])
    for address in ("/review", f"/review/{queued(item).id}"):
        page = client.get(address).text
        assert "You are a fool." in page
        assert SECRET not in page
        assert f"/t/conversation/{thread.id}" not in page
        assert f"/p/{rude.id}" not in page
        assert "gone" not in page
    assert client.get(f"/moderate/posts/{rude.id}").status_code == 404
    data = {"outcome": "withdrawn", "because": "Be kind.", "version": str(queued(item).version)}
    assert client.post(f"/review/{queued(item).id}", data=data).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Post, rude.id).is_withdrawn
    assert client.get(f"/t/conversation/{thread.id}").status_code == 404
    assert "Be kind." in client.get("/moderation-log/full").text
    for reader in ("outsider", "ada", "ben", "host"):
        sign_in_as(client, people[reader])
        assert main_of(client.get("/moderation-log").text) == logs[reader]
    sign_in_as(client, people["ben"])
    assert "Be kind." in client.get("/my-flags").text
    assert "Withdrawn by a facilitator: Be kind." in client.get(f"/t/conversation/{thread.id}").text


def test_facilitators_who_look_at_a_flag_never_see_what_was_written_later(
    client: FlaskClient,
) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_conversation(person(ada), ben, body="You are a fool.")
    with unit_of_work():
        version = RulesVersion(made_at=now())
        version.rules = [Rule(number=1, title="Be kind", text="")]
        db.session.add(version)
        db.session.flush()
        first = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()
        post = get_post(first.id, by=person(ben))
        flag_post(post, version.rules[0].id, by=person(ben), because="It is an insult.")
        revise_post(post.thread, get_post(first.id, by=person(ada)), write(BODY), by=person(ada))
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    page = client.get("/review").text
    assert "You are a fool." in page
    assert SECRET not in page


def test_who_is_brought_in_through_a_group_loses_access_with_it(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    group = make_group("Circle", ada, ben)
    thread = make_conversation(person(ada), groups=(group,))
    sign_in_as(client, ben)
    assert client.get(f"/t/conversation/{thread.id}").status_code == 200
    sign_in_as(client, make_member("host", role=Role.HOST))
    client.post(f"/admin/groups/{group.id}/members/remove", data={"handle": "ben"})
    client.post(f"/admin/groups/{group.id}/members/remove", data={"member_id": str(ben.id)})
    sign_in_as(client, ben)
    assert client.get(f"/t/conversation/{thread.id}").status_code == 404


def test_posts_of_the_ignored_are_folded_in_both_views(client: FlaskClient) -> None:
    ada, ben = make_member("ada", name="Ada"), make_member("ben", name="Benjamin")
    thread = make_thread(make_category(), person(ben), body="Words of Ben.")
    make_reply(thread, person(ada))
    sign_in_as(client, ada)
    client.post("/u/ben/ignore")
    for view in ("order", "tree"):
        client.post(f"/t/{thread.id}/view", data={"view": view})
        page = client.get(f"/t/{thread.slug}/{thread.id}").text
        assert page.count("A post of somebody you ignore") == 1
        assert "Somebody you ignore" in page
    assert "Benjamin" in client.get("/preferences").text
    client.post("/u/ben/ignore/end", data={"next": "/preferences#conversations"})
    assert "A post of somebody you ignore" not in client.get(f"/t/{thread.slug}/{thread.id}").text


def test_tags_and_acts_of_facilitators_are_not_for_conversations(client: FlaskClient) -> None:
    fay, ben = make_member("fay", role=Role.FACILITATOR), make_member("ben")
    thread = make_conversation(person(fay), ben, title="Aside")
    sign_in_as(client, fay)
    data = {"title": "Another aside", "tags": SECRET}
    assert client.post(f"/t/{thread.id}/edit", data=data).status_code == 303
    db.session.expire_all()
    kept = db.session.get_one(Thread, thread.id)
    assert (kept.title, kept.slug, kept.tags) == ("Another aside", "conversation", [])
    assert "/moderate/" not in client.get(f"/t/conversation/{thread.id}").text
    assert client.get(f"/moderate/threads/{thread.id}").status_code == 404
    assert (
        client.post(f"/moderate/threads/{thread.id}/close", data={"because": "x"}).status_code
        == 404
    )


def test_page_of_a_conversation_runs_few_statements(
    client: FlaskClient, statements: list[str]
) -> None:
    ada, ben, cleo = (make_member(name) for name in ("ada", "ben", "cleo"))
    thread = make_conversation(person(ada), ben)
    bring_in(thread, cleo, by=person(ada))
    sign_in_as(client, ben)
    for address in (f"/t/conversation/{thread.id}", "/messages"):
        client.get(address)
        del statements[:]
        assert client.get(address).status_code == 200
        assert len(statements) <= 8, "\n".join(statements)


def test_who_is_silenced_meanwhile_loses_no_word(client: FlaskClient) -> None:
    make_member("ada")
    ben = make_member("ben")
    sign_in_as(client, ben)
    with unit_of_work():
        member = db.session.get_one(Member, ben.id)
        member.silenced_until, member.silenced_because = now() + timedelta(days=1), "Rest a while."
    assert client.get("/messages/new").status_code == 403
    answer = begin(client, to="@ada", body="An evening's work.")
    assert answer.status_code == 422
    assert "An evening&#39;s work." in answer.text
    assert "Rest a while." in answer.text


def test_a_small_line_stands_once_below_the_last_post_of_its_moment(client: FlaskClient) -> None:
    ada, ben, cleo = (make_member(name) for name in ("ada", "ben", "cleo"))
    thread = make_conversation(person(ada), ben)
    for _ in range(22):
        make_reply(thread, person(ada))
    bring_in(thread, cleo, by=person(ada))
    make_reply(thread, person(ada))
    sign_in_as(client, ben)
    address = f"/t/conversation/{thread.id}"
    assert "small-line" not in client.get(f"{address}?page=1").text
    second = client.get(f"{address}?page=2").text
    assert second.count("small-line") == 1
    assert second.index('id="post-23"') < second.index("small-line") < second.index('id="post-24"')
