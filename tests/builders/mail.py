"""The letters that a test has caused, taken from the outbox."""

import re

from sqlalchemy import select

from forum.kernel.db import db
from forum.kernel.mail import Letter
from forum.kernel.models import OutboxRow


def letters(to: str | None = None) -> list[Letter]:
    """Return the letters that wait to be sent, oldest first, all of them or those to an address."""
    query = select(OutboxRow).where(OutboxRow.kind == "mail.send").order_by(OutboxRow.id)
    found = [
        Letter(row.payload["to"], row.payload["subject"], row.payload["text"])
        for row in db.session.scalars(query)
    ]
    return [letter for letter in found if to is None or letter.to == to]


def link_in(letter: Letter) -> str:
    """Return the path of the first link in the letter that carries a secret."""
    found = re.search(r"http://localhost(/\S+/[\w-]{40,})", letter.text)
    assert found, letter.text
    return found.group(1)
