"""Files that people send: what they really are, made safe in a process of its own.

Nothing that somebody sent is decoded or taken apart in the process that serves pages.
"""

from forum.kernel.examining.names import shown_name, tidy_name
from forum.kernel.examining.running import examine, square_picture
from forum.kernel.examining.values import (
    DISPLAY_WIDTHS,
    Busy,
    Examined,
    Fact,
    Refused,
    SmallerCopy,
)

__all__ = [
    "DISPLAY_WIDTHS",
    "Busy",
    "Examined",
    "Fact",
    "Refused",
    "SmallerCopy",
    "examine",
    "shown_name",
    "square_picture",
    "tidy_name",
]
