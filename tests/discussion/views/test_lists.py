"""Lists of threads."""

from flask.testing import FlaskClient

from forum.accounts.values import Level
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread


def test_threads_of_a_member_are_listed_as_far_as_the_reader_may_see_them(
    client: FlaskClient,
) -> None:
    anna, ben = make_member("anna"), make_member("ben")
    hidden = make_category(levels={make_group("Few", anna): Level.START})
    make_thread(make_category(), person(anna), title="Who pays for the hall?")
    make_thread(make_category(), person(ben), title="Where is the key?")
    make_thread(hidden, person(anna), title="Among the few")
    page = sign_in_as(client, ben).get("/u/anna/activity/topics")
    assert "Who pays for the hall?" in page.text
    assert "Where is the key?" not in page.text
    assert "Among the few" not in page.text


def test_page_past_the_end_does_not_say_that_nothing_was_written(client: FlaskClient) -> None:
    anna = make_member("anna")
    make_thread(make_category(), person(anna))
    page = sign_in_as(client, anna).get("/latest?page=7")
    assert "The list ends before this page." in page.text


def test_tag_is_found_however_its_letters_are_written(client: FlaskClient) -> None:
    anna = make_member("anna")
    make_thread(make_category(), person(anna), tags=("remedies",))
    answer = sign_in_as(client, anna).get("/tag/Remedies")
    assert (answer.status_code, answer.location) == (303, "/tag/remedies")


def test_what_narrows_a_list_stays_one_value_in_the_links_to_its_pages(client: FlaskClient) -> None:
    anna = make_member("anna")
    category = make_category()
    for _ in range(31):
        make_thread(category, person(anna))
    sign_in_as(client, anna)
    page = client.get("/latest", query_string={"q": "a&period=x#y"})
    assert "/latest?q=a%26period%3Dx%23y&amp;page=2" in page.text
