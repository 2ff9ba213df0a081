"""The reason that every act of a facilitator carries."""

from forum.kernel.wording import need_reason

__all__ = ["need_reason"]
