"""What the welcome keeps about a member."""

from collections.abc import Sequence

from forum.accounts.holdings import Holding
from forum.accounts.keeping import own_rows, part, together
from forum.accounts.slots import kept_about_member
from forum.facilitation.welcome.models import Welcome, WelcomeQuestion


@kept_about_member.fill
def kept_by_welcome() -> Sequence[Holding]:
    """Say what the welcome keeps."""
    return [WELCOMED]


WELCOMED = together(
    "welcome",
    "Your welcome",
    "Which of the first things you have done, what you were asked in the first months and what you "
    "answered. Facilitators of the community read those answers alone of which you said so.",
    "Kept while you are a member; deleted when you leave.",
    own_rows(
        "welcome",
        "",
        "",
        "",
        Welcome.member_id,
        at=Welcome.began_at,
        shows=(Welcome.began_at, Welcome.stopped_at),
    ),
    part(
        "questions",
        WelcomeQuestion.member_id,
        at=WelcomeQuestion.asked_at,
        shows=(
            WelcomeQuestion.question,
            WelcomeQuestion.asked_at,
            WelcomeQuestion.choice,
            WelcomeQuestion.words,
            WelcomeQuestion.is_shared,
        ),
    ),
)
