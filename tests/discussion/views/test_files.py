"""Files kept with posts."""

from flask.testing import FlaskClient

from forum.discussion.models import PostFile
from forum.kernel.db import db, unit_of_work
from forum.kernel.storage import storage
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread


def test_file_that_the_storage_has_lost_is_not_there(client: FlaskClient) -> None:
    anna = make_member("anna")
    post = make_reply(make_thread(make_category(), person(anna)), person(anna))
    key = storage().put(b"words")
    with unit_of_work():
        file = PostFile(post_id=post.id, name="a.txt", content_type="text/plain", size=5, key=key)
        db.session.add(file)
        db.session.flush()
        address = f"/files/{file.id}/a.txt"
    sign_in_as(client, anna)
    kept = client.get(address)
    assert (kept.status_code, kept.data) == (200, b"words")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    storage().delete(key)
    assert client.get(address).status_code == 404
