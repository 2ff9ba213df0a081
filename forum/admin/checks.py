"""Is the installation well? One answer for each of its parts."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from config import Settings
from forum.kernel.db import db
from forum.kernel.migrations import is_migrated
from forum.kernel.outbox import count_failed, count_waiting
from forum.kernel.storage import storage
from forum.knowledge.search.indexing import check_index


@dataclass(frozen=True, slots=True)
class Result:
    """What was found about one part."""

    name: str
    is_well: bool
    sentence: str


def run_checks(settings: Settings) -> list[Result]:
    """Look at every part; trouble with one does not hide the others."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("database", _check_database),
        ("outbox", _check_outbox),
        ("mail", lambda: _check_mail(settings)),
        ("storage", _check_storage),
        ("index", check_index),
    ]
    return [_run(name, check) for name, check in checks]


def _run(name: str, check: Callable[[], str]) -> Result:
    try:
        return Result(name, is_well=True, sentence=check())
    except Exception as error:  # noqa: BLE001 -- whatever it is, the host must read it
        # Databases tell a long story below their first line.
        told = (str(error).strip() or "no answer").splitlines()[0]
        # What a check found out itself is a sentence of its own.
        kind = "" if type(error) is RuntimeError else f"{type(error).__name__}: "
        return Result(name, is_well=False, sentence=f"{kind}{told}")


def _check_database() -> str:
    if not is_migrated():
        raise RuntimeError("it lacks the newest shape; run `forum migrate`")
    return f"answers ({db.engine.dialect.name}), newest shape"


def _check_outbox() -> str:
    failed = count_failed()
    if failed:
        raise RuntimeError(
            f"{failed} things could not be done and were set aside; see `forum errands`"
        )
    return f"{count_waiting()} things wait to be done"


def _check_mail(settings: Settings) -> str:
    if not settings.smtp_url:
        if settings.is_production:
            raise RuntimeError("FOLKMOOT_SMTP_URL is not set: no mail goes out")
        return "development: letters are shown at /outbox"
    parts = urlsplit(settings.smtp_url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 25, timeout=10) as server:
        server.noop()
    return f"{parts.hostname} answers"


def _check_storage() -> str:
    return storage().check()
