"""Writing the summary of a thread, on a real database."""

import pytest

from forum import Forum
from forum.accounts.values import Person
from forum.discussion.events import SummaryWritten
from forum.discussion.models import Summary, Thread
from forum.discussion.operations.summaries import SummaryTexts, make_ready, write_summary
from forum.discussion.queries.head import get_thread_head
from forum.discussion.queries.summaries import list_summary_changes, show_summary
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import CategoryCard
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotPermitted
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.events import heard


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    """Return a category that is there before anyone comes."""
    return make_category()


@pytest.fixture
def anna(category: CategoryCard) -> Person:
    """Return who began the thread."""
    return make_person("anna")


@pytest.fixture
def thread(category: CategoryCard, anna: Person) -> Thread:
    """Return a thread with a reply."""
    thread = make_thread(category, anna, title="Consent")
    make_reply(thread, anna)
    return thread


def write(thread: Thread, by: Person, *, seen: int = 0, **texts: str) -> Summary | None:
    ready = make_ready(SummaryTexts(**texts))
    with unit_of_work():
        return write_summary(get_thread(thread.id, by=by), ready, by=by, seen_version=seen)


def test_summary_is_shown_with_who_wrote_it_and_links_to_posts(
    thread: Thread, anna: Person
) -> None:
    with heard(SummaryWritten) as seen:
        write(thread, anna, words="See #2.", decisions="- **Yes**, not #3.")
    assert seen == [SummaryWritten(thread_id=thread.id, version=1, by_id=anna.id)]
    shown = show_summary(thread, make_person("ben"))
    assert shown is not None
    assert f'href="/t/consent/{thread.id}/2">#2</a>' in shown.words
    assert "<strong>Yes</strong>" in shown.decisions
    assert "#3</a>" not in shown.decisions
    assert (shown.questions, shown.author.handle, shown.version) == ("", "anna", 1)


def test_each_change_is_a_version_with_its_differences(thread: Thread, anna: Person) -> None:
    write(thread, anna, decisions="We ask.")
    write(thread, anna, seen=1, decisions="We ask twice.", questions="Whom?")
    newest, oldest = list_summary_changes(thread)
    assert (newest.version, oldest.version) == (2, 1)
    assert [title for title, _ in newest.parts] == ["Decisions", "Open questions"]
    added = [c.text for _, parts in newest.parts for c in parts if c.kind == "added"]
    assert any("twice" in text for text in added)


def test_stale_version_is_a_conflict_and_changes_nothing(thread: Thread, anna: Person) -> None:
    write(thread, anna, words="First.")
    for stale in (0, 2, 99):
        with pytest.raises(Conflict):
            write(thread, anna, seen=stale, words="Second.")
    assert db.session.query(Summary).count() == 1


def test_same_text_makes_no_version(category: CategoryCard, thread: Thread, anna: Person) -> None:
    write(thread, anna, words="First.")
    assert write(thread, anna, seen=1, words="  First.  ") is None
    assert write(make_thread(category, anna), anna) is None
    assert db.session.query(Summary).count() == 1


def test_empty_summary_puts_the_box_away_and_keeps_the_history(
    thread: Thread, anna: Person
) -> None:
    write(thread, anna, words="First.")
    write(thread, anna, seen=1)
    assert show_summary(thread, anna) is None
    assert len(list_summary_changes(thread)) == 2


def test_only_who_wrote_there_writes_it(thread: Thread) -> None:
    ben = make_person("ben")
    with pytest.raises(NotPermitted):
        write(thread, ben, words="Mine.")
    make_reply(thread, ben)
    assert write(thread, ben, words="Mine.")


def test_head_of_the_page_knows_whether_there_is_a_summary(thread: Thread, anna: Person) -> None:
    ben = make_person("ben")
    assert not get_thread_head(thread.id, by=ben).has_summary
    write(thread, anna, words="First.")
    head = get_thread_head(thread.id, by=ben)
    assert (head.has_summary, head.takes_part) == (True, False)
    assert get_thread_head(thread.id, by=anna).takes_part


@pytest.mark.parametrize("part", ["words", "decisions", "questions"])
@pytest.mark.parametrize("text", ["a" * 8_001, "a\x00b", ">" * 7_000])
def test_part_that_cannot_be_kept_is_named(part: str, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make_ready(SummaryTexts(**{part: text}))
    assert refusal.value.field == part
