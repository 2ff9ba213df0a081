"""The letters that accounts send: templates rendered to plain text and posted."""

from flask import render_template

from forum.accounts.models import Member
from forum.kernel.mail import Letter, send


def post_letter(name: str, to: str, **values: object) -> None:
    """Post the letter `templates/accounts/mail/<name>`, in the transaction of the change."""
    folder = f"accounts/mail/{name}"
    subject = render_template(f"{folder}/subject.txt", **values)
    send(Letter(to, subject.strip(), render_template(f"{folder}/body.txt", **values)))


def tell(member: Member, name: str, **values: object) -> None:
    """Post a letter to a member, if they have an address."""
    if member.email:
        post_letter(name, member.email, member=member, **values)
