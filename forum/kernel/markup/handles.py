"""How handles and the names of categories and tags are written in a text."""

import re

from forum.kernel.text import fold

_HANDLE = r"[^\W_][\w.\-]{1,28}[^\W_]"

# It starts and ends with a letter or digit, so that a full stop after a name stays outside.
MENTION = rf"(?<![^\W_])(?<![@/.\-+])@({_HANDLE})(?![^\W_]|[.\-_]+[^\W_]|@)"

# A name with a letter in it, so that numbers of paragraphs and matters are left alone.
PLACE = r"(?<![\w/&#@.\-])#(?=[\d_.+\-]*[^\W\d_])([\w][\w.+\-]{0,38}[\w+]|\w)(::tag)?(?![\w#])"
HANDLE = re.compile(r"[\w.\-]{3,30}")


def fold_handle(handle: str) -> str:
    """Bring a handle into the form in which two handles are compared."""
    return fold(handle)
