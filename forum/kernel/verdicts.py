"""The answer to "may I?": allowed, refused with a sentence, or hidden as if not there."""

from dataclasses import dataclass

from forum.kernel.errors import NotFound, NotPermitted


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's answer, true when allowed; `because` is what a refused member reads."""

    allowed: bool
    because: str = ""
    is_hidden: bool = False

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)
HIDDEN = Verdict(allowed=False, because="There is nothing here.", is_hidden=True)


def refused(because: str) -> Verdict:
    """Refuse with a sentence that the member will read."""
    return Verdict(allowed=False, because=because)


def require(verdict: Verdict) -> None:
    """Demand an allowed verdict.

    Raises NotFound for a hidden thing and NotPermitted, with the sentence, for a refused act.
    """
    if verdict.is_hidden:
        raise NotFound
    if not verdict.allowed:
        raise NotPermitted(verdict.because)
