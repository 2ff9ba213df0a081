"""Everything that the moderation log knows, and its words."""

from enum import StrEnum


class Act(StrEnum):
    """Everything that the moderation log knows."""

    POST_WITHDRAWN = "post_withdrawn"
    POST_RESTORED = "post_restored"
    POST_LOCKED = "post_locked"
    POST_UNLOCKED = "post_unlocked"
    NOTICE_PUT = "post_notice_put"
    NOTICE_REMOVED = "post_notice_removed"
    OWNER_CHANGED = "post_owner_changed"
    POSTS_MERGED = "post_merged"
    POST_SHARED = "post_shared"
    POST_UNSHARED = "post_unshared"
    FLAGS_KEPT = "flags_kept"
    FLAGS_DISAGREED = "flags_disagreed"
    FLAGS_IGNORED = "flags_ignored"
    THREAD_CLOSED = "thread_closed"
    THREAD_REOPENED = "thread_reopened"
    THREAD_ARCHIVED = "thread_archived"
    THREAD_UNARCHIVED = "thread_unarchived"
    THREAD_PINNED = "thread_pinned"
    THREAD_UNPINNED = "thread_unpinned"
    THREAD_RETITLED = "thread_retitled"
    THREAD_RETAGGED = "thread_retagged"
    THREAD_MOVED = "thread_moved"
    THREAD_SPLIT = "thread_split"
    THREADS_MERGED = "thread_merged"
    MERGE_UNDONE = "thread_merge_undone"
    THREAD_SLOWED = "thread_slowed"
    THREAD_UNSLOWED = "thread_unslowed"
    THREAD_WITHDRAWN = "thread_withdrawn"
    THREAD_RESTORED = "thread_restored"
    TIMER_SET = "thread_timer_set"
    TIMER_CANCELLED = "thread_timer_cancelled"
    THREAD_SOLVED = "thread_solved"
    THREAD_UNSOLVED = "thread_unsolved"
    TAG_RENAMED = "tag_renamed"
    MEMBER_SILENCED = "member_silenced"
    SILENCE_ENDED = "silence_ended"
    MEMBER_SUSPENDED = "member_suspended"
    SUSPENSION_ENDED = "suspension_ended"
    REMOVAL_BEGUN = "removal_begun"
    MEMBER_REMOVED = "member_removed"
    ACCOUNT_CLOSED = "account_closed"
    APPEAL_LIFTED = "appeal_lifted"
    APPEAL_SHORTENED = "appeal_shortened"
    APPEAL_UPHELD = "appeal_upheld"
    PSEUDONYM_MUTED = "pseudonym_muted"
    PSEUDONYM_LIFTED = "pseudonym_lifted"
    PSEUDONYM_KEPT = "pseudonym_kept"
    RECOVERY_BEGUN = "recovery_begun"
    RECOVERY_AGREED = "recovery_agreed"
    RECOVERY_STOPPED = "recovery_stopped"
    RECOVERY_LINK_SENT = "recovery_link_sent"
    RESET_LINK_SHOWN = "reset_link_shown"
    THREADS_EXPORTED = "threads_exported"
    GLASS_BROKEN = "glass_broken"
    GLASS_CLOSED = "glass_closed"


ACT_WORDS = {
    Act.POST_WITHDRAWN: "Withdrew a post",
    Act.POST_RESTORED: "Restored a post",
    Act.POST_LOCKED: "Locked a post",
    Act.POST_UNLOCKED: "Unlocked a post",
    Act.NOTICE_PUT: "Put a notice above a post",
    Act.NOTICE_REMOVED: "Removed the notice above a post",
    Act.OWNER_CHANGED: "Made another member the author of a post",
    Act.POSTS_MERGED: "Merged posts of one author",
    Act.POST_SHARED: "Let everyone edit a post",
    Act.POST_UNSHARED: "Let only its author edit a post",
    Act.FLAGS_KEPT: "Agreed with flags and kept the post",
    Act.FLAGS_DISAGREED: "Disagreed with flags",
    Act.FLAGS_IGNORED: "Ignored flags",
    Act.THREAD_CLOSED: "Closed a thread",
    Act.THREAD_REOPENED: "Reopened a thread",
    Act.THREAD_ARCHIVED: "Archived a thread",
    Act.THREAD_UNARCHIVED: "Opened an archived thread",
    Act.THREAD_PINNED: "Pinned a thread",
    Act.THREAD_UNPINNED: "Unpinned a thread",
    Act.THREAD_RETITLED: "Retitled a thread",
    Act.THREAD_RETAGGED: "Changed the tags of a thread",
    Act.THREAD_MOVED: "Moved a thread",
    Act.THREAD_SPLIT: "Moved posts into a thread of their own",
    Act.THREADS_MERGED: "Merged a thread into this one",
    Act.MERGE_UNDONE: "Undid a merge",
    Act.THREAD_SLOWED: "Slowed a thread down",
    Act.THREAD_UNSLOWED: "Let everybody write freely in a thread again",
    Act.THREAD_WITHDRAWN: "Withdrew a whole thread",
    Act.THREAD_RESTORED: "Brought a whole thread back",
    Act.TIMER_SET: "Set a timer on a thread",
    Act.TIMER_CANCELLED: "Cancelled a timer on a thread",
    Act.THREAD_SOLVED: "Marked the answer in a thread",
    Act.THREAD_UNSOLVED: "Took the mark from the answer in a thread",
    Act.TAG_RENAMED: "Renamed or merged a tag",
    Act.MEMBER_SILENCED: "Silenced a member",
    Act.SILENCE_ENDED: "Ended a silence",
    Act.MEMBER_SUSPENDED: "Suspended a member",
    Act.SUSPENSION_ENDED: "Ended a suspension",
    Act.REMOVAL_BEGUN: "Decided by two to remove a member",
    Act.MEMBER_REMOVED: "Closed an account, as two facilitators had decided",
    Act.ACCOUNT_CLOSED: "Closed an account, as a host",
    Act.APPEAL_LIFTED: "Lifted a sanction on appeal",
    Act.APPEAL_SHORTENED: "Shortened a sanction on appeal",
    Act.APPEAL_UPHELD: "Upheld a sanction on appeal",
    Act.PSEUDONYM_MUTED: "Muted a pseudonym",
    Act.PSEUDONYM_LIFTED: "Two custodians lifted a pseudonym",
    Act.PSEUDONYM_KEPT: "Custodians refused to lift a pseudonym",
    Act.RECOVERY_BEGUN: "Began a way back for a member who is locked out",
    Act.RECOVERY_AGREED: "Agreed to a way back for a member who is locked out",
    Act.RECOVERY_STOPPED: "Stopped a way back for a member",
    Act.RECOVERY_LINK_SENT: "Sent a link for a new password to a new address",
    Act.RESET_LINK_SHOWN: "Printed a link for a member's new password on the server",
    Act.GLASS_BROKEN: "Opened a thread to a host by break-glass",
    Act.GLASS_CLOSED: "Ended break-glass early",
    Act.THREADS_EXPORTED: "Exported many threads, with a second person",
}
