"""The preview and the page on how to write."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.values import Level, Role
from forum.discussion.models import Category, Post
from forum.discussion.operations.categories import change_form
from forum.discussion.queries.categories import directory
from forum.discussion.questions import QuestionRow
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category, make_thread

EVERYTHING = """\
**b** _i_ ~~s~~ @anna @nobody #wages :seedling: https://example.org/x

- [ ] to do
- [x] done

| a | b |
| --- | --- |
| 1 | 2 |

[details="More"]
Folded.[^1]
[/details]

[date=2026-12-01 time=14:00 timezone="Europe/Lisbon"]

[quote="anna, post:1"]
Before.
[/quote]

[^1]: A note.
"""


def body_of(page: str) -> str:
    """Return what stands in the body of a post or of a preview."""
    start = page.index('<div class="post-body" dir="auto">')
    return page[start : page.rindex("</div>")]


def test_preview_is_what_the_post_will_be(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna), tags=("wages",))
    sign_in_as(client, anna)
    preview = client.post("/preview", data={"body": EVERYTHING, "thread": thread.id})
    client.post(f"/t/{thread.id}/reply", data={"body": EVERYTHING})
    page = client.get(f"/t/{thread.slug}/{thread.id}/2").text
    article = page[page.index('id="post-2"') :]
    assert preview.status_code == 200
    shown = body_of(preview.text[: preview.text.index('<ul class="preview-notes">')])
    assert shown.count("<") > 40
    assert shown in article


def test_preview_says_in_words_what_is_unknown(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    data = {"body": "@nobody #nowhere", "tags": "new-one"}
    text = client.post("/preview", data=data).text
    assert "Nobody here is called @nobody." in text
    assert "There is no category or tag #nowhere that you can see." in text
    assert "You begin a new tag: new-one." in text


def test_page_with_the_form_shows_the_same_preview(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    sign_in_as(client, anna)
    asked = {"body": "**Bold** @nobody", "preview": "1"}
    page = client.post(f"/t/{thread.id}/reply", data=asked).text
    assert "<strong>Bold</strong>" in page
    assert "Nobody here is called @nobody." in page
    assert "**Bold** @nobody</textarea>" in page


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Write something first"),
        ("\x00", "NUL character"),
        ("x" * 70_000, "too long"),
        ("[" * 2_000, "too many square brackets"),
        ("#" * 3_000, "too many “#” signs"),
    ],
)
def test_preview_says_what_is_wrong_with_a_text(
    client: FlaskClient, body: str, sentence: str
) -> None:
    sign_in_as(client, make_member("anna"))
    answer = client.post("/preview", data={"body": body})
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_preview_shows_a_quotation_before_the_first_word_of_ones_own(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    sign_in_as(client, anna)
    quotation = f'[quote="anna, post:1, topic:{thread.id}"]\nTheir words.\n[/quote]'
    answer = client.post("/preview", data={"body": quotation, "thread": thread.id})
    assert (answer.status_code, "preview-notes" in answer.text) == (200, False)
    assert "Their words." in answer.text
    sent = client.post(f"/t/{thread.id}/reply", data={"body": quotation})
    assert (sent.status_code, "only quotations" in sent.text) == (422, True)


def test_tags_that_are_refused_do_not_hide_the_preview(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    answer = client.post("/preview", data={"body": "Words.", "tags": "a,b,c,d,e,f"})
    assert answer.status_code == 200
    assert "<p>Words.</p>" in answer.text
    assert "at most 5 tags" in answer.text


@pytest.mark.parametrize("thread", ["9999", "x", "-1", "99999999999999999999"])
def test_preview_in_a_thread_that_is_not_there_is_not_found_or_in_none(
    client: FlaskClient, thread: str
) -> None:
    sign_in_as(client, make_member("anna"))
    answer = client.post("/preview", data={"body": "Words.", "thread": thread})
    assert answer.status_code in {200, 404}


def test_preview_tells_nothing_of_a_thread_that_is_hidden(client: FlaskClient) -> None:
    insider, outsider = make_member("insider"), make_member("outsider")
    category = make_category(levels={make_group("Circle", insider): Level.START})
    thread = make_thread(category, person(insider))
    sign_in_as(client, outsider)
    hidden = client.post("/preview", data={"body": "Words.", "thread": thread.id})
    missing = client.post("/preview", data={"body": "Words.", "thread": 99_999})
    assert (hidden.status_code, hidden.data) == (missing.status_code, missing.data)
    assert hidden.status_code == 404


def test_preview_puts_answers_to_a_form_together(client: FlaskClient) -> None:
    sign_in_as(client, make_member())
    hidden = make_category("Hidden", levels={})
    category = make_category()
    host = make_person(role=Role.HOST)
    rows = [QuestionRow("What happened?", "long"), QuestionRow("When?", "date")]
    with unit_of_work():
        change_form(db.session.get_one(Category, category.id), rows, by=host)
    what, when = (one.input_name(category.id) for one in directory().by_id[category.id].form)
    typed = {
        "body": "And more.",
        "category": category.id,
        what: "A *flood*.",
        when: "2027-03-05",
    }
    preview = client.post("/preview", data=typed).text
    assert "<h4>What happened?</h4>" in preview
    assert "<em>flood</em>" in preview
    assert "5 March 2027" in preview
    assert "And more." in preview
    wrong = client.post("/preview", data={**typed, when: "soon"})
    assert (wrong.status_code, "2027-03-05" in wrong.text) == (422, True)
    assert client.post("/preview", data={**typed, "category": hidden.id}).status_code == 404


def test_preview_writes_nothing(client: FlaskClient, statements: list[str]) -> None:
    sign_in_as(client, make_member("anna"))
    before = db.session.query(Post).count()
    client.post("/preview", data={"body": "Words @anna."})
    del statements[:]
    client.post("/preview", data={"body": "Words @anna."})
    assert all(one.startswith("SELECT") for one in statements), statements
    assert db.session.query(Post).count() == before


def test_page_on_writing_shows_every_example_as_it_reads(client: FlaskClient) -> None:
    make_category("Strategies")
    sign_in_as(client, make_member("anna"))
    page = client.get("/writing").text
    for part in ("<strong>bold</strong>", "task-box", "<table>", "footnote-ref", "☑", "local-date"):
        assert part in page
    assert 'href="/u/anna"' in page
    assert 'class="place"' in page
    assert "Europe/Brussels&#34;]" in page


def test_emoji_are_found_by_name_without_scripts(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    assert "🌱" in client.get("/writing?emoji=Seedling").text
    assert "no emoji with this word" in client.get("/writing?emoji=%00%ff").text
