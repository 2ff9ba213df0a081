"""Pictures of members: whatever is sent becomes a small square of our own making."""

from typing import IO

from forum.kernel.errors import Invalid
from forum.kernel.examining import Refused
from forum.kernel.examining import square_picture as make_square

MOST_BYTES = 5 * 1024 * 1024


def square_picture(file: IO[bytes]) -> bytes:
    """Return the picture as a square WebP without anything but its pixels, turned upright.

    Raises Invalid. It takes a while: call it before a transaction.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid("picture", "This picture is too large: please keep it under 5 MB.")
    try:
        return make_square(data)
    except Refused as refusal:
        raise Invalid("picture", str(refusal)) from None
