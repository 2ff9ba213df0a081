"""How members describe themselves, and how they like to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from forum.accounts.checks import check_name
from forum.accounts.events import OrganisationsChanged, ProfileEdited
from forum.accounts.models import Member, Organisation
from forum.accounts.operations.organisations import name_organisation
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.rules import may_edit_profile
from forum.accounts.values import MessagesFrom, NewWindow, Person, Preferences
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line, render
from forum.kernel.outbox import enqueue
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

LONGEST_BIO = 5000
LONGEST_ASK = 500
MOST_WORDS = 20
"""Jurisdictions or languages of one member."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a member tells about themselves, checked and rendered before any transaction."""

    name: str
    pronouns: str
    jurisdictions: tuple[str, ...]
    languages: tuple[str, ...]
    ask_me_about: str
    bio: str
    bio_html: str


def describe(
    *, name: str, pronouns: str, jurisdictions: str, languages: str, ask_me_about: str, bio: str
) -> Description:
    """Check and render what a member typed. Raises Invalid."""
    bio = check_words(bio, field="bio", longest=LONGEST_BIO)
    return Description(
        name=check_name(name),
        pronouns=check_line(pronouns, field="pronouns", longest=60, required=False),
        jurisdictions=_words(jurisdictions, "jurisdictions"),
        languages=_words(languages, "languages"),
        ask_me_about=check_words(ask_me_about, field="ask_me_about", longest=LONGEST_ASK),
        bio=bio,
        bio_html=render(bio).html if bio else "",
    )


def edit_profile(
    member: Member,
    description: Description,
    *,
    organisations: Sequence[Organisation],
    new_organisation: str,
    by: Person,
) -> None:
    """Let the member describe themselves differently and belong to these organisations."""
    require(may_edit_profile(by, member))
    member.name = description.name
    member.pronouns = description.pronouns
    member.jurisdictions = list(description.jurisdictions)
    member.languages = list(description.languages)
    member.ask_me_about = description.ask_me_about
    member.bio, member.bio_html = description.bio, description.bio_html
    belongs = {organisation.id: organisation for organisation in organisations}
    if new_organisation.strip():
        named = name_organisation(new_organisation, by=by, field="new_organisation")
        belongs[named.id] = named
    before = {organisation.id for organisation in member.organisations}
    member.organisations = list(belongs.values())
    announce(ProfileEdited(member_id=member.id))
    if before != belongs.keys():
        db.session.flush()
        raise_own_stamps([member.id])
        left = tuple(sorted(before - belongs.keys()))
        announce(OrganisationsChanged(member_id=member.id, left_ids=left))


def set_picture(member: Member, key: str | None, *, by: Person) -> None:
    """Show the picture kept under this key, or none; the former one is removed by the worker."""
    require(may_edit_profile(by, member))
    if member.picture:
        enqueue("accounts.remove_picture", {"key": member.picture})
    member.picture = key
    announce(ProfileEdited(member_id=member.id))


def set_preferences(member: Member, chosen: Preferences, *, by: Person) -> None:
    """Let the member read the way they like."""
    require(may_edit_profile(by, member))
    member.thread_view, member.theme = chosen.thread_view, chosen.theme
    member.timezone, member.keys = chosen.timezone, chosen.keys


def use_keys(member: Member, is_on: bool, *, by: Person) -> None:
    """Let single keys do something on the member's pages, or nothing."""
    require(may_edit_profile(by, member))
    member.keys = is_on


def choose_new_window(window: NewWindow, *, by: Person) -> None:
    """Let threads be new to the member for this long.

    When they were here is kept only for those to whom it matters: since their last visit.
    """
    is_here = now() if window is NewWindow.VISIT else None
    db.session.execute(
        update(Member)
        .where(Member.id == by.member_id, Member.new_window != window)
        .values(new_window=window, seen_at=is_here, visit_ended_at=None),
        execution_options={"synchronize_session": False},
    )


def choose_who_may_write(member: Member, choice: MessagesFrom, *, by: Person) -> None:
    """Let the member say who may begin a conversation with them."""
    require(may_edit_profile(by, member))
    member.messages_from = choice


def _words(line: str, field: str) -> tuple[str, ...]:
    """Return the words of a line, separated by commas, each once."""
    checked = check_line(line, field=field, longest=600, required=False)
    words = dict.fromkeys(word.strip() for word in checked.split(",") if word.strip())
    if len(words) > MOST_WORDS:
        raise Invalid(field, f"Please name at most {MOST_WORDS}.")
    for word in words:
        check_line(word, field=field, longest=60)
    return tuple(words)
