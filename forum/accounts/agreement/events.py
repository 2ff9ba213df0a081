"""What happened to the community's rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPublished:
    """A new version of the rules holds from now on."""

    version_id: int
    by_id: int | None
    because: str
