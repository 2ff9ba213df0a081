"""What happened to notifications: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNotified:
    """A member is told something: a new notification, or one that has a stronger cause now."""

    notification_id: int
    member_id: int
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationsRead:
    """A member has read notifications, or has marked them as read."""

    member_id: int
