import pytest

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import HeldPost, Thread
from forum.discussion.operations.watching import WarnedError, check_wording
from forum.discussion.slots import Wording
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from forum.moderation.matching import find_in, replaced_in
from forum.moderation.models import WatchedWord
from forum.moderation.operations.words import stop_watching, watch_word
from forum.moderation.queries.words import list_words, watch
from forum.moderation.values import WatchAction
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category
from tests.builders.held import send_reply, send_thread


@pytest.mark.parametrize(
    ("pattern", "text", "met"),
    [
        ("evict", "They evict people.", "evict"),
        ("evict", "An EVICT, in capitals", "EVICT"),
        ("evict", "evictions", ""),
        ("evict", "un-evict", "evict"),
        ("evict*", "The evictions came.", "evictions"),
        ("*evict", "They reevict.", "reevict"),
        ("co*op", "A cooop.", "cooop"),
        ("two words", "Two \n words here", "Two \n words"),
        ("café", "Cafe\u0301 au lait", "Café"),
        ("a.b", "axb", ""),
        ("ab*", "", ""),
    ],
)
def test_words_are_met_whole_or_by_a_star(pattern: str, text: str, met: str) -> None:
    assert find_in(pattern, text) == met


def test_other_words_stand_wherever_it_is_met() -> None:
    assert replaced_in("Bad, BAD and badly", "bad", r"g\1ood") == r"g\1ood, g\1ood and badly"


def test_no_pattern_is_slow_on_any_text() -> None:
    assert find_in("a*a*b", "a" * 20_000) == ""


def listed(action: WatchAction, pattern: str = "zounds", **more: str) -> None:
    with unit_of_work():
        assert watch_word(pattern, action, by=make_person(role=Role.FACILITATOR), **more)


def wording(text: str, *, language: str = "en", title: str = "", before: str = "") -> Wording:
    return Wording(text, text, language, title, before=before)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
def test_only_facilitators_and_hosts_know_the_list(app: Forum, role: Role) -> None:
    with pytest.raises(NotFound):
        list_words(by=make_person(role=role))
    with pytest.raises(NotFound):
        watch_word("zounds", WatchAction.BLOCK, by=make_person(role=role))


@pytest.mark.parametrize(
    ("pattern", "action", "more", "field"),
    [
        ("", WatchAction.BLOCK, {}, "pattern"),
        ("**", WatchAction.BLOCK, {}, "pattern"),
        ("a*b*c*d", WatchAction.BLOCK, {}, "pattern"),
        ("x" * 101, WatchAction.BLOCK, {}, "pattern"),
        ("zounds", WatchAction.BLOCK, {"language": "xx"}, "language"),
        ("zounds", WatchAction.REPLACE, {}, "other"),
        ("zounds", WatchAction.TAG, {}, "other"),
        ("zounds", WatchAction.TAG, {"other": "no/tag"}, "other"),
    ],
)
def test_odd_words_are_refused_at_their_field(
    app: Forum, pattern: str, action: WatchAction, more: dict[str, str], field: str
) -> None:
    by = make_person(role=Role.HOST)
    with pytest.raises(Invalid) as refusal:
        watch_word(pattern, action, by=by, **more)
    assert refusal.value.field == field


def test_a_word_is_watched_once_and_no_longer(app: Forum) -> None:
    by = make_person(role=Role.FACILITATOR)
    with unit_of_work():
        assert watch_word("Zounds", WatchAction.BLOCK, by=by)
        assert not watch_word("zounds ", WatchAction.BLOCK, by=by)
    assert watch(wording("Zounds!")).blocked == ("Zounds",)
    with unit_of_work():
        stop_watching(db.session.query(WatchedWord).one(), by=by)
    assert watch(wording("Zounds!")).blocked == ()


def test_a_word_of_one_language_is_looked_for_there_alone(app: Forum) -> None:
    listed(WatchAction.BLOCK, language="fr")
    assert watch(wording("zounds", language="fr")).blocked
    assert watch(wording("zounds", language="")).blocked
    assert not watch(wording("zounds", language="de")).blocked


def test_what_stood_there_before_an_edit_is_not_looked_at_again(app: Forum) -> None:
    listed(WatchAction.BLOCK)
    assert not watch(wording("zounds again", before="zounds")).blocked
    with pytest.raises(Invalid, match="A machine found a watched word: “zounds”"):
        check_wording(write("zounds now"), before="nothing")


def test_an_edit_cannot_wait(app: Forum) -> None:
    listed(WatchAction.HOLD)
    with pytest.raises(Invalid, match="Nothing can wait here"):
        check_wording(write("zounds now"), before="nothing")


def test_a_warning_is_given_once(app: Forum) -> None:
    listed(WatchAction.WARN)
    with pytest.raises(WarnedError) as warning:
        check_wording(write("zounds"))
    assert check_wording(write("zounds"), seen=warning.value.numbers).writing.raw == "zounds"


def test_a_word_in_markup_is_met_all_the_same(app: Forum) -> None:
    listed(WatchAction.BLOCK)
    with pytest.raises(Invalid):
        check_wording(write("z**ound**s"))


def test_posts_are_held_replaced_and_tagged(app: Forum) -> None:
    category, by = make_category(), make_person()
    listed(WatchAction.REPLACE, "gosh", other="dear me")
    listed(WatchAction.TAG, "evict*", other="housing")
    thread = send_thread(category, by, "Gosh, evictions", "Oh gosh.", "law")
    assert isinstance(thread, Thread)
    assert thread.title == "dear me, evictions"
    assert {tag.name for tag in thread.tags} == {"law", "housing"}
    listed(WatchAction.HOLD)
    held = send_reply(thread, by, "Zounds, gosh.")
    assert isinstance(held, HeldPost)
    assert held.raw == "Zounds, dear me."
