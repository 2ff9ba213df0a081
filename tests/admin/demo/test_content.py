"""The demo community keeps its promises: whole, consistent, and never the same sentence twice."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from forum.admin.demo.reading import DemoPost, DemoThread, read_community
from forum.discussion.values import Sign

COMMUNITY = read_community()
MEMBERS = {member.handle: member for member in COMMUNITY.members}
THREADS = {thread.key: thread for thread in COMMUNITY.threads}
POSTS = [(thread, post) for thread in COMMUNITY.threads for post in thread.posts]

SIGN_INS = {"member", "member2", "facilitator", "facilitator2", "host", "host2"}
CATEGORIES = {"power-and-reflection": 10, "strategies": 12, "casework": 11, "commons": 7}
TAGS = frozenset(
    [
        "agreements",
        "algorithms",
        "burn-out",
        "community-led",
        "consent",
        "costs",
        "credit",
        "damages",
        "data-protection",
        "disability",
        "documents",
        "environment",
        "ethnic-profiling",
        "events",
        "evidence",
        "follow-up",
        "funding",
        "housing",
        "interpreters",
        "interventions",
        "introductions",
        "leaving-well",
        "press",
        "remedies",
        "school-segregation",
        "security",
        "settlement",
        "shadow-reports",
        "statistics",
        "templates",
        "testimony",
        "this-place",
        "wages",
        "welfare",
        "working-models",
    ]
)
PIN_SCOPES = {"everywhere", "category"}

QUOTE = re.compile(
    r'\[quote="(?P<handle>[^",]+), post:(?P<number>\d+)"\]\n(?P<text>.*?)\n\[/quote\]', re.DOTALL
)
MENTION = re.compile(r"(?<![\w.@])@([\w.\-]+)")
THREAD_LINK = re.compile(r"\[\[([a-z-]+/\d\d)\]\]")
MARKDOWN = re.compile(r"[*_`>|#~]|\[/?(?:details|spoiler|quote)[^\]]*\]|\]\([^)]*\)|\[\^?|\]")


def where(thread: DemoThread, post: DemoPost) -> str:
    return f"{thread.key}, post {post.number}"


def sentences_of(post: DemoPost) -> Iterator[str]:
    """Yield the sentences of five words and more, without markup, quotes and capitals."""
    own = MARKDOWN.sub(" ", QUOTE.sub("\n", post.body))
    for sentence in re.split(r"[.!?:…]+\s|\n", own):
        words = re.findall(r"\w+(?:['’-]\w+)*", sentence.casefold())
        if len(words) >= 5:
            yield " ".join(words)


def depth_of(thread: DemoThread, post: DemoPost) -> int:
    depth = 1
    while post.reply_to is not None:
        post = thread.posts[post.reply_to - 1]
        depth += 1
    return depth


def test_twelve_members_stand_with_the_six_sign_ins_among_them() -> None:
    assert len(COMMUNITY.members) == len(MEMBERS) == 12
    assert set(MEMBERS) >= SIGN_INS


def test_sign_ins_carry_the_roles_that_they_are_named_for() -> None:
    roles = {handle: MEMBERS[handle].role for handle in SIGN_INS}
    assert roles == {
        "member": "member",
        "member2": "member",
        "facilitator": "facilitator",
        "facilitator2": "member",
        "host": "host",
        "host2": "host",
    }
    facilitates = {member.handle: member.facilitates for member in COMMUNITY.members}
    assert {handle: slug for handle, slug in facilitates.items() if slug} == {
        "facilitator2": "strategies"
    }
    assert all(
        member.role == "member" for handle, member in MEMBERS.items() if handle not in SIGN_INS
    )


@pytest.mark.parametrize("handle", sorted(MEMBERS))
def test_profile_is_complete(handle: str) -> None:
    member = MEMBERS[handle]
    assert re.fullmatch(r"[A-Za-z0-9_.\-]{3,30}", member.handle)
    assert all(
        (member.name, member.pronouns, member.jurisdictions, member.ask_me_about, member.bio)
    )
    assert member.languages
    assert all(re.fullmatch("[a-z]{2}", code) for code in member.languages)
    names = {organisation.name for organisation in COMMUNITY.organisations}
    assert member.organisation in names | {""}


def test_names_are_written_with_the_letters_of_several_alphabets() -> None:
    names = " ".join(member.name for member in COMMUNITY.members)
    assert set("éłşñö") <= set(names.casefold())


def test_organisations_and_rules_are_few_and_whole() -> None:
    assert 5 <= len(COMMUNITY.organisations) <= 6
    assert all(one.name and one.about and one.country for one in COMMUNITY.organisations)
    assert 6 <= len(COMMUNITY.rules) <= 8
    assert all(rule.title and rule.text for rule in COMMUNITY.rules)


def test_every_organisation_has_a_member() -> None:
    belonged_to = {member.organisation for member in COMMUNITY.members}
    assert {organisation.name for organisation in COMMUNITY.organisations} <= belonged_to


def test_forty_threads_stand_in_four_categories_with_some_three_hundred_posts() -> None:
    assert len(COMMUNITY.threads) == len(THREADS) == 40
    assert Counter(thread.category for thread in COMMUNITY.threads) == CATEGORIES
    assert 290 <= len(POSTS) <= 320
    assert len({thread.title for thread in COMMUNITY.threads}) == 40


def test_threads_differ_in_size() -> None:
    sizes = [len(thread.posts) for thread in COMMUNITY.threads]
    assert sum(size == 1 for size in sizes) >= 3
    assert sum(4 <= size <= 10 for size in sizes) >= 20
    assert sum(18 <= size <= 26 for size in sizes) in {2, 3}
    assert sum(size > 20 for size in sizes) >= 2


def test_four_languages_are_written() -> None:
    counts = Counter(thread.language for thread in COMMUNITY.threads)
    assert set(counts) == {"en", "fr", "de", "es"}
    assert 4 <= counts["fr"] <= 5
    assert 3 <= counts["de"] <= 4
    assert counts["es"] == 3
    assert any(post.language != thread.language for thread, post in POSTS)


def test_posts_are_of_every_length() -> None:
    words = [len(post.body.split()) for _, post in POSTS]
    assert min(words) <= 15
    assert 350 <= max(words) <= 500
    assert 70 <= statistics.median(words) <= 110


def test_everyone_writes() -> None:
    assert {post.author for _, post in POSTS} == set(MEMBERS)


def test_every_handle_named_is_a_member() -> None:
    named: set[str] = set()
    for thread, post in POSTS:
        named |= {post.author, *(hit.rstrip(".-") for hit in MENTION.findall(post.body))}
        named |= {act.by for act in (post.flag, post.withdrawn, thread.pin, thread.closing) if act}
    assert named <= set(MEMBERS)


@pytest.mark.parametrize("thread", COMMUNITY.threads, ids=THREADS)
def test_time_descends_through_a_thread(thread: DemoThread) -> None:
    times = [post.days_ago for post in thread.posts]
    assert all(earlier > later for earlier, later in pairwise(times))
    assert times[-1] >= 0
    assert all(MEMBERS[post.author].joined_days_ago > post.days_ago for post in thread.posts)
    if thread.closing:
        assert 0 <= thread.closing.days_ago < times[-1]


@pytest.mark.parametrize("thread", COMMUNITY.threads, ids=THREADS)
def test_replies_answer_earlier_posts(thread: DemoThread) -> None:
    assert thread.posts[0].reply_to is None
    assert all(
        0 < post.reply_to < post.number for post in thread.posts if post.reply_to is not None
    )


@pytest.mark.parametrize("thread", COMMUNITY.threads, ids=THREADS)
def test_thread_carries_one_to_five_tags_of_the_vocabulary(thread: DemoThread) -> None:
    assert 1 <= len(thread.tags) <= 5
    assert len(set(thread.tags)) == len(thread.tags)
    assert set(thread.tags) <= TAGS


def test_every_tag_of_the_vocabulary_is_used() -> None:
    assert {tag for thread in COMMUNITY.threads for tag in thread.tags} == TAGS


def test_quotes_repeat_words_of_the_post_they_name() -> None:
    quotes = 0
    for thread, post in POSTS:
        for quote in QUOTE.finditer(post.body):
            source = thread.posts[int(quote["number"]) - 1]
            assert source.number < post.number, where(thread, post)
            assert source.author == quote["handle"], where(thread, post)
            assert quote["text"] in QUOTE.sub("", source.body), where(thread, post)
            assert source.withdrawn is None, where(thread, post)
            quotes += 1
    assert quotes >= 8
    assert quotes == sum(post.body.count("[quote") for _, post in POSTS)


def test_no_two_posts_share_a_sentence() -> None:
    seen: dict[str, str] = {}
    for thread, post in POSTS:
        here = where(thread, post)
        for sentence in sentences_of(post):
            assert seen.setdefault(sentence, here) == here, f"{here} repeats: {sentence}"


def test_an_earlier_version_differs_from_what_follows_it() -> None:
    edited = [post for _, post in POSTS if post.edits]
    assert len(edited) == 2
    for post in edited:
        assert 1 <= len(post.edits) <= 3
        assert all(before != after for before, after in pairwise((*post.edits, post.body)))


def test_links_lead_to_older_threads() -> None:
    links = 0
    for thread, post in POSTS:
        for key in THREAD_LINK.findall(post.body):
            assert key in THREADS, where(thread, post)
            is_open = THREADS[key].posts[0].days_ago > post.days_ago
            assert is_open or post.number == 1, where(thread, post)
            links += 1
    assert links >= 6


def test_one_welcome_is_pinned_everywhere_and_one_thread_in_its_category() -> None:
    pins = {thread.key: thread.pin for thread in COMMUNITY.threads if thread.pin}
    assert {pin.scope for pin in pins.values()} == PIN_SCOPES
    assert len(pins) == 2
    assert pins["commons/01"].scope == "everywhere"
    for key, pin in pins.items():
        assert pin.because
        assert may_moderate(pin.by, THREADS[key])


def test_one_thread_is_closed_with_its_reason() -> None:
    closed = [thread for thread in COMMUNITY.threads if thread.closing]
    assert len(closed) == 1
    assert closed[0].closing is not None
    assert closed[0].closing.because
    assert may_moderate(closed[0].closing.by, closed[0])


def test_three_flags_wait_and_name_a_rule() -> None:
    flagged = [post for _, post in POSTS if post.flag]
    assert len(flagged) == 3
    for post in flagged:
        assert post.flag is not None
        assert 1 <= post.flag.rule <= len(COMMUNITY.rules)
        assert post.flag.because
        assert post.flag.by != post.author


def test_one_post_is_withdrawn_by_who_may() -> None:
    withdrawn = [(thread, post) for thread, post in POSTS if post.withdrawn]
    assert len(withdrawn) == 1
    thread, post = withdrawn[0]
    assert post.withdrawn is not None
    assert post.withdrawn.because
    assert post.withdrawn.by == post.author or may_moderate(post.withdrawn.by, thread)


def may_moderate(handle: str, thread: DemoThread) -> bool:
    member = MEMBERS[handle]
    return member.role == "facilitator" or member.facilitates == thread.category


def test_reactions_come_from_others_and_one_answer_stands_where_answers_are_marked() -> None:
    given = [
        (post, handle) for _, post in POSTS for who in post.reactions.values() for handle in who
    ]
    assert len(given) >= 20
    assert all(handle in MEMBERS and handle != post.author for post, handle in given)
    assert {sign for _, post in POSTS for sign in post.reactions} == {str(sign) for sign in Sign}
    answers = [thread.key for thread, post in POSTS if post.answers]
    assert [key.split("/")[0] for key in answers] == ["casework"]


def test_one_thread_has_a_summary_with_two_versions_by_who_wrote_there() -> None:
    summarised = [thread for thread in COMMUNITY.threads if thread.summaries]
    assert [len(thread.summaries) for thread in summarised] == [2]
    for summary in summarised[0].summaries:
        assert summary.by in {post.author for post in summarised[0].posts}
        assert summary.days_ago < summarised[0].posts[0].days_ago


def test_chains_of_replies_go_deep() -> None:
    depths = [depth_of(thread, post) for thread, post in POSTS]
    assert 7 <= max(depths) <= 10
    deep = {thread.key for thread, post in POSTS if depth_of(thread, post) >= 4}
    assert len(deep) >= 4


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\|.+\|\n\|[-| ]+\|$",
        r"^- \[[ x]\] ",
        r"\w\[\^\d\][\s\S]*^\[\^\d\]: ",
        r"^```\w+\n[\s\S]+?\n```$",
        r'^\[details="[^"]+"\]\n[\s\S]+?\n\[/details\]$',
        r"\[spoiler\].+\[/spoiler\]",
        r"^\w.*\n: \w",
        r"\[[^\]]+\]\(\[\[[a-z-]+/\d\d\]\]\)",
        r" :[a-z_]+:",
        r"^\d\. ",
        r"\*\*.+\*\*",
        r"@\w",
    ],
)
def test_every_kind_of_writing_occurs(pattern: str) -> None:
    assert any(re.search(pattern, post.body, re.MULTILINE) for _, post in POSTS)


def test_reader_names_the_file_that_is_badly_written(tmp_path: Path) -> None:
    for name in ("member", "organisation", "rule"):
        (tmp_path / f"{name}s.toml").write_text(f"{name} = []\n")
    written = tmp_path / "threads" / "commons" / "01-broken.md"
    written.parent.mkdir(parents=True)
    written.write_text('+++\ntitle = "No end"\n')
    with pytest.raises(ValueError, match=r"commons/01-broken\.md.*missing"):
        read_community(tmp_path)
