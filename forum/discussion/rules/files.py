"""May I, about files? Pure answers; nothing here queries."""

from collections.abc import Iterable

from forum.accounts.values import Person
from forum.discussion.models import File, Post, Thread
from forum.discussion.rules.categories import silenced
from forum.discussion.rules.posts import may_edit_post, may_see_text
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_send_file(person: Person) -> Verdict:
    """Say whether the person may send files to put into posts."""
    if not person.is_member:
        return HIDDEN
    return silenced(person) if person.silenced_until else ALLOWED


def may_see_file(person: Person, file: File, held_by: Iterable[tuple[Thread, Post]]) -> Verdict:
    """Say whether the person may fetch the file: the words of one post that holds it suffice.

    A file that no post holds is its sender's alone.
    """
    if person.is_system:
        return ALLOWED
    holders = list(held_by)
    if not holders:
        return ALLOWED if person.is_member and file.author_id == person.id else HIDDEN
    may = any(may_see_text(person, thread, post) for thread, post in holders)
    return ALLOWED if may else HIDDEN


def may_discard_file(person: Person, file: File, *, is_held: bool) -> Verdict:
    """Say whether the person may remove the file by itself: not once a post holds it."""
    if file.author_id != person.id or not person.is_member:
        return HIDDEN
    if is_held:
        return refused("A post holds this file. Edit the post to take it out.")
    return ALLOWED


def may_remove_file(
    person: Person, file: File, held_by: Iterable[tuple[Thread, Post]], *, is_in_text: bool
) -> Verdict:
    """Say whether the person may remove one of their files for good.

    What came beside texts goes with it, as long as these are the person's own to change.
    """
    verdict = may_discard_file(person, file, is_held=is_in_text)
    if not verdict:
        return verdict
    for thread, post in held_by:
        if post.author_id != person.id:
            return refused("The post of somebody else holds this file.")
        verdict = may_edit_post(person, thread, post)
        if not verdict:
            return verdict
    return ALLOWED
