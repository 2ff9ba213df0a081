"""What happened to pseudonyms. None of these says whose one is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodianNamed:
    """Two people have named a custodian."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodianResigned:
    """Somebody is no custodian any more."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymMuted:
    """A facilitator lets nothing more be written under a pseudonym."""

    thread_id: int
    post_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymErased:
    """The author of a pseudonym has removed all that was written under it."""

    thread_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmaskingAsked:
    """A custodian asks a second one to lift a pseudonym."""

    unmasking_id: int
    thread_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmaskingDecided:
    """A second custodian has lifted a pseudonym, or refused to; `ground` is why it was asked."""

    unmasking_id: int
    thread_id: int
    post_id: int | None
    is_lifted: bool
    ground: str
