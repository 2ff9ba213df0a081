"""What discussions add to the pages of accounts."""

from flask.testing import FlaskClient

from forum.accounts.values import Level, Role
from tests.builders.accounts import make_group, make_member, sign_in_as
from tests.builders.discussion import make_category, make_facilitator_of


def test_profile_leads_to_posts_and_names_the_categories_a_member_looks_after(
    client: FlaskClient,
) -> None:
    ada, eve = make_member("ada"), make_member("eve")
    make_facilitator_of(make_category("Reading"), eve.id)
    make_facilitator_of(
        make_category("Hidden", levels={make_group("Few", eve): Level.START}), eve.id
    )
    page = sign_in_as(client, ada).get("/u/eve").text
    assert 'href="/u/eve/activity"' in page
    assert "Looks after" in page
    assert "Reading" in page
    assert "Hidden" not in page


def test_start_page_of_hosts_leads_to_the_categories(client: FlaskClient) -> None:
    sign_in_as(client, make_member("hana", role=Role.HOST))
    assert 'href="/admin/categories"' in client.get("/admin").text
