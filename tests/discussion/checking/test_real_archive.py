"""How often the check speaks up over real mails and over the posts of the demo."""

import re
from collections import Counter
from email import message_from_bytes
from pathlib import Path

from config import ROOT
from forum.discussion.checking import Hints, Kind, check_text

HINTS = Hints(this_year=2026)
SIGNED = {Kind.EMAIL, Kind.PHONE}
"""What these mails truly hold: their writers sign with addresses and telephone numbers."""


def mails_in(folder: Path) -> list[str]:
    texts = []
    for path in sorted(folder.iterdir())[::8]:
        if path.suffix != ".txt":
            continue
        for mail in re.split(rb"\n(?=From )", path.read_bytes()):
            body = message_from_bytes(mail.partition(b"\n")[2]).get_payload(decode=True)
            texts.append(body.decode("utf-8", "replace") if isinstance(body, bytes) else "")
    return [text[:65_536] for text in texts if text.strip()]


def test_false_alarms_are_rare_in_real_mails(test_data: Path) -> None:
    mails = mails_in(test_data / "threads" / "twisted-pipermail" / "twisted-web")
    kinds = Counter(one.kind for text in mails for one in check_text(text, HINTS))
    others = sum(count for kind, count in kinds.items() if kind not in SIGNED)
    assert len(mails) > 300
    assert kinds[Kind.EMAIL] > 50
    assert 1_000 * others / len(mails) < 25
    assert kinds[Kind.NATIONAL] + kinds[Kind.CARD] + kinds[Kind.CASE] == 0


def test_posts_of_the_demo_hold_nothing_to_warn_of() -> None:
    folder = ROOT / "forum" / "admin" / "demo" / "content" / "threads"
    posts = [
        post for path in folder.rglob("*.md") for post in re.split(r"\n\+\+\+", path.read_text())
    ]
    found = [(one.kind, one.found) for post in posts for one in check_text(post, HINTS)]
    assert len(posts) > 40
    assert found == []
