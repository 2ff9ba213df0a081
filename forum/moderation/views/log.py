"""The moderation log, open to all members, and in full for facilitators."""

from flask import Blueprint, render_template, request

from forum.accounts.current import current_person
from forum.kernel.paging import page_address, page_number
from forum.kernel.verdicts import require
from forum.moderation.queries.log import Sieve, full_log, public_log
from forum.moderation.rules import may_see_full_log, may_see_log
from forum.moderation.values import ACT_WORDS, Act

bp = Blueprint("moderation_log", __name__)


@bp.get("/moderation-log")
def log() -> str:
    """Show all members what facilitators did, without names and without what is restricted."""
    person, sieve = current_person(), _sieve()
    require(may_see_log(person))
    # Who acted is not shown here, so one cannot look for it either.
    sieve = Sieve(act=sieve.act, words=sieve.words)
    page = public_log(person, sieve, page=page_number(request.args.get("page")))
    return render_template(
        "moderation/log.html", log=page, sieve=sieve, acts=ACT_WORDS, address=page_address()
    )


@bp.get("/moderation-log/full")
def full() -> str:
    """Show facilitators who did what, where, why and when."""
    person, sieve = current_person(), _sieve()
    require(may_see_full_log(person))
    page = full_log(person, sieve, page=page_number(request.args.get("page")))
    return render_template(
        "moderation/full_log.html", log=page, sieve=sieve, acts=ACT_WORDS, address=page_address()
    )


def _sieve() -> Sieve:
    act = request.args.get("act", "")
    words = request.args.get("q", "").replace("\x00", " ")[:200]
    handle = request.args.get("by", "").replace("\x00", " ").strip().lstrip("@")[:60]
    return Sieve(Act(act) if act in set(Act) else None, words, handle)
