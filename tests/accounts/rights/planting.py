"""Unique words in what circles, providers, ways back and the text check keep of a member."""

from datetime import timedelta

from forum.accounts.circles.operations.letters import write_to
from forum.accounts.circles.operations.members import ask_to_join, bar
from forum.accounts.circles.queries import get_circle
from forum.accounts.models import Member
from forum.accounts.openid.models import IdentityOffer
from forum.accounts.openid.operations import offer_link, put_identity
from forum.accounts.openid.values import Identified
from forum.accounts.recovery.models import Recovery
from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.values import AppealOutcome, SanctionKind
from forum.accounts.values import Role
from forum.discussion.checking import read_names
from forum.discussion.operations.held import refuse_held
from forum.discussion.operations.notices import put_notice
from forum.discussion.operations.pace import slow_thread
from forum.discussion.operations.text_checks import keep_names
from forum.discussion.operations.threads import first_post
from forum.discussion.operations.timers import set_timer
from forum.discussion.queries.held import get_held
from forum.discussion.queries.threads import get_thread
from forum.discussion.values.acts import TimerKind
from forum.facilitation.buddies.models import BuddyAnswer
from forum.facilitation.buddies.operations import put_pair
from forum.facilitation.prompts.operations import hold_prompt, keep_quiet
from forum.facilitation.rounds.operations import commit_to, look_back, write_journal
from forum.facilitation.rounds.values import Happened, Way
from forum.facilitation.welcome.models import WelcomeQuestion
from forum.facilitation.welcome.values import Question
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.operations.notes import write_note
from tests.builders.accounts import make_member, person
from tests.builders.circles import make_circle
from tests.builders.discussion import make_category, make_facilitator_of, make_thread
from tests.builders.held import let_wait, make_held, send_thread
from tests.builders.prompts import make_prompt
from tests.builders.rounds import make_round, write_into

ISSUER = "https://provider.example.net"
IN_LIST = "Wordinlist"
"""Sealed in its table, so that it is found in clear in her own export alone."""
OF_CONVENERS = "wordofconveners"
OF_HOSTS = "wordofhosts"
"""Words about the member that are for others, and stand in no export of hers."""
PRIVATE = {"wordinrequest", "wordinsubject", "wordinoffer", "wordinnewmail", OF_CONVENERS, OF_HOSTS}
PRIVATE |= {"wordinwaiting", "wordinwaitingtitle", "wordinwaitingtag"}
PRIVATE |= {"wordinwish", "wordinwishnote"}
WRITTEN = {
    "wordinbar",
    "wordinrecovery",
    "wordinpace",
    "wordintimer",
    "wordinwhisper",
    "wordinnotice",
    "wordinappeal",
}
PRIVATE |= {"wordinwelcome", "wordinbuddy"}
PRIVATE |= {"wordinprompt", "wordinpromptbody"}
PRIVATE |= {"wordinentry", "wordincommitment", "wordintheway"}


def plant_later_things(member: Member, other: Member, facilitator: Member, email: str) -> None:
    """Let the member ask, bar, be barred, sign in elsewhere, be helped in, and list names."""
    handle = member.handle
    theirs, hers = make_circle(facilitator, other), make_circle(member)
    wanted, barred = make_circle(other), make_member("barredone")
    who, care, them = person(member), person(facilitator), person(other)
    with unit_of_work():
        ask_to_join(get_circle(wanted, by=who), "wordinrequest", by=who)
        ask_to_join(get_circle(hers, by=them), f"I work with @{handle}.", by=them)
        bar(get_circle(hers, by=who), barred.handle, because="wordinbar", by=who)
        email_wanted, note = "wordinwish@example.net", "wordinwishnote"
        circle = get_circle(hers, by=who)
        write_to(circle, email=email_wanted, note=note, until=None, role=Role.MEMBER, by=who)
        circle = get_circle(theirs, by=care)
        bar(circle, handle, because=f"{OF_CONVENERS} @{handle}", by=care)
        bar(circle, barred.handle, because=f"As @{handle} says", by=care)
        put_identity(member, Identified(ISSUER, "wordinsubject", email=email))
        offer_link(Identified(ISSUER, "wordinoffer", email=email))
        keep_names(read_names(IN_LIST), by=who)
        _plant_offer(member)
        _plant_recoveries(member, barred)
    _plant_waiting_posts(member, other, facilitator)
    _plant_acts(member, facilitator)
    with unit_of_work():
        _plant_sanctions(member, other)
    _plant_care(member, other)
    _plant_rounds(member, other, facilitator)


def _plant_care(member: Member, other: Member) -> None:
    with unit_of_work():
        for question in Question:
            asked = WelcomeQuestion(member_id=member.id, question=question, asked_at=now())
            asked.words, asked.is_shared, asked.closed_at = "wordinwelcome", True, now()
            db.session.add(asked)
        pair = put_pair(member.id, other.id, by_id=None)
        pair.began_at = pair.ended_at = now()
        said = BuddyAnswer(pair_id=pair.id, member_id=member.id, asked_at=now())
        said.words, said.closed_at = "wordinbuddy", now()
        db.session.add(said)


def _plant_waiting_posts(member: Member, other: Member, facilitator: Member) -> None:
    category = let_wait(make_category("Where posts wait"))
    who, them, care = person(member), person(other), person(facilitator)
    send_thread(category, who, "Wordinwaitingtitle", "wordinwaiting words", "wordinwaitingtag")
    thread = make_thread(category, care)
    refused = make_held(thread, them, f"As @{who.handle} says.")
    make_held(thread, them, f"Ask @{who.handle}, she knows.")
    with unit_of_work():
        because = f"@{who.handle} is named."
        refuse_held(get_held(refused.id, by=care), by=care, because=because)


def _plant_acts(member: Member, facilitator: Member) -> None:
    """Let the member slow and time threads as a facilitator, and be named in it by another one."""
    category = make_category("Where acts are done")
    make_facilitator_of(category, member.id)
    who, care = person(member), person(facilitator)
    thread = make_thread(category, care)
    with unit_of_work():
        found = get_thread(thread.id, by=who)
        slow_thread(found, 60, by=who, because="wordinpace")
        set_timer(found, TimerKind.CLOSE, by=who, because="wordintimer", days_after_last=9)
        write_note(found, "wordinwhisper", by=who)
        first = first_post(found)
        assert first is not None
        put_notice(first, "wordinnotice", by=who)
        write_note(found, f"Ask @{member.handle}.", by=care)
        named = f"@{member.handle} asked for it."
        set_timer(found, TimerKind.ARCHIVE, by=care, because=named, days_after_last=9)


def _plant_rounds(member: Member, other: Member, facilitator: Member) -> None:
    place = make_category("Where rounds are")
    who, them, care = person(member), person(other), person(facilitator)
    thread = make_round(place, care)
    write_into(thread, who, "wordinentry words")
    write_into(thread, them, f"As @{who.handle} says.")
    make_round(place, care, way=Way.TURNS, turns=(member, other))
    day = (now() + timedelta(days=9)).date()
    for by in (who, them):
        make_facilitator_of(place, by.member_id)
    make_prompt(place, person(member), first_on=day, title="wordinprompt", body="wordinpromptbody")
    named = make_prompt(
        place, person(other), first_on=day, body=f"Ask @{who.handle}.", checker=member
    )
    with unit_of_work():
        hold_prompt(named, "wordinholding", by=person(member))
        keep_quiet(day, None, "wordinquiet", by=person(member))
    with unit_of_work():
        write_journal(IN_LIST, by=who)
        commitment = commit_to("wordincommitment", day, by=who, thread=None)
        look_back(commitment, Happened.NO, "wordintheway", by=who)
        commit_to(f"Ask @{who.handle}.", day, by=them, thread=None)


def _plant_offer(member: Member) -> None:
    db.session.add(
        IdentityOffer(
            token_hash="x" * 64,
            member_id=member.id,
            issuer=ISSUER,
            subject="wordinoffer",
            name="wordinoffer",
            expires_at=now(),
        )
    )


def _plant_recoveries(member: Member, barred: Member) -> None:
    """Plant one for the member and one by her, both ended: rows as the operations leave them."""
    host = make_member("helpinghost", role=Role.FACILITATOR)
    for about, by, because in (
        (member, host, f"{OF_HOSTS} @{member.handle}"),
        (barred, member, "wordinrecovery"),
        (barred, host, f"@{member.handle} knows them."),
    ):
        email = "wordinnewmail@example.net" if about is member else "barred@example.org"
        db.session.add(
            Recovery(
                member_id=about.id,
                email=email,
                because=because,
                begun_by_id=by.id,
                begun_at=now(),
                ended_at=now(),
            )
        )


def _plant_sanctions(member: Member, other: Member) -> None:
    """Plant one on the member, with her appeal, and one on somebody else that names her."""
    for about, because, appeal in (
        (member, f"@{member.handle} shouted.", "wordinappeal"),
        (other, f"As @{member.handle} says.", f"Ask @{member.handle}."),
    ):
        moment = now()
        db.session.add(
            Sanction(
                member_id=about.id,
                kind=SanctionKind.SILENCE,
                begun_at=moment,
                until=moment,
                ended_at=moment,
                because=because,
                appealed_at=moment,
                appeal=appeal,
                outcome=AppealOutcome.UPHELD,
                decided_at=moment,
                answer=f"@{member.handle} was heard.",
            )
        )
