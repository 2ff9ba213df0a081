"""May I, about asks and who helps? Pure answers; nothing here queries."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules import looks_after, may_act_in, may_facilitate_thread, may_reply
from forum.facilitation.asks.values import MOST_DAYS_AHEAD, Claim
from forum.kernel.errors import Invalid
from forum.kernel.language import LANGUAGES
from forum.kernel.stopwords import STOP_WORDS
from forum.kernel.text import without_accents
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

SHORTEST_STEM = 5
_WORD = re.compile(r"\w{3,}")
_OWN_NAMES = {
    "en": ("english",),
    "fr": ("francais",),
    "de": ("deutsch",),
    "es": ("espanol", "castellano"),
    "it": ("italiano",),
    "nl": ("nederlands", "vlaams", "flemish"),
    "pt": ("portugues",),
    "ro": ("romana",),
    "da": ("dansk",),
    "no": ("norsk",),
    "sv": ("svenska",),
    "fi": ("suomi",),
}
"""What languages are called by those who speak them, without accents."""


def may_ask_in(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may say what the thread asks for: its author may.

    In a conversation one asks by writing: nothing of it may stand in lists.
    """
    allowed = may_act_in(person, thread)
    if not person.is_member or not allowed:
        return allowed if person.is_member else HIDDEN
    if thread.is_conversation or thread.author_id != person.id:
        return refused("Only the author of a thread says what it asks for.")
    return _while_open(person, thread)


def may_mark_ask(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may say how far the ask has come: its author, or a facilitator."""
    allowed = may_act_in(person, thread)
    if not person.is_member or not allowed:
        return allowed if person.is_member else HIDDEN
    if thread.author_id != person.id and not may_facilitate_thread(person, thread):
        return refused("Only its author or a facilitator says this.")
    if thread.is_conversation:
        return refused("In a conversation one asks by writing.")
    return _while_open(person, thread)


def _while_open(person: Person, thread: Thread) -> Verdict:
    if thread.is_archived:
        return refused("This thread is archived: it is kept as it is.")
    if person.silenced_until:
        return refused("You are silenced: you can only read for now.")
    return ALLOWED


def may_see_waiting(person: Person) -> Verdict:
    """Say whether there is a page of posts that need a reply for this person."""
    return ALLOWED if person.is_member and person.looks_after_somewhere else HIDDEN


def may_see_to(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may see to a post of the thread: who looks after its place, and reads it."""
    if not person.is_member or not may_act_in(person, thread):
        return HIDDEN
    return ALLOWED if looks_after(person, thread.category_id) else HIDDEN


def may_take_claim(person: Person, claim: Claim | None) -> Verdict:
    """Say whether the person may claim a post: who has claimed it first has it for two days."""
    if claim is not None and claim.member_id != person.id:
        return refused(f"{claim.name} has claimed this already.")
    return ALLOWED


def may_be_nudged(helper: Person, thread: Thread, *, by: Person) -> bool:
    """Tell whether a member may be asked to look at a thread.

    They must be able to reply there, which nobody can whom a wall keeps out; be here and not away;
    and hear both from who wrote it and from who asks them.
    """
    if helper.is_guest or helper.paused_until is not None or helper.is_leaving:
        return False
    if helper.id in {thread.author_id, by.id} or helper.ignored & {thread.author_id, by.id}:
        return False
    return bool(may_reply(helper, thread))


def check_day(day: date | None, today: date) -> date | None:
    """Return the day by which help is needed. Raises Invalid for a day past or far ahead."""
    if day is not None and day < today:
        raise Invalid("needed_by", "This day is past. Please choose today or a later one.")
    if day is not None and day > today + timedelta(days=MOST_DAYS_AHEAD):
        raise Invalid("needed_by", "That is too far ahead: at most a year.")
    return day


def topics_of(title: str, tags: Iterable[str], language: str) -> frozenset[str]:
    """Return the words that say what a thread is about, as they are compared."""
    small = STOP_WORDS.get(language, STOP_WORDS["en"])
    plain = [without_accents(word) for word in small]
    return frozenset(_words_of(f"{title} {' '.join(tags)}")) - frozenset(plain)


def offers_on(topics: Collection[str], ask_me_about: str) -> int:
    """Return on how many of the topics a member offers help.

    Words count as the same where the longer one goes on from the shorter: eviction and evictions.
    """
    offered = _words_of(ask_me_about)
    return sum(any(_are_alike(topic, word) for word in offered) for topic in topics)


def _words_of(text: str) -> set[str]:
    return set(_WORD.findall(without_accents(text)))


def _are_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= SHORTEST_STEM and long.startswith(short))


def speaks(languages: Sequence[str], language: str) -> bool:
    """Tell whether a member who names these languages reads the one of a thread.

    Who names none may read any; a thread whose language nobody knows is for everybody.
    """
    if not languages or language not in LANGUAGES:
        return True
    names = {without_accents(LANGUAGES[language]), language, *_OWN_NAMES[language]}
    return any(set(re.findall(r"\w+", without_accents(word))) & names for word in languages)
