"""Files in the forms in which members write: sent with them, described, taken out again.

A form names its files in its text alone. So a draft, a preview and a post need nothing else.
"""

from typing import IO

from flask import request

from forum.accounts.values import Person
from forum.discussion.forms import AttachedFile, WritingForm
from forum.discussion.models import File
from forum.discussion.operations.files import (
    KeptCopy,
    KeptFile,
    discard_file,
    need_room,
    send_file,
)
from forum.discussion.queries.files import facts_of, get_own_file, is_held, readable_files
from forum.discussion.rules import may_send_file
from forum.discussion.values import MOST_FILES
from forum.kernel.application import this_settings
from forum.kernel.db import keep_so_far, undo
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.examining import Busy, Examined, Refused, examine, shown_name, tidy_name
from forum.kernel.limits import limiter
from forum.kernel.markup import FileCard, files_in
from forum.kernel.markup.files import LONGEST_ALT, file_text, image_text, with_alt, without_file
from forum.kernel.routing import whole_number
from forum.kernel.storage import storage
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, refusals_shown_in

OFTEN = "120/hour"
MB = 1_000_000
LEFT_OUT = "There was more in this form than can be sent at once. Please look at what is here."


class NotNow(Invalid):
    """A file that is not taken at this moment; sent again later, it may be."""


def take_files(form: WritingForm, person: Person) -> bool:
    """Do what a form asks about its files; True when it is to be shown again, not posted.

    What was just sent is shown before it is posted: what it says about its author, and a field to
    describe it. It may take a while: call it before anything is fetched for the change.
    """
    raw = with_alt(form.body.data, _alts())
    unwanted = whole_number(request.form.get("remove"))
    if unwanted is not None:
        raw = without_file(raw, unwanted)
        _discard(unwanted, person)
    sent = [sent for sent in request.files.getlist("files") if sent.filename]
    for one in sent:
        with refusals_shown_in(form):
            raw = _with_file(raw, receive_file(one.stream, one.filename or "", by=person))
    if getattr(request, "left_out", False):
        add_refusal(form, Invalid("files", LEFT_OUT))
    form.body.data = raw
    return bool(sent or unwanted is not None or request.form.get("attach") or form.files.errors)


def attached_in(raw: str, person: Person) -> list[AttachedFile]:
    """Return the files that a text names and that the person has sent, with what they say."""
    named = files_in(raw)
    cards = readable_files(list(named)[: 10 * MOST_FILES], person) if named else {}
    facts = facts_of(list(cards), by=person)
    return [
        AttachedFile(cards[id_], alt, tuple((label, value) for label, value in facts[id_]))
        for id_, alt in named.items()
        if id_ in facts
    ]


def receive_file(stream: IO[bytes], name: str, *, by: Person) -> FileCard:
    """Look at a file, make it safe, and keep it whatever becomes of the form that it came with.

    Raises Invalid for the field "files", and NotNow where it may be taken later.
    """
    require(may_send_file(by))
    settings = this_settings()
    shown = shown_name(name)[:120]
    if not limiter().hit(OFTEN, "files", str(by.member_id)):
        raise NotNow("files", "You have sent very many files. Please wait an hour and go on then.")
    data = stream.read(settings.file_size * MB + 1)
    if len(data) > settings.file_size * MB:
        raise Invalid("files", f"“{shown}” is too large: at most {settings.file_size} MB.")
    need_room(len(data), by=by, room=settings.member_space * MB)
    # Looking at a file takes its time, in which nobody else shall wait for the database.
    undo()
    try:
        found = examine(data, name)
    except Busy as refusal:
        raise NotNow("files", f"“{shown}”: {refusal}") from None
    except Refused as refusal:
        raise Invalid("files", f"“{shown}”: {refusal}") from None
    kept = _kept(found, name)
    try:
        file = send_file(kept, by=by, room=settings.member_space * MB)
    except Invalid:
        for key in (kept.key, *(copy.key for copy in kept.copies)):
            storage().delete(key)
        raise
    card = _card(file, kept)
    keep_so_far()
    return card


def markdown_of(card: FileCard, alt: str = "") -> str:
    """Return what stands in a text for the file."""
    return image_text(card, alt) if card.is_image else file_text(card)


def _kept(found: Examined, name: str) -> KeptFile:
    """Let the storage keep the file and its copies."""
    return KeptFile(
        name=tidy_name(name, found.kind.ending),
        content_type=found.kind.content_type,
        size=len(found.data),
        key=storage().put(found.data),
        width=found.width,
        height=found.height,
        copies=tuple(
            KeptCopy(copy.width, copy.height, len(copy.data), storage().put(copy.data))
            for copy in found.copies
        ),
        facts=found.facts,
    )


def _card(file: File, kept: KeptFile) -> FileCard:
    return FileCard(
        file.id,
        kept.name,
        kept.content_type,
        kept.size,
        kept.width,
        kept.height,
        tuple((copy.width, copy.height) for copy in kept.copies),
    )


def _with_file(raw: str, card: FileCard) -> str:
    gap = "" if not raw.strip() else "\n\n"
    return f"{raw.rstrip()}{gap}{markdown_of(card)}\n"


def _alts() -> dict[int, str]:
    """Return the descriptions that the form holds, by file."""
    alts = {}
    for name, value in request.form.items():
        file_id = whole_number(name.removeprefix("alt-")) if name.startswith("alt-") else None
        if file_id is not None:
            alts[file_id] = value[: 4 * LONGEST_ALT]
    return alts


def _discard(file_id: int, person: Person) -> None:
    """Remove a file that was never posted; one that a post holds goes when the edit is saved."""
    try:
        file = get_own_file(file_id, by=person)
    except NotFound:
        return
    if file.author_id == person.id and not is_held(file):
        discard_file(file, by=person)
        keep_so_far()
