"""The summary of a thread, as pages show and take it."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.discussion.models import Summary, Thread
from forum.discussion.values import Reuse
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread


@pytest.fixture
def anna(app: Forum) -> Member:
    """Return who began the thread."""
    return make_member("anna")


@pytest.fixture
def thread(anna: Member) -> Thread:
    """Return a thread."""
    return make_thread(make_category(), person(anna), title="Consent")


@pytest.fixture
def browser(client: FlaskClient, thread: Thread, anna: Member) -> FlaskClient:
    """Return the browser of who began the thread."""
    return sign_in_as(client, anna)


def save(browser: FlaskClient, thread: Thread, version: int, **texts: str) -> tuple[int, str]:
    answer = browser.post(f"/t/{thread.id}/summary", data={**texts, "version": str(version)})
    return answer.status_code, answer.text


def test_summary_stands_at_the_top_of_the_thread(browser: FlaskClient, thread: Thread) -> None:
    assert "Write a summary" in browser.get(f"/t/consent/{thread.id}").text
    assert save(browser, thread, 0, decisions="- We ask (#1).")[0] == 303
    sign_in_as(browser, make_member("ben"))
    page = browser.get(f"/t/consent/{thread.id}").text
    assert "<h3>Decisions</h3>" in page
    assert "Open questions" not in page
    assert f'href="/t/consent/{thread.id}/1">#1</a>' in page
    assert f'href="/t/{thread.id}/summary' not in page


def test_preview_shows_the_text_and_saves_nothing(browser: FlaskClient, thread: Thread) -> None:
    status, page = save(browser, thread, 0, words="**Bold** #1", preview="1")
    assert status == 200
    assert "<strong>Bold</strong>" in page
    assert "**Bold** #1" in page
    assert db.session.query(Summary).count() == 0


def test_conflict_shows_both_texts_and_the_next_save_takes_it(
    browser: FlaskClient, thread: Thread
) -> None:
    save(browser, thread, 0, words="Theirs <b>.", questions="Who?")
    status, page = save(browser, thread, 0, words="Mine & more.")
    assert status == 409
    assert "Mine &amp; more." in page
    assert "Theirs &lt;b&gt;." in page
    assert 'name="version" type="hidden" value="1"' in page
    assert save(browser, thread, 1, words="Both.")[0] == 303
    assert [row.words for row in db.session.query(Summary).order_by(Summary.version)] == [
        "Theirs <b>.",
        "Both.",
    ]


def test_history_shows_who_changed_what(browser: FlaskClient, thread: Thread) -> None:
    save(browser, thread, 0, words="One.")
    save(browser, thread, 1, words="One. Two.")
    page = browser.get(f"/t/{thread.id}/summary/history").text
    assert "Version 2" in page
    assert "<ins> Two.</ins>" in page or "<ins>Two.</ins>" in page or "<ins>" in page
    assert "Anna" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1.5", "\x00"])
def test_version_that_makes_no_sense_is_no_fault(
    browser: FlaskClient, thread: Thread, version: str
) -> None:
    answer = browser.post(f"/t/{thread.id}/summary", data={"words": "A.", "version": version})
    assert answer.status_code in {303, 409}


@pytest.mark.parametrize("text", ["a" * 8_001, "a\x00b", ">" * 7_000])
def test_part_that_cannot_be_kept_is_shown_again(
    browser: FlaskClient, thread: Thread, text: str
) -> None:
    status, page = save(browser, thread, 0, words="Kept words.", questions=text)
    assert status == 422
    assert 'id="questions-errors"' in page
    assert "Kept words." in page


def test_nothing_is_not_saved_without_a_word(browser: FlaskClient, thread: Thread) -> None:
    status, page = save(browser, thread, 0)
    assert (status, 'id="words-errors"' in page) == (422, True)
    save(browser, thread, 0, words="One.")
    assert save(browser, thread, 1, words="One.")[0] == 303
    assert "Nothing was changed in the summary." in browser.get(f"/t/consent/{thread.id}").text
    assert save(browser, thread, 1)[0] == 303


def test_refused_quotation_leaves_the_summary_in_its_form(
    browser: FlaskClient, thread: Thread
) -> None:
    other = make_thread(make_category(reuse=Reuse.NOTHING), person(make_member("ben")))
    quotation = f'[quote="ben, post:1, topic:{other.id}"]\nHidden.\n[/quote]'
    status, page = save(browser, thread, 0, words=f"Kept words.\n\n{quotation}")
    assert (status, "Kept words." in page) == (422, True)


def test_long_summary_can_be_folded(browser: FlaskClient, thread: Thread) -> None:
    save(browser, thread, 0, words="word " * 30)
    assert "whole-summary" not in browser.get(f"/t/consent/{thread.id}").text
    save(browser, thread, 1, words="word " * 300)
    assert "whole-summary" in browser.get(f"/t/consent/{thread.id}").text


def test_who_did_not_write_there_is_told_why(browser: FlaskClient, thread: Thread) -> None:
    sign_in_as(browser, make_member("ben"))
    answer = browser.get(f"/t/{thread.id}/summary")
    assert answer.status_code == 403
    assert "Who has written in this thread" in answer.text
