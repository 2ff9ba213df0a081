"""Starting threads: forms of categories, drafts, going on from a post, similar threads."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.queries import get_member
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.accounts.values import SYSTEM, Level, Person, Role
from forum.discussion.models import Category, CategoryPermission, Continuation, Draft, Post, Thread
from forum.discussion.operations.categories import change_form
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.categories import directory
from forum.discussion.questions import QuestionRow
from forum.discussion.slots import similar_threads
from forum.discussion.values import CategoryCard
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def open_category(client: FlaskClient) -> CategoryCard:
    """Return a category of plain texts."""
    return make_category("Open")


@pytest.fixture
def asking(open_category: CategoryCard) -> CategoryCard:
    """Return a category with a form."""
    card = make_category("Asking")
    rows = [
        QuestionRow("What happened?", "long", place="1", is_required=True),
        QuestionRow("Where?", "short", place="2"),
        QuestionRow("Ask for", "several", choices="A contact\nA template", place="3"),
    ]
    host = make_person("hosting", role=Role.HOST)
    with unit_of_work():
        assert change_form(db.session.get_one(Category, card.id), rows, by=host)
    return directory().by_id[card.id]


@pytest.fixture
def browser(client: FlaskClient, asking: CategoryCard) -> FlaskClient:
    """Return the browser of somebody who writes."""
    return sign_in_as(client, make_member("anna"))


def names(card: CategoryCard) -> list[str]:
    return [question.input_name(card.id) for question in card.form]


def test_silenced_member_is_told_so_and_keeps_the_text(
    browser: FlaskClient, open_category: CategoryCard
) -> None:
    with unit_of_work():
        silence_member(
            get_member("anna", by=SYSTEM),
            until=now() + timedelta(days=1),
            because="Three warnings.",
            by=make_person("fay", role=Role.FACILITATOR),
        )
    asked = browser.get("/new-topic").text
    assert "You are silenced until" in asked
    assert "Three warnings." in asked
    assert "<textarea" not in asked
    typed = {"submit": "1", "category": str(open_category.id), "title": "So", "body": "All words."}
    sent = browser.post("/new-topic", data=typed)
    assert sent.status_code == 422
    assert "You are silenced until" in sent.text
    assert "All words.</textarea>" in sent.text


def test_choosing_a_category_leads_to_its_form(browser: FlaskClient, asking: CategoryCard) -> None:
    page = browser.get("/new-topic?category=asking").text
    assert all(f'name="{name}"' in page for name in names(asking))
    chosen = browser.post(
        "/new-topic",
        data={"choose": "1", "category": str(asking.id), "title": "Kept", "tags": "tea"},
    )
    assert chosen.status_code == 200
    assert all(f'name="{name}"' in chosen.text for name in names(asking))
    assert 'value="Kept"' in chosen.text
    assert 'value="tea"' in chosen.text
    assert db.session.query(Thread).count() == 0


def test_answers_become_the_first_post(browser: FlaskClient, asking: CategoryCard) -> None:
    what, where, ask = names(asking)
    data = {
        "category": str(asking.id),
        "title": "Keys",
        what: "They are gone.\n\n# All of them",
        where: "# Here",
        ask: ["A template", "A contact"],
        "body": "Thanks.",
    }
    assert browser.post("/new-topic", data=data).status_code == 303
    assert db.session.query(Post).one().raw == (
        "## What happened?\n\nThey are gone.\n\n### All of them\n\n## Where?\n\n\\# Here\n\n"
        "## Ask for\n\n- A contact\n- A template\n\n## Anything else\n\nThanks."
    )


def test_wrong_answer_is_marked_and_nothing_typed_is_lost(
    browser: FlaskClient, asking: CategoryCard
) -> None:
    what, where, ask = names(asking)
    data = {"category": str(asking.id), "title": "Keys", where: "Here", ask: "A contact"}
    answer = browser.post("/new-topic", data=data)
    assert answer.status_code == 422
    assert f'id="{what}-errors">Please answer this.' in answer.text
    assert 'value="Here"' in answer.text
    assert 'value="A contact" checked' in answer.text
    forged = browser.post("/new-topic", data={**data, what: "x", ask: ["A contact", "Forged"]})
    assert forged.status_code == 422
    assert "choose from what is offered" in forged.text


def test_preview_shows_the_composed_text(browser: FlaskClient, asking: CategoryCard) -> None:
    data = {"category": str(asking.id), "title": "Keys", names(asking)[0]: "They are gone."}
    page = browser.post("/new-topic", data={**data, "preview": "1"})
    assert page.status_code == 200
    assert "<h4>What happened?</h4><p>They are gone.</p>" in page.text
    assert db.session.query(Thread).count() == 0


@pytest.mark.parametrize("button", ["choose", "submit"])
def test_answers_stand_in_the_text_when_the_category_is_changed(
    browser: FlaskClient, asking: CategoryCard, open_category: CategoryCard, button: str
) -> None:
    what, where, _ = names(asking)
    data = {
        "category": str(open_category.id),
        "title": "Keys",
        what: "They are gone.",
        where: "In the <hall>",
        "answer-77-1": "Of a form that nobody knows.",
        "body": "And this.",
        button: "1",
    }
    answer = browser.post("/new-topic", data=data)
    assert answer.status_code == (200 if button == "choose" else 422)
    body = answer.text.split('<textarea id="body"')[1].split("</textarea>")[0]
    for words in ("## What happened?", "They are gone.", "In the &lt;hall&gt;", "And this."):
        assert words in body
    assert "Of a form that nobody knows." in body
    assert db.session.query(Thread).count() == 0


def test_template_is_replaced_only_where_nobody_wrote_over_it(
    browser: FlaskClient, asking: CategoryCard, open_category: CategoryCard
) -> None:
    with unit_of_work():
        db.session.get_one(Category, open_category.id).template = "**What?**\n\n"
    choose = {"choose": "1", "category": str(asking.id)}
    assert "**What?**" in browser.get("/new-topic?category=open").text
    assert (
        "**What?**"
        not in browser.post("/new-topic", data={**choose, "body": "**What?**\r\n\r\n"}).text
    )
    kept = browser.post("/new-topic", data={**choose, "body": "**What?**\r\n\r\nThis."}).text
    assert "This." in kept


def test_changed_form_leaves_old_posts_alone(browser: FlaskClient, asking: CategoryCard) -> None:
    data = {"category": str(asking.id), "title": "Keys", names(asking)[0]: "They are gone."}
    browser.post("/new-topic", data=data)
    host = make_person("other-host", role=Role.HOST)
    with unit_of_work():
        category = db.session.get_one(Category, asking.id)
        change_form(category, [QuestionRow("Who?", "short")], by=host)
    assert db.session.query(Post).one().raw.startswith("## What happened?")
    # Whoever still had the old form open finds the answers in the text.
    late = browser.post("/new-topic", data={**data, "title": "Late"})
    assert late.status_code == 422
    assert "They are gone." in late.text


def test_draft_keeps_title_tags_category_and_answers(
    browser: FlaskClient, asking: CategoryCard
) -> None:
    what, where, ask = names(asking)
    data = {
        "draft": "thread/0",
        "sequence": "0",
        "category": str(asking.id),
        "title": "Keys",
        "tags": "tea",
        what: "Gone,\nall.",
        where: "Here",
        ask: ["A contact", "A template"],
        "body": "More.",
    }
    assert browser.post("/drafts", data=data).status_code == 303
    page = browser.get("/new-topic").text
    for part in ('value="Keys"', 'value="tea"', "Gone,\nall.", 'value="Here"', "More."):
        assert part in page
    assert page.count(" checked") == 2
    sequence = str(db.session.query(Draft).one().sequence)
    assert browser.post("/new-topic", data={**data, "sequence": sequence}).status_code == 303
    assert db.session.query(Draft).count() == 0


def test_category_must_be_chosen(browser: FlaskClient) -> None:
    for category in ("0", "", "x", "987654"):
        data = {"category": category, "title": "Keys", "body": "Words."}
        answer = browser.post("/new-topic", data=data)
        assert answer.status_code == 422
        assert "Please choose a category." in answer.text


class Elsewhere:
    """Two members, and a thread that only one of them may see."""

    def __init__(self, open_category: CategoryCard) -> None:
        self.ben, self.anna = make_member("ben"), make_member("anna")
        self.inside = make_category("Inside", levels={make_group("Few", self.ben): Level.START})
        self.open = open_category
        self.thread = make_thread(open_category, person(self.anna), title="Keys", body="Who?")
        self.post = make_reply(self.thread, person(self.anna), "I do.")


@pytest.fixture
def elsewhere(open_category: CategoryCard) -> Elsewhere:
    """Return the scene of a thread that is continued out of sight."""
    return Elsewhere(open_category)


def go_on(browser: FlaskClient, post: Post, category: CategoryCard, title: str) -> int:
    data = {"continue": str(post.id), "category": str(category.id), "title": title}
    return browser.post("/new-topic", data={**data, "body": "Going on."}).status_code


def test_post_is_continued_in_a_new_thread_that_both_name(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    ben = sign_in_as(client, elsewhere.ben)
    page = ben.get(f"/new-topic?continue={elsewhere.post.id}").text
    assert f"Continued from http://localhost/t/{elsewhere.thread.id}/2" in page
    assert f'<option selected value="{elsewhere.open.id}">' in page
    assert go_on(ben, elsewhere.post, elsewhere.open, "Keys and locks") == 303
    anna = sign_in_as(client, elsewhere.anna)
    old = anna.get(f"/t/keys/{elsewhere.thread.id}").text
    assert 'Continued in <a href="/t/keys-and-locks/' in old


def test_continuation_that_a_reader_may_not_see_shows_nowhere(
    client: FlaskClient, elsewhere: Elsewhere, statements: list[str]
) -> None:
    anna = sign_in_as(client, elsewhere.anna)
    address = f"/t/keys/{elsewhere.thread.id}"
    anna.get(address)
    del statements[:]
    before = anna.get(address).text
    count = len(statements)
    assert (
        go_on(sign_in_as(client, elsewhere.ben), elsewhere.post, elsewhere.inside, "Secret") == 303
    )
    assert "Secret" in client.get(address).text
    anna = sign_in_as(client, elsewhere.anna)
    anna.get(address)
    del statements[:]
    after = anna.get(address).text
    assert len(statements) == count
    assert without_secrets(after) == without_secrets(before)


def without_secrets(page: str) -> list[str]:
    return [
        line
        for line in page.splitlines()
        if not any(sign in line for sign in ("csrf", 'name="once"', "folkmoot-live", "made-at"))
    ]


def test_title_of_a_hidden_thread_is_not_told_by_the_reference(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    secret = make_thread(elsewhere.inside, person(elsewhere.ben), title="Secret matter")
    post = db.session.query(Post).filter_by(thread_id=secret.id).one()
    ben = sign_in_as(client, elsewhere.ben)
    body = f"Continued from http://localhost/t/{secret.id}/1\n\nWords."
    data = {"continue": str(post.id), "category": str(elsewhere.open.id), "title": "In the open"}
    assert ben.post("/new-topic", data={**data, "body": body}).status_code == 303
    new = db.session.query(Thread).filter_by(title="In the open").one()
    anna = sign_in_as(client, elsewhere.anna)
    page = anna.get(f"/t/{new.slug}/{new.id}").text
    assert "a thread that you cannot open" in page
    assert "secret" not in page.casefold()


def test_post_that_cannot_be_opened_is_not_continued_and_the_text_stays(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    secret = make_thread(elsewhere.inside, person(elsewhere.ben))
    post = db.session.query(Post).filter_by(thread_id=secret.id).one()
    anna = sign_in_as(client, elsewhere.anna)
    assert anna.get(f"/new-topic?continue={post.id}").status_code == 404
    assert anna.get("/new-topic?continue=x").status_code == 404
    for id_ in (post.id, 987_654, "x", ""):
        data = {"continue": str(id_), "category": str(elsewhere.open.id), "title": "Mine"}
        answer = anna.post("/new-topic", data={**data, "body": "My words."})
        assert answer.status_code == 422
        assert "My words." in answer.text
        assert "cannot be opened any more" in answer.text
    assert db.session.query(Continuation).count() == 0


def test_withdrawn_post_is_not_continued(client: FlaskClient, elsewhere: Elsewhere) -> None:
    with unit_of_work():
        post = db.session.get_one(Post, elsewhere.post.id)
        withdraw_post(post.thread, post, by=person(elsewhere.anna))
    anna = sign_in_as(client, elsewhere.anna)
    assert anna.get(f"/new-topic?continue={post.id}").status_code == 403
    assert go_on(anna, post, elsewhere.open, "Again") == 422


def test_similar_threads_are_only_those_that_the_reader_may_see(
    client: FlaskClient, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = make_thread(elsewhere.inside, person(elsewhere.ben), title="Secret matter")
    asked: list[str] = []

    def everything(_person: Person, text: str, _but_not: frozenset[int]) -> list[int]:
        asked.append(text)
        return [secret.id, elsewhere.thread.id, 987_654]

    monkeypatch.setattr(similar_threads, "_filled", [everything])
    anna = sign_in_as(client, elsewhere.anna)
    page = anna.get("/new-topic/similar?title=Keys").text
    assert "Secret" not in page
    assert f"/t/keys/{elsewhere.thread.id}" in page
    data = {"category": str(elsewhere.open.id), "title": "Keys", "body": "Who?", "preview": "1"}
    preview = anna.post("/new-topic", data=data).text
    assert "This may have been talked about already" in preview
    assert "Secret" not in preview
    assert asked == ["Keys", "Keys\nKeys\nWho?"]
    assert "already" not in anna.get("/new-topic/similar?title=%00").text


def test_form_of_a_category_that_closed_keeps_what_was_typed(
    browser: FlaskClient, asking: CategoryCard
) -> None:
    with unit_of_work():
        db.session.query(CategoryPermission).filter_by(category_id=asking.id).delete()
    data = {"category": str(asking.id), "title": "Keys", names(asking)[0]: "They are gone."}
    answer = browser.post("/new-topic", data=data)
    assert answer.status_code == 422
    assert "They are gone." in answer.text
    assert "What happened?" not in answer.text


def test_conversation_is_not_continued_where_others_read(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    anna = sign_in_as(client, elsewhere.anna)
    data = {"to": "@ben", "title": "Between us", "body": "Only us."}
    assert anna.post("/messages/new", data=data).status_code == 303
    private = db.session.query(Thread).filter_by(title="Between us").one()
    post = db.session.query(Post).filter_by(thread_id=private.id).one()
    assert "Continue in a new thread" not in anna.get(f"/t/{private.slug}/{private.id}").text
    assert anna.get(f"/new-topic?continue={post.id}").status_code == 403
    assert go_on(anna, post, elsewhere.open, "In the open") == 422
    assert db.session.query(Continuation).count() == 0
