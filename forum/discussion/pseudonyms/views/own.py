"""What the author of a pseudonym can do with all of it: keep, take back, erase, forget."""

import json

from flask import Blueprint, Response, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.discussion.models import Thread
from forum.discussion.pseudonyms.forms import EraseForm
from forum.discussion.pseudonyms.keyring import forget_key_here, forget_keys_here, keys_here
from forum.discussion.pseudonyms.models import Pseudonym
from forum.discussion.pseudonyms.operations.ending import erase_pseudonym, read_notice
from forum.discussion.pseudonyms.operations.posts import take_back
from forum.discussion.pseudonyms.operations.taking import seal_again
from forum.discussion.pseudonyms.queries.pseudonyms import (
    cards_in,
    everything_written,
    find_own,
    get_waiting,
    waiting_threads_in,
)
from forum.discussion.pseudonyms.queries.unmasking import list_notices
from forum.discussion.queries.threads import get_thread
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.web import see_other

bp = Blueprint("own_pseudonyms", __name__)


@bp.get("/pseudonyms")
def pseudonyms() -> str:
    """Show the pseudonyms that this browser has keys to, and what the member is told of them."""
    person = current_person()
    keys = keys_here(person)
    return render_template(
        "discussion/pseudonyms.html",
        cards=cards_in(keys, by=person),
        waiting=waiting_threads_in(keys),
        has_keys=bool(keys),
        notices=list_notices(by=person),
    )


@bp.post("/pseudonyms/forget")
def forget() -> ResponseReturnValue:
    """Let this browser forget all keys of the member."""
    answer = see_other("/pseudonyms")
    forget_keys_here(answer, current_person())
    flash("This browser has forgotten your keys.")
    return answer


@bp.post("/pseudonyms/notices/<int:notice_id>/read")
def notice_read(notice_id: int) -> ResponseReturnValue:
    """Remove a notice that was read."""
    read_notice(notice_id, by=current_person())
    return see_other("/pseudonyms")


@bp.post("/t/<int:thread_id>/pseudonym/export")
def export(thread_id: int) -> ResponseReturnValue:
    """Give the author all that they wrote under their pseudonym."""
    thread, pseudonym, _ = _own(thread_id)
    answer = Response(
        json.dumps(everything_written(pseudonym, thread), ensure_ascii=False, indent=2),
        mimetype="application/json",
    )
    answer.headers["Content-Disposition"] = "attachment; filename=pseudonym.json"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/t/<int:thread_id>/pseudonym/waiting/<int:waiting_id>/take-back")
def take_back_waiting(thread_id: int, waiting_id: int) -> ResponseReturnValue:
    """Drop a post that is not published yet."""
    thread, pseudonym, _ = _own(thread_id)
    if not take_back(get_waiting(waiting_id), pseudonym):
        raise NotFound
    flash("It will not be published.")
    return see_other(f"/t/{thread.id}/pseudonym")


@bp.post("/t/<int:thread_id>/pseudonym/erase")
def erase(thread_id: int) -> ResponseReturnValue:
    """Remove the words of all that was written under a pseudonym, and whose it was."""
    person, form = current_person(), EraseForm()
    thread, pseudonym, key = _own(thread_id)
    if not form.sure.data:
        flash("Nothing was removed: tick the box first.", "problem")
        return see_other(f"/t/{thread.id}/pseudonym")
    erase_pseudonym(pseudonym, thread, by=person)
    answer = see_other(link_to(thread))
    forget_key_here(answer, person, key)
    flash("What you wrote under the pseudonym is removed.")
    return answer


@bp.post("/t/<int:thread_id>/pseudonym/seal")
def seal(thread_id: int) -> ResponseReturnValue:
    """Seal one's pseudonym for custodians who came later."""
    thread, pseudonym, key = _own(thread_id)
    seal_again(pseudonym, thread, key, by=current_person())
    flash("It is sealed for the custodians of today.")
    return see_other(f"/t/{thread.id}/pseudonym")


@bp.post("/t/<int:thread_id>/pseudonym/forget")
def forget_one(thread_id: int) -> ResponseReturnValue:
    """Let this browser forget the key to one pseudonym."""
    thread, _, key = _own(thread_id)
    answer = see_other(link_to(thread))
    forget_key_here(answer, current_person(), key)
    flash("This browser has forgotten your key for this thread.")
    return answer


def _own(thread_id: int) -> tuple[Thread, Pseudonym, str]:
    """Return a thread, and the pseudonym in it to which this browser has the key. Raises NotFound."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    own = find_own(thread.id, keys_here(person))
    if own is None:
        raise NotFound
    return thread, *own
