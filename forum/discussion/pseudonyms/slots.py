"""Places of pseudonyms that upper packages fill."""

from collections.abc import Callable, Collection

from forum.kernel.slots import Slot

involved_with_post: Slot[Callable[[int], Collection[int]]] = Slot(
    "The members who have a part in what is said against a post, such as those who flagged it; they "
    "do not decide whether its pseudonym is lifted."
)
