"""What the pages about the rights of persons carry."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.accounts.holdings import Holding, Kept, Leaving
from forum.accounts.pairs.values import PairOutcome

KEPT_FOR = timedelta(days=7)
"""For so long an export can be fetched."""
WAIT = timedelta(days=7)
"""Before a member is erased, unless they want it at once."""
MOST_A_DAY = 3
ANNOUNCED_FOR = timedelta(days=14)


class Way(StrEnum):
    """The ways in which a member goes, from the lightest on; the last three erase them."""

    PAUSE = "pause"
    KEEP = "keep"
    NAMED = str(Leaving.NAMED)
    FORMER = str(Leaving.FORMER)
    TEXTLESS = str(Leaving.TEXTLESS)

    @property
    def leaving(self) -> Leaving | None:
        """Return what stays of somebody who is erased; None where nobody is."""
        return None if self in {Way.PAUSE, Way.KEEP} else Leaving(str(self))


LEAVING_WORDS = {
    Leaving.NAMED: "My texts stay under my name",
    Leaving.FORMER: "My texts stay, under “Former member”",
    Leaving.TEXTLESS: "My texts go, too",
}
WAY_WORDS = {
    Way.PAUSE: "I am away for a while: pause my membership",
    Way.KEEP: "I leave, and my account is kept in case I come back",
    Way.NAMED: "Erase me; my texts stay under my name",
    Way.FORMER: "Erase me; my texts stay, under “Former member”",
    Way.TEXTLESS: "Erase me and my texts",
}
WAY_ABOUT = {
    Way.PAUSE: (
        "No mail is sent to you but what concerns the safety of your account, notifications wait, "
        "your profile says until when you are away, and nobody is offered your handle while they "
        "write. You stay in your circles and conversations. It ends by itself, or whenever you like."
    ),
    Way.KEEP: (
        "You are signed out at once, everywhere, and leave every circle. What you wrote stays, with "
        "your name; your profile says that you are not active any more, and leaves the directory. "
        "A host can let you back in; into circles you would have to be let in again."
    ),
}
LEAVING_ABOUT = {
    Leaving.NAMED: (
        "Your account, profile, address, drafts, bookmarks, reactions, letters and all the rest of "
        "what is yours alone are deleted. What you wrote stays as it is, with your name."
    ),
    Leaving.FORMER: (
        "As above, and “Former member” stands in place of your name and your handle: at your posts "
        "and files, in mentions and quotations by others, in earlier versions, in the search, in "
        "the logs. Where your own texts hold your full name, your handle or your address, these are "
        "replaced. Where others wrote your name in words of their own, those words stay theirs."
    ),
    Leaving.TEXTLESS: (
        "As above, and in place of each of your posts stands “Removed by its author, who has left”. "
        "Earlier versions, files, and the titles and tags of threads that you began are deleted, and "
        "quotations of your posts in what others wrote are emptied. Replies by others stay."
    ),
}


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One kind of thing on the page that tells what is kept."""

    holding: Holding
    kept: Kept


@dataclass(frozen=True, slots=True)
class OwnExport:
    """A member's own export, as their page shows it."""

    id: int
    asked_at: datetime
    made_at: datetime | None
    expires_at: datetime | None
    size: int


@dataclass(frozen=True, slots=True)
class BulkExport:
    """An archive of many threads, as all members read of it."""

    id: int
    what: str
    because: str
    asked_by: str
    confirmed_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BulkAct:
    """A wish for an archive of many threads, as those read of it who may decide."""

    id: int
    what: str
    because: str
    asked_by: str
    is_own: bool
    asked_at: datetime
    lapses_at: datetime
    is_waiting: bool
    outcome: PairOutcome | None
    answer: str
    archive_id: int | None
    """Where it can be fetched by this reader."""
