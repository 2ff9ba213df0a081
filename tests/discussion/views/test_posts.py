"""What can be done with one post."""

from flask.testing import FlaskClient

from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread


def test_thread_page_offers_the_language_of_a_post_to_its_author_only(client: FlaskClient) -> None:
    anna, ben = make_member("anna"), make_member("ben")
    thread = make_thread(make_category(), person(anna), title="Wer hat den Schlüssel?")
    address = f"/t/{thread.slug}/{thread.id}"
    page = sign_in_as(client, anna).get(address)
    assert "Correct its language" in page.text
    assert "Correct its language" not in sign_in_as(client, ben).get(address).text
