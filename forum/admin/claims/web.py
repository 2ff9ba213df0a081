"""What claims bring to the pages of others: a link on a placeholder's page, one in the header."""

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.models import Member
from forum.accounts.queue.kinds import queue_kinds
from forum.accounts.queue.rules import may_see_queue
from forum.accounts.slots import account_links, on_profile
from forum.accounts.values import Person, Standing
from forum.admin.claims.queries import count_waiting_claims, find_waiting_claim
from forum.admin.claims.rules import may_see_claims
from forum.admin.claims.waiting import claim_kind
from forum.kernel.db import db


def init_web(_app: Flask) -> None:
    """Fill the slots of the lower floors."""
    queue_kinds.fill(claim_kind)
    account_links.fill(claims_link)
    on_profile.fill(claim_on_profile)


def claims_link(person: Person) -> tuple[str, str, int] | None:
    """Link hosts to the claims while some wait; facilitators find them in their queue."""
    is_elsewhere = bool(may_see_queue(person)) or not may_see_claims(person)
    count = 0 if is_elsewhere else count_waiting_claims(person)
    return ("Claims", "/claims", count) if count else None


def claim_on_profile(person: Person, member: Member) -> Markup:
    """Offer a placeholder's posts to their author, or tell who that is."""
    if member.standing is not Standing.PLACEHOLDER or not person.is_member or person.is_guest:
        return Markup("")
    claimed_by = db.session.get(Member, member.claimed_by_id) if member.claimed_by_id else None
    return Markup(  # noqa: S704 -- a template has escaped it
        render_template(
            "claims/_profile.html",
            member=member,
            claimed_by=claimed_by,
            waiting=find_waiting_claim(member, person.member_id),
        )
    )
