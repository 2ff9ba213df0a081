"""What waits for somebody about cases and conflicts, on the page "For you"."""

from forum.accounts.slots import Need, Section, for_you
from forum.accounts.values import Person
from forum.discussion.queries.cases import waiting_cases
from forum.discussion.queries.glass import glass_for
from forum.discussion.queries.self_walls import list_wishes, titles_opened_again
from forum.kernel.links import link_to

MOST_CASES = 20
OPENED_AGAIN = "Somebody had said that they have a conflict; two facilitators found it a mistake."


@for_you.fill
def cases_for(person: Person) -> list[Section]:
    """Name the cases that wait for the member's answer about conflicts, without a word of theirs."""
    cases = waiting_cases(person)
    needs = [Need(case.line, f"/cases/{case.thread_id}") for case in cases[:MOST_CASES]]
    more = ("All of them", "/cases") if len(cases) > MOST_CASES else None
    return [Section("Cases that wait for your answer", needs, 30, more)] if needs else []


@for_you.fill
def wishes_for(person: Person) -> list[Section]:
    """Tell facilitators who asks to take a conflict back, and authors that somebody was let in."""
    asked = [
        Need(wish.member.name, f"/self-walls#wall-{wish.wall_id}", wish.words, wish.wished_at)
        for wish in list_wishes(person)
    ]
    opened = [
        Need(thread.title, f"/t/{thread.id}/walls", OPENED_AGAIN, at)
        for thread, at in titles_opened_again(person)
    ]
    sections = [
        Section("Conflicts that were a mistake", asked, 12),
        Section("Who stays out of your cases", opened, 31),
    ]
    return [section for section in sections if section.needs]


@for_you.fill
def glass_for_you(person: Person) -> list[Section]:
    """Tell those in a thread that a host can read it, or could of late."""
    needs = [
        Need(
            thread.title,
            link_to(thread),
            f"Opened to {line.host} with {line.second}. {line.ground_words}: {line.because}"
            + (f" Ended early by {line.ended_by}." if line.ended_by else ""),
            line.opened_at,
        )
        for thread, line in glass_for(person)
    ]
    return [Section("Opened by break-glass", needs, 1)] if needs else []
