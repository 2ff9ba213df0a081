"""Lists of threads."""

from flask.testing import FlaskClient

from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread


def test_what_narrows_a_list_stays_one_value_in_the_links_to_its_pages(client: FlaskClient) -> None:
    anna = make_member("anna")
    category = make_category()
    for _ in range(31):
        make_thread(category, person(anna))
    sign_in_as(client, anna)
    page = client.get("/latest", query_string={"q": "a&period=x#y"})
    assert "/latest?q=a%26period%3Dx%23y&amp;page=2" in page.text
