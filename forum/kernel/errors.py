"""The refusals that an operation may raise; web pages, commands and mail turn them into answers."""


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, not a fault
    """An expected refusal that carries one sentence for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """There is no such thing, or this person may not know of it: the two look the same."""

    def __init__(self, sentence: str = "There is nothing here.") -> None:
        super().__init__(sentence)


class NotPermitted(Refusal):
    """The person may see the thing but not do this with it."""


class Invalid(Refusal):
    """What was given cannot be accepted; `field` names the input it belongs to."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Conflict(Refusal):
    """Somebody else changed the thing in the meantime."""
