"""What circles bring to other pages."""

from collections.abc import Sequence

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.circles.operations.convening import NAME_CONVENER
from forum.accounts.circles.operations.letters import circle_led_to
from forum.accounts.circles.queries import (
    invitations_for,
    list_circles,
    own_end,
    requests_for,
    shares_circle,
)
from forum.accounts.circles.queries.conveners import (
    circles_ended_of_late,
    circles_without_convener,
    offers,
)
from forum.accounts.circles.queries.letters import count_wishes, wishes, wishes_declined
from forum.accounts.circles.queries.letters import leads_into_circle as is_for_circle
from forum.accounts.models import Invitation
from forum.accounts.pairs.rules import may_ask_pair
from forum.accounts.slots import (
    AdminLink,
    Need,
    Section,
    admin_links,
    beside_invitations,
    for_you,
    leads_into_circle,
    menu_links,
    met_by_guest,
    on_invitation,
    on_visit,
    open_to_guests,
)
from forum.accounts.values import Person

PLACE = 20


def link_to_circles(person: Person) -> tuple[str, str] | None:
    """Link to the circles from the member's own menu."""
    return ("Circles", "/g") if person.is_member else None


def circles_that_wait(person: Person) -> Sequence[Section]:
    """Tell of invitations into circles, and conveners of those who ask to come in."""
    needs = [
        Need(f"You are invited into the circle {circle.name}", f"/g/{circle.slug}")
        for circle in invitations_for(person)
    ]
    for circle, number in requests_for(person):
        words = "1 member asks" if number == 1 else f"{number} members ask"
        needs.append(Need(f"{words} to come into {circle.name}", f"/g/{circle.slug}/people"))
    needs += [
        Need(f"Nobody convenes the circle {circle.name} any more", f"/g/{circle.slug}")
        for circle in circles_without_convener(person)
    ]
    needs += [
        Need(f"The circle {circle.name} has ended", f"/g/{circle.slug}")
        for circle in circles_ended_of_late(person)
    ]
    needs += [
        Need(
            f"Somebody whom you wished to be in {circle.name} is not invited",
            f"/g/{circle.slug}/people#letters",
        )
        for circle in wishes_declined(person)
    ]
    if count := count_wishes(person):
        words = "A convener wishes" if count == 1 else f"{count} times conveners wish"
        needs.append(Need(f"{words} somebody to be invited", "/invites#wishes"))
    if may_ask_pair(person, NAME_CONVENER):
        needs += [
            Need(f"{one.name} offers to convene {one.circle}", "/conveners")
            for one in offers(NAME_CONVENER, by=person)
            if one.member_id != person.id
        ]
    return (Section("Circles", tuple(needs), PLACE),)


def wishes_beside_invitations(person: Person) -> Markup:
    """Show whom conveners wish to be invited into the community."""
    page = render_template("accounts/circles/_wishes.html", wishes=wishes(person))
    return Markup(page)  # noqa: S704 -- our own template


def circle_on_invitation(invitation: Invitation) -> Markup:
    """Say which circle an invitation leads into, for who holds its link."""
    circle = circle_led_to(invitation)
    if circle is None:
        return Markup("")
    page = render_template(
        "accounts/circles/_on_invitation.html", circle=circle, until=invitation.until
    )
    return Markup(page)  # noqa: S704 -- our own template


def circles_on_visit(person: Person) -> Markup:
    """Show a guest the circles that they are a guest of."""
    circles = [(line.circle, own_end(line.circle, by=person)) for line in list_circles(person)]
    page = render_template("accounts/circles/_on_visit.html", circles=circles)
    return Markup(page)  # noqa: S704 -- our own template


def links_to_conveners(person: Person) -> Sequence[AdminLink]:
    """Lead to the circles that nobody convenes."""
    if not may_ask_pair(person, NAME_CONVENER):
        return []
    about = "For circles that have none any more: named by two people, who see nothing of them."
    return [AdminLink("Conveners", "/conveners", about)]


@open_to_guests.fill
def pages_for_guests() -> frozenset[str]:
    """Let guests see the circle that they are a guest of, and leave it."""
    return frozenset({"circles.show_circle", "circles.leave"})


def init_web(_app: Flask) -> None:
    """Fill the slots of accounts."""
    menu_links.fill(link_to_circles)
    for_you.fill(circles_that_wait)
    beside_invitations.fill(wishes_beside_invitations)
    on_invitation.fill(circle_on_invitation)
    on_visit.fill(circles_on_visit)
    met_by_guest.fill(shares_circle)
    leads_into_circle.fill(is_for_circle)
    admin_links.fill(links_to_conveners)
