"""Conveners' wishes that somebody be invited into the community, for those who may invite."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import may_send_invitation, too_many_invitations
from forum.accounts.circles.operations.letters import decline_wish, send_wished
from forum.accounts.current import current_person
from forum.accounts.rules import may_invite
from forum.kernel.verdicts import require
from forum.kernel.web import error_page, see_other

bp = Blueprint("wishes", __name__, url_prefix="/invites/wishes/<int:letter_id>")


@bp.post("/send")
def send(letter_id: int) -> ResponseReturnValue:
    """Invite somebody as a convener wishes."""
    person = current_person()
    require(may_invite(person))
    if not may_send_invitation(person.member_id):
        return error_page(429, "Please wait", too_many_invitations(person.member_id))
    send_wished(letter_id, by=person)
    flash("A letter with the invitation is on its way.")
    return see_other("/invites")


@bp.post("/decline")
def decline(letter_id: int) -> ResponseReturnValue:
    """Do not invite somebody whom a convener wishes in."""
    decline_wish(letter_id, by=current_person())
    flash("Nobody is invited.")
    return see_other("/invites")
