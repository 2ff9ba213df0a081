"""What waits for a member."""

from forum import Forum
from forum.accounts.values import Person
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.threads import get_thread
from forum.kernel.db import unit_of_work
from forum.outreach.notifications.operations import mark_all_read, say_done, tell
from forum.outreach.notifications.queries.lines import page_of_notifications
from forum.outreach.notifications.queries.needs import section_of
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.notifications import tell_everybody


def waiting(cause: Cause, reader: Person) -> list[str]:
    return [need.about for need in section_of(cause, "Waiting", 1, reader).needs]


def test_mention_waits_until_it_is_answered(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, ben)
    make_reply(thread, anna, "I was here before.")
    make_reply(thread, ben, "And what do you say, @anna?")
    tell_everybody()
    assert waiting(Cause.MENTIONED, anna) == ["Ben: And what do you say, @anna?"]
    with unit_of_work():
        mark_all_read(by=anna)
    assert len(waiting(Cause.MENTIONED, anna)) == 1, "reading is not answering"
    answer = make_reply(thread, anna, "This.")
    assert waiting(Cause.MENTIONED, anna) == []
    with unit_of_work():
        withdraw_post(get_thread(thread.id, by=anna), answer, by=anna)
    assert len(waiting(Cause.MENTIONED, anna)) == 1


def test_reply_waits_until_its_reader_says_that_it_needs_no_answer(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    own = make_reply(thread, anna)
    make_reply(thread, ben, "I think so too.", to=own)
    tell_everybody()
    assert waiting(Cause.REPLIED, anna) == ["Ben: I think so too."]
    (line,) = page_of_notifications(anna).lines
    with unit_of_work():
        say_done(line.id, by=anna)
    assert waiting(Cause.REPLIED, anna) == []


def test_reminder_waits_until_it_was_seen(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    post = make_reply(make_thread(category, ben), ben, "Come back to this.")
    with unit_of_work():
        tell(Cause.REMINDED, member_id=anna.member_id, actor_id=None, post_id=post.id)
    assert waiting(Cause.REMINDED, anna) == ["Ben: Come back to this."]
    with unit_of_work():
        mark_all_read(by=anna)
    assert waiting(Cause.REMINDED, anna) == []
