"""What upper packages tell about a person: filled by them, asked when a person is loaded."""

from collections.abc import Callable

from forum.accounts.values import Grants, GroupId, MemberId, Person, Role
from forum.kernel.slots import Slot

grants_of_person: Slot[Callable[[MemberId, Role, frozenset[GroupId]], Grants]] = Slot(
    "What a member's role and groups open, category by category."
)

account_links: Slot[Callable[[Person], tuple[str, str, int] | None]] = Slot(
    "Links in the header: label, address and how much waits there; None for who has none."
)
