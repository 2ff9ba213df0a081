"""Posts that others may edit."""

from datetime import timedelta

import pytest
import time_machine

from forum import Forum
from forum.accounts.values import Level, Person, Role
from forum.discussion.models import Post, PostVersion, Thread
from forum.discussion.operations.posts import lock_post, revise_post, withdraw_post
from forum.discussion.operations.sharing import share_post, unshare_post
from forum.discussion.operations.threads import close_thread
from forum.discussion.queries.threads import get_post
from forum.discussion.queries.versions import list_changes
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from forum.moderation.models import LogEntry
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_thread

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    """Return a category that is there before anyone comes."""
    return make_category()


def first_post(thread: Thread) -> Post:
    return db.session.query(Post).filter_by(thread_id=thread.id).one()


def share(post: Post, by: Person, because: str = "") -> bool:
    with unit_of_work():
        return share_post(post.thread, post, by=by, because=because)


def edit(post: Post, body: str, by: Person, seen: int | None = None) -> bool:
    writing = write(body)
    with unit_of_work():
        found = get_post(post.id, by=by)
        return revise_post(found.thread, found, writing, by=by, seen_revision=seen)


def test_shared_post_is_edited_by_whoever_may_reply(category: CategoryCard) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    post = first_post(make_thread(category, anna, body="Mine."))
    with pytest.raises(NotPermitted):
        edit(post, "His.", ben)
    assert share(post, anna)
    assert not share(post, anna)
    assert edit(post, "Ours.", ben)
    assert (post.raw, post.writer_id, post.author_id) == ("Ours.", ben.id, anna.id)
    with unit_of_work():
        assert unshare_post(post.thread, post, by=anna)
    with pytest.raises(NotPermitted):
        edit(post, "His again.", ben)


def test_another_writer_makes_a_version_even_at_once_and_each_names_its_writer(
    category: CategoryCard,
) -> None:
    anna, ben, carla = (make_person(name) for name in ("anna", "ben", "carla"))
    post = first_post(make_thread(category, anna, body="One."))
    share(post, anna)
    edit(post, "Two.", ben)
    edit(post, "Two, corrected.", ben)
    edit(post, "Three.", carla)
    edit(post, "Four.", anna)
    versions = [(change.version, change.writer.handle) for change in list_changes(post)]
    assert versions == [(4, "anna"), (3, "carla"), (2, "ben"), (1, "anna")]
    kept = db.session.query(PostVersion).order_by(PostVersion.version).all()
    assert [version.raw for version in kept] == ["One.", "Two, corrected.", "Three."]
    assert post.edited_by_id is None


def test_edit_in_the_grace_period_is_still_noticed_by_another_page(category: CategoryCard) -> None:
    anna = make_person("anna")
    post = first_post(make_thread(category, anna, body="One."))
    edit(post, "Two.", anna, seen=1)
    assert (post.version, post.revision) == (1, 2)
    with pytest.raises(Conflict):
        edit(post, "Three.", anna, seen=1)
    assert not edit(post, "Two.", anna, seen=1), "the same text is no conflict"


def test_marks_left_in_a_text_are_refused(category: CategoryCard) -> None:
    anna = make_person("anna")
    post = first_post(make_thread(category, anna, body="One."))
    with pytest.raises(Invalid, match="side by side"):
        edit(post, "=== You wrote: ===\nTwo.", anna)


def test_readers_who_may_not_reply_edit_nothing(app: Forum) -> None:
    anna, ben = make_member("anna"), make_member("ben")
    levels = {make_group("Writers", anna): Level.START, make_group("Readers", ben): Level.SEE}
    post = first_post(make_thread(make_category(levels=levels), person(anna)))
    share(post, person(anna))
    with pytest.raises(NotPermitted):
        edit(post, "His.", person(ben))
    with pytest.raises(NotFound):
        edit(post, "Theirs.", make_person("carla"))


def test_locked_withdrawn_and_closed_stay_what_they_are(category: CategoryCard) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    grace = make_person("grace", role=Role.FACILITATOR)
    closed = first_post(make_thread(category, anna))
    locked = first_post(make_thread(category, anna))
    withdrawn = first_post(make_thread(category, anna))
    for post in (closed, locked, withdrawn):
        share(post, anna)
    with unit_of_work():
        close_thread(closed.thread, by=grace, because="Done.")
        lock_post(locked.thread, locked, by=grace, because="Calm down.")
        withdraw_post(withdrawn.thread, withdrawn, by=anna)
    for post in (closed, locked, withdrawn):
        with pytest.raises(NotPermitted):
            edit(post, "His.", ben)
    with pytest.raises(NotPermitted):
        share(withdrawn, anna)


def test_facilitator_shares_with_a_reason_which_the_log_keeps(category: CategoryCard) -> None:
    anna, grace = make_person("anna"), make_person("grace", role=Role.FACILITATOR)
    post = first_post(make_thread(category, anna))
    with pytest.raises(NotPermitted):
        share(post, make_person("ben"))
    with pytest.raises(Invalid):
        share(post, grace)
    share(post, grace, "It is a list for everyone.")
    with unit_of_work():
        unshare_post(post.thread, post, by=grace, because="It is done.")
    entries = db.session.query(LogEntry).order_by(LogEntry.id).all()
    found = [(entry.act.value, entry.because) for entry in entries]
    assert found == [
        ("post_shared", "It is a list for everyone."),
        ("post_unshared", "It is done."),
    ]


def test_what_an_author_does_is_not_in_the_log(category: CategoryCard) -> None:
    anna = make_person("anna")
    share(first_post(make_thread(category, anna)), anna)
    assert db.session.query(LogEntry).count() == 0


def test_later_edit_by_the_same_writer_makes_a_version(category: CategoryCard) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    post = first_post(make_thread(category, anna))
    share(post, anna)
    edit(post, "Two.", ben)
    with time_machine.travel(now() + timedelta(minutes=6)):
        edit(post, "Three.", ben)
    assert post.version == 3
