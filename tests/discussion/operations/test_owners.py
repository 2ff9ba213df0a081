import pytest

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.owners import DECLARED, NOBODY, change_owner
from forum.discussion.operations.reactions import give_reaction
from forum.discussion.queries.threads import get_post
from forum.discussion.queries.versions import list_changes
from forum.discussion.rules import may_edit_post
from forum.discussion.values import Sign
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotPermitted
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_member, person
from tests.builders.cases import answer_about
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import keep_out
from tests.builders.moderation import first_of
from tests.builders.notifications import told


@pytest.fixture
def people(app: Forum):
    return make_member("ada"), make_member("ben"), make_member("fay", role=Role.FACILITATOR)


def hand(post: Post, to, by) -> bool:
    with unit_of_work():
        found = get_post(post.id, by=person(by))
        return change_owner(
            found.thread, found, to.id, by=person(by), because="She wrote it for him."
        )


def test_a_post_becomes_anothers_and_its_history_knows_who_wrote_it(people) -> None:
    ada, ben, fay = people
    thread = make_thread(make_category(), person(ada))
    post = make_reply(thread, person(ada))
    with unit_of_work():
        found = get_post(post.id, by=person(ben))
        give_reaction(found.thread, found, Sign.THANKS, by=person(ben))
    assert hand(post, ben, fay)
    assert not hand(post, ben, fay), "it is his already"
    with unit_of_work():
        found = get_post(post.id, by=person(ben))
        assert (found.author_id, found.reaction_count) == (ben.id, 0)
        assert [change.writer.handle for change in list_changes(found)] == ["ada", "ada"]
        assert may_edit_post(person(ben), found.thread, found)
        assert not may_edit_post(person(ada), found.thread, found)
        assert found.thread.author_id == ada.id
        assert (found.thread.writer_count, found.thread.last_poster_id) == (2, ben.id)
    for member in (ada, ben):
        assert (Cause.HANDED, post.id) in told(person(member))
    [entry] = db.session.query(LogEntry)
    assert (entry.act, entry.member_id, entry.by_id) == (Act.OWNER_CHANGED, ada.id, fay.id)


def test_with_the_first_post_the_thread_is_theirs(people) -> None:
    ada, ben, fay = people
    thread = make_thread(make_category(), person(ada))
    hand(first_of(thread, person(ada)), ben, fay)
    assert db.session.get_one(Thread, thread.id).author_id == ben.id


def test_nobody_gets_what_they_may_not_read_and_nobody_else_gives_it(people) -> None:
    ada, ben, fay = people
    thread = make_thread(make_category(), person(ada))
    first = first_of(thread, person(ada))
    with pytest.raises(NotPermitted):
        hand(first, ben, ada)
    keep_out(thread, ben, by=person(ada))
    with pytest.raises(Invalid) as refusal:
        hand(first, ben, fay)
    assert refusal.value.sentence == NOBODY


def test_what_was_declared_of_a_case_stays_its_authors(people) -> None:
    _, ben, fay = people
    case = make_thread(make_category(is_for_cases=True), person(fay))
    answer_about(case, ben)
    with pytest.raises(Invalid) as refusal:
        hand(first_of(case, person(fay)), ben, fay)
    assert refusal.value.sentence == DECLARED
