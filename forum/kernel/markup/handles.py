"""How a handle is written in a text."""

import re
import unicodedata

_HANDLE = r"[^\W_][\w.\-]{1,28}[^\W_]"

# A handle starts and ends with a letter or digit here, so that a full stop after a name stays outside.
MENTION = rf"(?<![\w@/.\-+])@({_HANDLE})(?![\w]|[.\-]+\w|@)"
HANDLE = re.compile(r"[\w.\-]{3,30}")


def fold_handle(handle: str) -> str:
    """Bring a handle into the form in which two handles are compared."""
    return unicodedata.normalize("NFKC", handle).casefold()
