"""What members have not sent, kept for them alone."""

from datetime import timedelta

import pytest
import time_machine

from forum import Forum
from forum.accounts.values import VISITOR, Person
from forum.discussion.models import Draft
from forum.discussion.operations.drafts import (
    discard_draft,
    expire_drafts,
    let_go_of_draft,
    save_draft,
)
from forum.discussion.operations.posts import reply
from forum.discussion.queries.drafts import find_draft
from forum.discussion.queries.threads import get_thread
from forum.discussion.values.drafts import MOST_DRAFTS, DraftKind, DraftPlace, DraftText
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotPermitted
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_thread

pytestmark = pytest.mark.usefixtures("app")
HERE = DraftPlace(DraftKind.REPLY, 7)


@pytest.fixture
def anna(app: Forum) -> Person:
    """Return somebody who writes."""
    return make_person("anna")


def save(by: Person, body: str, seen: int = 0, place: DraftPlace = HERE, **fields: str) -> int:
    """Save a draft and return its sequence; 0 when none was kept."""
    with unit_of_work():
        draft = save_draft(place, DraftText(body, fields), seen=seen, by=by)
        return draft.sequence if draft else 0


def kept(by: Person, place: DraftPlace = HERE) -> str | None:
    """Return what is kept in a place."""
    found = find_draft(place, by=by)
    return found.text.body if found else None


def test_draft_is_kept_with_its_fields_and_goes_on(anna: Person) -> None:
    first = save(anna, "One.\r\nTwo.", title="A title", to="3", nonsense="x")
    second = save(anna, "One. Two. Three.", first, title="A title")
    assert second > first
    found = find_draft(HERE, by=anna)
    assert found is not None
    assert (found.text.body, found.text.fields) == ("One. Two. Three.", {"title": "A title"})
    assert db.session.query(Draft).count() == 1


def test_older_page_never_overwrites_what_another_one_saved(anna: Person) -> None:
    first = save(anna, "Begun.")
    second = save(anna, "Begun here.", first)
    with pytest.raises(Conflict):
        save(anna, "Begun there.", first)
    with pytest.raises(Conflict):
        save(anna, "Begun without knowing.")
    assert kept(anna) == "Begun here."
    assert save(anna, "Begun there.", second) > second


def test_same_words_saved_twice_are_no_conflict(anna: Person) -> None:
    first = save(anna, "Begun.")
    assert save(anna, "Begun.") == first


def test_sequence_of_a_draft_that_is_gone_is_never_given_again(anna: Person) -> None:
    first = save(anna, "Begun.")
    with unit_of_work():
        assert discard_draft(HERE, seen=first, by=anna)
    with pytest.raises(Conflict):
        save(anna, "From a page that knows the old one.", first)
    with time_machine.travel(now() + timedelta(seconds=1)):
        assert save(anna, "Another.") > first


def test_nothing_is_kept_of_nothing(anna: Person) -> None:
    assert save(anna, " \n", category="2", to="4") == 0
    first = save(anna, "Something.")
    assert save(anna, "", first) == 0
    assert db.session.query(Draft).count() == 0


def test_draft_that_went_on_elsewhere_is_not_discarded(anna: Person) -> None:
    first = save(anna, "Begun.")
    save(anna, "Begun and gone on.", first)
    with pytest.raises(Conflict), unit_of_work():
        discard_draft(HERE, seen=first, by=anna)
    assert kept(anna) == "Begun and gone on."
    with unit_of_work():
        assert not discard_draft(DraftPlace(DraftKind.THREAD), seen=1, by=anna)


def test_text_that_is_sent_lets_its_draft_go_but_not_another_one(anna: Person) -> None:
    first = save(anna, "Begun.")
    second = save(anna, "Gone on elsewhere.", first)
    with unit_of_work():
        assert not let_go_of_draft(HERE, DraftText("Begun."), seen=first, by=anna)
    assert kept(anna) == "Gone on elsewhere."
    with unit_of_work():
        assert let_go_of_draft(HERE, DraftText("Sent."), seen=second, by=anna)
    assert kept(anna) is None


def test_saving_that_comes_after_sending_keeps_nothing() -> None:
    category = make_category()
    ben = make_person("ben")
    thread = make_thread(category, ben)
    with unit_of_work():
        here = get_thread(thread.id, by=ben)
        reply(here, write("Sent."), by=ben, submission_key="k" * 16)
    with unit_of_work():
        late = save_draft(HERE, DraftText("Sen"), seen=0, by=ben, submission_key="k" * 16)
    assert late is None


def test_each_member_has_drafts_of_their_own(anna: Person) -> None:
    ben = make_person("ben")
    save(anna, "Hers.")
    save(ben, "His.")
    assert (kept(anna), kept(ben)) == ("Hers.", "His.")


@pytest.mark.parametrize(
    ("body", "fields", "name"),
    [
        ("a\0b", {}, "body"),
        ("half \ud800", {}, "body"),
        ("é" * 32_769, {}, "body"),
        ("", {"title": "a\0b"}, "title"),
        ("", {"answer-1-1": "a" * 65_537}, "title"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    anna: Person, body: str, fields: dict[str, str], name: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save(anna, body, **fields)
    assert refused.value.field == name


def test_number_of_drafts_has_a_limit(anna: Person) -> None:
    with unit_of_work():
        for number in range(MOST_DRAFTS):
            place = DraftPlace(DraftKind.REPLY, number + 100)
            save_draft(place, DraftText("Words."), seen=0, by=anna)
    with pytest.raises(Invalid, match="Discard some"):
        save(anna, "One more.")


def test_place_beyond_every_id_is_refused(anna: Person) -> None:
    with pytest.raises(Invalid):
        save(anna, "Words.", place=DraftPlace(DraftKind.REPLY, 2**31))


def test_drafts_nobody_touched_for_half_a_year_are_cleared_away(anna: Person) -> None:
    with time_machine.travel(now() - timedelta(days=181)):
        save(anna, "Old.", place=DraftPlace(DraftKind.THREAD))
    save(anna, "New.")
    with unit_of_work():
        assert expire_drafts() == 1
    assert (kept(anna), kept(anna, DraftPlace(DraftKind.THREAD))) == ("New.", None)


def test_visitors_keep_nothing() -> None:
    with pytest.raises(NotPermitted):
        save(VISITOR, "Words.")
