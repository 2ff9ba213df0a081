"""The letters that development keeps instead of sending them; production has no such page.

Visitors may come too, since a password is reset while nobody is signed in.
"""

from email.message import EmailMessage

from flask import Blueprint, render_template

from forum.kernel.application import this_settings
from forum.kernel.errors import NotFound
from forum.kernel.mail import kept_letters, letters_folder
from forum.kernel.web import public

bp = Blueprint("outbox", __name__)


@bp.get("/outbox")
@public
def show_letters() -> str:
    """List the letters that were kept, newest first."""
    letters = [(_name(letter), letter) for letter in _letters()]
    return render_template("accounts/outbox.html", letters=letters)


@bp.get("/outbox/<name>")
@public
def show_letter(name: str) -> str:
    """Show one letter as text, its links clickable."""
    for letter in _letters():
        if _name(letter) == name:
            return render_template("accounts/letter.html", letter=letter, parts=_parts(letter))
    raise NotFound


def _letters() -> list[EmailMessage]:
    return kept_letters(letters_folder(this_settings()))


def _name(letter: EmailMessage) -> str:
    """Return the part of the letter's own id that tells it from the others."""
    return str(letter["Message-ID"]).strip("<>").partition("@")[0]


def _parts(letter: EmailMessage) -> list[tuple[str, str]]:
    """Return the texts of the letter with their kinds; HTML is shown as it is written."""
    parts = [letter.get_body(("plain",)), letter.get_body(("html",))]
    return [(part.get_content_type(), part.get_content()) for part in parts if part is not None]
