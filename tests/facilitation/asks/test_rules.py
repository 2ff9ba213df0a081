"""Who may ask and see to what waits, and whose offers fit: no database is needed."""

from datetime import date, timedelta

import pytest

from forum.accounts.values import MemberId, Person, PersonKind
from forum.facilitation.asks.rules import check_day, may_take_claim, offers_on, speaks, topics_of
from forum.facilitation.asks.values import Claim
from forum.kernel.clock import now
from forum.kernel.errors import Invalid

TODAY = date(2027, 3, 5)


@pytest.mark.parametrize(
    ("offer", "fits"),
    [
        ("Evictions and rent", 2),
        ("rent strikes, évictions", 2),
        ("tenancy law", 0),
        ("the rest", 0),
        ("", 0),
    ],
)
def test_offers_fit_by_their_words_however_they_are_written(offer: str, fits: int) -> None:
    topics = topics_of("What about the eviction of a family?", ["rent"], "en")
    assert offers_on(topics, offer) == fits


@pytest.mark.parametrize(
    ("languages", "language", "reads"),
    [
        (["French", "English"], "fr", True),
        (["Français"], "fr", True),
        (["English"], "fr", False),
        (["some Spanish"], "es", True),
        ([], "fr", True),
        (["English"], "", True),
    ],
)
def test_who_names_languages_is_asked_in_these(
    languages: list[str], language: str, reads: bool
) -> None:
    assert speaks(languages, language) is reads


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=367)])
def test_a_day_past_or_far_ahead_is_refused(day: date) -> None:
    with pytest.raises(Invalid):
        check_day(day, TODAY)


def test_who_has_claimed_first_has_it() -> None:
    me = Person(PersonKind.MEMBER, id=MemberId(1))
    assert may_take_claim(me, None)
    assert may_take_claim(me, Claim(1, "I", now()))
    refusal = may_take_claim(me, Claim(2, "Fay", now()))
    assert refusal.because == "Fay has claimed this already."
