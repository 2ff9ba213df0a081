"""The page on which facilitators withdraw, restore, lock and unlock a post."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.queries import find_member
from forum.accounts.values import Person
from forum.discussion.addresses import place_of
from forum.discussion.models import Post
from forum.discussion.operations import posts
from forum.discussion.operations.notices import put_notice, remove_notice
from forum.discussion.operations.owners import NOBODY, change_owner
from forum.discussion.operations.sharing import share_post, unshare_post
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.notices import has_notice
from forum.discussion.queries.threads import get_post
from forum.discussion.rules import may_share_post
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import NoticeForm, OwnerForm, ReasonForm
from forum.moderation.rules import may_open_thread_acts
from forum.moderation.views.fields import with_ids

bp = Blueprint("post_acts", __name__)


@dataclass(frozen=True, slots=True)
class PostAct:
    """One act: its words, and what it does; False when it was done before."""

    title: str
    button: str
    done: str
    already: str
    do: Callable[[Post, Any, Person], bool]
    form: type[ReasonForm] = ReasonForm


def _withdraw(post: Post, form: Any, person: Person) -> bool:
    if post.is_withdrawn:
        return False
    posts.withdraw_post(post.thread, post, by=person, because=form.because.data)
    return True


def _restore(post: Post, form: Any, person: Person) -> bool:
    if not post.is_withdrawn:
        return False
    posts.restore_post(post.thread, post, by=person, because=form.because.data)
    return True


def _change_owner(post: Post, form: OwnerForm, person: Person) -> bool:
    member = find_member(form.handle.data.strip().removeprefix("@"))
    if member is None:
        raise Invalid("handle", NOBODY)
    return change_owner(post.thread, post, member.id, by=person, because=form.because.data)


POST_ACTS = {
    "withdraw": PostAct(
        "Withdraw",
        "Withdraw the post",
        "The post is withdrawn; your reason stands in its place.",
        "The post is withdrawn already.",
        _withdraw,
    ),
    "restore": PostAct(
        "Restore",
        "Restore the post",
        "The post can be read again.",
        "The post can be read already.",
        _restore,
    ),
    "lock": PostAct(
        "Lock",
        "Lock the post",
        "The post is locked: its author cannot change it.",
        "The post is locked already.",
        lambda post, form, p: posts.lock_post(post.thread, post, by=p, because=form.because.data),
    ),
    "unlock": PostAct(
        "Unlock",
        "Unlock the post",
        "Its author can change the post again.",
        "The post is not locked any more.",
        lambda post, form, p: posts.unlock_post(post.thread, post, by=p, because=form.because.data),
    ),
    "share": PostAct(
        "Let anyone edit it",
        "Let anyone edit it",
        "Everyone who may reply here can change the post now.",
        "Everyone can change the post already.",
        lambda post, form, p: share_post(post.thread, post, by=p, because=form.because.data),
    ),
    "notice": PostAct(
        "Put a notice above it",
        "Put the notice there",
        "Your notice stands above the post, with your name and the date.",
        "The notice says so already.",
        lambda post, form, p: put_notice(post, form.because.data, by=p),
        NoticeForm,
    ),
    "unnotice": PostAct(
        "Remove the notice above it",
        "Remove the notice",
        "No notice stands above the post.",
        "There is no notice (any more).",
        lambda post, form, p: remove_notice(post, by=p, because=form.because.data),
    ),
    "owner": PostAct(
        "Make it another member's",
        "Make it theirs",
        "The post is theirs now; both of them are told, and its history says who wrote it.",
        "The post is theirs already.",
        _change_owner,
        OwnerForm,
    ),
    "unshare": PostAct(
        "Let only its author edit it",
        "Let only its author edit it",
        "Only its author can change the post now.",
        "Only its author can change the post already.",
        lambda post, form, p: unshare_post(post.thread, post, by=p, because=form.because.data),
    ),
}


@bp.get("/moderate/posts/<int:post_id>")
def post(post_id: int) -> str:
    """Show what a facilitator can do with a post."""
    return _page(_get_post(post_id, current_person()))


@bp.post("/moderate/posts/<int:post_id>/<name>")
def act(post_id: int, name: str) -> Response | tuple[str, int]:
    """Do one of these things, or say that it is done already."""
    person, act = current_person(), POST_ACTS.get(name)
    post = _get_post(post_id, person)
    if act is None:
        raise NotFound
    form, is_new = act.form(), False
    if form.validate():
        with refusals_shown_in(form):
            is_new = act.do(post, form, person)
    if form.errors:
        undo()
        return _page(_get_post(post_id, person), name, form), 422
    flash(act.done if is_new else act.already)
    return see_other(place_of(post))


def _get_post(post_id: int, person: Person) -> Post:
    post = get_post(post_id, by=person)
    require(may_open_thread_acts(person, post.thread))
    return post


def _page(post: Post, name: str = "", wrong: ReasonForm | None = None) -> str:
    """Show the acts that fit the post's state, and the form that was filled in wrongly."""
    offered = ["restore" if post.is_withdrawn else "withdraw"]
    offered.append("unlock" if post.is_locked else "lock")
    if may_share_post(current_person(), post.thread, post):
        offered.append("unshare" if post.is_shared else "share")
    offered.append("owner")
    offered += ["notice", "unnotice"] if has_notice(post.id) else ["notice"]
    forms = {}
    for act in dict.fromkeys([*offered, *([name] if wrong else [])]):
        forms[act] = wrong if act == name and wrong else POST_ACTS[act].form(formdata=None)
        with_ids(forms[act], act)
    html = fill_texts([post.html], current_person(), post.thread)[0]
    return render_template(
        "moderation/post.html", post=post, html=html, forms=forms, acts=POST_ACTS, wrong=name
    )
