"""What happened to exports and to members who leave."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """A member asked for everything that is kept about them."""

    export_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkExportMade:
    """Two people have an archive of many threads, which all members are told."""

    export_id: int
    asked_by_id: int
    confirmed_by_id: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingAsked:
    """A member asked to be erased: nobody else meets their account any more."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingStopped:
    """A member who wanted to be erased stays."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberErased:
    """Nothing is kept of a member but what they wanted to stay."""

    member_id: int
