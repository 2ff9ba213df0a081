"""Outgoing mail: written to the outbox with the change, sent by the worker.

In development, without an SMTP server, letters are kept in a folder that `/outbox` shows.
"""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from config import Settings
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.outbox import Errand, enqueue, handles

KEPT_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one address."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def send(letter: Letter) -> None:
    """Post the letter, in the transaction of the change that causes it."""
    enqueue(
        "mail.send",
        {
            "to": letter.to,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "headers": letter.headers,
            "message_id": make_msgid(domain="folkmoot.invalid"),
        },
    )


@handles("mail.send")
def deliver(errands: Sequence[Errand]) -> None:
    """Hand each letter to the SMTP server, or to the folder of development."""
    settings = this_settings()
    for errand in errands:
        message = compose(settings, errand.payload)
        if settings.smtp_url:
            hand_over(settings.smtp_url, message)
        elif not settings.is_production:
            keep(letters_folder(settings), message)
        else:
            raise RuntimeError("FOLKMOOT_SMTP_URL is not set, so no mail can be sent.")


def compose(settings: Settings, payload: dict[str, object]) -> EmailMessage:
    """Build the message; header injection is refused by the library's policy."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=str(payload["to"]))
    message["Subject"] = " ".join(str(payload["subject"]).split())
    message["Date"] = format_datetime(now())
    message["Message-ID"] = str(payload["message_id"])
    message["Auto-Submitted"] = "auto-generated"
    headers = payload["headers"]
    if isinstance(headers, dict):
        for name, value in headers.items():
            message[name] = value
    message.set_content(str(payload["text"]))
    if payload["html"]:
        message.add_alternative(str(payload["html"]), subtype="html")
    return message


def hand_over(url: str, message: EmailMessage) -> None:
    """Send through the SMTP server, over TLS if the address says so or the server offers it."""
    parts = urlsplit(url)
    context = ssl.create_default_context()
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=30, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=30)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message, from_addr=parseaddr(message["From"])[1])


def letters_folder(settings: Settings) -> Path:
    """Return the folder that keeps the letters of development."""
    return settings.instance / "outbox"


def keep(folder: Path, message: EmailMessage) -> None:
    """Keep the letter as a file, and no more than the newest few hundred."""
    folder.mkdir(parents=True, exist_ok=True)
    name = now().strftime("%Y%m%dT%H%M%S%f")
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
    for old in sorted(folder.glob("*.eml"))[:-KEPT_LETTERS]:
        old.unlink(missing_ok=True)


def kept_letters(folder: Path) -> list[EmailMessage]:
    """Return the letters of development, newest first."""
    files = sorted(folder.glob("*.eml"), reverse=True)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def forget_letters(folder: Path, words: Sequence[str]) -> None:
    """Remove the letters of development in which one of the words stands."""
    wanted = [word.casefold() for word in words if word]
    for file in folder.glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        bodies = [part.get_content() for part in message.walk() if not part.is_multipart()]
        text = "\n".join([*map(str, message.values()), *map(str, bodies)]).casefold()
        if any(word in text for word in wanted):
            file.unlink(missing_ok=True)
