"""What facilitation shows in the demo: asks, a post that somebody sees to, and buddies."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.discussion.models import Post, Thread
from forum.facilitation.asks.operations.asks import put_ask
from forum.facilitation.asks.operations.seeing_to import put_claim
from forum.facilitation.asks.queries.waiting import page_of_waiting
from forum.facilitation.asks.values import Asked, AskKind, AskState
from forum.facilitation.buddies.models import BuddyPair
from forum.facilitation.buddies.operations import begin_pair, wish_for_buddy
from forum.kernel.clock import now
from forum.kernel.db import db


def load_care(members: Mapping[str, Member], threads: Mapping[str, Thread]) -> None:
    """Write what `content/care.toml` says about these members and threads."""
    text = files("forum.admin.demo").joinpath("content/care.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    for ask in said["asks"]:
        _ask(threads[ask["thread"]], ask)
    for wish in said["wishes"]:
        wish_for_buddy(by=load_person(members[wish["member"]].id))
    for pair in said["buddies"]:
        _pair(members[pair["first"]].id, members[pair["second"]].id, pair["weeks_ago"])
    _claim_first(members["facilitator"])


def _ask(thread: Thread, said: Mapping[str, Any]) -> None:
    days = said.get("needed_in_days")
    day = (now() + timedelta(days=days)).date() if days else None
    asked = put_ask(thread.id, Asked(AskKind(said["kind"]), day), by_id=thread.author_id)
    asked.state = AskState(said.get("state", AskState.OPEN))


def _pair(one_id: int, other_id: int, weeks: int) -> None:
    """Let two be buddies for some weeks, without the letters that would ask them."""
    first_id, second_id = sorted((one_id, other_id))
    began = now() - timedelta(weeks=weeks)
    pair = BuddyPair(first_id=first_id, second_id=second_id, proposed_at=began)
    db.session.add(pair)
    db.session.flush()
    begin_pair(pair, at=began)


def _claim_first(facilitator: Member) -> None:
    """Let a facilitator see to the first post that waits for a reply, if any does."""
    waiting = page_of_waiting(load_person(facilitator.id)).waiting
    if waiting:
        post = db.session.scalars(select(Post).where(Post.id == waiting[-1].post_id)).one()
        put_claim(post.id, facilitator.id)
